"""Does this share keep locks between two PCs? Tried before an office is put there, never believed.

Some mounts (`nobrl`, some network boxes) answer every request for a lock with yes. So one PC holds a write lock and
the other must be kept out; then the other must see what the first one wrote. Both sides are needed: two programs on one
PC may well keep each other out where two PCs do not.
"""

import contextlib
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

PROBE_FILE: Final = "khongviet-probe.db"
HELD_FILE: Final = "khongviet-probe.held"
_LOOK_SECONDS: Final = 0.1


class ProbeResult(StrEnum):
    """What the second PC found."""

    KEPT = "kept"
    """Locks hold, and what one writes the other sees."""
    NOT_LOCKED = "not_locked"
    """Both could write at once: an office here would be destroyed."""
    NOT_SEEN = "not_seen"
    """What was written did not arrive: answers are kept back."""
    NOBODY_HELD = "nobody_held"
    """The other PC did not take part in time."""


def hold_probe(folder: Path, *, seconds: float) -> None:
    """Be the first PC: hold a write lock on a small file for some seconds, then write.

    Raises:
        OSError: The folder cannot be written to.
        sqlcipher.Error: SQLite cannot work there.
    """
    remove_probe(folder)
    connection = sqlcipher.connect(str(folder / PROBE_FILE), isolation_level=None)
    with contextlib.closing(connection):
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("CREATE TABLE probe (word TEXT)")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO probe VALUES ('seen')")
        (folder / HELD_FILE).write_bytes(b"")
        time.sleep(seconds)
        connection.execute("COMMIT")


def try_probe(folder: Path, *, seconds: float) -> ProbeResult:
    """Be the second PC: try to come between.

    Args:
        folder: The same folder, as this PC sees it.
        seconds: How long to wait for the first PC, and again for what it writes.
    """
    if not _within(seconds, (folder / HELD_FILE).exists):
        return ProbeResult.NOBODY_HELD
    connection = sqlcipher.connect(str(folder / PROBE_FILE), timeout=0, isolation_level=None)
    with contextlib.closing(connection):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlcipher.Error:
            seen = _within(seconds, lambda: _sees_word(connection))
            return ProbeResult.KEPT if seen else ProbeResult.NOT_SEEN
        late = _sees_word(connection)  # the first one had finished already: nothing was tried
        connection.execute("ROLLBACK")
        return ProbeResult.NOBODY_HELD if late else ProbeResult.NOT_LOCKED


def remove_probe(folder: Path) -> None:
    """Take the files of the probe away."""
    for name in (PROBE_FILE, f"{PROBE_FILE}-journal", HELD_FILE):
        (folder / name).unlink(missing_ok=True)


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() >= ends:
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def _sees_word(connection: sqlcipher.Connection) -> bool:
    with contextlib.suppress(sqlcipher.Error):
        return connection.execute("SELECT word FROM probe").fetchone() is not None
    return False
