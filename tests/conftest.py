"""What every test stands on: no screen, no network, no real home, a fixed day, and nothing left running."""

import gc
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

# Before anything imports Qt or asks for a home: no screen, and never the data of whoever runs the tests.
_HOME = tempfile.TemporaryDirectory(prefix="khongviet-tests-")
os.environ.update(
    {
        "QT_QPA_PLATFORM": "offscreen",
        "TZ": "UTC",
        "XDG_DATA_HOME": f"{_HOME.name}/data",
        "XDG_CONFIG_HOME": f"{_HOME.name}/config",
        "XDG_CACHE_HOME": f"{_HOME.name}/cache",
        "XDG_STATE_HOME": f"{_HOME.name}/state",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    },
)
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
if sys.platform != "win32":
    time.tzset()

import hypothesis  # noqa: E402 - same as the next
import pytest  # noqa: E402 - the environment above has to stand before any plug-in or module reads it
from PySide6.QtCore import QCoreApplication, QEvent  # noqa: E402 - same
from PySide6.QtWidgets import QApplication  # noqa: E402 - same

from tests.support.patient_bot import PatientBot  # noqa: E402 - same

# A Tuesday at one counter: 17 March 2026, 08:30 in Viet Nam.
TUESDAY = datetime(2026, 3, 17, 1, 30, tzinfo=UTC)
# Two slow cores share the work: a slow example is no defect, a wrong one is. What failed can be played again.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")

_MARKED_FOLDERS = ("gui", "end_to_end", "faults", "hardware")
_JOIN_SECONDS = 2.0


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew-goldens` keeps the pages as they are drawn now; look at what changed before it is committed."""
    parser.addoption("--renew-goldens", action="store_true", help="keep the pages as they are drawn now")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the folder they lie in, so that `-m gui` needs no decorator in any file."""
    root = Path(__file__).parent
    for item in items:
        parts = item.path.relative_to(root).parts if item.path.is_relative_to(root) else ()
        if parts and parts[0] in _MARKED_FOLDERS:
            item.add_marker(parts[0])


def pytest_collection_finish() -> None:
    """Every test of the window ends with a whole collection: let it pass over what is there from the start."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let go of everything at the end."""
    gc.unfreeze()


class _Alarm(logging.Handler):
    """Keeps every record of warning level or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expect_warnings() -> list[logging.LogRecord]:
    """Ask for this fixture in a test about a warning: the records are listed here and fail nothing."""
    return []


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning nobody asked for is a defect, in a test as at the counter."""
    expected: list[logging.LogRecord] | None = None
    if "expect_warnings" in request.fixturenames:
        expected = request.getfixturevalue("expect_warnings")
    alarm = _Alarm()
    if expected is not None:
        alarm.records = expected
    root = logging.getLogger()
    root.addHandler(alarm)
    yield
    root.removeHandler(alarm)
    if expected is None and alarm.records:
        told = "; ".join(f"{record.name}: {record.getMessage()}" for record in alarm.records)
        pytest.fail(f"unexpected warnings in the log: {told}")


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """A worker that outlives its test would write into the next one's records."""
    before = set(threading.enumerate())
    yield
    left = []
    for thread in set(threading.enumerate()) - before:
        if isinstance(thread, threading._DummyThread):  # a Qt thread Python only looked at
            continue
        thread.join(_JOIN_SECONDS)
        if thread.is_alive():
            left.append(thread.name)
    if left:
        pytest.fail(f"threads left running: {', '.join(sorted(left))}")


@pytest.fixture(autouse=True)
def _no_window_left() -> Iterator[None]:
    """What was to be deleted later is deleted now: there is no event loop between tests to do it."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:  # noqa: ARG001 - the window's program
    """pytest-qt's hand at the window, patient on a busy machine."""
    return PatientBot(request)


@pytest.fixture
def tuesday() -> datetime:
    """The fixed moment of the tests: Tuesday 17 March 2026, 08:30 in Viet Nam, as aware UTC."""
    return TUESDAY


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder of one counter."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder
