"""The facts as a table, as one object for machines, and as a page of the docs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rich.table import Table
from rich.text import Text

from armslength.facts.measure import PRIOR_DRAWS, Measured, Result, measure
from armslength.facts.testbed import WORLDS


def as_table(results: Iterable[Result]) -> Table:
    """Tabulate the results, one row per statistic under its fact."""
    table = Table(
        title="Stylised facts", title_justify="left", pad_edge=False, show_edge=False, header_style="bold"
    )
    table.add_column("fact and statistic", ratio=4)
    for name in ("band", "value", "±", "off", "prior", "fitted"):
        table.add_column(name, justify="right")
    table.add_column("tuned, claims, exceptions", ratio=3)
    for r in results:
        table.add_row(
            Text(f"{r.stated.number}  {r.stated.fact}", style="bold"), "", _mark(r.holds), "", "", _percent(r.share), _percent(r.fitted),
            Text(f"{_tuned(r)}; {', '.join(r.fact.claims)}"),
        )  # fmt: skip
        for s in r.statistics:
            left = Text(_off(s, _number), style="" if s.leaves else "dim")
            value = Text(_value(s, _number), style="green" if s.holds else "bold red")
            note = Text(_note(s), style="dim")
            table.add_row(
                f"   {words(s.name)}",
                str(s.band),
                value,
                "" if s.unvalued else _number(s.error),
                left,
                _percent(s.share),
                _percent(s.fitted),
                note,
            )
        for name, x in r.beside.items():
            table.add_row(
                f"   {words(name)}", "", _number(x), "", "", "", "", Text("shown beside it", style="dim")
            )
    return table


def refusals(results: Iterable[Result]) -> list[str]:
    """Say, a sentence a case, why the column `fitted` is empty although a fit ships with the case."""
    refused = dict.fromkeys(r.fit_refused for r in results if r.fit_refused)
    return [f"{reason} Its facts have no value under `fitted`." for reason in refused]


def as_object(results: Iterable[Result]) -> dict[str, Any]:
    """Return everything in the table as a mapping for JSON."""
    return {
        "worlds": WORLDS,
        "facts": [
            {
                "number": r.stated.number, "fact": r.stated.fact, "stated": r.stated.stated, "source": r.stated.source,
                "ours": r.stated.ours, "case": r.fact.case, "world": r.fact.world, "claims": list(r.fact.claims),
                "tuned": r.fact.tuned, "holds": r.holds, "share_of_prior": r.share, "share_of_posterior": r.fitted,
                "fit_refused": r.fit_refused, "statistics": [_statistic(s) for s in r.statistics], "beside": dict(r.beside),
            }
            for r in results
        ],
    }  # fmt: skip


def _statistic(s: Measured) -> dict[str, Any]:
    return {
        "name": s.name, "band": str(s.band), "holds": s.holds,
        "value": None if s.unvalued else s.value, "error": None if s.unvalued else s.error, "off": None if s.unvalued else s.off,
        "share_of_prior": s.share, "share_of_posterior": s.fitted, "leaves_when_off": s.leaves, "exception": s.stays,
        "unmet": s.unmet,
    }  # fmt: skip


def page(results: Iterable[Result] | None = None) -> str:
    """Return the documentation page in Markdown, at the defaults; only the command gives the share of prior draws."""
    results = measure(draws=0) if results is None else results
    lines = [
        "# The stylised facts",
        "",
        "Fourteen things that the model should reproduce, with bands that were frozen before anything was tuned. Meeting",
        "them is adequacy, not validation; what the model does not meet is marked **unmet**, with the reason. Several bands were",
        "read off the very episodes to which the built-in cases are fitted (their source says which), so that meeting those says",
        "little about other episodes. `make facts` measures all again, and adds the share of",
        f"prior draws in band ({PRIOR_DRAWS} draws). Values are means over {WORLDS} futures at the defaults; *off* is the value",
        "with the mechanism switched off, which must leave the band. What a strike on a leader or on the patron, or the loss of",
        "a commander, does is held to its band like the rest, and no number is printed for it.",
        "",
    ]
    for r in results:
        lines += [
            f"## {r.stated.number}. {r.stated.fact.capitalize()}",
            "",
            f"*Stated*: {r.stated.stated}. *Source*: {r.stated.source}.",
        ]
        lines += [f"*Ours*: {r.stated.ours}."] if r.stated.ours else []
        lines += [
            f"*World* ({r.fact.case}): {r.fact.world}.",
            f"*{_tuned(r).capitalize()}*. *Claims*: {', '.join(r.fact.claims)}.",
            "",
        ]
        lines += ["| statistic | band | value | off | |", "|---|---|---|---|---|"]
        for s in r.statistics:
            mark = "" if s.holds else "**unmet** "
            lines.append(
                f"| {words(s.name)} | {s.band} | {mark}{_value(s, _rough)} | {_off(s, _rough)} | {_note(s)} |"
            )
        lines += [f"| {words(name)} | | {_rough(x)} | | shown beside it |" for name, x in r.beside.items()]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _note(s: Measured) -> str:
    """Return why a statistic is out of its band, or stays in it with its mechanism off."""
    if not s.holds:
        return f"unmet: {s.unmet}" if s.unmet else "unmet"
    return "" if s.leaves else f"stays: {s.stays}"


def _value(s: Measured, written: Callable[[float], str]) -> str:
    return ("in band" if s.holds else "out of band") if s.unvalued else written(s.value)


def _off(s: Measured, written: Callable[[float], str]) -> str:
    return ("out of band" if s.leaves else "in band") if s.unvalued else written(s.off)


def words(name: str) -> str:
    """Return a statistic's name in words."""
    return name.replace("_", " ")


def _tuned(r: Result) -> str:
    return f"tuned to: {r.fact.tuned}" if r.fact.tuned else "not tuned to"


def _mark(holds: bool) -> Text:
    return Text("holds", style="green") if holds else Text("fails", style="bold red")


def _number(x: float) -> str:
    return f"{x:.3g}" if abs(x) < 1000 else f"{x:.0f}"


def _rough(x: float) -> str:
    return f"{float(f'{x:.3g}'):g}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"
