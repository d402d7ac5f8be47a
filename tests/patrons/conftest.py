"""An invented case of two patrons: one client switches from the first to the second, one has both, one has nobody."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

SCENARIO = """\
schema: 1
name: two
title: Two patrons, three clients
as_of: 2001-12-31
start: 2001-01-01
horizon: 30
patrons:
  near: {name: Near, organisation: The Bureau, commander: general}
  far: {name: Far}
commanders:
  general: {name: The General}
clients:
  band:
    name: The Band
    support:
      near:
        - {from: 2000, to: 2001-06-30, kinds: [weapons], source: assumed}
      far:
        - {from: 2001-07-01, to: 2001, level: 2, kinds: [funding, territory], source: assumed}
    towards:
      far: {autonomy: {value: 0.1, source: assumed}}
  both: {name: Both}
  alone: {name: Alone, support: nobody}
adversaries:
  neighbour: {name: The Neighbour}
fronts:
  band/neighbour: {}
  both/neighbour: {}
  alone/neighbour: {}
series:
  band: {definition: attacks counted, fronts: [band/neighbour]}
  both: {definition: attacks counted, fronts: [both/neighbour]}
  alone: {definition: attacks counted, fronts: [alone/neighbour]}
"""
HEAD = "event_id,series,date,end_date,kind,front,client,patron,tempo_order,accepted,count,source"
ORDERS = (
    "o1,,2001-08-05,,order,band/neighbour,,far,1,1,,assumed",
    "o2,,2001-07-05,,order,both/neighbour,,near,0.5,0,,assumed",
    "v1,,2001-07-05,,visit,,both,near,,,,assumed",
)


def events(*rows: str) -> str:
    """Return counts by month of each client, and these rows."""
    counted = [
        f"{who}{m},{who},2001-{m:02}-01,{date(2001, m, monthrange(2001, m)[1])},tally,,,,,,{3 + m % 4},assumed"
        for m in range(1, 13)
        for who in ("band", "both", "alone")
    ]
    return "\n".join([HEAD, *counted, *rows, ""])


Made = Callable[..., Path]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Return a function that writes the case, with parts of the scenario replaced."""

    def write(*edits: tuple[str, str], rows: tuple[str, ...] = ORDERS) -> Path:
        text = SCENARIO
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new, 1)
        (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "events.csv").write_text(events(*rows), encoding="utf-8")
        return tmp_path

    return write
