"""A server ends though a worker was ended in the midst of a report, and holds the lock of the queue."""

from __future__ import annotations

import subprocess
import sys

END = """
import pathlib, sys
from armslength.web.database import Database
from armslength.web.jobs import Jobs
from armslength.web.settings import Limits
jobs = Jobs(Database(pathlib.Path(sys.argv[1])), Limits())
jobs._channel.queue._wlock.acquire()
jobs.stop()
"""


def test_a_server_ends_though_a_worker_holds_the_lock_of_the_queue(tmp_path):
    assert subprocess.run([sys.executable, "-c", END, str(tmp_path)], timeout=120).returncode == 0
