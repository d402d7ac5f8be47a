"""Parameters, state and outlook of a model: what its mechanisms declare, put together.

Types stand in `composed.pyi`, which `make docs` makes from the built-in mechanisms.
"""

from __future__ import annotations

from typing import Any

from armslength.world.open_record import OpenRecord


class Params(OpenRecord):
    """The parameters by scope: `params.tempo.branching` [*world], `params.clients.autonomy` [client, *world]."""

    def of(self, kind: Any) -> Any:
        """Return the parameters of the scope that a record of this kind declares."""
        return getattr(self, kind.scope)


class State(OpenRecord):
    """Everything the past left behind; a deterministic function of past events, actions and inputs."""


class Outlook(OpenRecord):
    """The distribution of everything that can happen today, as named quantities."""
