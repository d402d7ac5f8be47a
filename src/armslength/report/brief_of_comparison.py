"""The brief of a comparison: what each strategy changes in numbers, on one scale, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from armslength.formatting import capital, interval, listed, number, percent
from armslength.report.brief_grounds import MODEL_ONLY, made_line
from armslength.results.brief import Brief, BriefAnswer, BriefNumber, BriefPicture
from armslength.results.comparison import NOTHING, Change, ComparisonResult, StrategyDescription
from armslength.results.headline import NOT_SCORED
from armslength.tables.comparison_tables import COMPARED

SMALL = (
    0.05  #: of what would happen anyway: an interval within so much on either side is practically no change
)
MOST_STRATEGIES, MOST_ROWS, MOST_SAID = 3, 15, 4
NOTE = "Dot: change in per cent of what would happen anyway. Line: its interval. Left of 0: less of it."


def brief_of_comparison(
    result: ComparisonResult, reproduce: Sequence[str], record: str = NOT_SCORED
) -> Brief:
    """Return the brief of a comparison; of many strategies those in front by de-escalation are told.

    `record` says what past forecasts of the case show of the model's worth.
    """
    case = result.scenario
    told = _told(result)
    return Brief(
        kind="comparison",
        case=case.name,
        title=case.title,
        question=f"What if they did this instead? {case.question}",
        as_of=case.as_of,
        days=case.days,
        answers=tuple(
            BriefAnswer(asks=one.title or one.name, says=tuple(_says(result, one.name))) for one in told
        ),
        covers=f"Ranges in brackets hold {result.interval_covers}, chance averaged out. {MODEL_ONLY}",
        record=record,
        caveats=tuple(_caveats(result, len(told))),
        picture=_picture(result, told),
        rests_on=tuple(_rests_on(result)),
        reproduce=tuple(reproduce),
        made=made_line(result.manifest),
    )


def _told(result: ComparisonResult) -> list[StrategyDescription]:
    order = [row.strategy for row in result.ranking.without_war]
    own = [one for one in result.strategies if one.name != NOTHING]
    own.sort(key=lambda one: order.index(one.name) if one.name in order else len(order))
    return own[:MOST_STRATEGIES]


def _says(result: ComparisonResult, strategy: str) -> Iterator[str]:
    """Yield what a strategy changes, what can be told first."""
    rows = [result.change(strategy, name) for name in result.asked(COMPARED)]
    differ = [row for row in rows if row.sign != "open" and not _is_small(row)]
    for row in differ[:MOST_SAID]:
        yield _difference(result, row)
    small = [_title(result, row) for row in rows if _is_small(row)]
    if small:
        yield f"Practically no change: {listed(small[:MOST_SAID])} (within {percent(SMALL)} of what would happen anyway)."
    unknown = [_title(result, row) for row in rows if row.sign == "open" and not _is_small(row)]
    if unknown:
        yield f"Not told apart from no change: {listed(unknown[:MOST_SAID])}."
    if not rows:
        yield "Nothing of what is compared here is asked of this case."


def _title(result: ComparisonResult, row: Change) -> str:
    title = result.outcome(row.outcome).title
    return title[:1].lower() + title[1:]


def _is_small(row: Change) -> bool:
    """Return whether the whole interval lies within the size that is declared as practically no change."""
    most = max(abs(row.parameters.low), abs(row.parameters.high), abs(row.difference))
    return most <= SMALL * row.baseline if row.baseline else most == 0


def _difference(result: ComparisonResult, row: Change) -> str:
    """Return a change with its size, such as `181 fewer of 461 attacks (74–306 fewer)`."""
    outcome = result.outcome(row.outcome)
    low, high = sorted(abs(end) for end in row.parameters)
    if outcome.unit == "probability":
        ends = interval((100 * low, 100 * high))
        return (
            f"{capital(outcome.title)} within {outcome.days} days: {percent(row.value)} instead of {percent(row.baseline)}, "
            f"{number(100 * abs(row.difference))} points {_word(row, 'less', 'more')} ({ends})."
        )
    return (
        f"{capital(outcome.title)} within {outcome.days} days: {number(abs(row.difference))} {_word(row, 'fewer', 'more')} "
        f"of {number(row.baseline)} ({interval((low, high))} {_word(row, 'fewer', 'more')})."
    )


def _word(row: Change, less: str, more: str) -> str:
    return less if row.difference < 0 else more


def _picture(result: ComparisonResult, told: Sequence[StrategyDescription]) -> BriefPicture | None:
    names = [one.name for one in told]
    outcomes = result.asked(COMPARED)[: max(MOST_ROWS // max(len(names), 1), 1)]
    titles = {one.name: one.title or one.name for one in told}
    rows = [
        _number(result, titles[row.strategy], row)
        for name in names
        for row in (result.change(name, outcome) for outcome in outcomes)
        if row.baseline > 0
    ]
    if not rows:
        return None
    title = f"Change within {result.scenario.days} days, in per cent of what would happen anyway"
    return BriefPicture(title=title, unit="share of what would happen anyway", numbers=tuple(rows), note=NOTE)


def _number(result: ComparisonResult, strategy: str, row: Change) -> BriefNumber:
    value, low, high = (x / row.baseline for x in (row.difference, *row.parameters))
    said = f"{value:+.0%} ({interval((low, high), lambda x: f'{x:+.0%}')})"
    name = result.outcome(row.outcome).title
    return BriefNumber(group=strategy, name=name, value=value, low=low, high=high, said=said)


def _caveats(result: ComparisonResult, told: int) -> Iterator[str]:
    if result.counterfactual:
        yield f"Counterfactual: replayed to {result.counterfactual.since}; {result.counterfactual.kept}."
    yield from filter(None, (result.assumed, result.not_asked))
    more = len(result.strategies) - 1 - told
    if more > 0:
        yield f"{more} more strategies were compared; these stand first by de-escalation."
    yield "Strategies are ranked by de-escalation alone. A difference is of the model's futures, not of the world's."


def _rests_on(result: ComparisonResult) -> Iterator[str]:
    yield (
        f"{result.manifest.futures:,} futures of each strategy with common random numbers, {result.manifest.draws} draws "
        f"of the {result.manifest.parameters_from}."
    )
    for one in _told(result):
        if one.actions:
            source = f" ({one.source})" if one.source else ""
            yield f"{one.name}: {'; '.join(one.actions)}{source}."
