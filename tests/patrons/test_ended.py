"""A client that ended, in a case of several patrons: it is left out of everything that is asked by patron."""

from __future__ import annotations

import armslength
from armslength.scenario import load
from armslength.theories import Variant, forecast_over
from tests.patrons.conftest import Made

ENDED = ("  both: {name: Both}", "  both: {name: Both, until: 2001-10-31}")


def without_later(folder) -> None:
    """Drop what the case counts of the client after its end."""
    file = folder / "events.csv"
    rows = file.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if not row.startswith(("both11,", "both12,"))]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")


def test_nobody_is_asked_whether_it_would_follow(made: Made):
    folder = made(ENDED, rows=())
    without_later(folder)
    case = load(folder)
    made_one = armslength.forecast(case, futures=500, days=30, parameters="prior")
    result = made_one.result
    assert {row.client for row in result.follow} == {"band", "alone"}
    assert set(result.state.bonds) == {"band", "band.far", "alone"}
    assert made_one.data["bond"].values.tolist() == ["band", "alone", "band.far"]
    average = forecast_over(case, [Variant("full", 1.0, {}, None)], days=30, futures=500).result.theories
    assert average
    assert not [row.about for row in average.headlines if "both" in row.about]
