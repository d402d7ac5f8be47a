"""What strategies change: a dot and an interval each, who pauses as tiles, and the burden as war grows likelier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from armslength.report.charts.style import NARROW, WIDE, colours, data, legend, plain
from armslength.report.colours import LIGHT

Comparison = Mapping[str, Any]
SIGNS = {"down": "less", "up": "more", "open": "not told apart from no change"}
STEPS = 40  # points of a line
LINES = 6  # strategies whose lines are drawn


def changes(document: Comparison, outcome: str, width: int = WIDE, rows: str = "rows") -> alt.LayerChart:
    """Change of one outcome under each strategy, with its interval over parameters (and structures)."""
    described = next(o for o in document["outcomes"] if o["name"] == outcome)
    points = described["unit"] == "probability"
    scale = 100 if points else 1
    held = [
        {
            "strategy": r["strategy"], "change": scale * r["difference"], "sign": SIGNS[r["sign"]],
            "low": scale * r["parameters"][0], "high": scale * r["parameters"][1],
        }
        for r in document[rows] if r["outcome"] == outcome
    ]  # fmt: skip
    unit = "percentage points" if points else described["unit"]
    base = alt.Chart(data(held)).encode(
        y=alt.Y("strategy:N", sort=None, title=None, axis=plain(domain=False, ticks=False, labelLimit=150)),
        color=alt.Color(
            "sign:N", scale=plain(domain=list(SIGNS.values()), range=colours("told", "lethal", "muted")),
            legend=legend(symbolType="circle", columns=3 if width > NARROW else 2),
        ),
    )  # fmt: skip
    title = f"change against doing nothing ({unit}, {document['scenario']['days']} days)"
    axis = plain(title=title, tickCount=8 if width > NARROW else 4)
    zero = alt.Chart(data([{"at": 0}])).mark_rule(color=LIGHT["axis"], strokeWidth=1.5).encode(x="at:Q")
    interval = base.mark_rule(strokeWidth=2.5, opacity=0.6).encode(x=alt.X("low:Q", axis=axis), x2="high:Q")
    dot = base.mark_point(filled=True, size=60, opacity=1).encode(
        x="change:Q",
        shape=alt.Shape("sign:N", scale=plain(domain=list(SIGNS.values()), range=["triangle-down", "triangle-up", "circle"]), legend=None),
    )  # fmt: skip
    return alt.layer(zero, interval, dot).properties(width=width - 200, height={"step": 22})


def pauses(document: Comparison, width: int = WIDE) -> alt.LayerChart:
    """Probability that each front pauses under each strategy; the shade is the change."""
    fronts = document["actors"]["fronts"]
    held = [
        {
            "strategy": r["strategy"], "front": fronts[r["outcome"].removeprefix("pauses/")],
            "change": _shade(100 * r["difference"]), "said": f"{100 * r['value']:.0f}",
        }
        for r in document["rows"] if r["outcome"].startswith("pauses/")
    ]  # fmt: skip
    across = alt.X(
        "front:N", sort=list(fronts.values()), title=None,
        axis=plain(orient="top", labelAngle=-50, labelLimit=190, domain=False, ticks=False),
    )  # fmt: skip
    down = alt.Y("strategy:N", sort=None, title=None, axis=plain(domain=False, ticks=False, labelLimit=150))
    base = alt.Chart(data(held)).encode(x=across, y=down)
    words, fills, inks = (list(column) for column in zip(*SHADES, strict=True))
    tile = base.mark_rect(stroke=LIGHT["grid"]).encode(
        color=alt.Color(
            "change:N",
            scale=plain(domain=words, range=colours(*fills)),
            legend=legend(orient="bottom", columns=3 if width > NARROW else 2),
        )
    )
    said = base.mark_text(fontSize=11 if width > NARROW else 8).encode(
        text="said:N", color=alt.Color("change:N", scale=plain(domain=words, range=colours(*inks)), legend=None)
    )  # fmt: skip
    layered = alt.layer(tile, said).resolve_scale(color="independent")
    return layered.properties(width=width - 210, height={"step": 22})


SHADES = (  # change in points in words, colour of the tile and of its number
    ("over 10 points less", "does-not", "on-does-not"), ("2 to 10 points less", "rung-1", "ink"),
    ("about the same", "paper", "ink"), ("2 to 10 points more", "band-90", "ink"), ("10 to 40 points more", "anyway", "on-anyway"),
    ("over 40 points more", "told", "on-told"),
)  # fmt: skip
BOUNDS = (-10, -2, 2, 10, 40)


def _shade(change: float) -> str:
    return SHADES[sum(change >= bound for bound in BOUNDS)][0]


def by_war(document: Comparison, width: int = WIDE) -> alt.LayerChart:
    """Burden against doing nothing as every probability of war grows in proportion."""
    ranked = document["ranking"]
    war, base = ranked["war_probability"], ranked["baseline"]
    calm = {r["strategy"]: r["against_baseline"] for r in ranked["without_war"]}
    shown = [r["strategy"] for r in ranked["without_war"][:LINES]]
    shown += [] if base in shown else [base]
    most = max(min(1.0, 4 * war[base]), 0.02)
    held = [
        {"strategy": name, "war": p, "burden": calm[name] + ranked["weights"]["war"] * (war[name] - war[base]) * p / max(war[base], 1e-9)}
        for name in shown
        for p in (most * i / STEPS for i in range(STEPS + 1))
    ]  # fmt: skip
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
