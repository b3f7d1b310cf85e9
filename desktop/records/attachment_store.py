"""The bytes of attachments with what the records know of them: which are here, which are shared, which are erased."""

import shutil
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, exists, func, not_, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.attachment_cache import AttachmentCache
from desktop.records.engine import Database
from desktop.records.tables import ATTACHMENT_BYTES, ATTACHMENT_ROW, META, SEAL_KEY, utc_text
from desktop.services.attachment_values import ATTACHMENT_BYTES_MAX

# A program that was killed between the bytes and their record leaves bytes that nobody names. They are kept for a
# while: after a restored backup their record may still come back from the office's log.
ORPHAN_KEPT: Final = timedelta(days=30)
_STORE: Final = "attachments_store"
_READING: Final = "attachments_read"
_SOME: Final = 500
# What `shared` says: 0 for not known to be in the office's store, 1 for there, and:
_DIFFERS: Final = 2
_Wanted = Select[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedBytes:
    """Bytes that records name: their sum and size."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPlace:
    """How far this counter has compared what the office's store has with what is here.

    Attributes:
        day: In UTC, `2026-11-29`; empty before the first time.
        read: Bytes read from the store on that day.
        after: The last sum that was compared; they are read in their order, round and round.
    """

    day: str = ""
    read: int = 0
    after: str = ""


class StoredAttachments:
    """The attachments' bytes of one data folder. Safe to use from any thread.

    Attributes:
        cache: The files.
    """

    def __init__(self, database: Database, cache: AttachmentCache) -> None:
        self._database = database
        self.cache = cache

    # --- what the use cases need ---

    def put(self, content: bytes) -> str:
        """Keep bytes durably; gives their sha256. Raises `DISK_FULL`, `FILE_NOT_WRITABLE`."""
        sha256 = self.cache.put(content)
        # What others say is in the store under this sum is compared with these bytes, now that they are here.
        self.note(sha256, here=True, shared=False)
        return sha256

    def read(self, sha256: str) -> bytes:
        """Give bytes, verified; raises `RECORD_MISSING`, or `ATTACHMENT_DAMAGED`, after which they are fetched anew."""
        try:
            return self.cache.read(sha256)
        except DeskError as error:
            if error.code is ErrorCode.ATTACHMENT_DAMAGED:
                self.cache.remove(sha256)
            self.note(sha256, here=False)
            raise

    # --- what the transfer needs ---

    def note(self, sha256: str, *, here: bool | None = None, shared: bool | None = None) -> None:
        """Keep where bytes are; None leaves what is known."""
        self._note(sha256, {"here": here, "shared": shared})

    def note_differing(self, sha256: str) -> None:
        """Keep that the office's store has something else under the name of bytes that are here."""
        self._note(sha256, {"shared": _DIFFERS})

    def _note(self, sha256: str, values: Mapping[str, int | None]) -> None:
        known = {name: int(value) for name, value in values.items() if value is not None}
        statement = insert(ATTACHMENT_BYTES).values({"sha256": sha256, "here": 0, "shared": 0} | known)
        with self._database.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["sha256"], set_=known))

    def count_to_send(self) -> int:
        """Give how many are here and not known to be in the office's store."""
        with self._database.read() as connection:
            return count_to_send(connection)

    def to_send(self, *, without: Collection[str] = ()) -> WantedBytes | None:
        """Give the oldest bytes that are here and not known to be in the office's store."""
        query = (
            _wanted()
            .join(ATTACHMENT_BYTES, ATTACHMENT_BYTES.c.sha256 == ATTACHMENT_ROW.c.sha256)
            .where(ATTACHMENT_BYTES.c.here == 1, ATTACHMENT_BYTES.c.shared == 0)
            .order_by(func.min(ATTACHMENT_ROW.c.added_at))
        )
        return next(iter(self._read(query, without=without, limit=1)), None)

    def to_fetch(
        self, since: datetime, *, without: Collection[str] = (), limit: int = 20
    ) -> tuple[WantedBytes, ...]:
        """Give bytes of attachments added since a moment that are not here, the newest first."""
        query = (
            _wanted()
            .where(ATTACHMENT_ROW.c.added_at >= utc_text(since), not_(_noted(ATTACHMENT_BYTES.c.here == 1)))
            .order_by(func.max(ATTACHMENT_ROW.c.added_at).desc())
        )
        return self._read(query, without=without, limit=limit)

    def unknown(self, *, without: Collection[str] = (), limit: int = 20) -> tuple[WantedBytes, ...]:
        """Give bytes that are neither here nor known to be in the office's store, the newest first."""
        known = _noted((ATTACHMENT_BYTES.c.here == 1) | (ATTACHMENT_BYTES.c.shared == 1))
        query = _wanted().where(not_(known)).order_by(func.max(ATTACHMENT_ROW.c.added_at).desc())
        return self._read(query, without=without, limit=limit)

    def erased_in_store(self, *, without: Collection[str] = ()) -> str | None:
        """Give bytes that may be in the office's store though only erased attachments name them; None for none."""
        query = select(ATTACHMENT_BYTES.c.sha256).where(ATTACHMENT_BYTES.c.shared > 0, _is_erased())
        with self._database.read() as connection:
            return next((str(one) for one in connection.scalars(query) if one not in without), None)

    def find(self, sha256: str) -> WantedBytes | None:
        """Give bytes that a record which is not erased names, None for any other."""
        found = self._read(_wanted().where(ATTACHMENT_ROW.c.sha256 == sha256), without=(), limit=1)
        return next(iter(found), None)

    def shared_after(self, sha256: str, *, limit: int, here: bool = False) -> tuple[WantedBytes, ...]:
        """Give bytes that are noted to be in the office's store, in the order of their sums.

        Args:
            sha256: Those after it.
            limit: At most so many.
            here: Only those that are here too and not known to differ.
        """
        shared = ATTACHMENT_BYTES.c.shared
        query = (
            _wanted()
            .join(ATTACHMENT_BYTES, ATTACHMENT_BYTES.c.sha256 == ATTACHMENT_ROW.c.sha256)
            .where(ATTACHMENT_BYTES.c.sha256 > sha256, shared > 0)
            .order_by(ATTACHMENT_ROW.c.sha256)
        )
        if here:
            query = query.where(ATTACHMENT_BYTES.c.here == 1, shared == 1)
        return self._read(query.limit(limit), without=(), limit=limit)

    def note_lost(self, sha256: str) -> None:
        """Keep that the office's store does not have what it was noted to have; costs nothing when it was not."""
        query = select(ATTACHMENT_BYTES.c.shared).where(ATTACHMENT_BYTES.c.sha256 == sha256)
        with self._database.read() as connection:
            known = connection.scalar(query)
        if known:
            self.note(sha256, shared=False)

    def differing(self) -> tuple[str, ...]:
        """Give the bytes here under whose name the office's store has something else, in the order of their sums."""
        query = select(ATTACHMENT_BYTES.c.sha256).where(
            ATTACHMENT_BYTES.c.here == 1, ATTACHMENT_BYTES.c.shared == _DIFFERS, _is_live()
        )
        with self._database.read() as connection:
            return tuple(sorted(str(sha256) for sha256 in connection.scalars(query)))

    def reading_place(self) -> ReadingPlace:
        """Give how far the store's bytes have been compared with those here."""
        with self._database.read() as connection:
            kept = connection.scalar(select(META.c.v).where(META.c.k == _READING))
        if kept is None:
            return ReadingPlace()
        day, read, after = str(kept).split(" ")
        return ReadingPlace(day=day, read=int(read), after=after)

    def keep_reading_place(self, place: ReadingPlace) -> None:
        """Keep how far the store's bytes have been compared with those here."""
        kept = f"{place.day} {place.read} {place.after}"
        with self._database.write() as connection:
            connection.execute(insert(META).prefix_with("OR REPLACE").values(k=_READING, v=kept))

    def bytes_here(self) -> int:
        """Give how many bytes of attachments are here."""
        query = select(func.sum(ATTACHMENT_ROW.c.size)).where(_noted(ATTACHMENT_BYTES.c.here == 1))
        with self._database.read() as connection:
            return int(connection.scalar(query) or 0)

    def free_bytes(self) -> int:
        """Give the room on the disk."""
        return shutil.disk_usage(self._database.file.parent).free

    def follow_store(self, store: str) -> None:
        """Forget what is in the office's store when it is another one, or one that was put back."""
        with self._database.read() as connection:
            known = connection.scalar(select(META.c.v).where(META.c.k == _STORE))
        if known != store:
            with self._database.write() as connection:
                connection.execute(update(ATTACHMENT_BYTES).values(shared=0))
                # A store that was put back may hold what was erased since.
                connection.execute(update(ATTACHMENT_BYTES).where(_is_erased()).values(shared=1))
                connection.execute(insert(META).prefix_with("OR REPLACE").values(k=_STORE, v=store))

    # --- keeping house ---

    def forget_erased(self) -> int:
        """Remove the bytes that only erased attachments name; gives how many."""
        query = select(ATTACHMENT_BYTES.c.sha256).where(ATTACHMENT_BYTES.c.here == 1, _is_erased())
        with self._database.read() as connection:
            gone = [str(sha256) for sha256 in connection.scalars(query)]
        for sha256 in gone:
            self.cache.remove(sha256)
            self.note(sha256, here=False)
        return len(gone)

    def sweep(self) -> None:
        """Bring files and notes in step after whatever happened, at the start of the program."""
        here = self.cache.digests()
        with self._database.read() as connection:
            query = select(ATTACHMENT_BYTES.c.sha256).where(ATTACHMENT_BYTES.c.here == 1)
            noted = frozenset(connection.scalars(query))
            named = frozenset(connection.scalars(select(ATTACHMENT_ROW.c.sha256)))
        for sha256 in noted - here:
            self.note(sha256, here=False)
        for sha256 in (here & named) - noted:
            self.note(sha256, here=True)
        self.cache.clean(named)
        old = self.cache.older_than(time.time() - ORPHAN_KEPT.total_seconds())
        for sha256 in (here - named) & old:
            self.cache.remove(sha256)
            with self._database.write() as connection:
                connection.execute(delete(ATTACHMENT_BYTES).where(ATTACHMENT_BYTES.c.sha256 == sha256))
        self.forget_erased()

    def _read(self, query: _Wanted, *, without: Collection[str], limit: int) -> tuple[WantedBytes, ...]:
        found: list[WantedBytes] = []
        with self._database.read() as connection:
            rows = connection.execute(query.execution_options(yield_per=_SOME))
            for row in rows:
                if row.sha256 not in without:
                    found.append(WantedBytes(sha256=row.sha256, size=row.size))
                if len(found) == limit:
                    rows.close()
                    break
        return tuple(found)


