"""Tables of a document: what the pictures show, as numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from armslength.formatting import NOT_GIVEN, day, interval, number, percent, percents, share
from armslength.report import actors
from armslength.report.document_text import LEVELS, Document, covers, quantile

SAID_AT_LEAST = (1, 2, 5, 10, 20, 50, 100, 200)
SAID_DAYS = (7, 30, 90, 180)
OUTCOMES = ("pauses_because_told", "pauses_anyway", "does_not_pause")
OF_STATE: dict[str, dict[str, tuple[str, Callable[[float | None], str]]]] = {
    "clients": {
        "control": ("Control", share),
        "personal_strand": ("Personal strand", share),
        "institutional_strand": ("Institutional strand", share),
        "dependence": ("Dependence", share),
        "capability": ("Capability", number),
        "revenue": ("Own revenue", number),
    },
    "fronts": {
        "compliance": ("Accepts an order given today", percent),
        "tempo": ("Attacks a day now", number),
        "restraint": ("Restraint in force", share),
        "cap": ("Severity cap in force", share),
        "fear": ("Fear", share),
        "grievance": ("Grievance", share),
    },
    "adversaries": {
        "attribution": ("Blames the patron", percent),
        "pressure": ("Red-line pressure", number),
        "heat": ("Heat", number),
    },
}


class Linked(str):
    """Text with the address of a page; only of the web, whatever a scenario wrote."""

    address: str

    @classmethod
    def to(cls, words: str, address: str | None) -> str:
        if not str(address or "").startswith(("https://", "http://")):
            return words
        made = cls(words)
        made.address = str(address)
        return made


@dataclass(frozen=True)
class Table:
    """A caption, heads, and rows of text; the first cell of a row names it."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    wordy: bool = False  # text rather than numbers: cells align left


def follow(document: Document) -> Table:
    rows = []
    for entry in _by_front(document, document["follow"]):
        intervals = entry.get("parameters_90") or {}
        said = percents([entry.get(key) for key in OUTCOMES])
        cells = [
            f"{p} ({interval(intervals.get(key), percent)})" for key, p in zip(OUTCOMES, said, strict=True)
        ]
        bounds = interval(entry.get("told_bounds"), percent)
        rows.append(
            [
                actors.front_name(document, entry["front"]),
                entry["order"],
                *cells,
                bounds,
                entry.get("words") or "",
            ]
        )
    errors = [entry["mc_error"] for entry in document["follow"] if entry.get("mc_error") is not None]
    noise = f" Monte-Carlo error at most {100 * max(errors):.1f} points." if errors else ""
    windows = " or ".join(str(w) for w in actors.windows(document["follow"]))
    caption = (
        f"Who pauses for {windows} days, told so today. In brackets: 90% interval over parameters.{noise}"
    )
    told = "Because told: bounds for any pairing"
    return Table(
        caption,
        ["Front", "Order", "Because told", "Anyway", "Does not", told, "Because told, in words"],
        rows,
    )


def state(document: Document, kind: str) -> Table | None:
    """Clients, fronts or adversaries today; columns that nobody has a number for are left out."""
    held = (document.get("state") or {}).get(kind) or {}
    columns = {
        key: said for key, said in OF_STATE[kind].items() if any(entry.get(key) for entry in held.values())
    }
    if not columns:
        return None
    order = {"clients": actors.client_order, "adversaries": actors.adversary_order}.get(kind)
    ids = order(document) if order else [f["id"] for f in actors.fronts(document)]
    named = actors.names(document, kind)
    rows = [
        [named[id_], *(quantile(held.get(id_, {}).get(key), form) for key, (_, form) in columns.items())]
        for id_ in ids
    ]
    over = covers(entry.get(key) for entry in held.values() for key in columns)
    when = day(document["scenario"]["as_of"])
    caption = f"{kind.capitalize()} on {when}: median and, in brackets, 90% interval over {over}."
    return Table(
        caption,
        [
            kind.capitalize().removesuffix("s") if kind != "adversaries" else "Adversary",
            *(t for t, _ in columns.values()),
        ],
        rows,
    )


