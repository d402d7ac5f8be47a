"""People's own forecasts, from a CSV or YAML file. Every fault is named with its row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.dates import read_date
from armslength.scenario.files import read_text
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_text import read_yaml
from armslength.scoring.ledger_entry import KINDS, Registered
from armslength.scoring.scoring_actors import ScoringActors

COLUMNS: dict[str, str] = {
    "forecaster": "who says so",
    "question": "attacks, reprisal, lethal or suspension",
    "about": "attacks, lethal: front or fronts (joined by ';') that are counted together; reprisal: adversary; suspension: client",
    "from": "first day, YYYY-MM-DD",
    "to": "last day, included",
    "at_least": "attacks: with a probability, the number asked for",
    "level": "reprisal: of this level or more; 1 if left out",
    "probability": "0 to 1",
    "median": "attacks: without at_least, the middle of what you expect",
    "low": "attacks: one in twenty that it is lower",
    "high": "attacks: one in twenty that it is higher",
    "note": "anything; it is kept",
}
NEEDED = ("forecaster", "question", "about", "from", "to")


def read_human(path: str | Path, who: ScoringActors) -> list[Registered]:
    """The forecasts of a file; raises `ArmslengthError` with every fault."""
    path = Path(path)
    text = read_text(path)
    if isinstance(text, Fault):
        raise ArmslengthError(text)
    rows = _yaml_rows(path, text) if path.suffix.lower() in (".yaml", ".yml") else _csv_rows(path, text)
    faults: list[Fault] = []
    forecasts = []
    for line, row in rows:
        try:
            forecasts.append(_registered(row, who))
        except ValueError as error:
            faults.append(Fault(path, line, str(error)))
    if not rows:
        faults.append(Fault(path, None, "holds no forecast", f"its columns are {', '.join(COLUMNS)}"))
    if faults:
        raise ArmslengthError(*faults)
    return forecasts


Rows = list[tuple[int, dict[str, str]]]


def _csv_rows(path: Path, text: str) -> Rows:
    reader = csv.reader(io.StringIO(text))
    header = [h.strip() for h in next(reader, [])]
    _known(path, 1, header)
    rows: Rows = []
    for cells in reader:
        if not any(c.strip() for c in cells):
            continue
        if len(cells) != len(header):
            raise ArmslengthError(
                Fault(path, reader.line_num, f"{len(cells)} cells where the header has {len(header)}")
            )
        rows.append((reader.line_num, dict(zip(header, (c.strip() for c in cells), strict=True))))
    return rows


def _yaml_rows(path: Path, text: str) -> Rows:
    document = read_yaml(str(path), text)
    if not isinstance(document.data, list) or not all(isinstance(row, Mapping) for row in document.data):
        raise ArmslengthError(
            Fault(path, None, "should be a list of forecasts", "each a mapping with " + ", ".join(NEEDED))
        )
    rows: Rows = []
    for i, row in enumerate(document.data):
        line = document.line(i) or 1
        _known(path, line, row)
        rows.append((line, {str(k): _text(v) for k, v in row.items()}))
    return rows


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(str(v) for v in value)
    return "" if value is None else str(value)


def _known(path: Path, line: int, names: Iterable[str]) -> None:
    names = list(names)
    for name in names:
        if name not in COLUMNS:
            raise ArmslengthError(Fault(path, line, f"unknown column '{name}'", did_you_mean(name, COLUMNS)))
    for name in NEEDED:
        if name not in names:
            raise ArmslengthError(Fault(path, line, f"'{name}' is missing", COLUMNS[name]))


def _registered(row: Mapping[str, str], who: ScoringActors) -> Registered:
    def get(name: str) -> str:
        return row.get(name, "")

    for name in NEEDED:
        if not get(name):
            raise ValueError(f"'{name}' is empty; {COLUMNS[name]}")
    kind = get("question")
    if kind not in KINDS:
        raise ValueError(f"unknown question '{kind}'; {did_you_mean(kind, KINDS)}")
    first, last = (_day(name, get(name)) for name in ("from", "to"))
    if last < first:
        raise ValueError(f"ends on {last}, before it starts on {first}")
    probability = _number("probability", get("probability"), 1.0)
    at_least, level = (_whole(name, get(name)) for name in ("at_least", "level"))
    if kind != "attacks" and (at_least is not None or get("median")):
        raise ValueError(f"'at_least' and 'median' are for attacks, not for a {kind}")
    if level is not None and (kind != "reprisal" or not 1 <= level <= 4):
        raise ValueError("'level' is for a reprisal, and runs from 1 to 4")
    quantiles = _quantiles(get) if kind == "attacks" and at_least is None else None
    if quantiles is None and probability is None:
        raise ValueError("'probability' is empty")
    if quantiles is not None and probability is not None:
        raise ValueError("a probability of attacks needs 'at_least'")
    return Registered(
        forecaster=get("forecaster"),
        kind=kind,
        about=_about(kind, get("about"), who),
        first=first,
        last=last,
        at_least=at_least,
        level=(level or 1) if kind == "reprisal" else None,
        probability=probability,
        quantiles=quantiles,
        note=get("note"),
    )


def _about(kind: str, text: str, who: ScoringActors) -> str:
    known = {"reprisal": who.adversaries, "suspension": who.clients}.get(kind, who.fronts)
    names = (
        [part.strip() for part in text.split(";") if part.strip()]
        if kind in ("attacks", "lethal")
        else [text]
    )
    for name in names:
        if name not in known:
            raise ValueError(f"'{name}' is not known; {did_you_mean(name, known)}")
    return who.target(names) if kind in ("attacks", "lethal") else text


def _quantiles(get: Any) -> tuple[float, float, float]:
    low, middle, high = (_number(name, get(name), 1e9) for name in ("low", "median", "high"))
    if low is None or middle is None or high is None:
        raise ValueError("write a probability with 'at_least', or 'median', 'low' and 'high'")
    if not low <= middle <= high:
        raise ValueError(f"'low' {low:g}, 'median' {middle:g} and 'high' {high:g} are not in order")
    return low, middle, high


def _day(name: str, text: str) -> date:
    try:
        return read_date(text)
    except ValueError as error:
        raise ValueError(f"'{name}' is '{text}'; {error}") from None


def _number(name: str, text: str, top: float) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"'{name}' is '{text}', not a number") from None
    if not 0 <= value <= top:
        raise ValueError(f"'{name}' is {text}; it runs from 0 to {top:g}")
    return value


def _whole(name: str, text: str) -> int | None:
    value = _number(name, text, 1e9)
    if value is not None and value != int(value):
        raise ValueError(f"'{name}' is {text}, not a whole number")
    return None if value is None else int(value)
