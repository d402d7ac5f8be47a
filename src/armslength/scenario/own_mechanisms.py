"""Mechanisms of a user's own that a scenario asks for: a file beside it, one that is installed, or one of any module.

    mechanisms:
      - fatigue.py                        # a file of the scenario's folder that holds MECHANISM
      - fatigue                           # an entry point `armslength.mechanisms` of an installed package
      - my_package.fatigue:MECHANISM      # an object of a module that can be imported

They are code: whoever loads the scenario runs it. A process that reads scenarios of others, as the web server does,
calls `refuse_code` first; it then takes installed mechanisms alone. So does whoever sets ARMSLENGTH_CODE=refuse.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.files import Texts, read_text
from armslength.scenario.suggest import did_you_mean
from armslength.world.mechanism import Mechanism

GROUP = "armslength.mechanisms"
FILE = re.compile(r"[A-Za-z_]\w*\.py")
OBJECT = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")
NAME = "MECHANISM"
SWITCH = "ARMSLENGTH_CODE"  #: the environment's variable that refuses code

_refusal: list[str] = []
_of_files: dict[str, ModuleType] = {}


@dataclass(frozen=True)
class Own:
    """One mechanism that a scenario asks for."""

    written: str  #: as the scenario names it
    mechanism: Mechanism
    sha256: str  #: of the source that it came from


def refuse_code(reason: str) -> None:
    """Let no scenario run code of its own in this process from now on; `reason` is said to whoever asks for it."""
    _refusal[:] = [reason]


def is_code(entry: str) -> bool:
    """Return whether a scenario that asks for this brings code, rather than naming what is installed."""
    return bool(FILE.fullmatch(entry) or OBJECT.fullmatch(entry))


def own_mechanisms(texts: Texts, written: tuple[str, ...]) -> tuple[Texts, tuple[Own, ...]]:
    """Return the mechanisms that a scenario asks for, and its texts with the files among them.

    Raises:
        ArmslengthError: where one cannot be read or run, is no mechanism, or is refused here.
    """
    made: list[Own] = []
    for entry in written:
        if FILE.fullmatch(entry):
            text = _source(texts, entry)
            texts = replace(texts, texts={**texts.texts, entry: text})
            made.append(_of_file(texts.name(entry), entry, text))
        elif OBJECT.fullmatch(entry):
            _refuse(entry)
            made.append(_of_object(entry, partial(_imported, entry)))
        else:
            made.append(_of_object(entry, _installed(entry).load))
    return texts, tuple(made)


def _refuse(entry: str) -> None:
    reasons = [*_refusal, *([f"{SWITCH}=refuse is set"] if os.environ.get(SWITCH) == "refuse" else [])]
    if reasons:
        raise ArmslengthError(
            f"the mechanism '{entry}' is code of the scenario: {reasons[0]}; one that is installed on this machine, with an "
            f"entry point `{GROUP}`, can be named"
        )


def _source(texts: Texts, file: str) -> str:
    """Return the text of a file of the scenario: held already, or read from its folder."""
    _refuse(file)
    if file in texts.texts:
        return texts.texts[file]
    if texts.folder is None or not (texts.folder / file).is_file():
        raise ArmslengthError(Fault(texts.name(file), None, "is missing", "put it beside scenario.yaml"))
    text = read_text(texts.folder / file)
    if isinstance(text, Fault):
        raise ArmslengthError(text)
    return text


def _of_file(where: str, file: str, text: str) -> Own:
    digest = sha256(text.encode()).hexdigest()
    if digest not in _of_files:
        name = f"{Path(file).stem}_{digest[:12]}"
        module = ModuleType(name)
        module.__file__ = where
        sys.modules[name] = module  # where a record's annotations are looked up
        try:
            exec(compile(text, where, "exec"), module.__dict__)
        except Exception as error:
            del sys.modules[name]
            raise ArmslengthError(Fault(where, _line(error, where), _said(error))) from error
        _of_files[digest] = module
    return Own(file, _mechanism(_of_files[digest], NAME, where), digest)


def _line(error: Exception, where: str) -> int | None:
    """Return the last line of the file that an error came through."""
    if isinstance(error, SyntaxError):
        return error.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == where]
    return lines[-1] if lines else None


def _said(error: Exception) -> str:
    return error.msg if isinstance(error, SyntaxError) else f"{type(error).__name__}: {error}"


def _installed(entry: str) -> EntryPoint:
    known = {point.name: point for point in entry_points(group=GROUP)}
    if entry not in known:
        hint = did_you_mean(entry, known) if known else "none is installed"
        raise ArmslengthError(
            f"no installed mechanism is called '{entry}'; {hint}; a file ends in .py, an object is module:{NAME}"
        )
    return known[entry]


def _imported(entry: str) -> object:
    module, _, name = entry.partition(":")
    return getattr(import_module(module), name)


def _of_object(entry: str, load: Callable[[], object]) -> Own:
    """Return a mechanism of a module; its source is that of the module in which it acts."""
    try:
        found = load()
    except Exception as error:
        raise ArmslengthError(f"the mechanism '{entry}' cannot be imported: {_said(error)}") from error
    if not isinstance(found, Mechanism):
        raise ArmslengthError(f"'{entry}' is a {type(found).__name__}, and no mechanism")
    sources = sorted(_sources(found))
    return Own(entry, found, sha256(b"\0".join(Path(s).read_bytes() for s in sources)).hexdigest())


def _sources(mechanism: Mechanism) -> set[str]:
    """Return the files in which its functions and records stand."""
    parts = (mechanism.expect, mechanism.change, mechanism.state, mechanism.outlook, *mechanism.parameters)
    modules = [sys.modules[part.__module__] for part in parts if part is not None]
    return {module.__file__ for module in modules if module.__file__}


def _mechanism(module: ModuleType, name: str, where: str) -> Mechanism:
    found = getattr(module, name, None)
    if not isinstance(found, Mechanism):
        what = f"holds no {name}" if found is None else f"its {name} is a {type(found).__name__}"
        raise ArmslengthError(Fault(where, None, what, f"write `{name} = Mechanism(...)`"))
    return found


def described(own: tuple[Own, ...]) -> Iterator[str]:
    """Say each mechanism of a scenario's own: as it is written, and what its source was."""
    yield from (f"{o.written} {o.sha256[:12]}" for o in own)
