"""Compiled code kept whole: what one run traced and compiled, the next one loads.

JAX's own cache knows a program by its lowered text, so each run traces and lowers it again before it finds it: seconds
at every start. Here a program is known by what it is made from: the source of armslength, the fixed arguments, the
shapes of the others, the libraries and the processor. Only where that is not known is it traced; its text then says
whether the code is there already, so that a changed comment compiles nothing. The code is the very code that was
compiled, and so are the numbers.
"""

from __future__ import annotations

import os
import pickle
import platform
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import time
from typing import Any
from weakref import WeakSet

import jax
from jax.experimental.compilation_cache import compilation_cache
from jax.experimental.serialize_executable import deserialize_and_load, serialize

from armslength.errors import ArmslengthError
from armslength.world.mechanism import Mechanism
from armslength.world.program_version import program_version
from armslength.writing import write_whole

HELD = 64  # programs that a function holds in memory
DAYS = 60  # that code lies unused before it goes


class Unknown(Exception):
    """A fixed argument of which it is not known what the compiled code takes from it."""


class Store:
    """Where code is kept, if it is, and whether the source alone may say which code is meant."""

    folder: Path | None = None
    #: not where functions are replaced while the program runs, as tests do
    trusts_source = True
    #: is told in a sentence, once, that something is compiled that no run before has left here
    say: Callable[[str], None] | None = None


class KeptCode:
    """A function that is compiled as `jax.jit` does it, and whose code is kept between runs."""

    def __init__(self, function: Callable[..., Any], fixed: int, options: dict[str, Any] | None = None):
        """Take the function, the number of leading arguments that are fixed, and options of the compiler."""
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.fixed, self.options = fixed, options
        # With every argument in the text of the program, two programs of one text are one.
        self._jitted = jax.jit(
            function, static_argnums=tuple(range(fixed)), keep_unused=True, compiler_options=options
        )
        self._held: dict[Any, Callable[..., Any]] = {}
        self._locks: dict[Any, Lock] = {}
        _all.add(self)

    def __call__(self, *arguments: Any) -> Any:
        """Return what the function returns."""
        given = arguments[self.fixed :]
        leaves, structure = jax.tree.flatten(given)
        if (
            Store.folder is None
            or jax.default_backend() != "cpu"
            or jax.config.jax_default_device is not None
        ):
            return self._jitted(*arguments)
        if any(isinstance(x, jax.core.Tracer) for x in leaves):
            return self._jitted(*arguments)
        shapes = tuple(_shape(x) for x in leaves)
        key = (arguments[: self.fixed], structure, shapes, jax.config.jax_enable_x64)
        code = self._held.get(key) or self._found(key, arguments)
        return code(*given)

    @property
    def held(self) -> int:
        """Number of programs in memory, of whatever origin."""
        return len(self._held) + int(self._jitted._cache_size())

    def clear(self) -> None:
        """Forget the programs in memory."""
        self._held.clear()

    def _found(self, key: Any, arguments: tuple[Any, ...]) -> Callable[..., Any]:
        """Return the program and hold it; a second thread waits for the one that the first is after."""
        with self._locks.setdefault(key, Lock()):
            code = self._held.get(key)
            if code is None:
                code = self._code(arguments, *key[1:3])
                while len(self._held) >= HELD:
                    self._held.pop(next(iter(self._held)), None)
                self._held[key] = code
        self._locks.pop(key, None)
        return code

    def _code(
        self, arguments: tuple[Any, ...], structure: Any, shapes: tuple[Any, ...]
    ) -> Callable[..., Any]:
        """Return the program for such arguments: found, or compiled and kept."""
        try:
            fixed = " ".join(map(_digest_of, arguments[: self.fixed]))
        except Unknown:
            return lambda *given: self._jitted(*arguments[: self.fixed], *given)
        made_of = (self.name, repr(self.options), fixed, str(structure), repr(shapes), _machine())
        folder = Store.folder
        assert folder is not None
        known = folder / f"{_digest(*made_of, program_version())}.known"
        if Store.trusts_source and (found := _read(known)):
            code = _load(folder, found.decode(), structure)
            if code is not None:
                return code
        lowered = self._jitted.lower(*arguments)
        text = _digest(*made_of[:2], *made_of[3:], lowered.as_text())
        code = _load(folder, text, structure)
        if code is None:
            _say_that_it_compiles()
            with _fresh:
                code = lowered.compile()
            _save(folder, text, code)
        _write(known, text.encode())
        return code


_all: WeakSet[KeptCode] = WeakSet()


def kept(fixed: int, options: dict[str, Any] | None = None) -> Callable[[Callable[..., Any]], KeptCode]:
    """Return a decorator in place of `jax.jit`: the first `fixed` arguments are part of the program."""
    return lambda function: KeptCode(function, fixed, options)


