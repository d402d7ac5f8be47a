"""Tables of scores: of a backtest, of a saved forecast, and of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from armslength.counted import together
from armslength.formatting import capital, day, number, percent, share
from armslength.results.ledger import LedgerForecast, LedgerResult, MeanScore
from armslength.results.score import Surprise
from armslength.results.scores import (
    FEWEST_INDEPENDENT,
    MODEL,
    CountScores,
    LadderScores,
    ReliabilityBin,
    Skill,
    TargetName,
    YesNoScores,
)
from armslength.tables.table import Cell, Column, Estimate, Table

#: kinds of event as a reader calls them
EVENTS = {"suspension": "announced halt", "acceptance": "accepted order", "lethal": "lethal attack"}


def signed(x: float) -> str:
    """Return a skill with its sign, to two places."""
    return f"{x:+.2f}"


def _three_places(x: float) -> str:
    return f"{x:.3f}"


SKILL = Column("Skill (90%)", signed, "skill")


def _verdict(skill: Skill | None) -> tuple[Cell, Cell]:
    """Return skill and verdict; no interval where there are too few occasions, but how many."""
    if skill is None or skill.skill is None:
        return "", "" if skill is None else skill.verdict
    if skill.verdict == "too few to tell":
        return Estimate(skill.skill), f"{skill.verdict} ({skill.independent})"
    return Estimate(skill.skill, skill.interval), skill.verdict


def verdicts_in_words(scores: CountScores) -> str:
    """Return what the tests bear against each baseline, on both scores, in a sentence or two."""
    found: dict[str, dict[str, list[str]]] = {}
    for skill in scores.skill:
        found.setdefault(skill.verdict, {}).setdefault(skill.baseline, []).append(skill.score)
    if not found:
        return ""
    if list(found) == ["too few to tell"]:
        return f"Too few to tell: {scores.independent} independent occasions; a verdict needs {FEWEST_INDEPENDENT}."
    both = {skill.score for skill in scores.skill}
    sentences = (
        f"{verdict.capitalize()}: "
        + ", ".join(
            baseline if set(on) == both else f"{baseline} ({' and '.join(on)} alone)"
            for baseline, on in against.items()
        )
        for verdict, against in found.items()
    )
    return (
        ". ".join(sentences)
        + ". Verdicts on CRPS and log score, by Diebold-Mariano tests with Holm's correction."
    )


def count_scores_table(scores: CountScores, targets: Mapping[str, TargetName]) -> Table:
    """Return every forecaster's scores of counts for one target and horizon: both scores, coverage and PIT together."""
    rows = tuple(
        (
            name,
            mean.crps,
            mean.log,
            mean.in_50,
            mean.in_90,
            pit_bins(mean.pit),
            Estimate(skill.skill, skill.interval) if skill and skill.skill is not None else "",
        )
        for name, mean in scores.forecasters.items()
        for skill in [scores.against(name, "crps")]
    )
    columns = (
        Column("Forecaster", words=True),
        Column("CRPS"),
        Column("Log", share),
        Column("In 50%", percent),
        Column("In 90%", percent),
        Column("PIT"),
        SKILL,
    )
    name = targets[scores.target].name
    return Table(
        f"{name}: {targets[scores.target].counts} reported, {scores.horizon}; occasions: {scores.n}, independent: {scores.independent}; "
        f"days scored: {scores.days} of {scores.window_days}",
        columns,
        rows,
        verdicts_in_words(scores),
    )


def pit_bins(bins: Sequence[int]) -> str:
    """Return a histogram of the PIT as counts from the lowest fifth to the highest."""
    return " ".join(map(str, bins))