def commander(document: Document) -> Table:
    held = {(row["front"], row["window_days"]): row for row in document["commander"]}
    days = actors.windows(document["commander"])
    rows = [
        [actors.front_name(document, front), *(_chance(held.get((front, d)), "order") for d in days)]
        for front in dict.fromkeys(row["front"] for row in _by_front(document, document["commander"]))
    ]
    caption = (
        "Chance of at least one order of restraint within each window. In brackets: 90% over parameters."
    )
    return Table(caption, ["Front", *(f"{d} days" for d in days)], rows)


def theories(document: Document) -> Table:
    """What each rival theory says of the headline numbers on which they differ most."""
    held = document["theories"]
    shown = differing(document, 6)
    heads = [
        f"{h['number'].capitalize()}{_about(document, h['about'])}, {h['window_days']} days" for h in shown
    ]
    rows = [
        [row["title"], percent(row["weight"]), *(percent(h["by_theory"][row["name"]]) for h in shown)]
        for row in held["rows"]
    ]
    rows += [
        ["All, by weight", "", *(percent(h["probability"]) for h in shown)],
        ["Structure's share of the variance", "", *(percent(h["variance"]["structure"]) for h in shown)],
    ]
    return Table("The numbers on which the theories differ most.", ["Theory", "Weight", *heads], rows)


def differing(document: Document, most: int, numbers: Sequence[str] = ()) -> list[Mapping[str, Any]]:
    """Headlines on which the theories differ most, widest first; of these numbers alone, where some are named."""

    def apart(headline: Mapping[str, Any]) -> float:
        said = headline["by_theory"].values()
        return float(max(said) - min(said))

    asked = [h for h in document["theories"]["headlines"] if not numbers or h["number"] in numbers]
    return sorted(asked, key=apart, reverse=True)[:most]


def _about(document: Document, who: str) -> str:
    if who in ("any", "all"):
        return ""
    return (
        f": {actors.names(document, 'adversaries', short=True).get(who) or actors.front_name(document, who)}"
    )


def _chance(row: Mapping[str, Any] | None, key: str) -> str:
    return f"{percent(row.get(key))} ({interval(row.get('parameters_90'), percent)})" if row else NOT_GIVEN


def attacks(document: Document) -> Table:
    rows = [
        [
            actors.front_name(document, row["front"]),
            f"{row['window_days']} days",
            number(row.get("median")),
            interval(row.get("50")),
            interval(row.get("90")),
            *(_at_least(row, n) for n in (1, 5, 20)),
        ]
        for row in _by_front(document, document["attacks"])
    ]
    head = ["Front", "Window", "Median", "50%", "90%", "At least 1", "At least 5", "At least 20"]
    return Table("Attacks by front and window. Intervals cover chance and parameters.", head, rows)


def _at_least(row: Mapping[str, Any], n: int) -> str:
    held = {step["n"]: step["p"] for step in row.get("at_least") or []}
    return percent(held[n]) if n in held else "–"


def exceedance(document: Document) -> Table | None:
    days = actors.main_window(document.get("attacks"))
    kept = [
        row
        for row in _by_front(document, document["attacks"])
        if row["window_days"] == days and row.get("at_least")
    ]
    counts = [n for n in SAID_AT_LEAST if any(step["n"] == n for row in kept for step in row["at_least"])]
    if not counts:
        return None
    rows = [[actors.front_name(document, row["front"]), *(_at_least(row, n) for n in counts)] for row in kept]
    return Table(
        f"Chance of at least so many attacks within {days} days.", ["Front", *map(str, counts)], rows
    )


def lethal(document: Document) -> Table:
    held = {(row["front"], row["window_days"]): row for row in document["lethal"]}
    days, main = actors.windows(document["lethal"]), actors.main_window(document["lethal"])
    rows = []
    for front in dict.fromkeys(row["front"] for row in _by_front(document, document["lethal"])):
        shown = [held.get((front, d)) for d in days]
        cells = [
            f"{percent(r.get('probability'))} ({interval(r.get('parameters_90'), percent)})"
            if r
            else NOT_GIVEN
            for r in shown
        ]
        at = held.get((front, main)) or {}
        ordered, slack = percents([at.get("ordered"), at.get("slack")])
        rows.append([actors.front_name(document, front), *cells, ordered, slack])
    caption = (
        "Chance of at least one lethal attack within each window. In brackets: 90% interval over parameters. "
        f"Last two columns: if one comes within {main} days, how likely it was ordered, and how likely slack."
    )
    return Table(caption, ["Front", *(f"{d} days" for d in days), "Ordered", "Slack"], rows)


