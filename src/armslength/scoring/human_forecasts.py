"""People's own forecasts, from a CSV or YAML file. Every fault is named with its row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from armslength.errors import ArmslengthError, Fault
from armslength.results.scores import MODEL
from armslength.scenario.csv_fields import among, between, one_of, whole
from armslength.scenario.csv_rows import Row, Table, read_table, records_of
from armslength.scenario.dates import read_date
from armslength.scenario.files import read_text
from armslength.scenario.names import composed, hidden_character, person
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_text import read_yaml
from armslength.scoring.ledger_entry import KINDS, RegisteredForecast
from armslength.scoring.scoring_actors import ScoringActors

COLUMNS: dict[str, str] = {
    "forecaster": "name of the forecaster",
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
    "note": "a note, which is kept",
}
NEEDED = ("forecaster", "question", "about", "from", "to")
MOST = 1e9


def read_human(path: str | Path, actors: ScoringActors) -> list[RegisteredForecast]:
    """Return the forecasts of a file; raises `ArmslengthError` with every fault."""
    path = Path(path)
    text = read_text(path)
    if isinstance(text, Fault):
        raise ArmslengthError(text)
    if path.suffix.lower() in (".yaml", ".yml"):
        table = _yaml_table(path, text)
    else:
        table = read_table(text, path, {name: COLUMNS[name] for name in NEEDED}, COLUMNS)
    seen: dict[tuple[str, str], tuple[int, RegisteredForecast]] = {}
    forecasts, faults = records_of(table.rows, lambda row: _registered(row, actors, seen))
    faults = [*table.faults, *faults]
    if not table.rows and not faults:
        faults.append(Fault(path, None, "holds no forecast", f"its columns are {', '.join(COLUMNS)}"))
    if faults:
        raise ArmslengthError(*faults)
    return forecasts


def _yaml_table(path: Path, text: str) -> Table:
    """Return the entries of a list of mappings as rows."""
    document = read_yaml(str(path), text)
    if not isinstance(document.data, list) or not all(isinstance(row, Mapping) for row in document.data):
        hint = f"each a mapping with {', '.join(NEEDED)}"
        return Table((), (), (Fault(path, None, "should be a list of forecasts", hint),))
    rows = []
    for i, written in enumerate(document.data):
        row = Row(path, document.line(i), {str(key): _cell(value) for key, value in written.items()})
        for name in row.cells:
            if name not in COLUMNS:
                row.fault(f"unknown key '{name}'", did_you_mean(name, COLUMNS))
        rows.append(row)
    return Table(tuple(COLUMNS), tuple(rows), ())


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


def _registered(
    row: Row, actors: ScoringActors, seen: dict[tuple[str, str], tuple[int, RegisteredForecast]]
) -> RegisteredForecast | None:
    """Return the forecast of a row; `seen` holds the first answer of each person to each question, with its line."""
    forecast = _forecast(row, actors)
    if forecast is None:
        return None
    line, first = seen.setdefault((person(forecast.forecaster), forecast.question), (row.line, forecast))
    if first.answer != forecast.answer:
        raise ValueError(
            f"{forecast.forecaster} gives another answer on line {line}: {forecast.question}; keep one"
        )
    return forecast


def forecaster_name(text: str) -> str:
    """Return a forecaster's name; raises `ValueError` for one that says nobody, or that is the model's."""
    name = " ".join(composed(text).split())
    if hidden := hidden_character(name):
        raise ValueError(f"it holds the character {hidden[1]}, which nobody sees")
    if not person(name):
        raise ValueError("nobody could read that name")
    if person(name) == MODEL:
        raise ValueError("that is the model's own record; take another name")
    return name


def _forecast(row: Row, actors: ScoringActors) -> RegisteredForecast | None:
    for name in NEEDED:
        if not row.text(name):
            row.fault(f"'{name}' is empty", COLUMNS[name])
    forecaster = row.read("forecaster", forecaster_name)
    kind = row.read("question", one_of(KINDS))
    first, last = row.read("from", read_date), row.read("to", read_date)
    probability = row.read("probability", between(0, 1))
    at_least, level = row.read("at_least", whole), row.read("level", among(1, 2, 3, 4))
    low, middle, high = (row.read(name, between(0, MOST)) for name in ("low", "median", "high"))
    if row.faults or forecaster is None or kind is None or first is None or last is None:
        return None
    if last < first:
        raise ValueError(f"ends on {last}, before it starts on {first}")
    if kind != "attacks" and (at_least is not None or middle is not None):
        raise ValueError(f"'at_least' and 'median' are for attacks, not for a {kind}")
    if kind != "reprisal" and level is not None:
        raise ValueError("'level' is for a reprisal")
    quantiles = None
    if kind == "attacks" and at_least is None:
        if low is None or middle is None or high is None:
            raise ValueError("write a probability with 'at_least', or 'median', 'low' and 'high'")
        if probability is not None:
            raise ValueError("a probability of attacks needs 'at_least'")
        if not low <= middle <= high:
            raise ValueError(f"'low' {low:g}, 'median' {middle:g} and 'high' {high:g} are not in order")
        quantiles = (low, middle, high)
    elif probability is None:
        raise ValueError("'probability' is empty")
    return RegisteredForecast(
        forecaster=forecaster,
        kind=kind,
        subject=(subject := _subject(kind, row, actors)),
        first=first,
        last=last,
        at_least=at_least,
        counts=actors.counts(subject) if kind == "attacks" else "attacks",
        level=(level or 1) if kind == "reprisal" else None,
        probability=probability,
        quantiles=quantiles,
        note=row.text("note"),
    )


def _subject(kind: str, row: Row, actors: ScoringActors) -> str:
    """Return the fronts that are counted together as a target, or the one actor that is asked about."""
    known = {"reprisal": actors.adversaries, "suspension": actors.clients}.get(kind, actors.fronts)
    counted = kind in ("attacks", "lethal")
    names = row.parts("about") if counted else (row.text("about"),)
    for name in names:
        if name not in known:
            raise ValueError(f"'{name}' is not known; {did_you_mean(name, known)}")
    return actors.target(list(names)) if counted else names[0]
