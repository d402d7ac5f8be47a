"""What a result was made of, so that anyone can make it again."""

from __future__ import annotations

import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import armslength
from armslength.scenario import Scenario

_LIBRARIES = ("jax", "jaxlib", "numpy", "equinox", "xarray")


def manifest(scenario: Scenario, **run: Any) -> dict[str, Any]:
    """Code, evidence and the run's own settings."""
    return {
        "version": armslength.__version__,
        "commit": _commit(),
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "evidence": dict(scenario.checksums),
        "as_of": scenario.as_of.isoformat(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **run,
    }


def _commit() -> str:
    """The commit of the source that ran, with a mark where the tree was changed; unknown outside a checkout."""
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