def clear_code() -> None:
    """Forget all programs in memory, those of JAX too."""
    jax.clear_caches()
    for function in list(_all):
        function.clear()


def described(value: Any) -> Iterator[str]:
    """Yield words that are the same for two fixed arguments only where compiled code takes the same from both.

    Raises:
        Unknown: for what is not made of numbers, words and records, and for a mechanism of a user's own, whose
            source is not that of armslength.
    """
    if isinstance(value, Mechanism):
        for part in (value.expect, value.change, value.state, value.outlook, *value.parameters):
            where = (
                ""
                if part is None
                else f"{getattr(part, '__module__', '')}.{getattr(part, '__qualname__', '')}"
            )
            if where and (not where.startswith("armslength.") or "<" in where):
                raise Unknown(value.name)
            yield f"of {value.name} {where}"
    elif value is None or isinstance(value, bool | int | float | str):
        yield f"{type(value).__name__} {value!r}"
    elif isinstance(value, tuple):
        yield f"tuple {len(value)}"
        for part in value:
            yield from described(part)
    elif is_dataclass(value) and not isinstance(value, type):
        yield f"record {type(value).__module__}.{type(value).__qualname__}"
        for field in fields(value):
            yield field.name
            yield from described(getattr(value, field.name))
    else:
        raise Unknown(type(value).__name__)


@lru_cache(HELD)
def _digest_of(value: Any) -> str:
    return _digest(*described(value))


def _shape(x: Any) -> tuple[Any, ...]:
    kind = jax.typeof(x)
    return kind.shape, str(kind.dtype), kind.weak_type


def _machine() -> str:
    """Return what else compiled code depends on: processor and its number, and JAX's settings."""
    settings = {name: value for name, value in jax.config.values.items() if "compilation_cache" not in name}
    settings.pop("jax_enable_x64", None)  # it is in the shapes
    asked = {name: value for name, value in os.environ.items() if name.startswith(("XLA_", "JAX_"))}
    return repr(
        (platform.machine(), _features(), os.cpu_count(), sorted(settings.items()), sorted(asked.items()))
    )


@cache
def _features() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line for line in lines if line.startswith(("flags", "Features"))), "")


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()


class _Fresh:
    """A context in which JAX compiles and looks nowhere else: what its cache returns cannot be written down again."""

    def __init__(self) -> None:
        """Begin with nobody compiling."""
        self._inside, self._lock = 0, Lock()

    def __enter__(self) -> None:
        """Leave JAX's cache aside."""
        self._count(1)

    def __exit__(self, *_: object) -> None:
        """Use it again, once the last has finished."""
        self._count(-1)

    def _count(self, step: int) -> None:
        with self._lock:
            before, self._inside = self._inside, self._inside + step
            if not before or not self._inside:
                jax.config.update("jax_enable_compilation_cache", not self._inside)
                compilation_cache.reset_cache()  # it asks only once whether it is used


_fresh = _Fresh()


def _say_that_it_compiles() -> None:
    say, Store.say = Store.say, None
    if say:
        say(
            "Note: what this needs has not been compiled on this machine before: about a minute, once. "
            f"The code is kept in {Store.folder}."
        )


def _load(folder: Path, text: str, structure: Any) -> Callable[..., Any] | None:
    """Return the program with this digest of its text; None where there is none that can be read."""
    file = folder / f"{text}.code"
    if (written := _read(file)) is None:
        return None
    try:
        code, example = pickle.loads(written)
        taken = jax.tree.structure((jax.tree.unflatten(structure, range(structure.num_leaves)), {}))
        loaded: Callable[..., Any] = deserialize_and_load(code, taken, jax.tree.structure(example))
    except Exception:  # cut off, or of another make: it is made again
        with suppress(OSError):
            file.unlink(missing_ok=True)
        return None
    return loaded


def _save(folder: Path, text: str, code: Any) -> None:
    written, _, returns = serialize(code)
    example = jax.tree.unflatten(returns, range(returns.num_leaves))  # its structure, and its classes with it
    _write(folder / f"{text}.code", pickle.dumps((written, example)))
    with suppress(OSError):
        for old in folder.iterdir():
            if old.stat().st_mtime < time() - DAYS * 86_400:
                old.unlink(missing_ok=True)


def _read(file: Path) -> bytes | None:
    try:
        content = file.read_bytes()
        os.utime(file)  # what is used stays
    except OSError:
        return None
    return content


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; a full disk costs the next run time, not this one its result."""
    with suppress(ArmslengthError):
        write_whole(file, lambda fresh: fresh.write_bytes(content))
