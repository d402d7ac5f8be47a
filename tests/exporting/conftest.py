"""What the tests of exports share: the small saved forecast of the tests of scoring, and what happened after it."""

from tests.scoring.conftest import later, saved

__all__ = ["later", "saved"]
