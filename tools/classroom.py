"""classroom: an invented history of sixty days, drawn once with a fixed seed. Nothing in it happened."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from pathlib import Path

from armslength.scenario.event_kinds import USUAL

START, DAYS, SEED = date(2001, 3, 1), 60, 7
OPENS = {"harbour-guard/tarn": 1, "hill-column/tarn": 6, "river-league/merchants": 13}
RATES = {"harbour-guard/tarn": 2.4, "hill-column/tarn": 0.9, "river-league/merchants": 0.5}
SERIES = {
    "harbour-guard/tarn": "shore-log",
    "hill-column/tarn": "hill-log",
    "river-league/merchants": "port-log",
}
TRUCE = range(25, 31)
LETHAL_DAY, ORDER_DAY, ANSWER_DAY, REPRISAL_DAY = 44, 46, 48, 49


def write_events(folder: Path) -> None:
    """`events.csv`: daily tallies by front, with a truce, a lethal attack, an order and what became of it."""
    rows = [row for front in OPENS for row in _front(front)] + _story()
    rows.sort(key=lambda r: (r["date"], r["event_id"]))
    out = io.StringIO()
    writer = csv.DictWriter(out, USUAL, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    (folder / "events.csv").write_text(out.getvalue(), encoding="utf-8")


def _day(number: int) -> str:
    return str(START + timedelta(days=number))


def _row(name: str, number: int, kind: str, **cells: object) -> dict[str, str]:
    base = {
        "event_id": name,
        "date": _day(number),
        "kind": kind,
        "source": "teacher",
        "published": _day(number),
        "confidence": "high",
    }
    return base | {k: str(v) for k, v in cells.items()}


def _front(front: str) -> list[dict[str, str]]:
    """Draw Poisson counts: none before the front opens or in the truce, few for the obedient after the order."""
    chance = random.Random(f"{SEED} {front}")
    short = front.partition("/")[0]
    rows = [_row(f"open-{short}", OPENS[front], "opening", front=front)]
    for number in range(DAYS):
        rate = 0.0 if number < OPENS[front] or number in TRUCE else RATES[front]
        if front == "hill-column/tarn" and number > ORDER_DAY + 1:
            rate *= 0.05
        count = _poisson(chance, rate)
        if front == "river-league/merchants" and number == LETHAL_DAY:
            count = max(count, 1)
        if number == OPENS[front]:
            count = max(count, 1)
        rows.append(
            _row(f"{short}-{number:02d}", number, "tally", front=front, series=SERIES[front], count=count)
        )
    return rows


def _poisson(chance: random.Random, rate: float) -> int:
    limit, product, count = 2.718281828459045**-rate, chance.random(), 0
    while product > limit:
        product, count = product * chance.random(), count + 1
    return count


def _story() -> list[dict[str, str]]:
    both = {"tempo_order": 1, "severity_cap": 1}
    return [
        _row(
            "lethal",
            LETHAL_DAY,
            "attack",
            front="river-league/merchants",
            series="port-log",
            count=1,
            harmed=1,
            lethal=1,
            deaths=2,
            note="two sailors die; nobody says who gave the word",
        ),
        _row("visit", ORDER_DAY, "visit", client="hill-column;river-league", commander="marrow"),
        _row("order-hill", ORDER_DAY, "order", front="hill-column/tarn", accepted=1, **both),
        _row("order-river", ORDER_DAY, "order", front="river-league/merchants", accepted=0, **both),
        _row(
            "halt-hill",
            ANSWER_DAY,
            "suspension",
            front="hill-column/tarn",
            client="hill-column",
            tempo_order=1,
        ),
        _row("refusal-river", ANSWER_DAY, "refusal", front="river-league/merchants", client="river-league"),
        _row(
            "answer", REPRISAL_DAY, "reprisal", front="river-league/merchants", adversary="merchants", level=2
        ),
    ]
