"""How far it climbs: the ladder's occupancy day by day, and the highest level of reprisal."""

from __future__ import annotations

import textwrap

import altair as alt

from armslength.report import actors
from armslength.report.charts.style import WIDE, colours, data, legend, plain, share_axis
from armslength.report.document_text import LEVELS, Document

FINEST = 90  # points of a drawn area: more would not show


def _brief(name: str) -> str:
    """A rung's name short enough for a legend."""
    return textwrap.shorten(str(name).split(",")[0], 28, placeholder="…")


def occupancy(document: Document, width: int = WIDE, height: int = 190) -> alt.Chart:
    """Share of futures on each rung on each day."""
    rungs = {str(r["rung"]): f"{r['rung']} {_brief(r['name'])}" for r in document["ladder"]["rungs"]}
    held = document["ladder"]["occupancy"]
    kept = [entry for i, entry in enumerate(held) if i % (1 + len(held) // FINEST) == 0 or i == len(held) - 1]
    rows = [
        {"day": entry["day"], "rung": name, "at": int(rung), "share": entry.get(rung, 0)}
        for entry in kept
        for rung, name in rungs.items()
    ]
    return (
        alt.Chart(data(rows))
        .mark_area()
        .encode(
            x=alt.X(
                "day:Q",
                title="days from the as-of date",
                axis=plain(grid=False, tickCount=6),
                scale=plain(nice=False),
            ),
            y=alt.Y("share:Q", stack="zero", scale=plain(domain=[0, 1]), axis=share_axis("share of futures")),
            order=alt.Order("at:Q"),
            color=alt.Color(
                "rung:N",
                scale=plain(
                    domain=list(rungs.values()), range=colours(*(f"rung-{min(int(r), 5)}" for r in rungs))
                ),
                legend=legend(columns=3 if width >= WIDE else 1),
            ),
        )
        .properties(width=width - 70, height=height)
    )


def reprisal(document: Document, width: int = WIDE) -> alt.FacetChart:
    """Highest level of reprisal within each window, per adversary, as bars that add to one."""
    named = actors.names(document, "adversaries")
    rows = [
        {
            "adversary": named.get(entry["adversary"], entry["adversary"]),
            "window": f"{entry['window_days']} days",
            "level": word,
            "at": i,
            "share": entry.get(key, 0),
        }
        for entry in document["reprisal"]
        for i, (key, word) in enumerate(LEVELS.items())
    ]
    order = [f"{days} days" for days in actors.windows(document["reprisal"])]
    chart = (
        alt.Chart(data(rows))
        .mark_bar(height={"band": 0.82})
        .encode(
            y=alt.Y("window:N", title=None, sort=order, axis=plain(domain=False, ticks=False)),
            x=alt.X("share:Q", stack="zero", scale=plain(domain=[0, 1]), axis=share_axis(None, domain=False)),
            order=alt.Order("at:Q"),
            color=alt.Color(
                "level:N",
                scale=plain(domain=list(LEVELS.values()), range=colours(*(f"rung-{i}" for i in range(5)))),
                legend=legend(columns=5 if width >= WIDE else 2),
            ),
        )
        .properties(width=width - 90, height={"step": 18})
    )
    header = plain(title=None, labelOrient="top", labelAnchor="start", labelPadding=3)
    sort = [named[a] for a in actors.adversary_order(document)]
    return chart.facet(row=alt.Row("adversary:N", sort=sort, header=header), spacing=8)
