"""Tables of a track record: over networks, and network by network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from armslength.formatting import markdown_table, percent
from armslength.results.track_record import ABLATED, AgainstBaseline, NetworkHorizon, TrackRecordResult, YesNo
from armslength.tables.scoring_tables import signed
from armslength.tables.table import Cell, Column, Estimate, Table

RIVAL = "regression"  #: learned on other networks, one fit without a mechanism; the headline is against it
FIRST_MARK = "autoregression with halts"  #: the strongest plain forecaster by itself
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
            "" if o.middle_90 is None else o.middle_90,
        )
        for o in result.over(weeks)
        if not o.forecaster.startswith(ABLATED)
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
            Column("PIT in .05 to .95", percent, "PIT in 90%"),
        ),
        tuple(rows),
        "Networks weigh alike; the interval is over networks. An interval of whole counts holds more than it says where one "
        "count, such as none, is likely by itself; the randomised PIT splits that count, and holds 90% where calibrated.",
    )


def network_table(rows: list[NetworkHorizon], baseline: str) -> Table:
    """Return one network: every horizon and forecaster."""
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        for name, scores in sorted(row.forecasters.items(), key=lambda item: item[1].crps):
            if name.startswith(ABLATED):
                continue
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


def against_table(result: TrackRecordResult, weeks: int) -> Table:
    """Return the three ways beside each plain forecaster at one horizon."""
    rows = [row for row in result.against if row.weeks == weeks and not row.baseline.startswith(ABLATED)]
    return Table(
        f"The three ways beside each, {_weeks(weeks)} ahead",
        (
            Column("Way", words=True),
            Column("Beside", words=True),
            Column("Skill (90%)", signed, "skill"),
            Column("Verdict", words=True),
        ),
        tuple((r.forecaster, r.baseline, Estimate(r.skill, r.interval), r.verdict) for r in rows),
        "Skill is 1 - CRPS / that of the other, mean over networks.",
    )


def parts_table(result: TrackRecordResult) -> Table:
    """Return the mechanism beside itself without each of its parts, at every horizon; empty where none was left out."""
    rows = [row for row in result.against if row.baseline.startswith(ABLATED)]
    return Table(
        "What each part of the mechanism earns",
        (
            Column("Part", words=True),
            Column("Window", words=True),
            Column("Skill of the whole (90%)", signed_per_mille, "skill"),
            Column("Verdict", words=True),
        ),
        tuple(
            (r.baseline.removeprefix(ABLATED), _weeks(r.weeks), Estimate(r.skill, r.interval), _earned(r))
            for r in sorted(rows, key=lambda r: (r.baseline, r.weeks))
        ),
        "Skill is 1 - CRPS of the whole / that of the same model without the part, fitted anew; mean over networks, interval over networks. "
        "A part that no network codes changes nothing: these count clashes, and hold no order to a client and no strike.",
    )


def _earned(row: AgainstBaseline) -> str:
    """Return what a comparison with the model less one part says of the part."""
    if row.interval is None:
        return "too few networks to tell"
    if row.interval.low == row.interval.high == 0:
        return "does not act here"
    if row.interval.low > 0:
        return "earns its place"
    return "costs" if row.interval.high < 0 else "no difference shown"


def signed_per_mille(x: float) -> str:
    """Return a skill with its sign and three decimals: parts of a model differ by little."""
    return f"{x:+.3f}"


def reliability_table(rows: Sequence[YesNo]) -> Table:
    """Return how often probabilities came true, by question and window."""
    return Table(
        "Reliability",
        (
            Column("Question", words=True),
            Column("Window", words=True),
            Column("Forecaster", words=True),
            Column("Said", percent),
            Column("Happened", percent),
            Column("Occasions"),
        ),
        tuple(
            (r.question, _weeks(r.weeks), r.forecaster, x.predicted, x.observed, x.n)
            for r in rows
            for x in r.reliability
        ),
    )


def page(result: TrackRecordResult, pictures: Mapping[int, str]) -> str:
    """Return the track record as a page of Markdown; `pictures` are files by weeks ahead."""
    horizons = sorted({row.weeks for row in result.networks})
    networks = list(dict.fromkeys(row.network for row in result.networks))
    parts = [
        "# Track record",
        f"Made by `{result.command}`.",
        f"{len(networks)} networks, forecast every {result.every} weeks after {result.learned_by} (a record that ends before or soon after: in "
        "its second half), by the week. Each forecaster is a distribution of the number of clashes on each front that has at least 60 clashes "
        "and 80 counted weeks. What the plain forecasters take from data other than the front's own past (the spread of each, the weights of the "
        f"regression, the parameters of the autoregression) is learned on weeks of the other networks that end by {result.learned_by}, and by the "
        "first origin where that is earlier. The autoregression simulates week by week, from three memories and a halt that is filtered from the "
        "counts. The baseline mixes the regression, two weighted means and the autoregression, in weights by horizon that the other networks "
        f"taught. {_mechanism(result)} Lower CRPS is better; the {result.baseline} was chosen beforehand as the one to beat. UCDP compiled the "
        "record later: this is retrospective.",
        *result.notes,
        f"## {_headline(result, RIVAL)}",
        *(_headline(result, other) + "." for other in (result.baseline, FIRST_MARK)),
    ]
    for weeks in horizons:
        parts.append(f"## {_weeks(weeks)} ahead")
        if weeks in pictures:
            parts.append(
                f"![CRPS of each network {_weeks(weeks)} ahead, as a share of that of the historical mean]({pictures[weeks]})"
            )
        parts.append(markdown(overall_table(result, weeks)))
        parts.append(markdown(against_table(result, weeks)))
    if (parts_of_model := parts_table(result)).rows:
        parts += [f"## {parts_of_model.title}", markdown(parts_of_model)]
    asked = [row for row in result.yes_no if row.weeks == _month(result)]
    parts += ["## Yes or no", markdown(yes_no_table(list(result.yes_no)))]
    parts += [
        f"How often probabilities came true, {_weeks(_month(result))} ahead:",
        markdown(reliability_table(asked)),
    ]
    parts.append("## Network by network")
    for network in networks:
        rows = [row for row in result.networks if row.network == network]
        parts += [f"### {rows[0].title}", markdown(network_table(rows, result.baseline))]
    return "\n\n".join(parts) + "\n"


def _mechanism(result: TrackRecordResult) -> str:
    if not any("mechanism" in row.forecasters for row in result.networks):
        return "The model itself was left out of this run (`--draws 0`), so nothing here is said of it."
    return (
        "The mechanism is the model, fitted (`--quick`) once to what was known on the first origin, with priors that rest on each front's first "
        "year at most, and run from each origin; the pool is the baseline and the mechanism in equal parts."
    )


def _month(result: TrackRecordResult) -> int:
    """Return the horizon that the headline speaks of: four weeks, or the nearest."""
    return min({row.weeks for row in result.networks}, key=lambda w: abs(w - MONTH))


def _headline(result: TrackRecordResult, other: str) -> str:
    """Return the verdict on the three ways beside one plain forecaster."""
    weeks = _month(result)
    told = [
        f"{r.forecaster}: {r.verdict} ({r.skill:+.3f}"
        + (f", {r.interval.low:+.3f} to {r.interval.high:+.3f}" if r.interval else "")
        + ")"
        for r in result.against
        if r.weeks == weeks and r.baseline == other
    ]
    return f"{_weeks(weeks).capitalize()} ahead, against the {other}: {'; '.join(told)}"


def markdown(table: Table) -> str:
    """Return a table as Markdown, with its caption."""
    text = markdown_table([column.title for column in table.columns], table.texts())
    return f"{text}\n\n{table.caption}" if table.caption else text
