"""The server as a user starts it, but that a test can hold its long jobs in their midst for as long as it needs."""

from __future__ import annotations

import time
from pathlib import Path

from armslength.cli import main
from armslength.web import jobs
from armslength.web.worker import Channel, WorkOrder

HOLD = "hold"  # a file in the workspace: while it lies there, long comparisons wait


class HoldingChannel(Channel):
    """A channel on which a long comparison waits after its first step, as long as the file lies there."""

    def report(self, order: WorkOrder, stage: str, done: int, total: int) -> None:
        """Report, then wait where the job is one to hold."""
        super().report(order, stage, done, total)
        if order.task.kind == "refine" and 0 < done < total:
            while hold_file(order.folder.parents[1]).exists():
                time.sleep(0.02)


def hold_file(workspace: Path) -> Path:
    """The file that holds jobs."""
    return workspace / HOLD


def serve() -> None:
    """Run the command line on a channel that can hold jobs."""
    jobs.Channel = HoldingChannel  # type: ignore[misc]
    main()
