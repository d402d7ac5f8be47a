"""The numbers that may not change unnoticed, read as a user reads them: from what the commands print with `--json`.

Each is a pair of a label and a number, so that a test can name what moved. Small runs of twenty draws (a thousand
futures) over thirty days: large enough that every part of a document holds a number, small enough to be quick.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jax
import numpy as np

from armslength.fitting.posterior import evidence_hash
from armslength.fitting.target import log_likelihood as probability
from armslength.fitting.target import target
from armslength.scenario import load
from armslength.simulate import keep_compiled_code
from armslength.simulate.kept_code import clear_code
from armslength.world.version import MODEL_VERSION
from tests.product.conftest import run
from tests.scoring.conftest import LATER

Numbers = dict[str, float | None]  # null where a document gives no number, such as a share of no attacks
Section = dict[str, Numbers]

SMALL = ("--futures", 1000, "--days", 30, "--seed", 1)
STRATEGIES = {"axis-2024": ("restrain-tempo", "cut-support"), "classroom": ("visit-all", "truce")}
ORIGINS = {
    "axis-2024": "2024-01-11,2024-01-18,2024-01-25,2024-02-01",
    "classroom": "2001-04-05,2001-04-12,2001-04-19",
}
CASES = ("axis-2024", "axis-2020", "classroom")
POINTS = 5  # at which the log likelihood of each case is held


def measure(case: str) -> dict[str, Any]:
    """Return every golden number of a case, and the model and the evidence that they belong to."""
    keep_compiled_code()
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "forecast"
        numbers = {"log_likelihood": log_likelihood(case), "forecast": forecast(case, saved)}
        if case == "classroom":
            numbers["score"] = score(saved, Path(folder))
        if case in STRATEGIES:
            numbers["comparison"] = comparison(case, Path(folder))
            numbers["backtest"] = backtest(case, Path(folder))
    clear_code()  # no other case runs this code: what it holds in memory goes
    return {"model_version": MODEL_VERSION, "evidence": evidence_hash(load(case)), "numbers": numbers}


def log_likelihood(case: str) -> Numbers:
    """Return the log probability of everything that a case reports, in double precision as a fit computes it.

    The points are standard normals, half as wide as the prior, so that they lie where a posterior may lie. A
    parameter's place depends on its name alone: neither an order of declaration nor another parameter moves it.
    """
    with jax.enable_x64(True):
        aim = target(load(case))
        # compiled without the gradient, which takes four times as long
        probability_at = jax.jit(partial(probability, aim.structure))
        numbers: Numbers = {}
        for n in range(1, POINTS + 1):
            z = np.array([place(name, n) for name in aim.names])
            numbers[f"point {n}"] = float(probability_at(z, aim.held, aim.histories))
        return numbers


def place(name: str, point: int) -> float:
    """Return the standard normal of a parameter at a point, from a hash of both."""
    seed = int.from_bytes(hashlib.sha256(f"{point} {name}".encode()).digest()[:8], "big")
    return 0.5 * float(np.random.default_rng(seed).standard_normal())


def forecast(case: str, folder: Path) -> Numbers:
    """Return what a forecast from the shipped fit says; it is left in `folder`."""
    return dict(_of_forecast(_json("forecast", case, *SMALL, "--out", folder)))


def _of_forecast(d: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for row in d["attacks"]:
        at = f"attacks, {row['front']}, {row['window_days']} days"
        yield f"{at}, mean", row["mean"]
        yield from ((f"{at}, {q}", x) for q, x in _quantiles(row))
    for row in d["lethal"]:
        at = f"lethal attack, {row['front']}, {row['window_days']} days"
        yield from ((f"{at}, {name}", row[name]) for name in ("probability", "within_control"))
    for row in d["reprisal"]:
        at = f"reprisal, {row['adversary']}, {row['window_days']} days"
        yield from ((f"{at}, {level}", row[level]) for level in row["parameters_90"])
    for row in d["commander"]:
        yield f"order, {row['front']}, {row['window_days']} days", row["order"]
    for row in d["follow"]:
        at = f"follow, {row['front']}, {row['order']}"
        yield from ((f"{at}, {outcome}", row[outcome]) for outcome in row["parameters_90"])
    for row in d["ladder"]["highest"]:
        yield from ((f"highest rung {r}, {row['window_days']} days", row[str(r)]) for r in range(6))
    for row in d["war"]["windows"]:
        yield f"war, {row['window_days']} days", row["probability"]
        yield from (
            (f"war, {row['window_days']} days, parameters {end}", x)
            for end, x in zip(("low", "high"), row["parameters_90"], strict=True)
        )
    for kind in ("clients", "fronts", "adversaries"):
        for actor, state in d["state"][kind].items():
            yield from ((f"state, {actor}, {name}", row["median"]) for name, row in state.items())
    for name in ("tension", "integration", "trigger"):
        yield f"state, {name}", d["state"][name]["median"]


def _quantiles(row: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    yield "median", row["median"]
    for mass in ("50", "90"):
        yield from zip((f"{mass} % low", f"{mass} % high"), row[mass], strict=True)


def comparison(case: str, folder: Path) -> Numbers:
    """Return what two strategies change, and how they are ranked."""
    d = _json("compare", case, *STRATEGIES[case], *SMALL, "--out", folder / "compared")
    made = {}
    for row in d["rows"]:
        at = f"{row['outcome']}, {row['strategy']}"
        made |= {f"{at}, {name}": row[name] for name in ("baseline", "value", "difference", "error")}
    for row in d["between"]:
        made[f"{row['outcome']}, {row['strategy']} against {row['against']}"] = row["difference"]
    for war in ("without_war", "with_war"):
        made |= {f"burden {war}, {row['strategy']}": row["burden"] for row in d["ranking"][war]}
    return made


def backtest(case: str, folder: Path) -> Numbers:
    """Return the scores of a small backtest, the declared endpoint first where the case declares one."""
    words = ("--origins", ORIGINS[case], "--horizons", "7", "--draws", 10, "--seed", 1)
    d = _json("backtest", case, *words, "--out", folder / "backtest")
    primary = d["primary"] or {}
    names = ("mean", "baseline_mean", "skill")
    made = {f"declared endpoint, {name}": primary[name] for name in names if name in primary}
    return made | dict(_scores(d["exploratory"]))


def score(saved: Path, folder: Path) -> Numbers:
    """Return the scores of a saved forecast of the classroom on what happened afterwards."""
    later = folder / "later.csv"
    later.write_text(LATER, encoding="utf-8")
    words = ("--events", later, "--ledger", folder / "none.sqlite")
    d = _json("score", saved, *words)
    surprises = {f"surprise, {row['kind']}, {row['subject']}": row["p"] for row in d["surprises"]}
    return dict(_scores(d)) | surprises


WHOLE = (
    "n",
    "pit",
    "in_50",
    "in_90",
)  # counts of windows: rounding moves one by a whole window or not at all


def _scores(d: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for part, name in (("counts", "target"), ("yes_no", "kind"), ("ladder", "horizon")):
        for row in d[part]:
            for who, scores in row["forecasters"].items():
                at = f"{part}, {row[name]}, {row['horizon']}, {who}"
                yield from ((f"{at}, {s}", x) for s, x in scores.items() if s not in WHOLE)


def _json(*words: object) -> Any:
    ran = run(*words, "--json")
    assert ran.code == 0, ran.err
    return ran.json
