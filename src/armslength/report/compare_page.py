"""The page of a comparison: what each strategy does, how sure, and in which order de-escalation puts them."""

from __future__ import annotations

from functools import partial
from typing import Any

from markupsafe import Markup

from armslength.formatting import number, percent
from armslength.report import document_text
from armslength.report.charts.comparison import by_war, changes, pauses
from armslength.report.charts.strategy_difference import OUTCOMES, apart, label_of
from armslength.report.charts.strategy_difference import SIGNS as APART
from armslength.report.forecast_page import environment, style
from armslength.report.render_figures import Figure, draw
from armslength.report.report_tables import Table

DRAWN = ("attacks", "deaths", "reprisals", "direct_fire_days", "rung_4", "war", "control_lost")
FEW = 4  # strategies of which each is shown against each


def draw_comparison(document: dict[str, Any]) -> dict[str, Figure]:
    """Every picture of a comparison by name, so that the report and the page draw it once."""
    if not document["rows"]:
        return {}
    titles = {o["name"]: o["title"] for o in document["outcomes"]}
    pair = pair_of(document)
    drawn = (
        {"apart": draw(partial(apart, document, *pair), "apart", *label_of(document, *pair), TABLE)}
        if pair
        else {}
    )
    drawn |= {
        f"changes/{name}": draw(
            partial(changes, document, name),
            f"changes-{name}",
            f"{titles[name]}: change under each strategy, with its interval",
            TABLE,
        )
        for name in DRAWN
    }
    return drawn | {
        "pauses": draw(partial(pauses, document), "pauses", "Probability in per cent that each front pauses under each strategy"),
        "by-war": draw(partial(by_war, document), "by-war", "Burden of strategies against doing nothing, as war grows likelier"),
    }  # fmt: skip


def draw_apart(document: dict[str, Any]) -> dict[str, Figure]:
    """The picture of what sets two strategies apart, or one from doing nothing."""
    pair = pair_of(document)
    return {"apart": draw(partial(apart, document, *pair), "apart", *label_of(document, *pair), TABLE)} if pair else {}  # fmt: skip


TABLE = "The table holds its numbers"


def pair_of(document: dict[str, Any]) -> tuple[str, str] | None:
    """What the question sets against what: the second strategy against the first, or the only one against nothing."""
    names = [s["name"] for s in document["strategies"]]
    return (names[2], names[1]) if len(names) == 3 else (names[1], names[0]) if len(names) == 2 else None


def write_compare_page(document: dict[str, Any], drawn: dict[str, Figure] | None = None) -> str:
    """The whole page as HTML, from a comparison's document and nothing else."""
    drawn = draw_comparison(document) if drawn is None else drawn
    titles = {o["name"]: o["title"] for o in document["outcomes"]}
    return environment().get_template("compare.html.j2").render(
        document=document, style=Markup(style()), pair=pair_of(document), apart=drawn.get("apart"),
        covered=label_of(document, *(pair_of(document) or ("", "")))[1],
        drawn=[(titles[name], drawn[f"changes/{name}"]) for name in DRAWN if f"changes/{name}" in drawn],
        pauses=drawn.get("pauses"), by_war=drawn.get("by-war"), between=_between(document),
        changed=_changed(document, "rows"), supposed=_changed(document, "shock_rows") if document["shocks"] else None,
        without_war=_ranked(document, "without_war", "Without the war term"), with_war=_ranked(document, "with_war", "With the war term"),
        flips=_flips(document), mass=f"{100 * document['interval']:g}%", saved=_saved(document),
    )  # fmt: skip


def _between(document: dict[str, Any]) -> Table | None:
    """Each later strategy against each earlier one, where there are few."""
    if not 2 <= len(document["strategies"]) - 1 <= FEW:
        return None
    described = {o["name"]: o for o in document["outcomes"]}
    body = [
        [r["strategy"], r["against"], described[r["outcome"]]["title"], document_text.changes(r, described[r["outcome"]]["unit"]), APART[r["sign"]]]
        for r in document["between"] if r["outcome"] in OUTCOMES
    ]  # fmt: skip
    return Table(
        f"Each strategy against each before it, {100 * document['interval']:g}% over parameters",
        ("Strategy", "Against", "Outcome", "Difference", "Which way"),
        body,
    )


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
