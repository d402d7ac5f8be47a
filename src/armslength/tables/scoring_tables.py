"""Tables of scores: of a backtest, of a saved forecast, and of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from armslength.formatting import day, number, percent, share
from armslength.results.ledger import LedgerForecast, LedgerResult, MeanScore
from armslength.results.score import Surprise
from armslength.results.scores import (
    MODEL,
    CountScores,
    LadderScores,
    ReliabilityBin,
    Skill,
    TargetName,
    YesNoScores,
)
from armslength.tables.table import Cell, Column, Estimate, Table

SHOWN = 15  # surprises


def signed(x: float) -> str:
    """Return a skill with its sign, to two places."""
    return f"{x:+.2f}"


def _three_places(x: float) -> str:
    return f"{x:.3f}"


VERDICT = (Column("Skill (90%)", signed, "skill"), Column("Verdict", words=True))


def _verdict(skill: Skill | None) -> tuple[Cell, Cell]:
    if skill is None:
        return "", ""
    if skill.verdict == "too few to tell":
        return "", skill.verdict
    return Estimate(skill.skill, skill.interval), skill.verdict


def count_scores_table(scores: CountScores, targets: Mapping[str, TargetName]) -> Table:
    """Return every forecaster's scores of counts for one target and horizon."""
    rows = tuple(
        (name, mean.crps, mean.log, mean.in_50, mean.in_90, *_verdict(scores.against(name, "crps")))
        for name, mean in scores.forecasters.items()
    )
    columns = (
        Column("Forecaster", words=True),
        Column("CRPS"),
        Column("Log", share),
        Column("In 50%", percent),
        Column("In 90%", percent),
        *VERDICT,
    )
    name = targets[scores.target].name
    return Table(f"{name}: attacks reported, {scores.horizon}; occasions: {scores.n}", columns, rows)


def coverage_of_counts_table(counts: Sequence[CountScores], targets: Mapping[str, TargetName]) -> Table:
    """Return how often the model's intervals held the reported counts, by target and horizon."""
    rows = tuple(
        (targets[scores.target].name, ahead(scores.horizon), own.n, own.in_50, own.in_90, own.crps)
        for scores in counts
        for own in [scores.forecasters[MODEL]]
    )
    columns = (
        Column("Attacks reported", words=True),
        Column("Ahead"),
        Column("Windows"),
        Column("In 50%", percent),
        Column("In 90%", percent),
        Column("CRPS"),
    )
    title = "The model's intervals on counts: how often they held what was reported."
    return Table(title, columns, rows)


def yes_no_table(entries: Sequence[YesNoScores]) -> Table:
    """Return the Brier scores of the model and of its best baseline, by kind of event and horizon."""
    rows = []
    for scores in entries:
        best = scores.best_baseline
        skill = scores.against(best)
        row: tuple[Cell, ...] = (
            f"{scores.kind}, {ahead(scores.horizon)}",
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
        *VERDICT,
    )
    title = "Yes or no: Brier score (lower is better) of the model and of its best baseline."
    return Table(title, columns, tuple(rows), "Given: the model's mean probability.")


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
            skill.verdict if skill else "",
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
    for row in surprises[:SHOWN]:
        subject = targets[row.subject].name if row.subject in targets else row.subject
        mark = "surprise" if row.surprise else ""
        rows.append((day(row.day), row.probability, f"{row.kind}, {subject}: {row.label}", mark))
    columns = (Column("Day"), Column("Chance", percent), Column("What", words=True), Column(""))
    more = f"and {len(surprises) - SHOWN} more" if len(surprises) > SHOWN else ""
    title = "What happened, and the chance that the forecast gave it in its week."
    return Table(title, columns, tuple(rows), more)


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
