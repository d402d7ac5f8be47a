"""The brief of a case, or of one of its questions, from a forecast's record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from armslength.formatting import (
    capital,
    day,
    estimate,
    listed,
    not_apart,
    number,
    percent,
    told_apart,
    verbal_probability,
)
from armslength.narrate import many
from armslength.report.brief_grounds import MODEL_ONLY, made_line, record_line
from armslength.results.actors import ANY_FRONT
from armslength.results.backtest import BacktestResult
from armslength.results.brief import Brief, BriefAnswer, BriefNumber, BriefPicture, Unit
from armslength.results.follow import Follow
from armslength.results.forecast import ForecastResult, Reprisal, within
from armslength.results.questions import AnsweredQuestion
from armslength.results.record import Interval

MOST_ROWS = 8  # of one group in the picture
MOST_SOURCES, LONGEST_SOURCE = 3, 60  # that are named, and letters of each
ROOM = 200  # letters of conditions
FEW_FRONTS = 3  # of which every window is drawn
NEXT, FOLLOW = "What the commander does next", "Who would follow an order to pause"
DOTS = "Dot: the estimate. Line: its 90% interval."
HOLLOW = " Filled: the reports moved it. Hollow: prior or assumption only."


def brief_of_forecast(
    result: ForecastResult, reproduce: Sequence[str], backtest: BacktestResult | None = None
) -> Brief:
    """Return the brief of a whole case."""
    answers = [BriefAnswer(asks=_next_asks(result), says=tuple(_next(result)))]
    if result.follow:
        answers.append(BriefAnswer(asks=FOLLOW, says=tuple(_who_follows(result))))
    return _brief(result, "case", result.scenario.question, answers, _picture(result), reproduce, backtest)


def brief_of_question(
    result: ForecastResult,
    answered: AnsweredQuestion,
    numbers: Sequence[BriefNumber],
    reproduce: Sequence[str],
    backtest: BacktestResult | None = None,
) -> Brief:
    """Return the brief of one question of a case; `numbers` are those of its answer, where they have intervals."""
    says = [answered.answer]
    if answered.says:
        says.append(f"The source text says: {answered.says.rstrip('.')}.")
    if answered.status == "not modelled":
        says.append("The model does not hold what is asked.")
    elif answered.prior_only or answered.status == "prior only":
        says.append("Prior only: the reports did not move this answer.")
    if answered.prior_only:
        numbers = [row.model_copy(update={"informed": False}) for row in numbers]
    unit: Unit = "count" if any(row.high > 1 for row in numbers) else "probability"
    picture = (
        BriefPicture(title=answered.topic, unit=unit, numbers=_few(numbers), note=DOTS + _hollow(numbers))
        if numbers
        else _picture(result)
    )
    answers = [BriefAnswer(asks=answered.topic, says=tuple(says))]
    return _brief(result, "question", answered.asks, answers, picture, reproduce, backtest)


def _brief(
    result: ForecastResult,
    kind: str,
    question: str,
    answers: Sequence[BriefAnswer],
    picture: BriefPicture | None,
    reproduce: Sequence[str],
    backtest: BacktestResult | None,
) -> Brief:
    case = result.scenario
    return Brief.model_validate(
        {
            "kind": kind,
            "case": case.name,
            "title": case.title or case.name,
            "question": question,
            "as_of": case.as_of,
            "days": result.main_window,
            "answers": tuple(answers),
            "covers": f"Ranges in brackets hold 90% over {result.covers}; those of counts also over chance. {MODEL_ONLY}",
            "record": record_line(case.name, backtest, case.as_of),
            "caveats": tuple(_caveats(result)),
            "picture": picture,
            "rests_on": tuple(_rests_on(result)),
            "reproduce": tuple(reproduce),
            "made": made_line(result.manifest),
        }
    )


# The answer ------------------------------------------------------------------------------------------------------


def _next_asks(result: ForecastResult) -> str:
    return NEXT if result.commander else "What comes next"


def _next(result: ForecastResult) -> Iterator[str]:
    """Yield what comes next, the commander's own act first."""
    days = result.main_window
    if order := _order(result):
        who = capital(result.speakers or "the commander")
        yield f"{who} orders restraint within {days} days: {verbal_probability(order.value)}, {order.said}."
        if not order.informed:
            yield "Nothing that was reported moved that number: it is prior or assumption."
    yield _counts(result)
    lethal = [row for row in within(result.lethal, days) if row.front == ANY_FRONT]
    if lethal:
        ends = estimate(lethal[0].probability, lethal[0].parameters_90, percent)
        yield f"A lethal attack on any front within {days} days: {verbal_probability(lethal[0].probability)}, {ends}."
    reprisals = _reprisals(result)
    if reprisals:
        most, *others = reprisals
        apart = not_apart((most.low, most.high), [(row.low, row.high) for row in others])
        yield f"The likeliest to strike back within {days} days: {most.name}, {most.said}{apart}."
    if not result.follow and result.not_asked:
        yield result.not_asked


