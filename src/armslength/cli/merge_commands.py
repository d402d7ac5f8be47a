"""`armslength merge`: the parts of a command that ran in pieces, joined into the result of the whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.cli.options import JsonOption


def merge(
    ctx: typer.Context,
    parts: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the parts that --shard wrote.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the result; if left out, where the command itself would write it."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Join the parts of a command that ran with --shard: the very result of the command in one piece.

    The parts must all be there, of one version and one case. The case is read where the parts' command read it, so run
    this in the same folder.
    """
    from armslength.errors import ArmslengthError
    from armslength.tasks import Parts

    command, *words = Parts(parts).words
    program = ctx.find_root().command
    if command not in getattr(program, "commands", {}):
        raise ArmslengthError(f"{parts}: these are parts of `{command}`; give it --parts {parts}")
    beside = [f"--parts={parts}", *([f"--out={out}"] if out else []), *(["--json"] if as_json else [])]
    program.main([command, *beside, *words], "armslength", standalone_mode=False)


COMMANDS = (merge,)
