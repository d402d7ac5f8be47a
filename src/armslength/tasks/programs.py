"""Compiled programs in memory: a process may hold only so many memory maps, and each program takes some."""

from __future__ import annotations

import sys
from pathlib import Path

MAPS = Path("/proc/self/maps")
SHARE = 0.4  #: of the maps that a process may have, above which compiled programs are dropped


def drop_many_programs(share: float = SHARE) -> bool:
    """Drop compiled programs where the process nears its limit of memory maps; return whether it did.

    Each new shape compiles programs that stay; without this a run over many networks ends with LLVM's "unable to allocate
    section memory". What is needed again is read back from the folder of compiled code. Without /proc nothing is dropped.
    """
    try:
        with MAPS.open("rb") as maps:
            held = sum(1 for _ in maps)
        limit = int(Path("/proc/sys/vm/max_map_count").read_text())
    except (OSError, ValueError):
        return False
    if "jax" not in sys.modules or held <= share * limit:
        return False
    from armslength.simulate.kept_code import clear_code

    clear_code()
    return True
