"""Where a long command runs: here, as one part of several, or on a cluster. The command itself does not know."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from armslength.errors import ArmslengthError

if TYPE_CHECKING:
    from armslength.tasks import Engine

ShardOption = Annotated[
    str | None,
    typer.Option(
        metavar="K/N",
        help="Compute the K-th of N parts into the folder --out; `armslength merge` joins them.",
    ),
]
ResumeOption = Annotated[
    bool,
    typer.Option("--resume", help="Keep finished tasks, and go on from those of an interrupted run."),
]
PartsOption = Annotated[Path | None, typer.Option("--parts", hidden=True, help="Read results from parts.")]

#: options that say where a command runs, what it keeps and what it writes, but not what it computes
BESIDE = frozenset({"shard", "resume", "parts", "out", "as_json", "keep"})


def anywhere(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where a command's tasks run, and let them run there."""
    added = {"ctx": typer.Context, "shard": ShardOption, "resume": ResumeOption, "parts": PartsOption}
    defaults: dict[str, Any] = {"ctx": inspect.Parameter.empty, "shard": None, "resume": False, "parts": None}

    @wraps(command)
    def run(ctx: typer.Context, shard: str | None, resume: bool, parts: Path | None, **options: Any) -> None:
        from armslength.tasks import PartWritten, running

        quiet = bool(options.get("as_json"))
        try:
            engine = _engine(ctx, shard, resume, parts, options)
            if shard is not None:
                options["out"] = None  # that is the folder of the parts
            with running(engine):
                command(**options)
        except PartWritten as part:
            from armslength.cli.console import err, out

            (err if quiet else out).print(str(part), markup=False, soft_wrap=True)

    hints = get_type_hints(command, include_extras=True) | added
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    own = inspect.signature(command).parameters.values()
    first = [inspect.Parameter("ctx", kind, annotation=typer.Context)]
    more = [inspect.Parameter(n, kind, default=defaults[n], annotation=added[n]) for n in added if n != "ctx"]
    parameters = [*first, *(p.replace(annotation=hints[p.name]) for p in own), *more]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = hints
    return run


def _engine(
    ctx: typer.Context, shard: str | None, resume: bool, parts: Path | None, options: dict[str, Any]
) -> Engine:
    """Return the engine that the options ask for."""
    from armslength.cli.console import err
    from armslength.tasks import InProcess, Parts, Shard, Share, default_folder

    say = partial(err.print, markup=False, soft_wrap=True)
    if parts is not None:
        return Parts(parts)
    if shard is not None:
        share = Share.read(shard)
        if options.get("out") is None:
            raise ArmslengthError("--shard needs --out: the folder of the parts, the same for all of them")
        return Shard(share, options["out"], (str(ctx.info_name), *words_of(ctx)), say)
    keep = options.get("keep") or default_folder()
    return InProcess(keep if resume or "keep" in options else None, say)


def words_of(ctx: typer.Context) -> tuple[str, ...]:
    """Return the words of a command line that ask for the same computation, wherever it runs."""
    return tuple(_words(ctx))


def _words(ctx: typer.Context) -> Iterator[str]:
    arguments: list[str] = []
    for parameter in ctx.command.params:
        name = str(parameter.name)
        value = ctx.params.get(name)
        if name in BESIDE or value is None or value == parameter.default:
            continue
        values = value if isinstance(value, (list, tuple)) else [value]
        if parameter.param_type_name == "argument":
            arguments += map(str, values)
        elif isinstance(value, bool):
            yield (parameter.opts if value else parameter.secondary_opts)[0]
        else:
            yield from (f"{parameter.opts[0]}={one}" for one in values)
    if arguments:
        yield from ("--", *arguments)
