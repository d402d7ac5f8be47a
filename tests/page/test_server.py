"""The server itself: a page comes whole, and the end is quiet."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.page.conftest import PATIENCE, Served

pytestmark = pytest.mark.slow


def test_a_page_comes_whole_and_the_end_is_quiet(serve: Callable[..., Served], tmp_path: Path) -> None:
    served = serve(tmp_path)
    until = time.monotonic() + PATIENCE
    while served.get("/api/jobs")[1] != "[]" and time.monotonic() < until:
        time.sleep(0.3)
    body = served.get("/")[1]
    assert "network wide" in body, "the picture came later than the page"
    served.process.send_signal(signal.SIGTERM)
    said, _ = served.process.communicate(timeout=30)
    assert served.process.returncode == 128 + signal.SIGTERM
    assert "leaked" not in said
    assert "Traceback" not in said
