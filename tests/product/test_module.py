"""`python -m armslength` is the installed command."""

import os
import subprocess
import sys

from armslength import __version__


def test_the_package_runs_as_a_module() -> None:
    ran = subprocess.run([sys.executable, "-m", "armslength", "--version"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, f"armslength {__version__}\n"), ran.stderr


QUIET = """
import os, sys
sys.argv = ["armslength", "list"]
from armslength.cli import main
try:
    main()
except SystemExit:
    pass
print(os.environ["TF_CPP_MIN_LOG_LEVEL"])
"""


def test_the_compiler_says_nothing_of_its_own() -> None:
    bare = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    ran = subprocess.run([sys.executable, "-c", QUIET], capture_output=True, text=True, env=bare)
    assert ran.stdout.endswith("\n3\n"), ran.stderr


def test_bad_input_ends_it_with_two() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "armslength", "check", "no-such-case"], capture_output=True, text=True
    )
    assert ran.returncode == 2
    assert "no-such-case" in ran.stderr
    assert "Traceback" not in ran.stderr
