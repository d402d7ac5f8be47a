"""axis-2020: what becomes of each coded row, December 2019 to July 2021."""

from __future__ import annotations

from pathlib import Path

from tools.convert_cases.inputs import Row, read_rows
from tools.convert_cases.ledger import Ledger

EVENTS, TALLIES = "axis_events_2019-12_2021-07.csv", "axis_tallies.csv"
KH, NUJABA = "kataib-hezbollah/united-states", "nujaba/united-states"
BOTH = f"{KH};{NUJABA}"
BOTH_CLIENTS = "kataib-hezbollah;nujaba"

COUNTS = {("2020-01-04", "Green Zone"): 2, ("2020-12-10", "two coalition"): 2}
#: Deaths that are not the adversary's own.
OTHERS_DEAD = {
    "2020-09-28": "the dead were civilians of the host",
    "2020-11-17": "the dead was a child of the host",
    "2021-02-15": "of two dead, the coalition's contractor counts, the civilian does not",
    "2021-03-03": "a contractor's heart failed; not counted, as in the case of 2024",
}
OWN_DEAD = {"2020-09-28": 0, "2020-11-17": 0, "2021-02-15": 1, "2021-03-03": 0}
HARM = ("wounded", "hurt", "injured", "direct hit", "killed")
NO_HARM = ("shot down", "thwarted")
DROPPED_ATTACKS = {
    ("2019-12-31", "US embassy"): "a crowd, not an armed attack",
    ("2020-06-26", "Iraqi government"): "against the host's government, which is no adversary here",
}
STATEMENTS = {
    "2020-01-04": "the threat stands until the patron's own strike; its size is assumed",
    "2020-09-20": "the threat stands through the autumn; its size is assumed",
    "2020-12-23": "the threat stands until the handover of power; its size is assumed",
}
TALLY = {
    "us_targets_iraq_2020_fdd": ("us-rocket-fire", "2020-01-01"),
    "us_targets_iraq_since_23jul2020": ("us-newspaper-2020", "2020-07-23"),
    "us_targets_iraq_2021": ("us-newspaper-2021", "2021-01-01"),
}


def convert(data: Path, ledger: Ledger) -> list[Row]:
    """Decide about every row; returns the rows that were read."""
    rows, tallies = (
        read_rows(data, EVENTS),
        [r for r in read_rows(data, TALLIES) if r["as_of"] < "2023-10-07"],
    )
    for row in tallies:
        _tally(row, ledger)
    for row in rows:
        _EVENT[row["kind"]](row, ledger)
    return [*rows, *tallies]


def _tally(row: Row, ledger: Ledger) -> None:
    if row["series"] not in TALLY:
        ledger.drop(row, "begins in May 2019, before the case; it opens the fronts")
        ledger.keep(
            row,
            "opening",
            "used for the opening only: begins in May 2019, before the case",
            date="2019-12-15",
            front=BOTH,
            published="",
            note="attacks since May 2019: both fronts are open when the case begins",
        )
        return
    series, first = TALLY[row["series"]]
    ledger.keep(
        row,
        "tally",
        series=series,
        front=BOTH,
        date=first,
        end_date=row["as_of"],
        count=row["cumulative_count"],
    )


def _front(actor: str) -> str:
    if "Nujaba" in actor:
        return NUJABA
    return KH if actor.startswith(("Kataib", "KH", "suspected KH")) else BOTH


