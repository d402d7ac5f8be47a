"""What happened beside what was forecast: hits and surprises are told by a declared rule."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from armslength.results.scores import TargetName
from armslength.tables.outcome_tables import resolved_table

WINDOW = {"horizon": "30 days", "first": date(2001, 5, 1), "last": date(2001, 5, 30)}


def count(observed: int, held: bool) -> Any:
    own = SimpleNamespace(median=4.0, interval_90=(1.0, 9.0), in_90=held)
    return SimpleNamespace(
        **WINDOW, target="a/b", days=30, window_days=30, observed=observed, forecasts={"model": own}
    )


def event(p: float, happened: bool, horizon: str = "30 days") -> Any:
    own = SimpleNamespace(probability=p)
    return SimpleNamespace(
        **{**WINDOW, "horizon": horizon},
        kind="reprisal",
        subject="b",
        level=2,
        happened=happened,
        forecasts={"model": own},
    )


def test_each_question_has_its_verdict() -> None:
    yes_no = [
        event(0.7, True),
        event(0.7, False),
        event(0.05, True),
        event(0.97, False),
        event(0.05, True, "each week"),
    ]
    rows = SimpleNamespace(counts=[count(5, True), count(40, False)], yes_no=yes_no)
    result = SimpleNamespace(
        rows=rows, until=date(2001, 6, 1), targets={"a/b": TargetName(name="A on B", short="A on B")}
    )
    table = resolved_table(cast(Any, result))
    assert [row[-1] for row in table.rows] == ["hit", "surprise", "hit", "miss", "surprise", "surprise"]
    assert table.rows[0][2:4] == ("4 (1–9), 30 of 30 days counted", "5")
    assert table.title.endswith("2 of 6 as forecast.")
