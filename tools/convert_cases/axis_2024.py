"""axis-2024: what becomes of each coded row, 7 October 2023 to 8 February 2024."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tools.convert_cases.inputs import Row, day, read_rows
from tools.convert_cases.ledger import Ledger

EVENTS = "axis_events_2023-10_2024-02.csv"
TALLIES, WEEKS = "axis_tallies.csv", "axis_weekly_counts.csv"

KH, NUJABA, AUXILIARIES = (
    "kataib-hezbollah/united-states",
    "nujaba/united-states",
    "auxiliaries/united-states",
)
IRAQ, ALL_US = f"{KH};{NUJABA}", f"{KH};{NUJABA};{AUXILIARIES}"
SHIPPING, YEMEN_ISRAEL = "ansarallah/shipping-coalition", "ansarallah/israel"
LEBANON, SYRIA_ISRAEL, IRAQ_ISRAEL = "hezbollah/israel", "auxiliaries/israel", "kataib-hezbollah/israel"

SERIES = {
    "iraq_syria_us": "us-official",
    "jordan_us": "us-official",
    "lebanon_israel": "lebanon-attacks",
    "red_sea": "shipping-official",
    "yemen_israel": "yemen-launches",
    "syria_israel": "minor-attacks",
    "iraq_israel": "minor-attacks",
}
FRONT = {
    "lebanon_israel": LEBANON,
    "red_sea": SHIPPING,
    "yemen_israel": YEMEN_ISRAEL,
    "syria_israel": SYRIA_ISRAEL,
    "iraq_israel": IRAQ_ISRAEL,
}
OPENS = {
    ("2023-10-08", LEBANON),
    ("2023-10-17", "us"),
    ("2023-10-19", YEMEN_ISRAEL),
    ("2023-11-09", SYRIA_ISRAEL),
    ("2023-11-19", SHIPPING),
    ("2024-02-01", IRAQ_ISRAEL),
}
IN_SYRIA = ("tanf", "shaddadi", "rumaylan", "euphrates", "green village", "syria", "omar")

#: Attacks in a row that counts more than one, by date and first words of the target.
COUNTS = {
    ("2023-10-19", "two bases"): 2,
    ("2023-10-30", "al-Asad"): 4,
    ("2023-11-17", "three bases"): 3,
    ("2023-11-23", "al-Asad"): 4,
    ("2023-12-08", "five bases"): 5,
    ("2023-11-02", "19 Israeli"): 19,
    ("2023-11-23", "northern Israel"): 16,
    ("2023-12-03", "Beit Hillel"): 7,
}
#: Words of a note that say an attack did harm, and words that say it did none.
HARM = (
    "injured",
    "injuries",
    "wounded",
    "one hit",
    "hit by",
    "missile hit",
    "drone hit",
    "hit, ",
    "ship hit",
    "concussion",
    "damage",
    "boarding and seizure",
    "missile strike",
    "treated",
)
NO_HARM = (
    "intercept",
    "shot down",
    "missed",
    "neutralised",
    "fell ",
    "no hit",
    "near miss",
    "near vessel",
    "attempted boarding",
    "detonates near",
)

DROPPED_ATTACKS = {
    (
        "2023-11-08",
        "US MQ-9",
    ): "air defence against a military drone, before the campaign against ships began",
    ("2023-11-26", "Central Park"): "perpetrators possibly unrelated gunmen",
    ("2023-12-15", "MSC Alanya"): "claimed only; the series counts confirmed attacks",
    ("2024-01-22", "Ocean Jazz"): "claimed only; the series counts confirmed attacks",
    ("2024-01-30", "Koi"): "claimed only; the series counts confirmed attacks",
    ("2024-01-24", "Maersk Chesapeake"): "the same attack as on the Maersk Detroit",
    (
        "2023-12-31",
        "Maersk Hangzhou",
    ): "the attack of 30 December continued; the official numbering holds one place for both",
}
DROPPED_REPRISALS = {
    ("2023-12-03", "militants"): "a strike on a launch under way is defence, not an answer",
    ("2024-01-09", "rocket launcher"): "a strike on a launch under way is defence, not an answer",
    ("2024-01-16", "four anti-ship"): "a strike on a launch under way is defence, not an answer",
    ("2024-01-17", "14 Houthi"): "a strike on a launch under way is defence, not an answer",
    ("2024-01-19", "three anti-ship"): "a strike on a launch under way is defence, not an answer",
    (
        "2024-02-08",
        "Houthi launch",
    ): "strikes on launch sites of 7-10 February, dated by a range that passes the as-of date",
    (
        "2023-11-22",
        "Hezbollah house",
    ): "level 2; only level 3 and above is coded for an adversary that fires daily",
}
ADVERSARY = {
    "United States": "united-states",
    "United States/United Kingdom": "shipping-coalition",
    "Israel": "israel",
}


def convert(data: Path, ledger: Ledger) -> list[Row]:
    """Decide about every row; returns the rows that were read."""
    events, tallies, weeks = (read_rows(data, f) for f in (EVENTS, TALLIES, WEEKS))
    for row in events:
        _EVENT[row["kind"]](row, ledger)
    from tools.convert_cases.axis_2024_tallies import convert_tallies, convert_weeks

    mine = [row for row in tallies if row["as_of"] >= "2023-10-07"]
    convert_tallies(mine, ledger)
    convert_weeks(weeks, ledger)
    return [*events, *mine, *weeks]


def _match(table: dict, row: Row):  # type: ignore[no-untyped-def,type-arg]
    """The entry for a row's date and the first words of its target."""
    return next(
        (v for (when, start), v in table.items() if row["date"] == when and row["target"].startswith(start)),
        None,
    )


