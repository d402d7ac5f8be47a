"""Whatever a file has been through, it is read or refused: no other error, and no row unaccounted for."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength.errors import ArmslengthError
from armslength.importing.actors_file import actors_of
from armslength.importing.import_events import import_events
from tests.importing.conftest import ACTORS, acled_row, acled_text, ged_row, ged_text, gtd_row, gtd_text

FILES = {
    "ged": ged_text([ged_row(i, f"2013-0{1 + i % 9}-{10 + i}") for i in range(8)]).encode(),
    "acled": acled_text([acled_row(i, f"{1 + i} March 2023") for i in range(8)]).encode(),
    "gtd": gtd_text([gtd_row(i, 2011, i % 13, i) for i in range(8)]).encode(),
}
PIECES = st.sampled_from(
    [
        b'"',
        b",",
        b"\n",
        b"\r",
        b"\0",
        b";",
        b"\t",
        b"\xff",
        b"9999-12-31",
        b"-1",
        b"1e400",
        b"99999999999999999999",
        b"#",
        b"\xef\xbb\xbf",
        b" ",
    ]
)
PLACE = st.integers(0, 2_000)
EDITS = st.lists(st.tuples(PLACE, st.one_of(PIECES, st.integers(1, 60))), min_size=1, max_size=6)


@pytest.mark.parametrize("data", FILES)
@settings(max_examples=60)
@given(edits=EDITS)
def test_a_scrambled_file_is_read_or_refused(data, edits) -> None:
    text = bytearray(FILES[data])
    for place, edit in edits:
        at = place % (len(text) + 1)
        text[at : at + (edit if isinstance(edit, int) else 0)] = b"" if isinstance(edit, int) else edit
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        path.write_bytes(bytes(text))
        try:
            made = import_events(data, [path], actors_of(ACTORS, "actors.csv"))
        except ArmslengthError as error:
            made, refused = None, error.faults
    if made is None:
        assert refused
        assert not [fault for fault in refused if "\n" in str(fault)]
        return
    assert sum(file.rows for file in made.vintage.files) == len(made.account)
    assert len({(row.file, row.line) for row in made.account}) == len(made.account)
    events = {e.event_id for e in made.events}
    assert all((row.event in events) == (row.outcome != "dropped") for row in made.account)
