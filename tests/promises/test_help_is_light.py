"""`armslength --help`, and that of every command, answers at once: it loads none of the heavy libraries."""

import subprocess
import sys

import pytest
from typer.main import get_command

from armslength.cli import app

HEAVY = {
    "altair",
    "arviz_base",
    "equinox",
    "jax",
    "matplotlib",
    "pandas",
    "scipy",
    "vl_convert",
    "xarray",
}

SHOW_HELP = """
import sys
from armslength.cli import main
sys.argv = ["armslength", *{arguments!r}]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print("loaded:", *{{name.partition(".")[0] for name in sys.modules}})
"""

COMMANDS = sorted(getattr(get_command(app), "commands", {}))


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SHOW_HELP.format(arguments=arguments)], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    shown, _, loaded = ran.stdout.rpartition("loaded:")
    assert "Usage:" in shown
    assert not HEAVY & set(loaded.split())


def test_the_package_alone_loads_nothing_heavy() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "import armslength, sys; print(*sys.modules)"], capture_output=True, text=True
    )
    assert not HEAVY & set(ran.stdout.split())


def test_the_list_of_commands_builds_none_of_them() -> None:
    """It takes at most half as long again as `import typer`, which a busy machine cannot time: here is why it does."""
    count = """
import sys
import typer.main
from armslength.cli import main
built = []
was = typer.main.get_params_from_function
typer.main.get_params_from_function = lambda function: (built.append(function.__name__), was(function))[1]
sys.argv = ["armslength", "--help"]
try:
    main()
except SystemExit:
    pass
print("built:", *sorted(set(built)), "rich" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", count], capture_output=True, text=True)
    assert ran.stdout.rpartition("built:")[2].split() == ["_print_version", "armslength", "False"], ran.stderr
