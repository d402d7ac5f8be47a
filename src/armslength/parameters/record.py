"""What one parameter is."""

from __future__ import annotations

from dataclasses import dataclass

from armslength.parameters.priors import Prior


@dataclass(frozen=True)
class Parameter:
    """One number of the model, declared once.

    The same record feeds the sampler, the tables of the docs, `armslength explain`, the check of a scenario and the
    sites of a fit, so that they cannot drift apart.
    """

    scope: str  #: `clients`, `fronts`, ... (one value per entity) or the mechanism it belongs to (one value)
    name: str
    meaning: str  #: in the reader's words
    symbol: str  #: as in the equations of the model description
    unit: str
    prior: Prior
    default: float  #: the value at which the stylised facts are tested
    source: str  #: where prior and default come from; `assumed` where nowhere
    support: tuple[float, float] = (float("-inf"), float("inf"))
    per_level: int = 0  #: position in a vector over reprisal levels 1-4 (0: not such a vector)
    acts_in: tuple[str, ...] = ()  #: names of the mechanisms in whose equations it stands
    per_bond: bool = (
        False  #: of a client: one value for each of its patrons, the first under the client's own name
    )

    @property
    def path(self) -> str:
        """Dotted path: `tempo.branching`, or `clients.*.autonomy` for one value per client."""
        return f"{self.scope}.*.{self.name}" if self.per_entity else f"{self.scope}.{self.name}"

    @property
    def per_entity(self) -> bool:
        """Whether each client, front, adversary, commander or tie has its own value."""
        return self.scope in ENTITY_SCOPES

    def within_support(self, value: float) -> bool:
        """Return whether a value is possible at all."""
        return self.support[0] <= value <= self.support[1]


ENTITY_SCOPES = ("clients", "fronts", "adversaries", "commanders", "ties")
