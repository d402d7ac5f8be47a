"""Skill against naive baselines: a dot and an interval for each, words that say what the test bears; and by origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from armslength.counted import together
from armslength.report.charts.style import NARROW, WIDE, colours, data, plain, standing_svg
from armslength.report.colours import LIGHT
from armslength.results.backtest import USUAL_BASELINE, BacktestResult
from armslength.results.score import ScoreResult
from armslength.results.scores import CountScores, OriginGain, Skill, TargetName, Verdict

VERDICTS: dict[Verdict, str] = {  # colours
    "skill shown": "told",
    "no skill shown": "ink",
    "worse than the baseline": "lethal",
    "too few to tell": "muted",
}
EDGE = 1.0  # skill beyond this is drawn at the edge
AXIS = "skill: 1 - CRPS / baseline's CRPS; 90 % interval of the test"


@dataclass(frozen=True)
class Panel:
    """A group of occasions: its label, and the skill on them against each baseline."""

    label: str
    skills: Sequence[Skill]
    declared: bool = False
    gains: Sequence[OriginGain] = ()
    counted: str = "attacks"


def panels(
    counts: Iterable[CountScores], targets: Mapping[str, TargetName], declared: CountScores | None = None
) -> list[Panel]:
    """Return a panel for each target and horizon that shows any skill on CRPS, the declared one first."""
    found = [
        Panel(
            f"{targets[scores.target].short}, {scores.horizon}",
            scores.skills(),
            scores is declared,
            scores.by_origin,
            targets[scores.target].counts,
        )
        for scores in counts
        if any(skill.skill is not None for skill in scores.skills())
    ]
    return sorted(found, key=lambda panel: not panel.declared)


def skill(shown: Sequence[Panel], width: int = WIDE) -> alt.FacetChart:
    """Draw a panel for each group of occasions, a row for each baseline, a line at 0 where both are as good."""
    narrow = width <= NARROW
    rows = [
        _row(panel, skill, narrow) for panel in shown for skill in panel.skills if skill.skill is not None
    ]
    groups = list(dict.fromkeys(row["panel"] for row in rows))
    baselines = list(dict.fromkeys(row["baseline"] for row in rows))
    colour = alt.Color(
        "verdict:N",
        legend=None,
        scale=plain(domain=list(VERDICTS), range=colours(*VERDICTS.values())),
    )
    x = plain(domain=[-EDGE, EDGE], clamp=True, nice=False)
    base = alt.Chart().encode(
        y=alt.Y("baseline:N", sort=baselines, title=None, axis=plain(domain=False, ticks=False, grid=False)),
        color=colour,
    )
    ticks = plain(
        values=[-1, 1] if narrow else [-1, -0.5, 0, 0.5, 1],
        format="+.0%",
        title="skill" if narrow else AXIS,
        grid=True,
        domain=False,
    )
    line = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=3, opacity=0.55)
    line = line.encode(x=alt.X("low:Q", scale=x, axis=ticks), x2="high:Q")
    dot = base.mark_point(filled=True, size=70, opacity=1).encode(x=alt.X("skill:Q", scale=x, axis=ticks))
    zero = (
        alt.Chart()
        .mark_rule(color=LIGHT["ink"], strokeWidth=1)
        .encode(x=alt.X("zero:Q", scale=x, axis=ticks))
    )
    words = base.mark_text(align="left", dx=8, fontSize=12).encode(
        text="verdict:N", x=alt.value(_plot(width))
    )
    layered = alt.layer(zero, line, dot, words, data=data(rows)).properties(
        width=_plot(width), height=plain(step=20)
    )
    header = plain(title=None, labelOrient="top", labelAnchor="start", labelLimit=width, labelPadding=3)
    return layered.facet(row=alt.Row("panel:N", sort=groups, header=header), spacing=10)


def _plot(width: int) -> int:
    return width - (260 if width > NARROW else 230)


def _row(panel: Panel, skill: Skill, narrow: bool) -> dict[str, object]:
    def within(x: float | None) -> float | None:
        return None if x is None else max(min(x, EDGE), -EDGE)

    occasions = (
        f"n {skill.n}"
        if narrow
        else f"{skill.n} occasion{'s' * (skill.n != 1)}, {skill.independent} independent"
    )
    declared = " - declared beforehand" if panel.declared and not narrow else ""
    return {
        "panel": f"{panel.label}{declared} ({occasions})",
        "baseline": skill.baseline,
        "verdict": skill.verdict,
        "zero": 0,
        "skill": within(skill.skill),
        "low": within(skill.low),
        "high": within(skill.high),
    }


def gains(shown: Sequence[Panel], baseline: str = USUAL_BASELINE, width: int = WIDE) -> alt.FacetChart:
    """Draw the gain on one baseline at each origin, in order of time: bars above the line where the model was better."""
    rows = [
        {
            "panel": panel.label,
            "origin": row.origin.isoformat(),
            "gain": row.gain[baseline],
            "better": row.gain[baseline] > 0,
        }
        for panel in shown
        for row in panel.gains
        if baseline in row.gain
    ]
    groups = list(dict.fromkeys(row["panel"] for row in rows))
    bars = (
        alt.Chart(data(rows))
        .mark_bar(size=max(2, min(14, 500 // max(len(rows) // max(len(groups), 1), 1) - 4)))
        .encode(
            x=alt.X("origin:T", title=None, scale=plain(padding=12)),
            y=alt.Y("gain:Q", axis=plain(title=f"gain, {together(p.counted for p in shown)}", tickCount=3)),
            color=alt.Color(
                "better:N",
                legend=None,
                scale=plain(domain=[True, False], range=colours("told", "lethal")),
            ),
        )
        .properties(width=_plot(width), height=80)
    )
    title = f"Gain at each origin: CRPS of the {baseline} less the model's"
    header = plain(title=None, labelOrient="top", labelAnchor="start", labelLimit=width, labelPadding=3)
    faceted = bars.facet(row=alt.Row("panel:N", sort=groups, header=header), spacing=10, title=title)
    return faceted.resolve_scale(y="independent")


def backtest_svg(result: BacktestResult, width: int = WIDE) -> str:
    """Return the skill of a backtest as a picture that stands by itself."""
    counts = result.exploratory.counts
    title = f"{result.title}: is the {result.forecaster} better than a naive baseline?"
    return _svg(panels(counts, result.targets, result.declared), title, width, result.rival)


def score_svg(result: ScoreResult, width: int = WIDE) -> str:
    """Return the skill of a saved forecast as a picture that stands by itself."""
    title = "Is the forecast better than a naive baseline?"
    return _svg(panels(result.counts, result.targets), title, width)


def _svg(shown: Sequence[Panel], title: str, width: int, baseline: str | None = None) -> str:
    note = "Right of the line: better than the baseline. Words say what the test bears, corrected for all comparisons."
    drawn = skill(shown, width)
    by_origin = [panel for panel in shown if len(panel.gains) > 1]
    if baseline is None or not by_origin:
        return standing_svg(drawn, title, note)
    return standing_svg(alt.vconcat(drawn, gains(by_origin[:1], baseline, width)), title, note)