def reprisal(document: Document) -> Table:
    named = actors.names(document, "adversaries")
    rows = [
        [
            named.get(row["adversary"], row["adversary"]),
            f"{row['window_days']} days",
            *percents([row.get(key) for key in LEVELS]),
        ]
        for row in document["reprisal"]
    ]
    head = ["Adversary", "Window", *(word.capitalize() for word in LEVELS.values())]
    return Table("Highest level of reprisal within each window; each row adds to one.", head, rows)


def highest(document: Document) -> Table:
    rungs = {str(r["rung"]): str(r["name"]) for r in document["ladder"]["rungs"]}
    rows = [
        [f"{row['window_days']} days", *percents([row.get(rung) for rung in rungs])]
        for row in document["ladder"].get("highest") or []
    ]
    head = ["Window", *(f"{rung} {name}" for rung, name in rungs.items())]
    return Table("Highest rung reached within each window; each row adds to one.", head, rows)


def first_passage(document: Document) -> Table:
    held = document["ladder"].get("first_passage") or []
    days = sorted({row["day"] for row in held})
    rungs = sorted({row["rung"] for row in held})
    if len(days) > len(SAID_DAYS):
        days = sorted({min((abs(d - wanted), d) for d in days)[1] for wanted in SAID_DAYS})
    chance = {(row["rung"], row["day"]): row["p"] for row in held}
    names = {r["rung"]: r["name"] for r in document["ladder"]["rungs"]}
    rows = [[f"{r} {names.get(r, '')}", *(percent(chance.get((r, d))) for d in days)] for r in rungs]
    return Table(
        "Chance that a rung has been reached, or passed, by a day.",
        ["Rung", *(f"day {d}" for d in days)],
        rows,
    )


def war(document: Document) -> Table:
    rows = [
        [
            f"{row['window_days']} days",
            percent(row.get("probability")),
            interval(row.get("parameters_90"), percent),
        ]
        for row in document["war"].get("windows") or []
    ]
    caption = "Chance of regional war within each window. The interval covers parameters."
    return Table(caption, ["Window", "Chance", "90%"], rows)


def weekly(document: Document, front: str) -> Table:
    rows = [
        [day(row["week"]), number(row.get("median")), interval(row.get("50")), interval(row.get("90"))]
        for row in document.get("weekly") or []
        if row["front"] == front
    ]
    caption = "Attacks in the week that starts on each date. Intervals cover chance and parameters."
    return Table(caption, ["Week from", "Median", "50%", "90%"], rows)


def history(document: Document) -> Table:
    named = actors.names(document, "fronts")
    rows = []
    for row in sorted(document["history"], key=lambda row: str(row["start"])):
        fronts = row.get("fronts") or ([row["front"]] if row.get("front") else [])
        dates = (
            day(row["start"])
            if row.get("end") in (None, row["start"])
            else f"{day(row['start'])} to {day(row['end'])}"
        )
        counted = "" if row.get("count") is None else number(row["count"])
        dead = "" if row.get("deaths") is None else number(row["deaths"])
        where = ", ".join(named.get(front, front) for front in fronts)
        what = (
            f"{row['kind']}: {row['label']}"
            if row.get("label") and row["label"] != row["kind"]
            else row["kind"]
        )
        source = Linked.to(str(row.get("source") or ""), row.get("address"))
        seen = ", ".join(str(row[key]) for key in ("published", "vintage") if row.get(key))
        rows.append([dates, what, where, counted, dead, source, seen])
    head = ["Date", "What", "Fronts", "Count", "Deaths", "Source", "Published"]
    return Table("What was reported, as far as this forecast used it.", head, rows, wordy=True)


def words(document: Document) -> Table:
    scale = document["words"].get("scale") or []
    rows = [[entry["word"], f"{percent(entry['from'])} to {percent(entry['to'])}"] for entry in scale]
    return Table(
        f"Words of probability: {document['words'].get('name', 'a scale')}.", ["Word", "Chance"], rows
    )


def _by_front(document: Document, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    place = {front["id"]: i for i, front in enumerate(actors.fronts(document))}
    return sorted(rows, key=lambda row: place.get(row["front"], len(place)))
