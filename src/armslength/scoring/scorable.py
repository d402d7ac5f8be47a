"""Whether anything of a record can be scored, told before anything is computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from armslength.scenario import Scenario
from armslength.scoring.observed import Observed, observe
from armslength.scoring.occasion import Window, questions, windows_after
from armslength.scoring.scoring_actors import actors_of_case


def why_no_count_is_scored(case: Scenario, origins: Sequence[date], horizons: Sequence[int]) -> str | None:
    """Return why no window of any origin holds a count that can be scored; None where one does."""
    record = observe(case.events, actors_of_case(case))
    windows = [
        window for origin in origins for window in windows_after(origin, horizons, case.as_of, case.time_step)
    ]
    if any(_is_scored(record, target, window) for target in record.counts for window in windows):
        return None
    counts = [i for increments in record.counts.values() for i in increments]
    counted = [i for i in counts if not i.assumed]
    if not counts:
        other = f" ({record.secondary} tallies follow other definitions)" if record.secondary else ""
        return f"{case.name} holds no tally of a series that drives the replay{other}"
    if not counted:
        every = "its one tally has" if len(counts) == 1 else f"all {len(counts)} tallies have"
        return (
            f"{every} the source 'assumed': such counts inform a fit and are never scored; write in the column 'source' who "
            "counted them"
        )
    lengths = sorted({i.days for i in counted})
    span = _days(lengths[0]) if len(lengths) == 1 else f"{lengths[0]} to {_days(lengths[-1])}"
    return (
        f"no reported tally lies wholly within a window and covers half of it: tallies are of {span}, windows of "
        f"{', '.join(map(str, horizons))}; try longer --horizons, or --origins at the end of a tally"
    )


def can_ask_events(case: Scenario) -> bool:
    """Return whether reprisals, lethal attacks or suspensions of the case can be asked."""
    actors = actors_of_case(case)
    return bool(questions(actors, observe(case.events, actors).counts))


def _is_scored(record: Observed, target: str, window: Window) -> bool:
    inside = record.within(target, window.first, window.last)
    return window.is_counted_by(i for i in inside if not i.assumed)


def _days(days: int) -> str:
    return f"{days} day{'s' * (days != 1)}"