def _us_front(row: Row) -> str:
    if row["actor"].startswith("Kataib Hezbollah"):
        return KH
    return ALL_US if any(place in row["target"].lower() for place in IN_SYRIA) else IRAQ


def _attack(row: Row, ledger: Ledger) -> None:
    if reason := _match(DROPPED_ATTACKS, row):
        ledger.drop(row, reason)
        return
    front = FRONT.get(row["front"]) or _us_front(row)
    when = row["date"]
    reason = ""
    if row["front"] == "red_sea" and when >= "2024-01-10":
        series = "shipping-listed"
    else:
        series = SERIES[row["front"]]
    if when == "2023-11-28":
        when, reason = (
            "2023-11-29",
            "one source dates it the 29th, and the official count stood still until the 28th",
        )
    note = row["severity_note"].lower()
    harmed = 1 if any(w in note for w in HARM) else 0 if any(w in note for w in NO_HARM) else None
    deaths = int(row["fatalities"]) if row["fatalities"] else None
    lethal = None if deaths is None else int(deaths > 0)
    if lethal:
        harmed = 1
    count = _match(COUNTS, row) or 1
    if (when, front if row["front"] in FRONT else "us") in OPENS and not _opened(ledger, row):
        opened = ALL_US if row["front"] not in FRONT else front
        ledger.keep(row, "opening", front=opened, note="the first attack of the war on this front")
    ledger.keep(
        row,
        "attack",
        reason,
        date=when,
        series=series,
        front=front,
        count=count,
        harmed=harmed,
        lethal=lethal,
        deaths=deaths,
    )


def _opened(ledger: Ledger, row: Row) -> bool:
    front = FRONT.get(row["front"], ALL_US)
    return any(e["kind"] == "opening" and e["front"] == front for e in ledger.events)


def _reprisal(row: Row, ledger: Ledger) -> None:
    if reason := _match(DROPPED_REPRISALS, row):
        ledger.drop(row, reason)
        return
    target = row["target"]
    adversary = "shipping-coalition" if row["front"] == "red_sea" else ADVERSARY[row["actor"]]
    front = SHIPPING if row["front"] == "red_sea" else KH if "KH " in target else ALL_US
    killed = row["fatalities"] or "not stated"
    level = 2 if (row["fatalities"] or "0") != "0" or "likely killed" in row["severity_note"] else 1
    note = f"on {target}; killed: {killed}; {row.second_hand}"
    ledger.keep(
        row,
        "reprisal",
        "level 2 where the strike killed, else 1",
        front=front,
        adversary=adversary,
        level=level,
        note=note,
    )