def _wanted() -> _Wanted:
    """What records that are not erased name: their key is there."""
    return (
        select(ATTACHMENT_ROW.c.sha256, func.max(ATTACHMENT_ROW.c.size).label("size"))
        .join(SEAL_KEY, SEAL_KEY.c.scope == ATTACHMENT_ROW.c.attachment_id)
        .group_by(ATTACHMENT_ROW.c.sha256)
    )


def _noted(where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(ATTACHMENT_BYTES.c.sha256 == ATTACHMENT_ROW.c.sha256, where)


def _is_live() -> ColumnElement[bool]:
    return exists().where(
        ATTACHMENT_ROW.c.sha256 == ATTACHMENT_BYTES.c.sha256,
        SEAL_KEY.c.scope == ATTACHMENT_ROW.c.attachment_id,
    )


def _is_erased() -> ColumnElement[bool]:
    named = exists().where(ATTACHMENT_ROW.c.sha256 == ATTACHMENT_BYTES.c.sha256)
    return and_(named, not_(_is_live()))


def count_to_send(connection: Connection) -> int:
    """Give how many attachments are on this PC and not known to be in the office's store."""
    return _count_here(connection, shared=0)


def count_differing(connection: Connection) -> int:
    """Give how many attachments are on this PC while the office's store has something else under their name."""
    return _count_here(connection, shared=_DIFFERS)


def _count_here(connection: Connection, *, shared: int) -> int:
    query = (
        select(func.count())
        .select_from(ATTACHMENT_BYTES)
        .where(ATTACHMENT_BYTES.c.here == 1, ATTACHMENT_BYTES.c.shared == shared, _is_live())
    )
    return int(connection.scalar(query) or 0)


def read_scan_file(file: Path) -> bytes:
    """Read a file that is to be attached.

    Raises:
        DeskError: `FILE_MISSING`; `ATTACHMENT_TOO_LARGE` before anything is read.
    """
    try:
        if file.stat().st_size > ATTACHMENT_BYTES_MAX:
            raise DeskError(ErrorCode.ATTACHMENT_TOO_LARGE, limit=ATTACHMENT_BYTES_MAX >> 20)
        return file.read_bytes()
    except OSError as error:
        raise DeskError(ErrorCode.FILE_MISSING, file=file.name) from error
