"""The first screen: the answer in tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from armslength.cli.console import plain_table
from armslength.formatting import number, percent

SHOWN = 30  # days of the window that the tables show


def forecast_tables(document: dict[str, Any]) -> Iterator[Any]:
    """What the first screen shows, in order."""
    yield _head(document)
    yield _follow(document)
    yield _attacks(document)
    yield _events(document)
    if "theories" in document:
        yield _theories(document)
    yield _foot(document)


def _head(d: dict[str, Any]) -> Text:
    s, e = d["scenario"], d["evidence"]
    text = Text()
    text.append(f"{s['title']}\n", style="bold")
    text.append(f"{s['question']}\n", style="italic")
    text.append(
        f"As of {s['as_of']}; {e['events']} events, of which {e['revised']} revised after that date and {e['undated']} undated; "
    )
    text.append(
        f"{e['claims']} claims. {d['manifest']['futures']:,} futures, {d['manifest']['draws']} draws of the {d['manifest']['parameters_from']} "
    )
    text.append(f"({percent(d['manifest']['rejected_share'])} of them rejected as unstable).\n")
    return text


def _names(d: dict[str, Any]) -> dict[str, str]:
    short = {a["id"]: a["short"] for kind in ("clients", "adversaries") for a in d["actors"][kind]}
    return {f["id"]: f"{short[f['client']]} on {short[f['adversary']]}" for f in d["actors"]["fronts"]}


def _follow(d: dict[str, Any]) -> Table:
    rows = [r for r in d["follow"] if r["order"] == "envoy"]
    message = {r["front"]: r for r in d["follow"] if r["order"] == "message"}
    days = rows[0]["window_days"] if rows else SHOWN
    table = plain_table(
        f"Will they follow? An order today to stop, carried by an envoy; {days} days",
        _rule(rows),
        tight=True,
    )
    table.add_column("\nfront")
    table.add_column("control\n(90 %)", justify="right")
    for name in ("pauses\nanyway", "does not\npause", "because\ntold"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("\nin words")
    table.add_column("by\nmessage", justify="right", no_wrap=True)
    names = _names(d)
    for r in rows:
        c = d["state"]["clients"][r["client"]]["control"]
        control = f"{c['median']:.2f} ({c['90'][0]:.2f}-{c['90'][1]:.2f})"
        table.add_row(
            escape(names[r["front"]]),
            control,
            percent(r["pauses_anyway"]),
            percent(r["does_not_pause"]),
            percent(r["pauses_because_told"]),
            r["words"],
            percent(message[r["front"]]["pauses_because_told"]),
        )
    return table


def _rule(rows: list[dict[str, Any]]) -> str:
    return (
        f"Pauses: {rows[0]['rule']}. The three add to one. By message: told without an envoy." if rows else ""
    )


def _attacks(d: dict[str, Any]) -> Table:
    windows = sorted({r["window_days"] for r in d["attacks"]})
    table = plain_table(
        f"Attacks ahead: median (90 % interval over {d['attacks'][0]['covers']}), given no regional war"
    )
    table.add_column("front", min_width=12)
    table.add_column("a day", justify="right", no_wrap=True)
    for w in windows:
        table.add_column(f"{w} days", justify="right", min_width=8)
    names = _names(d)
    for front in (f["id"] for f in d["actors"]["fronts"]):
        rows = {r["window_days"]: r for r in d["attacks"] if r["front"] == front}
        cells = [
            f"{number(r['median'])} ({number(r['90'][0])}-{number(r['90'][1])})"
            for r in (rows[w] for w in windows)
        ]
        now = number(d["state"]["fronts"][front]["tempo"]["median"])
        table.add_row(escape(names[front]), now, *cells)
    table.caption = _split(d, max(windows))
    return table


def _split(d: dict[str, Any], window: int) -> str:
    rows = [r["variance"] for r in d["attacks"] if r["window_days"] == window]
    made = [
        f"{part} {percent(min(r[part] for r in rows))} to {percent(max(r[part] for r in rows))}"
        for part in rows[0]
        if part != "chance"
    ]
    return (
        f"Of the variance of log(1 + attacks) in {window} days by front: {', '.join(made)}; chance the rest."
    )


def _events(d: dict[str, Any]) -> Table:
    windows = sorted({r["window_days"] for r in d["attacks"]})
    table = plain_table("What else may happen within the window")
    table.add_column("event")
    for w in windows:
        table.add_column(f"{w} days", justify="right")
    lethal = {r["window_days"]: r for r in d["lethal"] if r["front"] == "any"}
    table.add_row(
        "an attack kills the adversary's own", *(percent(lethal[w]["probability"]) for w in windows)
    )
    table.add_row("  such an attack is more likely", *(_whose(lethal[w]) for w in windows))
    short = {a["id"]: a["short"] for a in d["actors"]["adversaries"]}
    for adversary, name in short.items():
        rows = {r["window_days"]: r for r in d["reprisal"] if r["adversary"] == adversary}
        table.add_row(f"reprisal by {escape(name)}", *(percent(1 - rows[w]["none"]) for w in windows))
        table.add_row(
            "  on leadership or the patron itself",
            *(percent(rows[w]["level_3"] + rows[w]["level_4"]) for w in windows),
        )
    orders = {w: max(r["order"] for r in d["commander"] if r["window_days"] == w) for w in windows}
    table.add_row("commander orders restraint (likeliest front)", *(percent(orders[w]) for w in windows))
    highest = {r["window_days"]: r for r in d["ladder"]["highest"]}
    for rung in ("3", "4"):
        table.add_row(
            f"highest rung {rung}: {d['ladder']['rungs'][int(rung)]['name']}",
            *(percent(highest[w][rung]) for w in windows),
        )
    return table


def _theories(d: dict[str, Any]) -> Table:
    """What each theory says of the headline numbers."""
    from armslength.report.report_tables import (
        differing,  # pictures come with it, which take a second to import
    )

    rows = d["theories"]["rows"]
    table = plain_table(f"What each theory says. {d['theories']['says']}")
    table.add_column("theory")
    shown = differing(d, 4, ("pauses because told by an envoy", "reprisal"))
    names = _names(d) | {a["id"]: a["short"] for a in d["actors"]["adversaries"]}
    table.add_column("weight", justify="right")
    for h in shown:
        number = "told: pauses" if h["number"].startswith("pauses") else h["number"]
        table.add_column(escape(f"{number}, {names[h['about']]}, {h['window_days']} d"), justify="right")
    for row in rows:
        each = (percent(h["by_theory"][row["name"]]) for h in shown)
        table.add_row(row["title"], percent(row["weight"]), *each)
    table.add_row("all, by weight", "", *(percent(h["probability"]) for h in shown), style="bold")
    table.add_row("  of its variance, structure", "", *(percent(h["variance"]["structure"]) for h in shown))
    return table


def _whose(row: dict[str, Any]) -> str:
    if row["ordered"] is None:
        return "-"
    whose = "as ordered" if row["ordered"] > 0.5 else "slack"
    return f"{whose} {percent(max(row['ordered'], row['slack']))}"


def _foot(d: dict[str, Any]) -> Text:
    text = Text("\nAll of it is conditional: ", style="dim")
    text.append(" ".join(d["scenario"]["conditions"]))
    war = {r["window_days"]: r for r in d["war"]["windows"]}
    last = max(war)
    text.append(
        f" Regional war within {last} days, prior-dominated and out of the headline: {percent(war[last]['probability'])}.\n"
    )
    return text


def changes_table(changes: list[dict[str, Any]], added: int, shown: int = 12) -> Table:
    """What moved most, and what moved it."""
    table = plain_table(
        f"What {added} new event{'s' * (added != 1)} changed; medians over draws of the prior"
    )
    for name in ("number", "before", "after", "by time alone", "moved most by", "by that event"):
        table.add_column(name, justify="left" if name in ("number", "moved most by") else "right")
    for c in changes[:shown]:
        table.add_row(
            escape(c["number"]),
            number(c["before"]),
            number(c["after"]),
            f"{c['by_time_alone']:+.2g}",
            escape(c["moved_most_by"] or "-"),
            f"{c['by_that_event']:+.2g}",
        )
    return table
