"""Tables of a track record: over networks, and network by network."""

from __future__ import annotations

from collections.abc import Mapping

from armslength.formatting import markdown_table, percent
from armslength.results.track_record import NetworkHorizon, TrackRecordResult, YesNo
from armslength.tables.scoring_tables import signed
from armslength.tables.table import Cell, Column, Estimate, Table

MONTH = 4  #: weeks; the horizon that the headline speaks of


def _ratio(x: float) -> str:
    return f"{x:.3f}"


def overall_table(result: TrackRecordResult, weeks: int) -> Table:
    """Return every forecaster at one horizon over networks, best first."""
    rows = [
        (
            o.forecaster,
            o.ratio,
            "" if o.forecaster == result.baseline else Estimate(o.skill, o.interval),
            "chosen beforehand" if o.forecaster == result.baseline else o.verdict,
            o.in_50,
            o.in_90,
        )
        for o in result.over(weeks)
    ]
    networks = max(o.networks for o in result.over(weeks))
    return Table(
        f"{_weeks(weeks)} ahead, {networks} networks",
        (
            Column("Forecaster", words=True),
            Column("CRPS / historical mean", _ratio, "ratio"),
            Column(f"Skill against the {result.baseline} (90%)", signed, "skill"),
            Column("Verdict", words=True),
            Column("In 50%", percent),
            Column("In 90%", percent),
        ),
        tuple(rows),
        "Networks weigh alike; the interval is over networks.",
    )


def network_table(rows: list[NetworkHorizon], baseline: str) -> Table:
    """Return one network: every horizon and forecaster."""
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        for name, scores in sorted(row.forecasters.items(), key=lambda item: item[1].crps):
            found = row.skill.get(name)
            cells.append(
                (
                    _weeks(row.weeks),
                    name,
                    scores.n,
                    scores.crps,
                    scores.log,
                    scores.in_50,
                    scores.in_90,
                    "" if found is None or found.skill is None else Estimate(found.skill, found.interval),
                    "" if found is None else found.verdict,
                )
            )
    first = rows[0]
    return Table(
        f"{first.title}: {first.first} to {first.last}",
        (
            Column("Window", words=True),
            Column("Forecaster", words=True),
            Column("Occasions"),
            Column("CRPS", _ratio),
            Column("Log", _ratio),
            Column("In 50%", percent),
            Column("In 90%", percent),
            Column(f"Skill against the {baseline} (90%)", signed, "skill"),
            Column("Verdict", words=True),
        ),
        tuple(cells),
    )


def yes_no_table(rows: list[YesNo]) -> Table:
    """Return how good answers to yes-or-no questions were."""
    return Table(
        "Yes or no",
        (
            Column("Question", words=True),
            Column("Window", words=True),
            Column("Forecaster", words=True),
            Column("Occasions"),
            Column("Happened"),
            Column("Brier", _ratio),
        ),
        tuple((r.question, _weeks(r.weeks), r.forecaster, r.n, r.happened, r.brier) for r in rows),
    )


def _weeks(number: int) -> str:
    return f"{number} week{'' if number == 1 else 's'}"


def page(result: TrackRecordResult, pictures: Mapping[int, str]) -> str:
    """Return the track record as a page of Markdown; `pictures` are files by weeks ahead."""
    horizons = sorted({row.weeks for row in result.networks})
    networks = list(dict.fromkeys(row.network for row in result.networks))
    parts = [
        "# Track record",
        f"{len(networks)} networks, forecast every {result.every} weeks after {result.learned_by} (a record that ends before or soon after: in "
        "its second half), by the week. Each forecaster is a distribution of the number of clashes on each front that has at least 60 clashes "
        "and 80 counted weeks. What the plain forecasters take from data other than the front's own past (the spread of each, the weights of the regression) is "
        f"learned on weeks of the other networks that end by {result.learned_by}. The autoregression "
        "simulates week by week, with a halt that is filtered from the counts. The plain pool is the equal mix and the autoregression in equal parts. "
        f"{_mechanism(result)} Lower CRPS is better; the equal mix was chosen beforehand as the baseline to beat. UCDP compiled the record later: "
        "this is retrospective.",
        f"## {_headline(result)}",
    ]
    for weeks in horizons:
        parts.append(f"## {_weeks(weeks)} ahead")
        if weeks in pictures:
            parts.append(
                f"![CRPS of each network {_weeks(weeks)} ahead, as a share of that of the historical mean]({pictures[weeks]})"
            )
        parts.append(markdown(overall_table(result, weeks)))
    parts += ["## Yes or no", markdown(yes_no_table(list(result.yes_no)))]
    parts.append("## Network by network")
    for network in networks:
        rows = [row for row in result.networks if row.network == network]
        parts += [f"### {rows[0].title}", markdown(network_table(rows, result.baseline))]
    return "\n\n".join(parts) + "\n"


def _mechanism(result: TrackRecordResult) -> str:
    if not any("mechanism" in row.forecasters for row in result.networks):
        return "The model itself was left out of this run (`--draws 0`), so nothing here is said of it."
    return (
        "The mechanism is the model, fitted (`--quick`) to what was known on the first origin; the pool adds it to the plain pool, each of the "
        "three in equal parts."
    )


def _headline(result: TrackRecordResult) -> str:
    """Return the verdict on the mechanism and the pool at four weeks, or at the nearest horizon."""
    weeks = min({row.weeks for row in result.networks}, key=lambda w: abs(w - MONTH))
    told = [
        f"{o.forecaster}: {o.verdict} ({o.skill:+.3f}"
        + (f", {o.interval.low:+.3f} to {o.interval.high:+.3f}" if o.interval else "")
        + ")"
        for o in result.over(weeks)
        if o.forecaster in ("mechanism", "plain pool", "pool")
    ]
    return f"{_weeks(weeks).capitalize()} ahead, against the {result.baseline}: {'; '.join(told) or 'baselines alone'}"


def markdown(table: Table) -> str:
    """Return a table as Markdown, with its caption."""
    text = markdown_table([column.title for column in table.columns], table.texts())
    return f"{text}\n\n{table.caption}" if table.caption else text
