"""Keep compiled code between runs: a second run starts in half a second."""

from __future__ import annotations

import os
import shutil
import warnings
from pathlib import Path
from typing import Any

import jax

from armslength.simulate.kept_code import Store


def keep_compiled_code() -> Path | None:
    """Point JAX at a folder of the user's own cache; a damaged entry empties it instead of warning for ever."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(os.environ.get("ARMSLENGTH_CACHE") or Path(home) / "armslength" / "compiled")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None  # a home that cannot be written costs seconds, not the result
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.1)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)
    _mend_when_damaged(folder)
    Store.folder = folder / "whole"
    return folder


def _mend_when_damaged(folder: Path) -> None:
    shown = warnings.showwarning

    def show(message: Any, *rest: Any, **named: Any) -> None:
        if "persistent compilation cache" in str(message):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True)
        else:
            shown(message, *rest, **named)

    warnings.showwarning = show
