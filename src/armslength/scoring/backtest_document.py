"""Scores added up: per target and horizon, how good each forecaster was, and what that says of skill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from armslength.scoring.score_table import MODEL, Row
from armslength.scoring.scores import pit_histogram, reliability
from armslength.scoring.skill import TOO_FEW, Skill, skill

FEWEST_EITHER_WAY = 3  # occasions on which it happened, and on which it did not


def count_tables(rows: Sequence[Row], overlap: dict[str, int], seed: int) -> list[dict[str, Any]]:
    """One entry for each target and horizon: scores of every forecaster, and the model's skill on CRPS and log."""
    made = []
    for (target, horizon), group in _grouped(rows, ("target", "horizon")):
        together = overlap.get(horizon, 1)
        made.append(
            {
                "target": target,
                "horizon": horizon,
                "n": len(group),
                "observed_mean": float(np.mean([r["observed"] for r in group])),
                "forecasters": {name: _count_means(group, name) for name in _names(group)},
                "skill": [
                    {"score": score, **s.as_data()}
                    for score in ("crps", "log")
                    for s in skills(group, score, together, seed)
                ],
            }
        )
    return made


def _count_means(group: Sequence[Row], name: str) -> dict[str, Any]:
    pit = pit_histogram([r["forecasts"][name]["pit"] for r in group if name in r["forecasts"]])
    return {**_mean(group, name, "crps", "log", "in_50", "in_90"), "pit": pit}


def yes_no_tables(rows: Sequence[Row], overlap: dict[str, int], seed: int) -> list[dict[str, Any]]:
    """One entry for each kind of event and horizon, all actors together."""
    made = []
    for (kind, horizon), group in _grouped(rows, ("kind", "horizon")):
        happened = [r["happened"] for r in group]
        said = [r["forecasts"][MODEL]["p"] for r in group]
        made.append(
            {
                "kind": kind,
                "horizon": horizon,
                "n": len(group),
                "happened": sum(happened),
                "said": float(np.mean(said)),
                "forecasters": {name: _mean(group, name, "brier", "log") for name in _names(group)},
                "reliability": reliability(said, happened),
                "skill": _yes_no_skill(group, overlap.get(horizon, 1), seed),
            }
        )
    return made


def _yes_no_skill(group: Sequence[Row], overlap: int, seed: int) -> list[dict[str, Any]]:
    """As for counts; but where it hardly ever happened, or hardly ever did not, nothing is concluded."""
    yes = sum(r["happened"] for r in group)
    rare = min(yes, len(group) - yes) < FEWEST_EITHER_WAY
    return [
        {"score": "brier", **s.as_data(), **({"verdict": TOO_FEW} if rare else {})}
        for s in skills(group, "brier", overlap, seed)
    ]


def ladder_tables(rows: Sequence[Row], overlap: dict[str, int], seed: int) -> list[dict[str, Any]]:
    """One entry for each horizon."""
    return [
        {
            "horizon": horizon,
            "n": len(group),
            "rungs": np.bincount([r["rung"] for r in group], minlength=6).tolist(),
            "forecasters": {name: _mean(group, name, "rps") for name in _names(group)},
            "skill": [
                {"score": "rps", **s.as_data()} for s in skills(group, "rps", overlap.get(horizon, 1), seed)
            ],
        }
        for (horizon,), group in _grouped(rows, ("horizon",))
    ]


def skills(group: Sequence[Row], score: str, overlap: int, seed: int) -> list[Skill]:
    """The model against each rival over the origins; several rows of one origin count as one occasion, their mean."""
    return [
        skill(rival, *_paired(group, rival, score), overlap=overlap, seed=seed)
        for rival in _names(group)
        if rival != MODEL
    ]


def _paired(group: Sequence[Row], rival: str, score: str) -> tuple[list[float], list[float]]:
    ordered = sorted((r for r in group if rival in r["forecasts"]), key=lambda r: (r["origin"], r["from"]))
    mine, theirs = [], []
    for _, one in groupby(ordered, key=lambda r: (r["origin"], r["from"])):
        rows = list(one)
        mine.append(float(np.mean([r["forecasts"][MODEL][score] for r in rows])))
        theirs.append(float(np.mean([r["forecasts"][rival][score] for r in rows])))
    return mine, theirs


def _names(group: Sequence[Row]) -> list[str]:
    """Forecasters that any row has, the model first."""
    return list(dict.fromkeys(name for r in group for name in r["forecasts"]))


def _mean(group: Sequence[Row], name: str, *keys: str) -> dict[str, float]:
    rows = [r["forecasts"][name] for r in group if name in r["forecasts"]]
    return {"n": len(rows), **{key: float(np.mean([r[key] for r in rows])) for key in keys}}


def _grouped(rows: Iterable[Row], keys: tuple[str, ...]) -> list[tuple[tuple[str, ...], list[Row]]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[k] for k in keys), []).append(row)
    return list(groups.items())
