"""Work whose tasks do nothing, to time what sending one costs. A module of its own, which workers import."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength.tasks import Arrays, Here, Work


@dataclass(frozen=True)
class Nothing(Work[Arrays]):
    """Tasks that result in a kilobyte of nothing."""

    what = "nothing"
    unit = "tasks"
    stage = "doing nothing"

    count: int

    @property
    def tasks(self) -> int:
        """Number of tasks."""
        return self.count

    def compute(self, task: int, here: Here) -> Arrays:
        """Return zeros."""
        return {"nothing": np.zeros(128) + task}
