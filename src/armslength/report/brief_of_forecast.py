"""The brief of a case, or of one of its questions, from a forecast's record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from armslength.formatting import (
    capital,
    estimate,
    listed,
    not_apart,
    number,
    percent,
    verbal_probability,
)
from armslength.narrate import many
from armslength.report.brief_grounds import MODEL_ONLY, made_line
from armslength.report.first_counts import counts_sentence, first_counts, together_first, why_this_way
from armslength.report.headline import headline
from armslength.results.actors import ANY_FRONT
from armslength.results.brief import Brief, BriefAnswer, BriefNumber, BriefPicture, Unit
from armslength.results.follow import Follow
from armslength.results.forecast import ForecastResult, Reprisal, within
from armslength.results.headline import NOT_SCORED
from armslength.results.questions import AnsweredQuestion
from armslength.results.record import Interval

MOST_ROWS = 8  # of one group in the picture
MOST_SOURCES, LONGEST_SOURCE = 3, 60  # that are named, and letters of each
ROOM = 200  # letters of conditions
FEW_FRONTS = 3  # of which every window is drawn
DOTS = "Dot: the estimate. Line: its 90% interval."
HOLLOW = " Filled: the reports moved it. Hollow: prior or assumption only."


def brief_of_forecast(result: ForecastResult, reproduce: Sequence[str], record: str = NOT_SCORED) -> Brief:
    """Return the brief of a whole case; `record` says what past forecasts show of the model's worth."""
    comes, follows = headline(result)
    answers = [BriefAnswer(asks=comes.asks, says=(comes.says, *_next(result)))]
    if result.follow:
        answers.append(BriefAnswer(asks=follows.asks, says=(follows.says, *_anyway(result))))
    return _brief(result, "case", result.scenario.question, answers, _picture(result), reproduce, record)


def brief_of_question(
    result: ForecastResult,
    answered: AnsweredQuestion,
    numbers: Sequence[BriefNumber],
    reproduce: Sequence[str],
    record: str = NOT_SCORED,
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
    return _brief(result, "question", answered.asks, answers, picture, reproduce, record)


def _brief(
    result: ForecastResult,
    kind: str,
    question: str,
    answers: Sequence[BriefAnswer],
    picture: BriefPicture | None,
    reproduce: Sequence[str],
    record: str,
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
            "record": record,
            "caveats": tuple(_caveats(result)),
            "picture": picture,
            "rests_on": tuple(_rests_on(result)),
            "reproduce": tuple(reproduce),
            "made": made_line(result.manifest),
        }
    )


# The answer ------------------------------------------------------------------------------------------------------


def _next(result: ForecastResult) -> Iterator[str]:
    """Yield what else comes next: counts, harm and reprisals."""
    days = result.main_window
    if result.commander:
        yield counts_sentence(result)
    if why := why_this_way(result, days):
        yield why
    if together_first(result, days):
        most = first_counts(result, days)[0]
        counted = result.actors.counted(most.front)
        yield f"The busiest front, {result.actors.short(most.front)}: {estimate(most.median, most.ends)} {counted} within {days} days."
    lethal = [row for row in within(result.lethal, days) if row.front == ANY_FRONT]
    if lethal:
        ends = estimate(lethal[0].probability, lethal[0].parameters_90, percent)
        yield f"A lethal attack on any front within {days} days: {verbal_probability(lethal[0].probability)}, {ends}."
    reprisals = _reprisals(result)
    if reprisals:
        most_likely, *others = reprisals
        apart = not_apart((most_likely.low, most_likely.high), [(row.low, row.high) for row in others])
        yield f"The likeliest to strike back within {days} days: {most_likely.name}, {most_likely.said}{apart}."
    if not result.follow and result.not_asked:
        yield result.not_asked


def _anyway(result: ForecastResult) -> Iterator[str]:
    """Yield who is likeliest to pause without being told."""
    if rows := _asked(result):
        anyway = max(rows, key=lambda row: row.pauses_anyway)
        ends = estimate(anyway.pauses_anyway, anyway.parameters_90.pauses_anyway, percent)
        yield f"Likeliest to pause without being told: {_who(result, anyway)}, {ends}."


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
    """Return the counts within a window by the way that comes first; the other networks inform all ways but the mechanism."""
    return [
        BriefNumber(
            group=f"Within {days} days",
            name=result.actors.short(row.front),
            value=row.median,
            low=row.low,
            high=row.high,
            said=estimate(row.median, row.ends),
            informed=row.way != "mechanism" or _informed(result, "attacks", row.front, days),
        )
        for row in first_counts(result, days)
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
