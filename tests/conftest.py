"""What every kind of test shares: draws of hypothesis that repeat, and the system's Chromium."""

import os
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A console takes the width of the terminal it is made in: made here, it follows each test's own.
os.environ.pop("COLUMNS", None)
import_module("armslength.cli.console")

# Compiling takes most of a test run's time, and less optimized code gives the same answers a little later.
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_use_fusion_emitters=false")

# The same examples on every machine: a red run is somebody's change, never luck.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


#: what takes longest comes first, so that no worker ends with it alone; the page is one unit of work
FIRST = (
    "tests/web/",
    "tests/golden/",
    "tests/facts/",
    "tests/fitting/",
    "tests/decisions/",
    "tests/theories/",
)


def _rank(nodeid: str) -> int:
    return next((i for i, place in enumerate(FIRST) if nodeid.startswith(place)), len(FIRST))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    items.sort(key=lambda item: _rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a worker whole files, in our order, and one worker all of the page's: they share a server."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "tests/web" if nodeid.startswith("tests/web/") else nodeid.partition("::")[0]

    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.fixture(scope="session", autouse=True)
def _compiled_code_is_kept() -> None:
    """Let workers share what they compile, as commands do; here functions are replaced, so each is traced."""
    import_module("armslength.simulate").keep_compiled_code()
    import_module("armslength.simulate.kept_code").Store.trusts_source = False


@pytest.fixture(scope="module", autouse=True)
def _memory_ends_with_the_file() -> Iterator[None]:
    """Free JAX's compiled code after each file: kept for a whole run it takes gigabytes, and all memory maps a process may have."""
    yield
    if "jax" in sys.modules:
        import_module("armslength.simulate.kept_code").clear_code()
        import_module("armslength.web.worker").return_memory()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium; without one the test skips."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium on this machine: install Debian's chromium, or run `make test` as root")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator["Browser"]:
    """One Chromium for all tests; each opens its own page: `browser.new_page(offline=True)`."""
    from playwright.sync_api import sync_playwright  # a quarter of a second that other tests need not pay

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
