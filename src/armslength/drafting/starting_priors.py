"""What the numbers of a drafted case start from: what other networks taught, unless they taught it with its own clients."""

from __future__ import annotations

from typing import Literal

from armslength.drafting.decisions import LOW, MEDIUM, Decision
from armslength.drafting.plan import Plan
from armslength.formatting import listed
from armslength.scenario.population_prior import own_networks, shipped_prior
from armslength.world.version import MODEL_VERSION

TITLE = "What its numbers start from"


def starting_priors(
    asked: Literal["usual", "networks"], name: str, plan: Plan
) -> tuple[Literal["usual", "networks"], Decision | None]:
    """Return what the numbers start from that a draft does not write, with the decision; None where the usual was asked for."""
    if asked == "usual":
        return "usual", None
    found = shipped_prior()
    if found is None or found.model_version != MODEL_VERSION:
        why = "No population prior ships with this version of the model."
        return "usual", _decision(MEDIUM, "The usual priors.", why)
    known = {c for client in plan.clients for c in (client.id, client.name)}
    own = own_networks(found, name, known, (plan.case.start, plan.case.end))
    if len(own) > 1:
        why = f"{listed(own)} taught the population prior with clients of this case, and no prior ships that leaves out both."
        return "usual", _decision(MEDIUM, "The usual priors.", why)
    numbers = found.without[own[0]] if own else found.parameters
    without = f", without {own[0]}, which has clients of this case" if own else ""
    what = f"{', '.join(numbers)}: {found.provenance}{without}."
    rule = "A number that the draft does not write, and that three networks or more inform, starts from what they taught."
    return "networks", _decision(LOW, what, rule)


def _decision(doubt: int, what: str, rule: str) -> Decision:
    look = "Are those networks like this one? `priors: usual` in scenario.yaml starts from the usual priors."
    return Decision(doubt, 0.5, TITLE, what, rule, look)
