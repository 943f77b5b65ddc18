"""What holds for every test run: its own data folder, its order, how many workers, and that CI skips nothing.

Loaded with ``-p`` (see pyproject.toml), because Django's settings are read before any ``conftest.py``.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_WORKERS = 4
CI = os.environ.get("CI") == "true"


def _own_data_folder() -> Path:
    """A folder of this process alone, below the one of the whole run."""
    if "ESN_TEST_RUN" not in os.environ:
        os.environ["ESN_TEST_RUN"] = tempfile.mkdtemp(prefix="esn-tests-")
    folder = Path(os.environ["ESN_TEST_RUN"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
    (folder / "static").mkdir(parents=True, exist_ok=True)
    return folder


def _prepare_environment() -> None:
    """Settings of a test run; what the caller exports for the site (an address, a demo) does not reach it."""
    for name in [name for name in os.environ if name.startswith("ESN_") and not name.startswith("ESN_TEST_")]:
        if name not in {"ESN_SCREENSHOTS", "ESN_CHROMIUM", "ESN_REDIS_PREFIX"}:
            del os.environ[name]
    if "ESN_TEST_SEARCH_ENGINE" in os.environ:  # beside DATABASE_URL: search by the other engine
        os.environ["ESN_SEARCH_ENGINE"] = os.environ["ESN_TEST_SEARCH_ENGINE"]
    os.environ["ESN_DATA_DIR"] = str(_own_data_folder())
    os.environ["ESN_SECRET_KEY"] = "a key for tests alone, long enough and with 0-9 many different letters"


def _compile_once() -> None:
    """Keep what is compiled, also where the environment forbids it, as images of containers do.

    Each worker would compile 1,500 modules again and rewrite every assertion, and each process that a test starts too.
    """
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


_compile_once()
_prepare_environment()


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """All processors for the whole suite; one process where somebody names what to run."""
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    return 0 if named else min(os.cpu_count() or 1, MOST_WORKERS)


def _place(item: pytest.Item) -> int:
    """The slow checks of the house begin at once, the browser comes last (its event loop stays in the process)."""
    room = item.path.relative_to(ROOT / "tests").parts[0]
    return {"house": 0, "browser": 2}.get(room, 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """House, rooms, browser; within these as collected."""
    items.sort(key=_place)


def pytest_collection_finish() -> None:
    """What was loaded stays: the collector has only to look at what the tests make, and that seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI nothing may be skipped: what a test needs must be there."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {report.longreprtext}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself."""
    report = yield
    if CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {report.longreprtext}"
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that began the run takes its data folder away."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["ESN_TEST_RUN"], ignore_errors=True)