def _attack(row: Row, ledger: Ledger) -> None:
    for (when, target), reason in DROPPED_ATTACKS.items():
        if row["date"] == when and row["target"].startswith(target):
            ledger.drop(row, reason)
            return
    when, note = row["date"], row["severity_note"].lower()
    deaths = OWN_DEAD.get(when, int(row["fatalities"]) if row["fatalities"] else None)
    lethal = None if deaths is None else int(deaths > 0)
    harmed = 1 if lethal or any(w in note for w in HARM) else 0 if any(w in note for w in NO_HARM) else None
    count = next((n for (d, t), n in COUNTS.items() if d == when and row["target"].startswith(t)), 1)
    series = "us-newspaper-2021" if when >= "2021" else "us-rocket-fire"
    said = "; ".join(filter(None, [row.second_hand, OTHERS_DEAD.get(when, "")]))
    ledger.keep(
        row,
        "attack",
        series=series,
        front=_front(row["actor"]),
        count=count,
        harmed=harmed,
        lethal=lethal,
        deaths=deaths,
        note=said,
    )
    if when == "2020-11-17":
        ledger.keep(
            row,
            "suspension_end",
            front=BOTH,
            client=BOTH_CLIENTS,
            note="first breach of the halt of 10 October",
        )


def _reprisal(row: Row, ledger: Ledger) -> None:
    if row["actor"].startswith("US-led"):
        ledger.drop(row, "unconfirmed; the answer that was announced is that of 12 March")
        return
    front = BOTH if "militia drone" in row["target"] else KH
    level = 2 if row["fatalities"] or "dead" in row["severity_note"] else 1
    note = f"on {row['target']}; killed: {row['fatalities'] or 'not stated'}; {row.second_hand}"
    ledger.keep(
        row,
        "reprisal",
        "level 2 where the strike killed, else 1",
        adversary="united-states",
        front=front,
        level=level,
        note=note,
    )


def _decapitation(row: Row, ledger: Ledger) -> None:
    note = (
        "on the patron's commander and the founder of Kataib Hezbollah; level 4: the patron's own "
        "officer was the stated target"
    )
    ledger.keep(row, "reprisal", adversary="united-states", front=KH, level=4, note=note)
    ledger.keep(row, "succession", commander="qaani", note="the deputy takes office the same day (C8)")


def _directive(row: Row, ledger: Ledger) -> None:
    if row["date"] == "2020-11-18":
        ledger.keep(
            row,
            "order",
            front=KH,
            tempo_order=1,
            note=f"{row.second_hand}; what this group answered is not stated",
        )
        ledger.keep(
            row,
            "order",
            front=NUJABA,
            tempo_order=1,
            accepted=0,
            note=f"{row.second_hand}; some leaders refused",
        )
    else:
        ledger.keep(row, "order", front=BOTH, tempo_order=1, accepted=0)


def _visit(row: Row, ledger: Ledger) -> None:
    if row["date"] == "2020-12-01":
        ledger.drop(row, "the day is unknown, and the host's government was visited, not a client")
        return
    client = "hezbollah" if row["front"] == "lebanon_israel" else BOTH_CLIENTS
    ledger.keep(row, "visit", client=client, commander="qaani")


def _suspension(row: Row, ledger: Ledger) -> None:
    if row["compliance"] == "complied":
        ledger.keep(row, "suspension", front=BOTH, client=BOTH_CLIENTS, tempo_order=1)
    else:
        ledger.keep(
            row,
            "refusal",
            front=NUJABA,
            client="nujaba",
            note=f"another faction that answers for itself; {row.second_hand}",
        )


def _statement(row: Row, ledger: Ledger) -> None:
    if row["actor"] == "United States" and row["date"] in STATEMENTS:
        ledger.input(row, "public_threats", STATEMENTS[row["date"]])
    else:
        ledger.drop(row, "words without an act that the model holds")


def _strike(row: Row, ledger: Ledger) -> None:
    ledger.keep(
        row, "patron_strike", adversary="united-states", note=f"on {row['target']}; {row.second_hand}"
    )


def _trigger(row: Row, ledger: Ledger) -> None:
    ledger.input(row, "host_pressure", "the host raids a client; its size is assumed")


_EVENT = {
    "client_attack": _attack,
    "reprisal": _reprisal,
    "decapitation": _decapitation,
    "directive": _directive,
    "envoy_visit": _visit,
    "suspension": _suspension,
    "statement": _statement,
    "direct_exchange": _strike,
    "trigger": _trigger,
}
