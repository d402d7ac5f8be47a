"""What is installed is all there: the wheel, alone in a clean environment, does the main job."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
UV = Path(sys.executable).with_name("uv")
#: what tests/conftest.py sets to compile faster: a user has none of it
FASTER = ("JAX_DISABLE_MOST_OPTIMIZATIONS", "XLA_FLAGS")


def run(*command: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in FASTER}
    return subprocess.run([*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        *(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder),
    )
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    package = {
        path.relative_to(SOURCE).as_posix()
        for path in (SOURCE / "armslength").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    held = {name for name in ZipFile(wheel).namelist() if name.startswith("armslength/")}
    assert held == package
    assert {Path(name).suffix for name in held} >= {
        ".py",
        ".yaml",
        ".csv",
        ".nc",
        ".zip",
        ".j2",
        ".css",
        ".js",
        ".typed",
    }


@pytest.mark.slow
def test_it_forecasts_from_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    """Nothing but the wheel and what it declares for the core and for pictures, at the versions of the lock file."""
    clean = tmp_path / "environment"
    venv.create(clean)
    python = clean / "bin/python"
    pins = tmp_path / "pins.txt"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins.write_text("\n".join(re.findall(r"^[\w.-]+==[^\\\n]+", lock, re.MULTILINE)), encoding="utf-8")
    wanted = (f"armslength[plots] @ {wheel.as_uri()}", "--constraint", pins)
    installed = run(UV, "pip", "install", "--python", python, *wanted)
    if installed.returncode:  # as `make`: a machine whose index only pip knows
        installed = run(sys.executable, "-m", "pip", "--python", python, "install", "--no-input", *wanted)
    assert installed.returncode == 0, installed.stderr

    where = run(python, "-c", "import armslength; print(armslength.__file__)", cwd=tmp_path)
    assert where.stdout.startswith(str(clean)), where.stderr
    command = (clean / "bin/armslength", "forecast", "classroom", "--futures", 200, "--days", 30)
    made = run(*command, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    saved = tmp_path / "out/classroom"
    assert json.loads((saved / "forecast.json").read_text(encoding="utf-8"))["follow"]
    assert "<svg" in (saved / "report.html").read_text(encoding="utf-8")
    refused = run(clean / "bin/armslength", "serve", "classroom", cwd=tmp_path)
    assert refused.returncode == 2
    assert "armslength[web]" in refused.stderr
