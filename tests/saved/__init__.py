"""Results that earlier versions saved: they must open, and they serve as small results that need no simulation."""

from __future__ import annotations

from pathlib import Path

from armslength.results.comparison import ComparisonResult
from armslength.results.explanation import ExplanationResult

FOLDER = Path(__file__).parent


def saved_comparison() -> ComparisonResult:
    """Two strategies of the classroom over two weeks."""
    return ComparisonResult.from_json((FOLDER / "comparison-1.json").read_bytes())


def saved_explanation() -> ExplanationResult:
    """A strategy of the classroom against doing nothing, over two weeks."""
    return ExplanationResult.from_json((FOLDER / "explanation-1.json").read_bytes())