def _counts(result: ForecastResult) -> str:
    """Return how many attacks come, on all fronts where they count the same and on the busiest."""
    days = result.main_window
    rows = sorted(within(result.attacks, days), key=lambda row: (-(row.median or 0), -row.mean))
    most = rows[0]
    counted = result.actors.counted(most.front)
    front = f"{'The busiest front, ' if len(rows) > 1 else ''}{result.actors.short(most.front)}"
    text = f"{front}: {estimate(most.median, most.interval_90)} {counted} within {days} days"
    if most.interval_90[1] == 0:
        text += ", none at all in at least nine of ten futures"
    if result.prior_only("attacks", most.front, days):
        text += "; prior only"
    everyone = [row for row in within(result.together, days) if row.kind == "all"]
    if len(rows) > 1 and everyone and everyone[0].attacks is not None:
        total = estimate(everyone[0].attacks, everyone[0].attacks_90)
        text = f"{capital(result.counted)} on all {len(rows)} fronts within {days} days: {total}. {text}"
    return f"{text}."


def _who_follows(result: ForecastResult) -> Iterator[str]:
    rows = _asked(result)
    if not rows:
        none = "nobody supports a client on the as-of date"
        if any(row.supported for row in result.follow):
            none = "no attack came in the days before, so that there is nothing to pause"
        yield f"It cannot be asked: {none}."
        return
    first, last = rows[0], rows[-1]
    how = {"envoy": "by an envoy", "message": "by a message"}[first.order]
    said = f"Told {how} on {day(result.scenario.as_of)} to pause for {first.window_days} days, "
    if len(rows) == 1:
        yield f"{said}{_who(result, first)} would pause because told with probability {_because_told(first)}."
    else:
        yield (
            f"{said}the likeliest to pause because told is {_who(result, first)}, {_because_told(first)}; "
            f"the least likely {_who(result, last)}, {_because_told(last)}."
        )
        if not told_apart([row.parameters_90.pauses_because_told for row in rows]):
            yield "No two of them can be told apart: all intervals overlap."
    anyway = max(rows, key=lambda row: row.pauses_anyway)
    ends = estimate(anyway.pauses_anyway, anyway.parameters_90.pauses_anyway, percent)
    yield f"Likeliest to pause without being told: {_who(result, anyway)}, {ends}."


def _because_told(row: Follow) -> str:
    return estimate(row.pauses_because_told, row.parameters_90.pauses_because_told, percent)


def _asked(result: ForecastResult) -> list[Follow]:
    """Return the fronts that can be asked, under the order that is heeded most, the most obedient first."""
    asked = [row for row in result.follow if row.askable]
    if not asked:
        return []
    order = max(asked, key=lambda row: row.pauses_because_told).order
    return sorted((row for row in asked if row.order == order), key=lambda row: -row.pauses_because_told)


def _who(result: ForecastResult, row: Follow) -> str:
    by = result.scenario.patron_named(row.patron)
    name = result.actors.short(row.front)
    return f"{name} (told by {by})" if by else name


# The picture -----------------------------------------------------------------------------------------------------


def _picture(result: ForecastResult) -> BriefPicture | None:
    """Return probabilities where the case asks for any, else the counts ahead."""
    rows = [row for row in (_order(result),) if row]
    rows += [*_lethal_rows(result), *_few(_reprisals(result), 4), *_few(_follow_numbers(result))]
    if rows:
        title = f"How likely within {result.main_window} days"
        return BriefPicture(title=title, unit="probability", numbers=tuple(rows), note=DOTS + _hollow(rows))
    few = len(result.actors.fronts) <= FEW_FRONTS
    windows = result.windows if few else [result.main_window]
    counts = tuple(row for days in windows for row in _few(_count_numbers(result, days), 12))
    title = f"{capital(result.counted)} ahead, by front" + (" and window" if few else "")
    return (
        BriefPicture(title=title, unit="count", numbers=counts, note=DOTS + _hollow(counts))
        if counts
        else None
    )


def _hollow(rows: Sequence[BriefNumber]) -> str:
    return HOLLOW if any(not row.informed for row in rows) else ""


def _few(rows: Sequence[BriefNumber], most: int = MOST_ROWS) -> tuple[BriefNumber, ...]:
    """Return the first and the last of many, so that the range of the answer is kept."""
    return tuple(rows) if len(rows) <= most else (*rows[: most - 1], rows[-1])


def _informed(result: ForecastResult, part: str, about: str, days: int) -> bool:
    return _fitted(result) and not result.prior_only(part, about, days)


def _fitted(result: ForecastResult) -> bool:
    return result.scenario.parameters_from != "prior"


def _order(result: ForecastResult) -> BriefNumber | None:
    days = result.main_window
    everyone = [row for row in within(result.together, days) if row.kind == "all"]
    if not result.commander or not everyone:
        return None
    informed = "order" not in result.assumed and _informed(result, "order", "all all", days)
    return _chance("Next", "An order of restraint", everyone[0].order, everyone[0].order_90, informed)


