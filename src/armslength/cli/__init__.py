"""The command line. Command bodies import what they need, so that `--help` stays quick and loads no JAX."""

import os
import sys
from typing import Annotated

import typer

from armslength import __version__
from armslength.cli import (
    brief_commands,
    case_commands,
    decision_commands,
    draft_commands,
    export_commands,
    fit_commands,
    forecast_commands,
    import_commands,
    ledger_commands,
    merge_commands,
    play_commands,
    population_commands,
    record_commands,
    scoring_commands,
    serve,
    theory_commands,
    uncertainty_commands,
)
from armslength.cli.listed import command, group, group_of
from armslength.errors import ArmslengthError

BAD_INPUT = 2
INTERRUPTED = 130

_modules = (
    forecast_commands,
    decision_commands,
    brief_commands,
    serve,
    case_commands,
    draft_commands,
    fit_commands,
    population_commands,
    play_commands,
    scoring_commands,
    record_commands,
    theory_commands,
    uncertainty_commands,
    merge_commands,
)
_listed = {
    name: command(function, name)
    for module in _modules
    for function in module.COMMANDS
    for name in [function.__name__.rstrip("_").replace("_", "-")]
}
_listed |= {name: command(function, name, hidden=True) for name, function in case_commands.ALIASES.items()}
for _groups in (ledger_commands.GROUPS, import_commands.GROUPS, export_commands.GROUPS):
    _listed |= {name: group(commands, name) for name, commands in _groups}
# Without the boxes of rich, whose import alone takes longer than the rest of `--help`.
app = typer.Typer(
    cls=group_of(_listed),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"armslength {__version__}")
        raise typer.Exit


@app.callback()
def armslength(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Forecast what the commander does next and whether the clients follow, in a form that can be checked."""


def main() -> None:
    """Run the command line: bad input is one sentence a fault and exit code 2, Ctrl-C is one and 130."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # the compiler's own remarks are not for the reader
    try:
        app()
    except ArmslengthError as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        _say_interrupted()
        sys.exit(INTERRUPTED)
    except SystemExit as stop:
        if stop.code == INTERRUPTED:  # Typer has already turned the interrupt into its exit code
            _say_interrupted()
        raise


def _say_interrupted() -> None:
    print("Interrupted; the last finished result is kept.", file=sys.stderr)
