"""axis-2024: cumulative counts as increments that do not overlap."""

from __future__ import annotations

from tools.convert_cases.axis_2024 import ALL_US, LEBANON, SHIPPING, after
from tools.convert_cases.inputs import Row
from tools.convert_cases.ledger import Ledger

US, CENTCOM = "us_forces_iraq_syria_jordan", "red_sea_shipping"
START = "2023-10-07"

#: Cumulative counts that make no increment of their own.
MERGED = {
    (
        US,
        "2023-10-31",
    ): "merged with the next: the attacks dated to 1 and 2 November leave no room for an increment of one",
    (
        US,
        "2023-12-08",
    ): (
        "merged with the next: additions of 8-13 December came late, and six attacks are dated to the "
        "8th alone"
    ),
    (CENTCOM, "2023-12-23"): "counts vessels, where the series numbers attacks",
    (CENTCOM, "2024-01-19"): "'more than 30', a bound and not the official numbering",
    (CENTCOM, "2024-01-24"): "'at least 30', a bound and not the official numbering",
}
LAST_DAY = {(US, "2024-01-04"): "2024-01-03"}  # 'nine since 4 January': the rest came before that day
#: Single counts from a start date, kept as one segment each: series, first day, front.
SINGLE = {
    "lebanon_to_israel_strikes_acled": ("lebanon-attacks", "2023-10-08", LEBANON),
    "launches_from_lebanon_idf_2024": ("lebanon-launches", "2024-01-01", LEBANON),
    "us_forces_lead_ig_oir": ("us-inspector-general", "2023-10-17", ALL_US),
    "us_bases_syria_sohr": ("us-syria-monitor", "2023-10-19", ALL_US),
    "red_sea_shipping_other": ("shipping-vessels", "2023-11-19", SHIPPING),
}
UNUSED = {
    "idf_strikes_lebanon": "Israel fires daily; only reprisals of level 3 and above are coded",
    "idf_targets_hit_lebanon": "Israel fires daily; only reprisals of level 3 and above are coded",
    "killed_in_lebanon": "the clients' dead and civilians; only the adversary's own dead enter the model",
    "munitions_from_lebanon": "munitions, 'more than', by a minister: no count of attacks",
    "red_sea_monthly_peak_india_dgs": "published June 2024; a later tally may not drive the tempo",
    "us_forces_iraq_syria_jordan_approx": "rounded versions of the official count",
    "us_injured": "people, not attacks; the model holds harm by attack",
}
#: Weeks from 10 January 2024, when the official numbering in our sources ends: first and last day.
LISTED = {
    "2024-01-08": ("2024-01-10", "2024-01-14"),
    "2024-01-15": ("2024-01-15", "2024-01-21"),
    "2024-01-22": ("2024-01-22", "2024-01-28"),
    "2024-01-29": ("2024-01-29", "2024-02-04"),
}
LAST_WEEK = ("2024-02-05", "2024-02-08")


def convert_tallies(rows: list[Row], ledger: Ledger) -> None:
    """Increments of the two long counts, single segments of the others."""
    for series, name, front, first in (
        (US, "us-official", ALL_US, "2023-10-17"),
        (CENTCOM, "shipping-official", SHIPPING, "2023-11-19"),
    ):
        _increments([r for r in rows if r["series"] == series], name, front, first, ledger)
    for row in rows:
        if row["series"] in SINGLE:
            name, first, front = SINGLE[row["series"]]
            published = "revised" if name == "lebanon-launches" else row.published
            ledger.keep(
                row,
                "tally",
                series=name,
                front=front,
                date=first,
                end_date=row["as_of"],
                count=row["cumulative_count"],
                published=published,
            )
        elif row["series"] in UNUSED:
            ledger.drop(row, UNUSED[row["series"]])


def _increments(rows: list[Row], name: str, front: str, first: str, ledger: Ledger) -> None:
    before = 0
    for row in sorted(rows, key=lambda r: r["as_of"]):
        key = (row["series"], row["as_of"])
        if key in MERGED:
            ledger.drop(row, MERGED[key])
            continue
        last, total = LAST_DAY.get(key, row["as_of"]), int(row["cumulative_count"])
        note = f"{total} since {row['since']}, less {before}; {row.second_hand}"
        ledger.keep(
            row,
            "tally",
            series=name,
            front=front,
            date=first,
            end_date=last,
            count=total - before,
            confidence="high",
            note=note,
        )
        first, before = after(last), total


def convert_weeks(rows: list[Row], ledger: Ledger) -> None:
    """The weekly file: zeros before each campaign, and the weeks of the listed ships; the rest repeats the
    tallies."""
    zeros = {
        "iraq_syria_us": ("us-official", ALL_US, "2023-10-16"),
        "red_sea": ("shipping-official", SHIPPING, "2023-11-18"),
    }
    for row in rows:
        front = row["front"]
        if front in zeros and row["basis"].find("before campaign") >= 0:
            _zero(row, *zeros[front], ledger)
        elif front == "red_sea" and row["week"] in LISTED:
            _listed(row, *LISTED[row["week"]], ledger)
            if row["week"] == "2024-01-29":
                _listed(row, *LAST_WEEK, ledger)
        else:
            ledger.drop(
                row,
                {
                    "iraq_syria_us": "interpolated within the official count, which is kept instead",
                    "lebanon_israel": "rests on totals published after 8 February 2024",
                    "yemen_israel": "repeats the dated launches, with a bound from a later total",
                    "red_sea": "within the official numbering, which is kept instead",
                }[front],
            )


def _zero(row: Row, series: str, front: str, last: str, ledger: Ledger) -> None:
    if any(e["kind"] == "tally" and e["series"] == series and e["date"] == START for e in ledger.events):
        ledger.drop(row, "part of one zero segment from 7 October to the campaign's first day")
        return
    ledger.keep(
        row,
        "tally",
        series=series,
        front=front,
        date=START,
        end_date=last,
        count=0,
        source="assumed",
        published="",
        confidence="high",
        note="none before the campaign's first day, from which the official count runs",
    )


def _listed(row: Row, first: str, last: str, ledger: Ledger) -> None:
    attacks = [
        e
        for e in ledger.events
        if e["kind"] == "attack" and e["front"] == SHIPPING and first <= e["date"] <= last
    ]
    note = "sum of the confirmed attacks dated one by one; no numbering to check it against"
    ledger.keep(
        row,
        "tally",
        "recounted from the list, warships included",
        series="shipping-listed",
        front=SHIPPING,
        date=first,
        end_date=last,
        count=sum(int(e["count"]) for e in attacks),
        source="listed-ships",
        published="",
        confidence="medium",
        note=note,
    )
