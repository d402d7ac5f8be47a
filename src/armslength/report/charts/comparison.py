"""What strategies change: a dot and an interval each, who pauses as tiles, and the burden as war grows likelier."""

from __future__ import annotations

import altair as alt

from armslength.report.charts.style import NARROW, WIDE, colours, data, legend, plain
from armslength.report.colours import LIGHT
from armslength.results.comparison import ComparisonResult

SIGNS = {"down": "less", "up": "more", "open": "not told apart from no change"}
STEPS = 40  # points of a line
LINES = 6  # strategies whose lines are drawn


def changes(result: ComparisonResult, outcome: str, width: int = WIDE) -> alt.LayerChart:
    """Draw the change of an outcome under each strategy, with its interval over parameters (and structures)."""
    described = result.outcome(outcome)
    points = described.unit == "probability"
    scale, unit = (100, "percentage points") if points else (1, described.unit)
    rows = [
        {
            "strategy": row.strategy,
            "change": scale * row.difference,
            "sign": SIGNS[row.sign],
            "low": scale * row.parameters.low,
            "high": scale * row.parameters.high,
        }
        for row in result.changes
        if row.outcome == outcome
    ]
    signs = list(SIGNS.values())
    key = legend(symbolType="circle", columns=3 if width > NARROW else 2)
    shapes = plain(domain=signs, range=["triangle-down", "triangle-up", "circle"])
    told = plain(domain=signs, range=colours("told", "lethal", "muted"))
    base = alt.Chart(data(rows)).encode(y=_strategies(), color=alt.Color("sign:N", scale=told, legend=key))
    title = f"change against doing nothing ({unit}, {result.scenario.days} days)"
    axis = plain(title=title, tickCount=8 if width > NARROW else 4)
    zero = alt.Chart(data([{"at": 0}])).mark_rule(color=LIGHT["axis"], strokeWidth=1.5).encode(x="at:Q")
    interval = base.mark_rule(strokeWidth=2.5, opacity=0.6).encode(x=alt.X("low:Q", axis=axis), x2="high:Q")
    dot = base.mark_point(filled=True, size=60, opacity=1).encode(
        x="change:Q", shape=alt.Shape("sign:N", scale=shapes, legend=None)
    )
    return alt.layer(zero, interval, dot).properties(width=width - 200, height={"step": 22})


def _strategies() -> alt.Y:
    return alt.Y("strategy:N", sort=None, title=None, axis=plain(domain=False, ticks=False, labelLimit=150))


def pauses(result: ComparisonResult, width: int = WIDE) -> alt.LayerChart:
    """Draw the probability that each front pauses under each strategy; the shade is the change."""
    fronts = result.actors.fronts
    rows = [
        {
            "strategy": row.strategy,
            "front": fronts[row.outcome.removeprefix("pauses/")],
            "change": _shade(100 * row.difference),
            "said": f"{100 * row.value:.0f}",
        }
        for row in result.changes
        if row.outcome.startswith("pauses/")
    ]
    axis = plain(orient="top", labelAngle=-50, labelLimit=190, domain=False, ticks=False)
    across = alt.X("front:N", sort=list(fronts.values()), title=None, axis=axis)
    base = alt.Chart(data(rows)).encode(x=across, y=_strategies())
    words, fills, inks = (list(column) for column in zip(*SHADES, strict=True))
    shades, texts = (plain(domain=words, range=colours(*names)) for names in (fills, inks))
    key = legend(orient="bottom", columns=3 if width > NARROW else 2)
    tile = base.mark_rect(stroke=LIGHT["grid"]).encode(color=alt.Color("change:N", scale=shades, legend=key))
    text = base.mark_text(fontSize=11 if width > NARROW else 8).encode(
        text="said:N", color=alt.Color("change:N", scale=texts, legend=None)
    )
    layered = alt.layer(tile, text).resolve_scale(color="independent")
    return layered.properties(width=width - 210, height={"step": 22})


SHADES = (  # change in points in words, colour of the tile and of its number
    ("over 10 points less", "does-not", "on-does-not"),
    ("2 to 10 points less", "rung-1", "ink"),
    ("about the same", "paper", "ink"),
    ("2 to 10 points more", "band-90", "ink"),
    ("10 to 40 points more", "anyway", "on-anyway"),
    ("over 40 points more", "told", "on-told"),
)
BOUNDS = (-10, -2, 2, 10, 40)


def _shade(change: float) -> str:
    return SHADES[sum(change >= bound for bound in BOUNDS)][0]


def by_war(result: ComparisonResult, width: int = WIDE) -> alt.LayerChart:
    """Draw the burden against doing nothing as every probability of war grows in proportion."""
    ranking = result.ranking
    war, base = ranking.war_probability, ranking.baseline
    calm = {row.strategy: row.against_baseline for row in ranking.without_war}
    names = [row.strategy for row in ranking.without_war[:LINES]]
    names += [] if base in names else [base]
    most = max(min(1.0, 4 * war[base]), 0.02)

    def burden(name: str, p: float) -> float:
        return calm[name] + ranking.weights["war"] * (war[name] - war[base]) * p / max(war[base], 1e-9)

    grid = [most * i / STEPS for i in range(STEPS + 1)]
    held = [{"strategy": name, "war": p, "burden": burden(name, p)} for name in names for p in grid]
    lines = alt.Chart(data(held)).encode(
        x=alt.X("war:Q", axis=plain(title="probability of war if nothing is done", format="%", tickCount=6)),
        y=alt.Y("burden:Q", axis=plain(title="burden against doing nothing (in deaths)")),
        detail="strategy:N",
    )
    lined = lines.mark_line(strokeWidth=2, color=LIGHT["told"], opacity=0.8)
    ends = [row for row in held if row["war"] == most]
    named = alt.Chart(data(ends)).mark_text(align="left", dx=5, fontSize=11, color=LIGHT["ink"])
    label = named.encode(x="war:Q", y="burden:Q", text="strategy:N")
    here = alt.Chart(data([{"war": war[base]}])).mark_rule(strokeDash=[4, 3], color=LIGHT["axis"])
    return alt.layer(here.encode(x="war:Q"), lined, label).properties(
        width=width - 220, height=300 if width > NARROW else 220
    )
