"""The office's log in one encrypted file on a share: for an office without a server, up to fifteen PCs."""

import secrets
import threading
import time
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.tables import utc_text
from desktop.sync import file_log as log
from desktop.sync import file_members as members
from desktop.sync.entries import Claim, Entry, verify_entries
from desktop.sync.file_connection import BUSY_SECONDS, FileConnection
from desktop.sync.remote import (
    CounterInfo,
    Hello,
    Page,
    Presence,
    Push,
    Reserved,
    RowPage,
    Seal,
    Snap,
)
from desktop.sync.row_state import RowKey
from desktop.sync.share_clock import ShareClock
from desktop.sync.store_rules import (
    check_push,
    epoch_after,
    erased_scopes,
    held_by_others,
    lines_follow,
    refuse_young,
    replayed,
)

POLL_SECONDS: Final = 1.0
_SPREAD: Final = 0.3
_MAY_READ: Final = frozenset({ErrorCode.OFFICE_READ_ONLY, ErrorCode.OFFICE_REFUSED})


class FileRemote:
    """The port `Remote` to one file."""

    def __init__(
        self,
        file: Path,
        key: bytes,
        *,
        busy_seconds: float = BUSY_SECONDS,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        """Remember the place; the first call opens it.

        Args:
            file: The file.
            key: The office's key.
            busy_seconds: See `FileConnection`.
            poll_seconds: How often `wait` looks, give or take a third.
        """
        self._file = FileConnection(file, key, busy_seconds=busy_seconds)
        # `wait` has a connection of its own: it must neither wait for other calls nor hold them up.
        self._bell = FileConnection(file, key, busy_seconds=busy_seconds)
        self._clock = ShareClock(file)
        self._poll_seconds = poll_seconds
        self._closed = threading.Event()

    def hello(self, presence: Presence) -> Hello:
        """See `Remote`. A share where this PC may only read has no time for it: the rest is told all the same."""
        refused: DeskError | None = None
        try:
            now = self._clock.now()
        except DeskError as error:
            if error.code not in _MAY_READ:
                raise
            refused, now = error, datetime.now(UTC)

        def look(connection: sqlcipher.Connection) -> tuple[Hello, CounterInfo | None]:
            meta = log.meta_of(connection)
            head = log.head_seq(connection)
            info = members.find_counter(connection, presence.client_id)
            hello = Hello(
                dataset_id=meta["dataset_id"],
                epoch=int(meta["epoch"]),
                head=head,
                floor=log.floor_of(connection),
                chain_at_cursor=log.chain_at(connection, presence.cursor),
                min_writer_level=int(meta["min_writer_level"]),
                registered=members.is_active(info),
                now=now,
                may_write=refused is None,
            )
            return hello, info

        try:
            hello, info = self._file.read(look)
        except DeskError as error:
            raise refused or error from error
        if info is None or not hello.registered or refused is not None:
            return hello
        if members.is_news(info, presence, now):
            self._note_presence(presence, now)
        return hello

    def register(self, client_id: str, name: str, *, secret: str = "", copy_of: str = "") -> int:
        """See `Remote`."""
        now = self._clock.now()
        return self._file.write(
            lambda connection: members.enter(
                connection, client_id, name, secret=secret, copy_of=copy_of, now=now
            )
        )

    def invite(self, secret_hash: bytes, expires: datetime) -> None:
        """See `Remote`."""
        self._change("INSERT INTO sync_invitation VALUES (?, ?, NULL)", (secret_hash, utc_text(expires)))

    def set_min_writer_level(self, level: int) -> None:
        """See `Remote`."""
        self._change(
            "UPDATE sync_meta SET v = ?1 WHERE k = 'min_writer_level' AND CAST(v AS INTEGER) < ?1", (level,)
        )

    def retire(self, client_id: str) -> None:
        """See `Remote`."""
        self._change(
            "UPDATE sync_client SET retired_at = ? WHERE client_id = ? AND retired_at IS NULL",
            (utc_text(self._clock.now()), client_id),
        )

    def counters(self) -> tuple[CounterInfo, ...]:
        """See `Remote`."""
        return self._file.read(members.counters_of)

    def snap(self, client_id: str, rows: Collection[RowKey], claims: Collection[Claim]) -> Snap:
        """See `Remote`."""

        def look(connection: sqlcipher.Connection) -> Snap:
            last_op, last_hash = members.last_line(connection, client_id)
            head, chain = log.head_of(connection)
            return Snap(
                head=head,
                chain=chain,
                last_op=last_op,
                last_hash=last_hash,
                rows=log.rows_of(connection, rows),
                holders=log.holders_of(connection, claims),
            )

        return self._file.read(look)

    def cas(self, push: Push) -> bool:
        """See `Remote`."""

        def take(connection: sqlcipher.Connection) -> bool:
            last_op, last_hash = members.last_line(connection, push.client_id)
            head, chain = log.head_of(connection)
            if head != push.head:
                return False
            claims = push.merged.claims
            if held_by_others(claims, log.holders_of(connection, claims)):
                return False
            check_push(push, chain=chain, last_op=last_op, last_hash=last_hash)
            log.append(connection, push.merged, push.seals, today)
            erased = erased_scopes(push.merged.entries)
            if erased:
                refuse_young(erased, log.erasable_of(connection, erased, today))
            return True

        today = self._clock.today()
        return self._file.write(take)

    def erasable(self, row_ids: Collection[str]) -> frozenset[str]:
        """See `Remote`."""
        today = self._clock.today()
        return self._file.read(lambda connection: log.erasable_of(connection, row_ids, today))

    def pull(self, after: int, limit: int) -> Page:
        """See `Remote`."""
        return self._file.read(lambda connection: log.page_after(connection, after, limit))

    def row_page(self, after: RowKey | None, limit: int) -> RowPage:
        """See `Remote`."""
        return self._file.read(lambda connection: log.row_page_after(connection, after, limit))

    def chain_at(self, seq: int) -> bytes | None:
        """See `Remote`."""
        return self._file.read(lambda connection: log.chain_at(connection, seq))

    def reserve(self, client_id: str, series: str, day: date, count: int) -> tuple[int, ...]:
        """See `Remote`."""
        return self._file.write(
            lambda connection: members.give_numbers(connection, client_id, series, day, count)
        )

    def reserved(self, series: str, day: date) -> tuple[Reserved, ...]:
        """See `Remote`."""
        found = self._file.read(
            lambda connection: connection.execute(
                "SELECT number, client_id FROM sync_given WHERE series = ? AND day = ? ORDER BY number",
                (series, day.isoformat()),
            ).fetchall()
        )
        return tuple(Reserved(number=number, client_id=client_id) for number, client_id in found)

    def wait(self, after: int, seconds: float) -> bool:
        """See `Remote`. Nobody rings a bell on a share: it looks again and again."""
        self._closed.clear()
        ends = time.monotonic() + seconds
        try:
            while True:
                if self._bell.read(log.head_seq) > after:
                    return True
                left = ends - time.monotonic()
                spread = secrets.SystemRandom().uniform(1 - _SPREAD, 1 + _SPREAD)
                if left <= 0 or self._closed.wait(min(left, self._poll_seconds * spread)):
                    return False
        finally:
            if self._closed.is_set():
                self._bell.close()

    def relog(self, entries: Sequence[Entry], seals: Collection[Seal] = ()) -> bool:
        """See `Remote`."""

        def take(connection: sqlcipher.Connection) -> bool:
            head, chain = log.head_of(connection)
            try:
                verify_entries(entries, cursor=head, chain=chain)
            except DeskError:
                return False
            if not lines_follow(entries, members.last_lines(connection)):
                return False
            keys = {(entry.line.entity, entry.line.row_id) for entry in entries}
            log.append(connection, replayed(entries, log.rows_of(connection, keys)), tuple(seals), today)
            epoch = epoch_after(int(log.meta_of(connection)["epoch"]), now)
            connection.execute("UPDATE sync_meta SET v = ? WHERE k = 'epoch'", (str(epoch),))
            connection.execute("INSERT OR REPLACE INTO sync_meta VALUES ('put_back', ?)", (day.isoformat(),))
            return True

        today, now = self._clock.today(), self._clock.now()
        day = office_time(now).date()
        return self._file.write(take)

    def check(self) -> None:
        """Read the whole file and prove it whole. Costs minutes on a share: one PC does it once a day.

        Raises:
            DeskError: `OFFICE_STORE_DAMAGED`: put the file back from a backup, or build it anew from a counter.
        """

        def look(connection: sqlcipher.Connection) -> bool:
            answers = connection.execute("PRAGMA quick_check").fetchall()
            return [row[0] for row in answers] == ["ok"]

        if not self._file.outside_transaction(look):
            raise DeskError(ErrorCode.OFFICE_STORE_DAMAGED, problem="dữ liệu không nguyên vẹn")

    def backup_to(self, file: Path) -> None:
        """Copy the whole office into a new file with the same key, while others go on working.

        Raises:
            DeskError: `OFFICE_EXISTS` when there is any file of that name.
        """
        if file.exists():
            raise DeskError(ErrorCode.OFFICE_EXISTS)
        self._file.outside_transaction(lambda connection: connection.execute("VACUUM INTO ?", (str(file),)))

    def close(self) -> None:
        """See `Remote`."""
        self._closed.set()
        self._file.close()
        self._bell.close()

    def _change(self, statement: str, values: tuple[object, ...]) -> None:
        self._file.write(lambda connection: connection.execute(statement, values))

    def _note_presence(self, presence: Presence, now: datetime) -> None:
        """Write down that the counter is there; a full share can still be read."""
        try:
            self._file.write(lambda connection: members.note_presence(connection, presence, now))
        except DeskError as error:
            if error.code is not ErrorCode.OFFICE_DISK_FULL:
                raise
