"""The page of a comparison: what each strategy does, how sure, and in which order de-escalation puts them."""

from __future__ import annotations

from functools import partial
from typing import Any

from markupsafe import Markup

from armslength.report.charts.compare import by_war, changes, pauses
from armslength.report.figures import draw
from armslength.report.page import environment, style
from armslength.report.said import number, percent
from armslength.report.tables import Table

DRAWN = ("attacks", "deaths", "reprisals", "direct_fire_days", "rung_4", "war", "control_lost")


def write_compare_page(document: dict[str, Any]) -> str:
    """The whole page as HTML, from a comparison's document and nothing else."""
    described = {o["name"]: o for o in document["outcomes"]}
    drawn = [
        (described[name], draw(partial(changes, document, name), f"changes-{name}", f"{described[name]['title']}: change under each strategy, with its interval", "The table holds its numbers"))
        for name in DRAWN if document["rows"]
    ]  # fmt: skip
    return environment().get_template("compare.html.j2").render(
        document=document, style=Markup(style()), drawn=drawn,
        pauses=draw(partial(pauses, document), "pauses", "Probability in per cent that each front pauses under each strategy") if document["rows"] else None,
        by_war=draw(partial(by_war, document), "by-war", "Burden of strategies against doing nothing, as war grows likelier") if document["rows"] else None,
        changed=_changed(document, "rows"), supposed=_changed(document, "shock_rows") if document["shocks"] else None,
        without_war=_ranked(document, "without_war", "Without the war term"), with_war=_ranked(document, "with_war", "With the war term"),
        flips=_flips(document), mass=f"{100 * document['interval']:g}%", saved=_saved(document),
    )  # fmt: skip


def _changed(document: dict[str, Any], rows: str) -> Table:
    titles = {o["name"]: (o["title"], o["unit"]) for o in document["outcomes"]}
    body = [
        [
            r["strategy"], titles[r["outcome"]][0], f"{r['window_days']}", _value(r["baseline"], titles[r["outcome"]][1]), _value(r["value"], titles[r["outcome"]][1]),
            _signed(r["difference"]), f"{_signed(r['parameters'][0])} to {_signed(r['parameters'][1])}", f"{_signed(r['futures'][0])} to {_signed(r['futures'][1])}",
            "" if r["structure"] is None else f"{_signed(r['structure'][0])} to {_signed(r['structure'][1])}", "" if r["saved"] is None else percent(r["saved"]),
        ]
        for r in document[rows]
    ]  # fmt: skip
    head = (
        "Strategy",
        "Outcome",
        "Days",
        "Nothing",
        "With it",
        "Change",
        "Over parameters",
        "Over pairs of futures",
        "Over structures",
        "Saved by pairing",
    )
    return Table("Every outcome, its change and its intervals; probabilities in shares of one", head, body)


def _value(x: float, unit: str) -> str:
    return percent(x) if unit == "probability" else number(x)


def _signed(x: float) -> str:
    return f"{x:+.3g}" if abs(x) > 1e-12 else "0"


def _ranked(document: dict[str, Any], which: str, title: str) -> Table:
    war = document["ranking"]["war_probability"]
    body = [
        [str(i), r["strategy"], number(r["burden"]), f"{r['against_baseline']:+.1f} ± {r['error']:.1f}", "yes" if r["apart"] else "no", percent(r["better_in"]), percent(war[r["strategy"]])]
        for i, r in enumerate(document["ranking"][which], start=1)
    ]  # fmt: skip
    head = (
        "Place",
        "Strategy",
        "Burden (in deaths)",
        "Against nothing",
        "Told apart",
        "Better in draws",
        "War",
    )
    return Table(title, head, body)


def _flips(document: dict[str, Any]) -> Table | None:
    body = [
        [f["better_above"], f["better_below"], percent(f["war_probability"]), f"{f['factor']:.2g}"]
        for f in document["ranking"]["flips"]
    ]
    head = ("Comes before", "this one", "once war without any strategy is likelier than", "times the model's")
    return Table("Where the order turns", head, body) if body else None


def _saved(document: dict[str, Any]) -> tuple[str, str] | None:
    known = [p["median"] for p in document["pairing"] if p["median"] is not None]
    return (percent(min(known)), percent(max(known))) if known else None
