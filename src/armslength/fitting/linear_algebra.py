"""Linear algebra that does not depend on the number of cores: sums are split over threads, and rounded by how they are."""

from __future__ import annotations

from functools import cache

from threadpoolctl import threadpool_limits


@cache
def one_thread() -> None:
    """Let NumPy and SciPy use one thread for linear algebra, from now on in this process.

    Not for a while only: threads that fit side by side would undo it for each other.
    """
    threadpool_limits(limits=1, user_api="blas")
