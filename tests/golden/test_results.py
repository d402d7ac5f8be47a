"""Golden results: what each shipped case gives stays what it is, until somebody means to change it and says so."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from armslength.world.version import MODEL_VERSION
from tests.golden.expected import differences, read
from tests.golden.results import CASES, measure
from tools.documents.answers import BLOCK, CASE, fingerprint

ROOT = Path(__file__).parents[2]
SHOWN = 12
MEANT = (
    "\nIf you meant to change an equation, a prior or a default: raise MODEL_VERSION in src/armslength/world/version.py, run "
    "`make posteriors`, `make goldens` and `make docs`, and write a *Results change* line into CHANGELOG.md. "
    "If you meant to change only what is made of the futures, `make goldens`, `make docs` and the line will do. "
    "If you meant neither, this change altered results by mistake."
)

measured = cache(measure)


def moved(case: str, section: str) -> str:
    """What has moved in one section, and what to do about it; empty where nothing has."""
    expected, found = (x["numbers"][section] for x in (read(case), measured(case)))
    lines = list(differences({section: expected}, {section: found}))
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return (
        "\n".join([f"{case}: {len(lines)} numbers have changed", *lines[:SHOWN], *more, MEANT])
        if lines
        else ""
    )


@pytest.mark.parametrize("case", CASES)
def test_the_golden_numbers_are_of_this_version_of_the_model(case: str) -> None:
    assert read(case)["model_version"] == MODEL_VERSION, (
        "run `make goldens`, and say what changed in CHANGELOG.md"
    )


@pytest.mark.parametrize(
    ("case", "section"), [(case, section) for case in CASES for section in read(case)["numbers"]]
)
def test_results_stay_what_they_are(case: str, section: str) -> None:
    assert not (said := moved(case, section)), said


def test_the_answers_in_readme_are_of_this_model() -> None:
    """README's numbers come from a longer run of the forecast whose small run is held here."""
    (made_from,) = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert made_from == fingerprint(), "what the answers are made from has changed since: run `make docs`"
    for section in ("log_likelihood", "forecast"):
        assert not (said := moved(CASE, section)), f"README's answers are no longer this model's\n{said}"
