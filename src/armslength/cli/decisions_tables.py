"""Comparisons in tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from armslength.cli.console import plain_table
from armslength.formatting import number, percent

SHOWN = (("attacks", "deaths", "reprisals"), ("direct_fire_days", "rung_4", "control_lost"))
FLIPS = 5
FEW = 4  # strategies of which each is shown against each
LEAST = 0.01  # change of a probability that is worth a line


def comparison_tables(document: dict[str, Any]) -> Iterator[Any]:
    """What the first screen shows, in order."""
    yield _head(document)
    for outcomes in SHOWN:
        yield _changes(document, "rows", document["strategies"][1:], outcomes)
    if 2 <= len(document["strategies"][1:]) <= FEW:
        yield from (_between(document, outcomes) for outcomes in SHOWN)
    yield _follow(document)
    yield _ranking(document)
    yield _flips(document)
    if document["shocks"]:
        yield Text("\nOther starting states: not levers, not ranked", style="bold")
        yield _changes(document, "shock_rows", document["shocks"], SHOWN[0])
        yield Text("\n".join(f"{s['title']}: {s['caveat']}" for s in document["shocks"]), style="italic")
    yield _foot(document)


def _head(d: dict[str, Any]) -> Text:
    s, m = d["scenario"], d["manifest"]
    text = Text()
    text.append(f"{s['title']}: what if they did this instead?\n", style="bold")
    since = d["counterfactual"]
    if since:
        text.append(f"Counterfactual: replayed to {since['since']}; {since['kept']}.\n", style="italic")
    text.append(
        f"{s['days']} days from {s['first_day']}; {m['futures']:,} futures of each strategy with the same luck, {m['draws']} draws of the {m['parameters_from']}, seed {m['seed']}."
    )
    return text


def _changes(d: dict[str, Any], rows: str, shown: list[dict[str, Any]], outcomes: tuple[str, ...]) -> Table:
    found = {(r["strategy"], r["outcome"]): r for r in d[rows]}
    units = {o["name"]: o["unit"] for o in d["outcomes"]}
    table = plain_table(f"Change against doing nothing, {d['scenario']['days']} days ({100 * d['interval']:g} % over {_over(d)})", tight=True)  # fmt: skip
    table.caption = "Bold: the interval leaves out no change."
    table.add_column("strategy", no_wrap=True)
    for outcome in outcomes:
        before = found[shown[0]["name"], outcome]["baseline"] if shown else None
        table.add_column(f"{_SHORT[outcome]}\n(nothing: {_value(before, units[outcome])})", justify="right")
    for name in (s["name"] for s in shown):
        table.add_row(escape(name), *(_change(found[name, o], units[o]) for o in outcomes))
    return table


def _between(d: dict[str, Any], outcomes: tuple[str, ...]) -> Table:
    """Each strategy against each named before it."""
    found = {(r["strategy"], r["against"], r["outcome"]): r for r in d["between"]}
    units = {o["name"]: o["unit"] for o in d["outcomes"]}
    table = plain_table(f"Against each other, {d['scenario']['days']} days ({100 * d['interval']:g} % over {_over(d)})", tight=True)  # fmt: skip
    table.add_column("strategy against")
    for outcome in outcomes:
        points = ", points" if units[outcome] == "probability" else ""
        table.add_column(f"{_SHORT[outcome]}{points}", justify="right")
    for name, against in dict.fromkeys((r["strategy"], r["against"]) for r in d["between"]):
        changed = (_change(found[name, against, o], units[o]) for o in outcomes)
        table.add_row(f"{escape(name)} against {escape(against)}", *changed)
    return table


_SHORT = {
    "attacks": "attacks", "deaths": "deaths", "reprisals": "reprisals", "direct_fire_days": "days of direct fire",
    "rung_4": "rung 4 or 5 reached", "control_lost": "control lost",
}  # fmt: skip


def _over(d: dict[str, Any]) -> str:
    return "parameters and structures" if len(d["structures"]) > 1 else "parameters"


def _value(x: float | None, unit: str) -> str:
    return f"{percent(x)}, in points" if unit == "probability" else number(x)


def _change(row: dict[str, Any], unit: str) -> str:
    low, high = row["parameters"]
    scale = 100 if unit == "probability" else 1
    digits = 1 if unit == "probability" else 3 if unit == "share" else 2 if abs(row["difference"]) < 1 else 1 if abs(row["difference"]) < 20 else 0  # fmt: skip
    said = [_signed(scale * x, digits) for x in (row["difference"], low, high)]
    text = f"{said[0]} ({said[1]} to {said[2]})"
    return text if row["sign"] == "open" else f"[bold]{text}[/bold]"


def _signed(x: float, digits: int) -> str:
    """With its sign, and nought without one."""
    text = f"{x:+.{digits}f}"
    return text if float(text) else "0"


def _follow(d: dict[str, Any]) -> Table:
    days = next(o["days"] for o in d["outcomes"] if o["name"].startswith("pauses/"))
    table = plain_table(
        f"Who pauses within {days} days: fronts where that moves by a point or more", tight=True
    )
    table.caption = "Because of it: share of futures that pause only with the strategy; it depends on the pairing, bounds for any in the JSON."
    table.add_column("strategy", no_wrap=True)
    table.add_column("front")
    table.add_column("nothing", justify="right")
    table.add_column("with it", justify="right")
    table.add_column("because of it", justify="right")
    for s in d["strategies"][1:]:
        name, any_moved = s["name"], False
        for front, called in d["actors"]["fronts"].items():
            row = next(r for r in d["rows"] if (r["strategy"], r["outcome"]) == (name, f"pauses/{front}"))
            if abs(row["difference"]) >= LEAST:
                said = (row["baseline"], row["value"], row["pairs"]["only_with"])
                table.add_row("" if any_moved else escape(name), escape(called), *map(percent, said))
                any_moved = True
        if not any_moved:
            table.add_row(escape(name), "none")
    return table


def _ranking(d: dict[str, Any]) -> Table:
    r = d["ranking"]
    table = plain_table(
        "Order by de-escalation alone: burden in deaths against doing nothing, least first", tight=True
    )
    table.caption = (
        "± one error of the mean; *: not told apart from nothing by two of them. Better in: share of draws of the parameters. Weights: "
        + ", ".join(f"{name} {w:g}" for name, w in r["weights"].items()) + ". War is prior-dominated."
    )  # fmt: skip
    for name in ("", "without war", "burden", "better in", "with war", "burden", "war"):
        table.add_column(name, justify="left" if name in ("without war", "with war") else "right", no_wrap=True)  # fmt: skip
    for i, (a, b) in enumerate(zip(r["without_war"], r["with_war"], strict=True), start=1):
        war = percent(r["war_probability"][b["strategy"]])
        table.add_row(str(i), *_ranked(a), percent(a["better_in"]), *_ranked(b), war)
    return table


def _ranked(row: dict[str, Any]) -> tuple[str, str]:
    apart = "" if row["apart"] or row["error"] == 0 else "*"
    return escape(row["strategy"]), f"{row['against_baseline']:+.1f} ± {row['error']:.1f}{apart}"


def _flips(d: dict[str, Any]) -> Text:
    r = d["ranking"]
    base = percent(r["war_probability"][r["baseline"]])
    if not r["flips"]:
        return Text(f"No two strategies change places at any probability of war (nothing done: {base}).")
    said = [
        f"{f['better_above']} before {f['better_below']} once war is likelier than {percent(f['war_probability'])}"
        for f in r["flips"][:FLIPS]
    ]
    more = f"; {len(r['flips']) - FLIPS} more in the JSON" if len(r["flips"]) > FLIPS else ""
    return Text(f"Where the order turns (probability of war if nothing is done, here {base}): " + "; ".join(said) + more + ".")  # fmt: skip


def _foot(d: dict[str, Any]) -> Text:
    known = [p["median"] for p in d["pairing"] if p["median"] is not None]
    said = f"Pairing took {percent(min(known))} to {percent(max(known))} of the variance by chance out of the differences (median over objectives, by strategy). " if known else ""  # fmt: skip
    return Text(f"\n{said}{' '.join(d['coupling'][:2])}\n", style="dim")


EXPLAINED = ("attacks", "deaths", "reprisals", "control_lost")


def why_tables(d: dict[str, Any]) -> Iterator[Any]:
    """The story of one pair, then what each mechanism carried on average."""
    text = Text()
    text.append(f"{d['strategy']['title']}\n", style="bold")
    text.append(f"against: {d['against']['title']}; {d['scenario']['days']} days from {d['scenario']['first_day']}\n", style="italic")  # fmt: skip
    yield text
    yield _story(d)
    yield _carried(d)
    yield _claims(d)


def _story(d: dict[str, Any]) -> Text:
    pair, text = d["pair"], Text()
    text.append("One pair of futures with the same luck, near the average difference", style="bold")
    if pair["first_day_apart"] is None:
        return text.append("\nThey do not differ.\n")
    text.append(f"\nThe same until {pair['first_day_apart']}.\n")
    for step in pair["steps"]:
        text.append(f"{step['date']}  ", style="dim")
        text.append(f"{'  ' * (step['kind'] != 'action')}{step['text']}\n")
    said = [f"{t['what']} {t['of']} {t['with']:.0f} instead of {t['against']:.0f}" for t in pair["totals"]]
    return text.append("In all: " + "; ".join(said) + ".\n")


def _carried(d: dict[str, Any]) -> Table:
    whole = {r["outcome"]: r for r in d["differences"]}
    table = plain_table(
        "On average: what each mechanism carried of the difference (± one error of the mean)", tight=True
    )
    table.caption = " ".join(d["reads"][:3])
    table.add_column("mechanism")
    for outcome in EXPLAINED:
        table.add_column(f"{outcome.replace('_', ' ')}\n({number(whole[outcome]['against'])} to {number(whole[outcome]['with'])})", justify="right")  # fmt: skip
    table.add_row("the whole difference", *(_error(whole[o]["difference"], whole[o]["error"]) for o in EXPLAINED), style="bold")  # fmt: skip
    found = {(r["mechanism"], r["outcome"]): r for r in d["carried"]}
    shown = [m for m in d["mechanisms"] if any(abs(found[m["name"], o]["carried"]) > 2 * found[m["name"], o]["error"] for o in EXPLAINED if (m["name"], o) in found)]  # fmt: skip
    for m in shown:
        table.add_row(escape(m["title"]), *(_error(found[m["name"], o]["carried"], found[m["name"], o]["error"]) for o in EXPLAINED))  # fmt: skip
    rest = {r["outcome"]: r for r in d["unexplained"]}
    table.add_row("what the parts leave", *(_error(rest[o]["left"], rest[o]["error"]) for o in EXPLAINED), style="italic")  # fmt: skip
    return table


def _error(x: float, error: float) -> str:
    digits = 0 if max(abs(x), error) >= 20 else 1 if max(abs(x), error) >= 1 else 3
    return f"{_signed(x, digits)} ± {error:.{digits}f}" if error or x else "0"


def _claims(d: dict[str, Any]) -> Text:
    used = d["pair"]["mechanisms"]
    said = [f"{m['title']}: {', '.join(m['claims']) or 'none of this case'} ({m['source']})" for m in d["mechanisms"] if m["name"] in used]  # fmt: skip
    return Text("\nThe chain rests on these claims and sources. " + " ".join(f"{s}." for s in said) + "\n", style="dim")  # fmt: skip
