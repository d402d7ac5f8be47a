"""The order in which a row lists fronts means nothing: history and score are the same in any order."""

import csv
import random
from pathlib import Path

import jax
import numpy as np
import pytest

from armslength.history import encode
from armslength.scenario import load, save

LISTS = ("front", "weights", "client")


def permuted(case: str, folder: Path, seed: int) -> tuple[Path, int]:
    """Write the case with every list of its events in another order; return its folder and how many rows changed."""
    save(load(case), folder)
    rng, changed = random.Random(seed), 0
    file = folder / "events.csv"
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        size = len(row["front"].split(";"))
        order = rng.sample(range(size), size)
        before = dict(row)
        for name in LISTS:
            listed = (row.get(name) or "").split(";")
            if len(listed) == size > 1:
                row[name] = ";".join(listed[i] for i in order)
        changed += row != before
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return folder, changed


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", ["axis-2024", "axis-2020"])
def test_any_order_gives_the_same_history(name: str, seed: int, tmp_path: Path) -> None:
    folder, changed = permuted(name, tmp_path / name, seed)
    assert changed > 5
    before, after = load(name), load(folder)
    first, second = (encode(case, case.layout.network) for case in (before, after))
    for one, other in zip(jax.tree.leaves(first), jax.tree.leaves(second), strict=True):
        np.testing.assert_allclose(np.asarray(one), np.asarray(other), atol=1e-12)
