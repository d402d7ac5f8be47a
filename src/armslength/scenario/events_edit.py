"""Changes to single rows of `events.csv`: every other byte stays as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.csv_rows import delimiter_of
from armslength.scenario.event_kinds import COLUMNS
from armslength.scenario.files import EVENTS, plain_lines
from armslength.scenario.suggest import did_you_mean

Span = tuple[int, int]


def with_cells(text: str, line: int, cells: Mapping[str, str]) -> str:
    """Return a text with other cells in the row that begins on a line."""
    text = plain_lines(text)
    columns, delimiter, _ = _header(text, cells)
    spans = _spans(text, _begin_of(text, line), delimiter)
    for column in sorted(
        cells, key=columns.index, reverse=True
    ):  # from the right: what is before does not move
        start, end = spans[columns.index(column)]
        text = text[:start] + _written(cells[column], delimiter) + text[end:]
    return text


def with_rows(text: str, rows: Sequence[Mapping[str, str]]) -> str:
    """Return a text with more rows at its end; a column that a row does not name is empty in it."""
    text = plain_lines(text)
    columns, delimiter, _ = _header(text, [column for row in rows for column, cell in row.items() if cell])
    ends = "" if text.endswith("\n") else "\n"
    written = (delimiter.join(_written(row.get(c, ""), delimiter) for c in columns) for row in rows)
    return text + ends + "".join(f"{line}\n" for line in written)


def with_columns(text: str, columns: Sequence[str]) -> str:
    """Return a text that has these columns too, those that it did not have empty and on the right."""
    text = plain_lines(text)
    held, delimiter, first = _header(text, ())
    more = [column for column in columns if column not in held]
    if not more:
        return text
    out, at = text[:first], first
    for is_header, end in _row_ends(text, first, delimiter):
        out += text[at:end] + "".join(delimiter + (column if is_header else "") for column in more)
        at = end
    return out + text[at:]


def without_rows(text: str, lines: Iterable[int]) -> str:
    """Return a text without the rows that begin on these lines."""
    text = plain_lines(text)
    delimiter = delimiter_of(text, tuple(COLUMNS))
    for line in sorted(lines, reverse=True):
        begin = _begin_of(text, line)
        text = text[:begin] + text[_spans(text, begin, delimiter)[-1][1] + 1 :]
    return text


def _row_ends(text: str, at: int, delimiter: str) -> Iterator[tuple[bool, int]]:
    """Yield the end of each row that is not blank, and whether it is the header."""
    is_header = True
    while at < len(text):
        end = _spans(text, at, delimiter)[-1][1]
        if text[at:end].strip():
            yield is_header, end
            is_header = False
        at = end + 1


def _header(text: str, asked: Iterable[str]) -> tuple[list[str], str, int]:
    """Return the columns, what stands between them, and where they begin; raise where one that is asked is not there."""
    asked = list(dict.fromkeys(asked))
    delimiter = delimiter_of(text, tuple(COLUMNS))
    first = len(text) - len(text.lstrip("\n"))
    columns = [text[start:end].strip(' "') for start, end in _spans(text, first, delimiter)]
    if missing := [column for column in asked if column not in columns]:
        what = f"has no column '{missing[0]}'"
        raise ArmslengthError(Fault(EVENTS, 1, what, did_you_mean(missing[0], filter(None, columns))))
    return columns, delimiter, first


def _begin_of(text: str, line: int) -> int:
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1])


def _spans(text: str, at: int, delimiter: str) -> list[Span]:
    """Return where the cells of the row that begins at `at` stand, their quotation marks with them."""
    spans: list[Span] = []
    start, is_quoted = at, False
    for i in range(at, len(text) + 1):
        letter = text[i] if i < len(text) else "\n"
        if letter == '"' and (is_quoted or not text[start:i].strip(" ")):
            is_quoted = not is_quoted
        elif letter == '"' and text[i - 1] == '"' and text[start:i].lstrip(" ").startswith('"'):
            is_quoted = True  # two in a row stand for one
        elif letter in (delimiter, "\n") and (not is_quoted or i == len(text)):
            spans.append((start, i))
            start = i + 1
            if letter == "\n":
                break
    return spans


def _written(cell: str, delimiter: str) -> str:
    needs_marks = any(letter in cell for letter in (delimiter, '"', "\n", "\r")) or cell != cell.strip()
    return '"' + cell.replace('"', '""') + '"' if needs_marks else cell
