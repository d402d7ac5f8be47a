"""The core runs without the extras: what needs one says in a sentence what to install, everything else works."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from armslength.extras import INCLUDES, MODULES, advice, is_installed

ROOT = Path(__file__).parents[2]
DECLARED: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]["optional-dependencies"]
PACKAGE_OF = {
    "python_multipart": "python-multipart",
    "SALib": "salib",
    "pptx": "python-pptx",
    "ema_workbench": "ema-workbench",
    "vl_convert": "vl-convert-python",
}

#: what stands on an extra by its nature, imported by functions that have asked for it
BEYOND = ("armslength.__main__", "armslength.report.", "armslength.tasks.on_worker", "armslength.web.")

# Runs BODY where these modules cannot be found, as if they had never been installed.
# pandas and dask stay: xarray, which the core needs, brings the one and looks for the other.
BLOCKED = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused!r}:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)
sys.meta_path.insert(0, Refuse())
{body}
"""
REFUSED = sorted({name for names in MODULES.values() for name in names} - {"pandas", "dask"})


def run_in_core(body: str) -> subprocess.CompletedProcess[str]:
    code = BLOCKED.format(refused=REFUSED, body=body)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)


def armslength(*arguments: object) -> subprocess.CompletedProcess[str]:
    return run_in_core(
        f"from armslength.cli import main\nsys.argv = ['armslength', *{[*map(str, arguments)]}]\nmain()"
    )


@pytest.mark.parametrize("extra", MODULES)
def test_the_extras_are_those_of_pyproject(extra: str) -> None:
    declared = {re.split(r"[\[<>=]", line)[0] for line in DECLARED[extra] if "armslength[" not in line}
    assert declared == {PACKAGE_OF.get(name, name) for name in MODULES[extra]}
    brought = {line for line in DECLARED[extra] if "armslength[" in line}
    assert brought == {f"armslength[{other}]" for other in INCLUDES.get(extra, ())}
    assert DECLARED["all"] == [f"armslength[{','.join(sorted(MODULES))}]"]
    assert is_installed(extra), "the tests run with every extra"


def test_the_core_imports_without_them() -> None:
    ran = run_in_core(
        "import armslength, importlib, pkgutil\n"
        f"beyond = {BEYOND}\n"
        "for module in pkgutil.walk_packages(armslength.__path__, 'armslength.'):\n"
        "    if not module.name.startswith(beyond):\n"
        "        importlib.import_module(module.name)\n"
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["serve", "classroom"], advice("web", "The page")),
        (["sensitivity", "classroom"], advice("decisions", "A sensitivity study")),
        (["discover", "classroom"], advice("decisions", "Scenario discovery")),
        (["score", "nowhere", "--events", "x.csv", "--out", "x.svg"], advice("plots", "A figure of skill")),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_says_which_extra_it_needs(arguments: list[str], sentence: str) -> None:
    ran = armslength(*arguments)
    assert (ran.returncode, ran.stderr.strip()) == (2, sentence)


@pytest.mark.slow
def test_a_forecast_needs_none(tmp_path: Path) -> None:
    ran = armslength("forecast", "classroom", "--futures", 200, "--days", 30, "--out", tmp_path / "made")
    assert ran.returncode == 0, ran.stderr
    assert advice("plots", "The report") in ran.stderr
    assert "Traceback" not in ran.stderr
    assert json.loads((tmp_path / "made/forecast.json").read_text(encoding="utf-8"))["follow"]
    assert not (tmp_path / "made/report.html").exists()
    refused = run_in_core(
        f"import armslength\narmslength.write_report(armslength.load_forecast({str(tmp_path / 'made')!r}).result)"
    )
    assert f"ArmslengthError: {advice('plots', 'The report')}" in refused.stderr
