"""The theories of obedience, each the same model with some parameters held at the values that it states.

A theory that keeps one strand of control lowers the threshold by what the strands it leaves out would give at the
case's own central values: it then says which strand tells clients apart and moves control, not that control is low.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from armslength.errors import ArmslengthError
from armslength.parameters.priors import Fixed
from armslength.scenario import Scenario
from armslength.scenario.suggest import did_you_mean
from armslength.world.mechanisms import control, deterrence

STRANDS = {
    "dependence": "control.weight_dependence",
    "rapport": "control.weight_rapport",
    "tie": "control.weight_tie",
}
CERTAIN = (
    1.0  # utility beyond the threshold: at the precision of 4 control is 0.98 or above, or 0.02 or below
)


@dataclass(frozen=True)
class Theory:
    """A theory of obedience."""

    name: str
    title: str
    sentence: str
    held: Mapping[str, float] = field(default_factory=dict)  #: parameters held at a value, by path
    without: tuple[str, ...] = ()  #: strands of control left out, for which the threshold makes up
    needs: tuple[str, ...] = ()  #: parameters of which one at least must not be fixed at 0

    def held_in(self, case: Scenario) -> dict[str, float]:
        """Return the parameters that it holds in a case, by path."""
        if not self.without:
            return dict(self.held)
        made_up = sum(_given_by(case, strand) for strand in self.without)
        left_out = {STRANDS[strand]: 0.0 for strand in self.without}
        return {**self.held, **left_out, "control.threshold": _middle(case, "control.threshold") - made_up}

    def cannot_be_said(self, case: Scenario) -> str | None:
        """Return why a case cannot express the theory, or None where it can."""
        if self.needs and all(_fixed_at(case, path, 0.0) for path in self.needs):
            return f"{' and '.join(self.needs)} {'is' if len(self.needs) == 1 else 'are'} fixed at 0 there, so nothing is left of it"
        held = self.held_in(case)
        if held and all(_fixed_at(case, path, value) for path, value in held.items()):
            return "it is the full model there: all that it holds is fixed at just these values"
        return None


def _given_by(case: Scenario, strand: str) -> float:
    """Return the utility of a strand at the start of the history, mean over clients, at the medians of the priors."""
    if strand == "dependence":
        of = ("investment", "support", "own_revenue", "other_sponsors")
        v, g, s, o = (np.array([_middle(case, f"clients.{c}.{name}") for c in case.clients]) for name in of)
        level = v * g / (g + s + o)
    else:
        level = np.array([_middle(case, f"clients.{c}.{strand}") for c in case.clients])
    return _middle(case, STRANDS[strand]) * float(level.mean())


def _middle(case: Scenario, name: str) -> float:
    return case.site(name).prior.median


def _fixed_at(case: Scenario, path: str, value: float) -> bool:
    sites = [s for s in case.sites() if path in (s.name, s.record.path)]
    return all(isinstance(s.prior, Fixed) and abs(s.prior.value - value) < 1e-9 for s in sites)


_NO_STRAND = dict.fromkeys(STRANDS.values(), 0.0)
_NO_ORDERS = dict(control.MECHANISM.off)
_NO_FEAR = dict(deterrence.MECHANISM.off)

THEORIES: tuple[Theory, ...] = (
    Theory(
        "full",
        "The full model",
        "Control rests on dependence, rapport and ties together; orders, fear and grievance act beside each other.",
    ),
    Theory(
        "puppets",
        "Clients are puppets",
        "Clients do as they are told: whatever reaches them is obeyed, and nothing that they do is their own.",
        {"clients.*.autonomy": 0.0, "control.threshold": -CERTAIN, "control.weight_grievance": 0.0},
        needs=("orders.restraint", "orders.release", "severity.cap"),
    ),
    Theory(
        "free-agents",
        "Clients are free agents",
        "Clients act for themselves: neither the patron's orders nor fear of the adversary holds them.",
        {**_NO_ORDERS, **_NO_FEAR, **_NO_STRAND, "clients.*.autonomy": 0.0, "control.threshold": CERTAIN},
    ),
    Theory(
        "personal-ties",
        "Personal ties only",
        "Clients follow a person: control is rapport with the commander, and it goes when the commander does.",
        without=("dependence", "tie"),
        needs=("control.weight_rapport",),
    ),
    Theory(
        "institutions",
        "Institutions only",
        "Clients follow an organisation: control is the institutional tie, which outlives every commander.",
        without=("dependence", "rapport"),
        needs=("control.weight_tie",),
    ),
    Theory(
        "dependence",
        "Dependence only",
        "Who pays commands: control is what a client cannot replace, and it ends with revenue of its own.",
        without=("rapport", "tie"),
        needs=("control.weight_dependence",),
    ),
    Theory(
        "deterrence",
        "Deterrence without orders",
        "Clients heed the adversary, not the patron: fear and threat steer them, and orders change nothing.",
        {**_NO_ORDERS, **_NO_STRAND},
        needs=tuple(_NO_FEAR),
    ),
)
FULL = THEORIES[0]


def theory_named(name: str) -> Theory:
    """Return a theory by its name.

    Raises:
        ArmslengthError: for an unknown name, with the nearest right one.
    """
    for theory in THEORIES:
        if theory.name == name:
            return theory
    hint = did_you_mean(name, (t.name for t in THEORIES))
    raise ArmslengthError(f"there is no theory '{name}'; {hint}")


def chosen(case: Scenario, names: Iterable[str] | None) -> tuple[tuple[Theory, ...], dict[str, str]]:
    """Return the full model and the theories named (all if None) that a case can express, and why others are left out.

    Raises:
        ArmslengthError: for a theory asked for by name that the case cannot express.
    """
    asked = {theory_named(name).name for name in names} if names is not None else None
    wanted = tuple(t for t in THEORIES if asked is None or t is FULL or t.name in asked)
    faults = {t.name: why for t in wanted if (why := t.cannot_be_said(case))}
    if asked is not None and faults:
        raise ArmslengthError(*(f"{case.name} cannot express '{n}': {why}" for n, why in faults.items()))
    return tuple(t for t in wanted if t.name not in faults), faults
