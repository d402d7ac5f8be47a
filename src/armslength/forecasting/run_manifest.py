"""What a result was computed from, so that anyone can compute it again."""

from __future__ import annotations

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

import armslength
from armslength.fitting import source_of
from armslength.results import Manifest
from armslength.run import Run
from armslength.scenario import Scenario
from armslength.simulate import REPLICATES
from armslength.writing import created

_LIBRARIES = ("jax", "jaxlib", "numpy", "equinox", "xarray")
M = TypeVar("M", bound=Manifest)


def manifest_of(kind: type[M], scenario: Scenario, run: Run, **more: object) -> M:
    """Return the manifest of a run; `more` are the fields that this kind of manifest adds, or says otherwise."""
    common = {
        "version": armslength.__version__,
        "commit": _commit(),
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "evidence": dict(scenario.checksums),
        "as_of": scenario.as_of,
        "created": created(),
        "seed": run.seed,
        "days": run.days_of(scenario),
        "futures": run.draws * REPLICATES,
        **source_of(scenario, run.parameters),
    }
    return kind.model_validate({**common, **more})


def _commit() -> str:
    """Return the commit of the source that runs, marked where its tree is changed; `unknown` outside a checkout."""
    here = Path(__file__).resolve().parent
    try:
        out = [
            subprocess.run(
                ["git", "-C", str(here), *words], capture_output=True, text=True, timeout=5, check=True
            ).stdout
            for words in (
                ("rev-parse", "--short=12", "HEAD"),
                ("status", "--porcelain", "--", str(here.parent)),
            )
        ]
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return out[0].strip() + ("+changed" if out[1].strip() else "")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