def coverage_of_counts_table(counts: Sequence[CountScores], targets: Mapping[str, TargetName]) -> Table:
    """Return the model's scores, coverage and PIT on counts, by target and horizon."""
    rows = tuple(
        (
            targets[scores.target].name,
            ahead(scores.horizon),
            own.n,
            scores.independent,
            own.crps,
            own.log,
            own.in_50,
            own.in_90,
            pit_bins(own.pit),
        )
        for scores in counts
        for own in [scores.forecasters[MODEL]]
    )
    columns = (
        Column(f"{capital(together(targets[s.target].counts for s in counts))} reported", words=True),
        Column("Ahead"),
        Column("Windows"),
        Column("Independent"),
        Column("CRPS"),
        Column("Log", share),
        Column("In 50%", percent),
        Column("In 90%", percent),
        Column("PIT"),
    )
    title = "The model on counts: its scores, and how often its intervals held what was reported."
    caption = (
        "PIT: how often the outcome fell in each fifth of the forecast, lowest first; even where calibrated."
    )
    return Table(title, columns, rows, caption)


def gain_by_origin_table(scores: CountScores, baseline: str, targets: Mapping[str, TargetName]) -> Table:
    """Return the gain of each origin on one baseline, in order of time, and the mean gain up to it."""
    rows = []
    total = 0.0
    shown = [row for row in scores.by_origin if baseline in row.gain]
    for n, row in enumerate(shown, start=1):
        total += row.gain[baseline]
        rows.append((day(row.origin), row.observed, row.crps, row.gain[baseline], total / n))
    columns = (
        Column("Origin", words=True),
        Column("Reported"),
        Column("CRPS"),
        Column("Gain", signed),
        Column("Mean gain so far", signed),
    )
    name = targets[scores.target].name
    title = f"{name}, {scores.horizon}: the gain of each origin, CRPS of the {baseline} less the model's."
    early = len(shown) // 3
    caption = (
        f"The first {early} of {len(shown)} origins gave {sum(row.gain[baseline] for row in shown[:early]):+.1f} {targets[scores.target].counts} "
        f"of a total gain of {total:+.1f}."
        if early
        else ""
    )
    return Table(title, columns, tuple(rows), caption)


def yes_no_table(entries: Sequence[YesNoScores]) -> Table:
    """Return the Brier scores of the model and of its best baseline, by kind of event and horizon."""
    rows = []
    for scores in entries:
        best = scores.best_baseline
        skill = scores.against(best)
        row: tuple[Cell, ...] = (
            f"{EVENTS.get(scores.kind, scores.kind)}, {ahead(scores.horizon)}",
            f"{scores.happened} of {scores.n}",
            scores.predicted,
            scores.forecasters[MODEL].brier,
            f"{scores.forecasters[best].brier:.3f} {best}" if best else "",
            *_verdict(skill),
        )
        rows.append(row)
    columns = (
        Column("Event, window", words=True),
        Column("Happened"),
        Column("Given", percent),
        Column("Model", _three_places),
        Column("Best baseline", words=True),
        SKILL,
        Column("Verdict", words=True),
    )
    title = "Yes or no: Brier score (lower is better) of the model and of its best baseline."
    return Table(
        title,
        columns,
        tuple(rows),
        "Given: the model's mean probability. Of an announced halt it is the chance that the client takes an order of restraint. In brackets: windows that share no day.",
    )


def ladder_scores_table(entries: Sequence[LadderScores]) -> Table:
    """Return the ranked probability scores of the highest rung, by horizon."""
    rows = []
    for scores in entries:
        best = scores.best_baseline
        skill = scores.against(best)
        row: tuple[Cell, ...] = (
            scores.horizon,
            scores.n,
            " ".join(map(str, scores.rungs)),
            scores.forecasters[MODEL].rps,
            f"{scores.forecasters[best].rps:.2f} {best}" if best else "",
            _verdict(skill)[1],
        )
        rows.append(row)
    columns = (
        Column("Window"),
        Column("Occasions"),
        Column("Rungs 0-5"),
        Column("Model", share),
        Column("Best baseline", words=True),
        Column("Verdict", words=True),
    )
    title = "Highest rung, where the reports establish it: ranked probability score."
    return Table(title, columns, tuple(rows))


