"""`python -m armslength` is the installed command."""

import subprocess
import sys

from armslength import __version__


def test_the_package_runs_as_a_module() -> None:
    ran = subprocess.run([sys.executable, "-m", "armslength", "--version"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, f"armslength {__version__}\n"), ran.stderr


def test_bad_input_ends_it_with_two() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "armslength", "check", "no-such-case"], capture_output=True, text=True
    )
    assert ran.returncode == 2
    assert "no-such-case" in ran.stderr
    assert "Traceback" not in ran.stderr
