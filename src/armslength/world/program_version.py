"""Which program computes: two that differ in code or in a numerical library need not agree in the last bit."""

from __future__ import annotations

import platform
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import armslength
from armslength.world.version import MODEL_VERSION

LIBRARIES = ("jax", "jaxlib", "numpy")


@cache
def program_version() -> str:
    """Return the versions of armslength, its model, Python and the numerical libraries, and a digest of the source."""
    source = sha256()
    home = Path(armslength.__file__).parent
    for file in sorted(home.rglob("*.py")):
        source.update(file.relative_to(home).as_posix().encode())
        source.update(file.read_bytes())
    python = ".".join(platform.python_version_tuple()[:2])
    libraries = " ".join(f"{name} {version(name)}" for name in LIBRARIES)
    code = source.hexdigest()[:12]
    return f"armslength {armslength.__version__} (model {MODEL_VERSION}, source {code}), Python {python}, {libraries}"
