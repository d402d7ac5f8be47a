"""Leave the future out: nothing after an origin reaches it, interrupts keep what is done, the verdict is plain."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import Scenario, load
from armslength.theories import TheoryComparison, compare_theories, theory_named
from armslength.theories.cache import read_comparison
from armslength.theories.comparison import CANNOT_TELL
from armslength.theories.leave_future_out import (
    Density,
    Window,
    layout_of,
    log_density,
    scores_of_window,
    window_after,
)
from armslength.world.params import prior_draws

CASE = load("classroom")
ORIGINS = [date(2001, 4, 1) + timedelta(days=5 * k) for k in range(4)]


def invented(scores: Mapping[str, list[float]], finished: bool = True) -> TheoryComparison:
    """A comparison with these scores."""
    windows = tuple(window_after(CASE, day, 5) for day in ORIGINS)
    rows = tuple(tuple(Density(s, 0.1, True) for s in row) for row in scores.values())
    return TheoryComparison(CASE, tuple(map(theory_named, scores)), windows, rows, {}, finished, False, 10, 1)


def spoiled(case: Scenario, after: date) -> Scenario:
    """The same case with everything after a day made different."""
    events = [e for e in case.events if e.end_date <= after or e.kind == "tally"]
    events = [replace(e, count=(e.count or 0) * 5 + 9) if e.end_date > after else e for e in events]
    return replace(case, events=events, trigger=[(d, v if d <= after else 1.4) for d, v in case.trigger])


@pytest.mark.slow
def test_what_comes_after_a_window_changes_nothing_in_it() -> None:
    held = theory_named("dependence").held_in(CASE)
    first, second = (
        [log_density(window_after(case, day, 5), held, 20, 1) for day in (ORIGINS[0], ORIGINS[2])]
        for case in (CASE, spoiled(CASE, ORIGINS[1]))
    )
    assert first[0] == second[0]
    assert first[1] != second[1]
    assert all(d.value < 0 for d in (*first, *second))  # logs of probabilities of what is counted or not


def test_a_truce_that_begins_in_the_window_is_given() -> None:
    """Counts of zero after it are then far likelier than without it; a case with an earlier truce knows of truces anyway."""
    origin = ORIGINS[0]
    calm = [
        replace(e, count=0) if e.kind == "tally" and origin < e.date else e
        for e in CASE.events
        if e.kind == "tally" or e.date <= origin
    ]
    (tally, *_) = [e for e in calm if e.kind == "tally" and e.date > origin]
    front = next(iter(CASE.fronts))
    truce = replace(
        tally,
        event_id="peace",
        kind="truce",
        series=None,
        fronts=(front,),
        count=None,
        date=origin + timedelta(days=1),
        end_date=origin + timedelta(days=300),
    )
    gained = []
    for events in (calm, [*calm, truce]):
        window = window_after(replace(CASE, events=events), origin, 10)
        assert not window.known.network.truces
        layout = layout_of(window)
        values = layout.values(prior_draws(layout, 20, 1))
        shares = np.ones((len(CASE.series), 20))
        gained.append(scores_of_window(window, layout, values, shares).mean())
    assert gained[1] > gained[0] + 1


@pytest.mark.slow
def test_the_full_model_with_nothing_held_is_the_full_model() -> None:
    window = window_after(CASE, ORIGINS[0], 5)
    assert log_density(window, {}, 20, 1) == log_density(window, theory_named("full").held_in(CASE), 20, 1)


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[tuple[date, str]]:
    """A score that needs no fit: what it was asked, in order."""
    asked: list[tuple[date, str]] = []

    def score(window: Window, held: Mapping[str, float], draws: int, seed: int) -> Density:
        if len(asked) == 6:
            raise KeyboardInterrupt
        asked.append((window.origin, ",".join(held)))
        return Density(-1.0 - len(held), 0.0, True)

    monkeypatch.setattr("armslength.theories.theory_windows.log_density", score)
    return asked


def test_interrupted_it_keeps_the_theories_that_are_finished(scored: list[tuple[date, str]]) -> None:
    made = compare_theories(CASE, origins=ORIGINS, window=5, workers=1)
    assert not made.finished
    assert [t.name for t in made.theories] == ["full"]
    assert len(made.left_out) == 6
    assert "interrupted" in made.left_out["puppets"]
    assert made.result.theories[0].weight == 1
    assert not made.result.finished


def test_a_record_too_short_is_said_to_be() -> None:
    short = replace(CASE, as_of=CASE.start + timedelta(days=30))
    with pytest.raises(ArmslengthError, match="too short to compare theories"):
        compare_theories(short)
    with pytest.raises(ArmslengthError, match="too few"):
        compare_theories(CASE, origins=ORIGINS[:2], window=5)
    with pytest.raises(ArmslengthError, match="no window of 7 days"):
        compare_theories(CASE, origins=[*ORIGINS, CASE.as_of])


def test_it_says_plainly_when_the_data_cannot_tell() -> None:
    noise = np.random.default_rng(1).normal(0, 0.3, (3, 4))
    made = invented({n: list(-10 + noise[i]) for i, n in enumerate(("full", "puppets", "dependence"))})
    assert made.says == "The data cannot tell these theories apart."
    assert [made.verdict(i) for i in (1, 2)] == [CANNOT_TELL, CANNOT_TELL]


def test_it_names_what_is_worse_and_the_window_that_says_so() -> None:
    made = invented({"full": [-10.0] * 4, "puppets": [-13.0, -12.0, -11.0, -12.0], "dependence": [-10.0] * 4})
    assert made.verdict(1) == "worse than the full model"
    assert made.says.startswith("Worse than the full model: Clients are puppets.")
    one = invented({"full": [-10.0] * 4, "puppets": [-30.0, -10.2, -10.2, -10.2]})
    assert one.turns_on(1) == (ORIGINS[0], -20.0)
    assert one.verdict(1) == "worse than the full model"
    assert "mostly by the window after 2001-04-01" in one.says


def test_a_small_difference_says_nothing_however_sure() -> None:
    assert invented({"full": [-10.0] * 4, "puppets": [-10.5] * 4}).verdict(1) == CANNOT_TELL


def test_a_cached_comparison_is_read_if_it_belongs(tmp_path: Path) -> None:
    result = invented({"full": [-10.0] * 4, "puppets": [-13.0, -12.0, -11.0, -12.0]}).result
    file = tmp_path / "theories.json"
    file.write_text(result.to_json(), encoding="utf-8")
    assert read_comparison(tmp_path, CASE) == result
    assert read_comparison(tmp_path, load("axis-2024")) is None
    file.write_text(result.to_json()[:100], encoding="utf-8")
    with pytest.raises(
        ArmslengthError, match="no comparison of theories; `armslength theories` makes it again"
    ):
        read_comparison(tmp_path, CASE)