def _lethal_rows(result: ForecastResult) -> list[BriefNumber]:
    days = result.main_window
    informed = _informed(result, "lethal", "all all", days)
    return [
        _chance("Next", "A lethal attack, any front", row.probability, row.parameters_90, informed)
        for row in within(result.lethal, days)
        if row.front == ANY_FRONT
    ]


def _reprisals(result: ForecastResult) -> list[BriefNumber]:
    """Return the chance of a reprisal by each adversary, of levels that are coded, the likeliest first."""
    rows = [_reprisal(result, row) for row in within(result.reprisal, result.main_window)]
    return sorted(rows, key=lambda row: -row.value)


def _reprisal(result: ForecastResult, row: Reprisal) -> BriefNumber:
    partly = row.coded_from_level > 1 and row.coded is not None and row.coded_90 is not None
    chance = row.coded if partly and row.coded is not None else row.any_level
    ends = row.coded_90 if partly and row.coded_90 is not None else row.any_level_interval()
    name = result.actors.short(row.adversary) + (f" (level {row.coded_from_level}+)" if partly else "")
    # the fit is set beside the prior for reprisals of any level alone
    kept = not partly and not _informed(result, "reprisal", row.adversary, row.window_days)
    return _chance("A reprisal by", name, chance, ends, _fitted(result) and not kept)


def _follow_numbers(result: ForecastResult) -> list[BriefNumber]:
    rows = _asked(result)
    asked = "follow" not in result.assumed
    return [
        _chance(
            "Would pause because told",
            _who(result, row),
            row.pauses_because_told,
            row.parameters_90.pauses_because_told,
            asked and _informed(result, "follow", row.about, row.window_days),
        )
        for row in rows
    ]


def _count_numbers(result: ForecastResult, days: int) -> list[BriefNumber]:
    rows = sorted(within(result.attacks, days), key=lambda row: (-(row.median or 0), -row.mean))
    return [
        BriefNumber(
            group=f"Within {days} days",
            name=result.actors.short(row.front),
            value=row.median,
            low=low,
            high=high,
            said=estimate(row.median, (low, high)),
            informed=_informed(result, "attacks", row.front, days),
        )
        for row in rows
        for low, high in [row.interval_90]
        if row.median is not None and low is not None and high is not None
    ]


def _chance(group: str, name: str, value: float, ends: Interval, informed: bool) -> BriefNumber:
    low, high = ends
    said = estimate(value, ends, percent)
    return BriefNumber(group=group, name=name, value=value, low=low, high=high, said=said, informed=informed)


# What it rests on ------------------------------------------------------------------------------------------------


def _caveats(result: ForecastResult) -> Iterator[str]:
    if result.manifest.fit_refused:
        yield f"Not fitted: {result.manifest.fit_refused}"
    if result.assumed:
        orders = {
            "follow": "who follows",
            "order": "whether orders come",
            "within control": "who kills within control",
        }
        yield f"Assumed, as nothing reported scores it: {listed([orders[part] for part in result.assumed])}."
    if result.scenario.conditions:
        yield f"Conditional: {_first(result.scenario.conditions)}"
    yield "Scores of this case are retrospective unless its forecast was registered before the events."


def _rests_on(result: ForecastResult) -> Iterator[str]:
    evidence = result.evidence
    named = Counter(row.source for row in result.history if row.source)
    most = [f"{_short(source)} ({count})" for source, count in named.most_common(MOST_SOURCES)]
    more = f"; most rows from {listed(most)}" if most else ""
    yield f"{number(evidence.events)} reported events and counts from {many(len(named), 'source')}{more}."
    late, undated = evidence.revised, evidence.undated
    if late or undated:
        were = [f"{number(late)} were published or edited after the as-of date"] if late else []
        were += [f"{number(undated)} bear no date of publication"] if undated else []
        yield f"Of these rows, {listed(were)}."
    if result.against_prior:
        kept = sum(row.prior_only for row in result.against_prior)
        yield (
            f"{kept} of {len(result.against_prior)} answers of the forecast are prior only: the reports did not move them "
            "as far as the futures can tell."
        )
    elif result.scenario.parameters_from == "prior":
        yield "Every parameter is drawn from its prior: the reports taught nothing here."
    if evidence.cannot_answer:
        yield f"{len(evidence.cannot_answer)} questions cannot be answered from these data; `armslength check` lists them."


def _first(sentences: Sequence[str]) -> str:
    """Return as many whole sentences as there is room for, and how many more there are."""
    kept = next((n for n in range(len(sentences), 1, -1) if len(" ".join(sentences[:n])) <= ROOM), 1)
    more = len(sentences) - kept
    return " ".join(sentences[:kept]) + (
        f" And {more} more condition{'s' * (more > 1)}, in the report." if more else ""
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SOURCE else f"{text[: LONGEST_SOURCE - 1].rstrip()}…"
