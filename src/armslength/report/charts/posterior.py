"""Charts of a fit: what the data taught of each parameter, and each reported total beside its prediction."""

from __future__ import annotations

from typing import Literal

import altair as alt

from armslength.report.charts.style import LABELS_APART, NARROW, WIDE, colours, data, legend, plain
from armslength.report.colours import LIGHT
from armslength.results.fit import FitResult, PredictedTotal

SHOWN = 24


def learned(fit: FitResult, width: int = WIDE) -> alt.LayerChart:
    """Draw the contraction of the parameters that the data taught most: 0 is the prior still, 1 is known."""
    rows = [
        {"parameter": row.name, "contraction": row.contraction, "verdict": row.verdict}
        for row in fit.parameters[:SHOWN]
    ]
    base = alt.Chart(data(rows)).encode(
        y=alt.Y(
            "parameter:N",
            sort=[r["parameter"] for r in rows],
            title=None,
            axis=plain(labelLimit=width // 2, domain=False, ticks=False),
        ),
        x=alt.X(
            "contraction:Q",
            scale=plain(domain=[0, 1]),
            axis=plain(title="contraction: share of the prior's variance that the data removed", format="%"),
        ),
        color=alt.Color(
            "verdict:N",
            scale=plain(
                domain=["learned", "partly", "prior only"], range=colours("told", "window-1", "muted")
            ),
            legend=legend(symbolType="circle"),
        ),
    )
    stem = base.mark_rule(strokeWidth=2, opacity=0.6).encode(x2=alt.datum(0))
    return alt.layer(stem, base.mark_circle(size=70, opacity=1)).properties(
        width=width - width // 2 - 10, height=plain(step=18)
    )


def predicted(fit: FitResult, series: str, width: int = WIDE) -> alt.LayerChart:
    """Draw the reported totals of one series over what prior and posterior predicted for each."""
    rows = [_band(total, which) for total in fit.predictive if total.series == series for which in _WHICH]
    thick = max(1.5, min(6.0, 0.4 * width / len(rows)))  # many totals, thin lines
    colour = alt.Color(
        "given by:N",
        scale=plain(domain=list(_WHICH), range=colours("muted", "told")),
        legend=legend(symbolType="stroke", symbolStrokeWidth=4),
    )
    y = plain(type="symlog", constant=2, nice=True)
    base = alt.Chart(data(rows)).encode(
        x=alt.X(
            "at:T",
            axis=plain(title="end of the tally", format="%-d %b", grid=False, tickCount=8, **LABELS_APART),
        ),
        color=colour,
    )
    axis = plain(title="count of the tally", grid=True)
    wide = base.mark_rule(strokeWidth=thick / 3, opacity=0.6).encode(
        y=alt.Y("low:Q", scale=y, axis=axis), y2="high:Q"
    )
    half = base.mark_rule(strokeWidth=thick, opacity=0.6).encode(
        y=alt.Y("lower:Q", scale=y, axis=axis), y2="upper:Q"
    )
    dot = (
        alt.Chart(data(rows[1::2]))
        .mark_point(shape="diamond", filled=True, size=60, color=LIGHT["ink"], opacity=1)
        .encode(x="at:T", y=alt.Y("reported:Q", scale=y, axis=axis))
    )
    return alt.layer(wide, half, dot).properties(width=width - 70, height=200 if width > NARROW else 160)


_WHICH: tuple[Literal["prior", "posterior"], ...] = ("prior", "posterior")


def _band(total: PredictedTotal, which: Literal["prior", "posterior"]) -> dict[str, object]:
    q = total.prior if which == "prior" else total.posterior
    return {
        "at": f"{total.end}T{'06' if which == 'posterior' else '18'}:00:00",  # side by side
        "reported": total.reported,
        "given by": which,
        "low": q.low_90,
        "lower": q.low_50,
        "upper": q.high_50,
        "high": q.high_90,
    }
