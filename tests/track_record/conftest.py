"""Invented networks by the week: counts of one or two fronts, drawn with a fixed seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from armslength.formatting import csv_text

START, WEEKS = date(2001, 1, 1), 160
COLUMNS = ("event_id", "series", "date", "end_date", "kind", "front", "count", "source")

Maker = Callable[..., Path]


def scenario_text(name: str, fronts: list[str], end: date, step: str) -> str:
    return "\n".join(
        [
            "schema: 1",
            f"name: {name}",
            f"as_of: {end}",
            f"start: {START}",
            f"step: {step}",
            "patron: {name: A patron}",
            f"clients: {{band: {{name: A band of {name}}}}}",  # of its own: the same in two networks is counted once
            "adversaries:",
            *(f"  {front.partition('/')[2]}: {{name: {front}}}" for front in fronts),
            "fronts:",
            *(f"  {front}: {{parameters: {{base_rate: {{value: 0.3, source: press}}}}}}" for front in fronts),
            "series:",
            *(
                f"  {front.partition('/')[2]}-counts: {{definition: Clashes., unit: clashes, counts: deadly_clashes, fronts: [{front}]}}"
                for front in fronts
            ),
            "",
        ]
    )


@pytest.fixture
def make_network(tmp_path: Path) -> Maker:
    """Return a function that writes a network and returns its folder."""

    def make(
        name: str,
        seed: int,
        weeks: int = WEEKS,
        change: Callable[[np.ndarray], None] | None = None,
        step: str = "week",
    ) -> Path:
        rng = np.random.default_rng(seed)
        folder = tmp_path / name
        folder.mkdir()
        fronts = ["band/hill"]
        y = rng.negative_binomial(2, 2 / (2 + np.exp(0.5 + np.sin(np.arange(weeks) / 12))))
        if change:
            change(y)
        rows = [
            (
                f"w{i}",
                "hill-counts",
                START + timedelta(days=7 * i),
                START + timedelta(days=7 * i + 6),
                "tally",
                "band/hill",
                int(n),
                "press",
            )
            for i, n in enumerate(y)
        ]
        (folder / "events.csv").write_text(csv_text([COLUMNS, *rows]), encoding="utf-8")
        (folder / "sources.yaml").write_text(
            'press: {title: "A newspaper", published: "2000-01-01"}\n', encoding="utf-8"
        )
        end = START + timedelta(days=7 * weeks - 1)
        (folder / "scenario.yaml").write_text(scenario_text(name, fronts, end, step), encoding="utf-8")
        return folder

    return make
