"""A comparison of theories as one documented object: what `--json` prints and the chart draws."""

from __future__ import annotations

from typing import Any

from armslength.scenario.claims import claims_on
from armslength.scoring.backtest import RETROSPECTIVE, VINTAGE
from armslength.scoring.observed import counted_out
from armslength.theories.definitions import FULL
from armslength.theories.weighing import SMALLEST, Comparison
from armslength.world.version import MODEL_VERSION

FORMAT = "armslength-theories/1"
RULE = (
    "The data cannot tell a theory from the full model where the 90 % interval of the difference of their total log "
    f"scores covers zero, or where the difference is below {SMALLEST:g}."
)


def comparison_document(made: Comparison) -> dict[str, Any]:
    """Everything that was compared, and what it comes to."""
    case, first = made.scenario, made.windows[0]
    edited = "admitted and counts from its own last day" if made.admit_revised else "left out"
    return {
        "format": FORMAT,
        "scenario": case.name,
        "title": case.title,
        "scenario_hash": case.hash,
        "model_version": MODEL_VERSION,
        "as_of": case.as_of.isoformat(),
        "origins": [w.origin.isoformat() for w in made.windows],
        "window_days": (first.end - first.origin).days,
        "draws": made.draws,
        "seed": made.seed,
        "refits": "Laplace: the Gaussian at the mode, at each origin",
        "vintage": {
            "policy": VINTAGE.format(edited=edited),
            **counted_out(case, made.admit_revised),
        },
        "standing": RETROSPECTIVE,
        "finished": made.finished,
        "left_out": [{"theory": name, "why": why} for name, why in made.left_out.items()],
        "says": made.says,
        "rule": RULE,
        "theories": [_theory(made, i) for i in range(len(made.theories))],
        "rows": [
            {
                "origin": w.origin.isoformat(), "end": w.end.isoformat(), "theory": t.name, "reports": w.rows,
                "score": d.value, "score_error": d.error, "mode_reached": d.converged,
            }
            for t, row in zip(made.theories, made.densities, strict=True)
            for w, d in zip(made.windows, row, strict=True)
        ],
    }  # fmt: skip


def _theory(made: Comparison, i: int) -> dict[str, Any]:
    theory, d, w, turn = made.theories[i], made.differences, made.weights, made.turns_on(i)
    return {
        "name": theory.name,
        "title": theory.title,
        "sentence": theory.sentence,
        "claims": [c.id for c in claims_on(made.scenario.claims, f"theory {theory.name}")],
        "held": theory.held_in(made.scenario),
        "score": float(made.scores[:, i].sum()),
        "score_error": float(sum(x.error**2 for x in made.densities[i]) ** 0.5),
        "difference": None if theory is FULL else float(d.total[i]),
        "difference_error": None if theory is FULL else float(d.error[i]),
        "difference_90": None if theory is FULL else [float(x) for x in d.interval[:, i]],
        "turns_on": None if turn is None else {"origin": turn[0].isoformat(), "part": turn[1]},
        "verdict": made.verdict(i),
        "weight": float(w.used[i]),
        "weight_90": [float(x) for x in w.interval[:, i]],
        "stacked": float(w.stacked[i]),
        "modes_missed": sum(not x.converged for x in made.densities[i]),
    }