def _decapitation(row: Row, ledger: Ledger) -> None:
    front, level = {"lebanon_israel": (LEBANON, 3), "syria_israel": (SYRIA_ISRAEL, 4)}.get(
        row["front"], ("", 3)
    )
    if not front:
        front = NUJABA if "Nujaba" in row["target"] else KH
    why = (
        "level 4: the patron's own officers were the reported target"
        if level == 4
        else "level 3: a leader was the target"
    )
    note = f"on {row['target']}; {row.second_hand}; {why}"
    ledger.keep(row, "reprisal", why, front=front, adversary=ADVERSARY[row["actor"]], level=level, note=note)


def _directive(row: Row, ledger: Ledger) -> None:
    if not row["actor"].startswith("Iran (Quds Force)"):
        ledger.drop(
            row,
            {
                "2023-11-06": "a host asking the patron, not the patron telling a client",
                "2023-11-15": "to the trigger's side, which has no front here",
                "2024-01-26": "a third state asking the patron; whether it was passed on is unknown",
                "2024-02-01": "to the patron's own officers, not to a client",
            }[row["date"]],
        )
        return
    for front, accepted, how in (
        (KH, 1, "accepted: the suspension of 30 January announces it"),
        (NUJABA, 0, "refused: its leader says so on 2 February"),
    ):
        ledger.keep(
            row,
            "order",
            front=front,
            tempo_order=1,
            severity_cap=1,
            accepted=accepted,
            note=f"{row.second_hand}; {how}",
        )


def _visit(row: Row, ledger: Ledger) -> None:
    if row["date"] == "2023-10-16":
        ledger.drop(row, "in Tehran; no client was visited")
    elif row["actor"].startswith("United States"):
        ledger.drop(row, "an adversary's visit to a host; its size as a threat is unknown")
    else:
        clients = "hezbollah" if row["front"] == "lebanon_israel" else "kataib-hezbollah;nujaba"
        commander = "qaani" if row["date"] == "2023-10-08" else ""
        ledger.keep(row, "visit", client=clients, commander=commander)


def _suspension(row: Row, ledger: Ledger) -> None:
    if row["date"] < "2023-12-01":
        if row["actor"] == "Hezbollah":
            ledger.keep(
                row,
                "tally",
                "a halt tied to a truce is the truce; kept as a zero",
                series="lebanon-attacks",
                front=LEBANON,
                end_date="2023-11-30",
                count=0,
            )
        else:
            ledger.drop(row, "a halt tied to a truce is the truce; the official count holds its zeros")
    elif row["compliance"] == "defied":
        ledger.keep(row, "refusal", front=NUJABA, client="nujaba")
    else:
        ledger.keep(row, "suspension", front=KH, client="kataib-hezbollah", tempo_order=1)


def _truce(row: Row, ledger: Ledger) -> None:
    ledger.input(row, "trigger.csv", "the truce is a phase of the trigger")


def _trigger(row: Row, ledger: Ledger) -> None:
    if row["date"] == "2023-10-07":
        ledger.input(row, "trigger.csv", "the trigger war begins")
    else:
        ledger.drop(row, "part of the trigger war; its phase's intensity holds it")


def _strike(row: Row, ledger: Ledger) -> None:
    adversary = "israel" if row["front"] == "iran_israel" else "united-states"
    ledger.keep(row, "patron_strike", adversary=adversary, note=f"on {row['target']}; {row.second_hand}")


def _statement(row: Row, ledger: Ledger) -> None:
    if (row["date"], row["actor"]) == ("2024-01-03", "US and 12-13 partners"):
        ledger.input(row, "public_threats", "a threat with a consequence days later; its size is assumed")
    elif (row["date"], row["actor"]) == ("2023-12-14", "Iraq government"):
        ledger.input(row, "host_pressure", "the host acts against attackers; its size is assumed")
    else:
        ledger.drop(row, "words without an act that the model holds")


_EVENT = {
    "client_attack": _attack,
    "reprisal": _reprisal,
    "decapitation": _decapitation,
    "directive": _directive,
    "envoy_visit": _visit,
    "suspension": _suspension,
    "truce": _truce,
    "trigger": _trigger,
    "direct_exchange": _strike,
    "statement": _statement,
}


def after(text: str) -> str:
    """The day after a date."""
    return str(day(text) + timedelta(days=1))
