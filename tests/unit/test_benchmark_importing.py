"""The invented file of the import's benchmark is in GED's own shape, and each of its rows is accounted for."""

from pathlib import Path

from armslength.importing.account import read_account
from benchmarks.importing import BARS, measure


def test_a_small_file_is_imported_and_measured(tmp_path: Path) -> None:
    measured = measure(tmp_path, rows=2_000)
    assert set(BARS) <= set(measured)
    assert len(read_account(tmp_path / "events.rows.csv")) == 2_000
