"""Optional extras: which packages each is made of, and the sentence that says what to install."""

from __future__ import annotations

from importlib.util import find_spec

from armslength.errors import ArmslengthError

#: extra of pyproject.toml: modules that it brings and the program imports
MODULES = {
    "cluster": ("dask", "distributed"),
    "decisions": ("SALib", "ema_workbench", "pandas"),
    "hub": ("hubdata", "jsonschema"),
    "plots": ("altair", "jinja2", "markupsafe", "vl_convert"),
    "slides": ("pptx",),
    "web": ("fastapi", "itsdangerous", "python_multipart", "starlette", "uvicorn"),
}
#: extras that another one brings with it, as in pyproject.toml
INCLUDES = {"slides": ("plots",), "web": ("plots",)}


def is_installed(extra: str) -> bool:
    """Return whether every module of an extra can be imported."""
    return not missing(extra)


def missing(extra: str) -> list[str]:
    """Return the modules of an extra, and of those it brings along, that are not installed."""
    wanted = [name for one in (extra, *INCLUDES.get(extra, ())) for name in MODULES[one]]
    return [name for name in wanted if not _can_be_found(name)]


def advice(extra: str, what: str) -> str:
    """Return the sentence that says what to install.

    >>> print(advice("plots", "The report"))
    The report needs an extra that is not installed: pip install 'armslength[plots]'
    """
    return f"{what} needs an extra that is not installed: pip install 'armslength[{extra}]'"


def require(extra: str, what: str) -> None:
    """Raise `ArmslengthError` with that sentence where the extra is not installed."""
    if not is_installed(extra):
        raise ArmslengthError(advice(extra, what))


def _can_be_found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):  # ValueError: a module without a specification stands in for it
        return False
