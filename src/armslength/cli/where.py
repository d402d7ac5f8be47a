"""Where a long command runs: here, as one part of several, or on a cluster. The command itself does not know."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
ClusterOption = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Compute on a Dask cluster: tcp://host:8786, or local:8 for eight processes here.",
    ),
]
ResumeOption = Annotated[
    bool,
    typer.Option("--resume", help="Keep finished tasks, and go on from those of an interrupted run."),
]
PartsOption = Annotated[Path | None, typer.Option("--parts", hidden=True, help="Read results from parts.")]

#: options that say where a command runs, what it keeps and what it writes, but not what it computes
BESIDE = frozenset({"shard", "cluster", "resume", "parts", "out", "as_json", "keep"})


def anywhere(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where a command's tasks run, and let them run there."""
    added = {
        "shard": (ShardOption, None),
        "cluster": (ClusterOption, None),
        "resume": (ResumeOption, False),
        "parts": (PartsOption, None),
    }

    @wraps(command)
    def run(ctx: typer.Context, **options: Any) -> None:
        from armslength.tasks import PartWritten, running

        where = Where(**{name: options.pop(name) for name in added})
        quiet = bool(options.get("as_json"))
        try:
            engine = where.engine(ctx, options)
            if where.shard is not None:
                options["out"] = None  # that is the folder of the parts
            with running(engine):
                command(**options)
        except PartWritten as part:
            from armslength.cli.console import err, out

            (err if quiet else out).print(str(part), markup=False, soft_wrap=True)

    hints = get_type_hints(command, include_extras=True)
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    own = inspect.signature(command).parameters.values()
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("ctx", kind, annotation=typer.Context),
            *(p.replace(annotation=hints[p.name]) for p in own),
            *(inspect.Parameter(n, kind, default=d, annotation=a) for n, (a, d) in added.items()),
        ]
    )
    run.__annotations__ = {"ctx": typer.Context, **hints, **{n: a for n, (a, _) in added.items()}}
    return run


@dataclass(frozen=True)
class Where:
    """Where a command's tasks run, as its options say it."""

    shard: str | None
    cluster: str | None
    resume: bool
    parts: Path | None

    def engine(self, ctx: typer.Context, options: Mapping[str, Any]) -> Engine:
        """Return the engine that is asked for; `options` are those of the command itself.

        Raises:
            ArmslengthError: where the options do not go together.
        """
        from armslength.cli.console import err
        from armslength.tasks import InProcess, Parts, Shard, Share, default_folder

        say = partial(err.print, markup=False, soft_wrap=True)
        if self.parts is not None:
            return Parts(self.parts)
        if self.shard is not None:
            share = Share.read(self.shard)
            if self.cluster is not None:
                raise ArmslengthError("--shard and --cluster exclude each other: leave one out")
            if options.get("out") is None:
                raise ArmslengthError(
                    "--shard needs --out: the folder of the parts, the same for all of them"
                )
            return Shard(share, options["out"], (str(ctx.info_name), *words_of(ctx)), say)
        keep = options.get("keep") or default_folder()
        if self.cluster is not None:
            from armslength.tasks.cluster import Cluster

            return Cluster(self.cluster, keep, say)
        return InProcess(keep if self.resume or "keep" in options else None, say)


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
