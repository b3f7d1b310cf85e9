"""Files that a restore or a new version has put beside the records: what is erased in the records is erased there too.

They open with this PC's own key, so a key destroyed in the records alone would live on in them. Which erasures are
still to be followed stands in `meta`, written in the transaction of the erasure itself: a killed program goes on at its
next start. A file that cannot be erased is removed, and every file some days after it was put aside.
"""

import contextlib
import json
import logging
import os
import threading
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database
from desktop.records.files import remove_database
from desktop.records.office_tables import BASE_ROW
from desktop.records.operations import Patch
from desktop.records.print_jobs import forget_erased_jobs
from desktop.records.sealing import ERASED_SINCE, KEPT_ASIDE
from desktop.records.tables import META, OPERATION, SEAL_KEY
from desktop.services.ports_backup import KEPT_DAYS, KeptRecords

_MARK: Final = "-truoc-"
_REPLACED: Final = f"{_MARK}khoi-phuc-"
_STAMP: Final = "%Y%m%dT%H%M%S%fZ"
_COMING: Final = ".dang-khoi-phuc"
_SOME: Final = 500
# What passes by itself: the file is erased another time.
_LATER: Final = frozenset({ErrorCode.DISK_FULL, ErrorCode.DATABASE_BUSY})
_LOG = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def replaced_name(database_file: Path, now: datetime) -> Path:
    """Give where a restore keeps the records it replaces."""
    stamp = now.astimezone(UTC).strftime(_STAMP)
    return database_file.with_name(f"{database_file.stem}{_REPLACED}{stamp}{database_file.suffix}")


def outdated_name(database_file: Path, revision: str) -> Path:
    """Give where the records are kept as they were before a new version changed their tables."""
    return database_file.with_name(f"{database_file.stem}{_MARK}{revision}{database_file.suffix}")


def coming_name(database_file: Path) -> Path:
    """Give where a restore prepares the records that come."""
    return database_file.with_name(f"{database_file.name}{_COMING}")


class KeptAside:
    """The files beside the open records of a data folder. Safe to use from any thread; only their owner may use it.

    Args:
        database: The records.
        clock: The moment.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._turn = threading.Lock()
        # Nothing but a restore puts files aside, and that needs the records closed.
        self._has_files = True

    def files(self) -> tuple[KeptRecords, ...]:
        """Give what is kept, and until when; the oldest first."""
        return tuple(sorted((self._kept(file) for file in self._found()), key=lambda one: one.until))

    def clean(self) -> None:
        """Remove what a killed restore left, at the start of the program."""
        remove_database(coming_name(self._database.file))
        for file in self._found():
            # The restore was killed before its last step: this is a second name of the records themselves.
            with contextlib.suppress(OSError):
                if file.samefile(self._database.file):
                    file.unlink()

    def follow(self) -> None:
        """Erase in the files what has been erased in the records, and remove those that were kept long enough.

        What cannot be done now is done the next time.
        """
        if self._has_files:
            with self._turn:
                try:
                    self._follow()
                except (DeskError, OSError) as error:
                    _LOG.warning("the files kept aside could not be gone through: %s", type(error).__name__)

    def _follow(self) -> None:
        today = office_time(self._clock()).date()
        for one in self.files():
            if one.until <= today:
                remove_database(one.file)
        found = self._found()
        self._has_files = bool(found)
        with self._database.read() as connection:
            followed, noted = _followed(connection), _noted(connection)
            is_new = not followed.issuperset(file.name for file in found)
            wanted = noted | (_all_erased(connection) if is_new else frozenset())
        if wanted:
            done = {file.name for file in found if self._erase_in(file, wanted, removes=bool(noted))}
        else:
            done = {file.name for file in found}
        if noted or followed != done:
            all_done = all(file.name in done or not file.exists() for file in found)
            self._keep(done, noted if all_done else frozenset())

    def _erase_in(self, file: Path, scopes: Collection[str], *, removes: bool) -> bool:
        """Give True when a file shows nothing of these any more, or never will to this program."""
        kept = file.stat()
        try:
            _erase(file, self._database.key, scopes)
        except (DeskError, SQLAlchemyError) as error:
            if isinstance(error, DeskError) and error.code in _LATER:
                return False
            _LOG.warning("a file kept aside cannot be erased in: %s", type(error).__name__)
            if not removes:
                # Damaged records may hold the only trace of unsent work: they wait for the next erasure, or their day.
                return True
            remove_database(file)
            return False
        os.utime(file, (kept.st_atime, kept.st_mtime))
        return True

    def _keep(self, names: Collection[str], handled: Collection[str]) -> None:
        with self._database.write() as connection:
            connection.execute(delete(META).where(META.c.k == KEPT_ASIDE))
            for some in _slices([f"{ERASED_SINCE}{scope}" for scope in handled]):
                connection.execute(delete(META).where(META.c.k.in_(some)))
            if names:
                connection.execute(insert(META).values(k=KEPT_ASIDE, v=json.dumps(sorted(names))))

    def _found(self) -> list[Path]:
        file = self._database.file
        return sorted(file.parent.glob(f"{file.stem}{_MARK}*{file.suffix}"))

    def _kept(self, file: Path) -> KeptRecords:
        stamp = file.stem.removeprefix(f"{self._database.file.stem}{_REPLACED}")
        try:
            since = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            since = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        return KeptRecords(file=file, until=office_time(since + timedelta(days=KEPT_DAYS)).date())


def _erase(file: Path, key: bytes, scopes: Collection[str]) -> None:
    """Destroy keys in a file, and the stored pages that showed what they sealed.

    Raises:
        DeskError: As the records do.
        SQLAlchemyError: The file's tables are none of ours.
    """
    database = Database(file, key)
    try:
        with database.write() as connection:
            for some in _slices(sorted(scopes)):
                connection.execute(delete(SEAL_KEY).where(SEAL_KEY.c.scope.in_(some)))
            forget_erased_jobs(connection)
    finally:
        database.close()


def _followed(connection: Connection) -> frozenset[str]:
    """Give the files in which everything is erased but what is noted."""
    kept = connection.scalar(select(META.c.v).where(META.c.k == KEPT_ASIDE))
    return frozenset(json.loads(kept)) if kept is not None else frozenset()


def _noted(connection: Connection) -> frozenset[str]:
    """Give the records that were erased since."""
    query = select(META.c.k).where(META.c.k.startswith(ERASED_SINCE, autoescape=True))
    return frozenset(str(key).removeprefix(ERASED_SINCE) for key in connection.scalars(query))


def _all_erased(connection: Connection) -> frozenset[str]:
    """Give every record that was ever erased, here or by another counter."""
    query = select(OPERATION.c.row_id, OPERATION.c.patch).where(OPERATION.c.patch.contains('"erase":true'))
    here = {str(row.row_id) for row in connection.execute(query) if Patch.from_text(row.patch).erase}
    shared = connection.scalars(select(BASE_ROW.c.row_id).where(BASE_ROW.c.erased > 0))
    return frozenset(here) | {str(row_id) for row_id in shared}


def _slices(values: list[str]) -> list[list[str]]:
    return [values[start : start + _SOME] for start in range(0, len(values), _SOME)]