def surprises_table(surprises: Sequence[Surprise], targets: Mapping[str, TargetName]) -> Table:
    """Return what happened with the probability that the forecast gave it, least probable first."""
    rows = []
    for row in surprises:
        subject = targets[row.subject].name if row.subject in targets else row.subject
        mark = "surprise" if row.surprise else ""
        rows.append(
            (day(row.day), row.probability, f"{EVENTS.get(row.kind, row.kind)}, {subject}: {row.label}", mark)
        )
    columns = (Column("Day"), Column("Chance", percent), Column("What", words=True), Column(""))
    title = "What happened, and the chance that the forecast gave it in its week."
    return Table(title, columns, tuple(rows))


def reliability_table(bins: Sequence[ReliabilityBin]) -> Table:
    """Return how often events happened that were given about the same probability."""
    columns = (Column("Predicted", percent), Column("Observed", percent), Column("Forecasts"))
    rows = tuple((row.predicted, row.observed, row.n) for row in bins)
    title = "Reliability so far, by week: how often events happened that were given this chance."
    return Table(title, columns, rows)


def forecasters_table(ledger: LedgerResult) -> Table:
    """Return everyone's record in the ledger."""

    def mean(score: MeanScore | None, form: Callable[[float], str] = _three_places) -> str:
        return f"{form(score.mean)} ({score.n})" if score else "none"

    rows = []
    for row in ledger.forecasters:
        cells: tuple[Cell, ...] = (
            row.forecaster,
            row.pending,
            row.resolved,
            row.void,
            f"{row.prospective} of {row.prospective + row.retrospective}",
            mean(row.scores.brier),
            mean(row.scores.quantile),
            mean(row.scores.in_90, percent),
        )
        rows.append(cells)
    columns = (
        Column("Forecaster", words=True),
        *(Column(name) for name in ("Pending", "Resolved", "Void", "In advance")),
        *(Column(name) for name in ("Brier", "Quantile score", "In 90%")),
    )
    caption = (
        "In advance: registered no later than the first day. A score is a mean over the resolved forecasts that have it, "
        "their number in brackets; lower is better. The quantile score is that of a median with its 90% interval."
    )
    return Table("Everyone's record, people's beside the model's.", columns, tuple(rows), caption)


def words_table(ledger: LedgerResult) -> Table:
    """Return the record of each word of probability."""
    rows = tuple(
        (
            row.word,
            f"{percent(row.low)} to {percent(row.high)}",
            row.resolved,
            f"{row.happened} ({percent(row.share)})" if row.resolved else "none",
            row.pending,
        )
        for row in ledger.words
    )
    columns = (
        Column("Word", words=True),
        Column("Means"),
        Column("Resolved"),
        Column("Happened"),
        Column("Pending"),
    )
    return Table("Words of probability and their record, whoever used them.", columns, rows)


def registered_table(forecasts: Sequence[LedgerForecast]) -> Table:
    """Return every registered forecast, newest first."""

    def answer(row: LedgerForecast) -> str:
        if row.quantiles is None:
            return percent(row.probability)
        low, median, high = row.quantiles
        return f"{number(median)} (90%: {number(low)} to {number(high)})"

    def outcome(row: LedgerForecast) -> str:
        if row.state != "resolved":
            return row.state
        return {True: "yes", False: "no"}[row.value] if isinstance(row.value, bool) else str(row.value)

    rows = tuple(
        (row.forecaster, row.question, answer(row), f"{day(row.registered)}, {row.timing}", outcome(row))
        for row in reversed(forecasts)
    )
    columns = tuple(
        Column(name, words=True) for name in ("Forecaster", "Question", "Forecast", "Registered", "Observed")
    )
    return Table("Every registered forecast, newest first.", columns, rows)


def ahead(horizon: str) -> str:
    """Return a horizon in words: `1 day` for `1 days`."""
    return "1 day" if horizon == "1 days" else horizon
