"""One counter's talk with the shared store: look, send, take over. Each call is one step, so that others come between.

Nothing here waits for the network while a local transaction is open, and nothing is open in the store between two
calls. Whatever is cut off is found out at the next step: what was sent and taken comes back as entries of the log.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database
from desktop.records.office_tables import RENAMED, RESTORED
from desktop.records.operations import SCHEMA_LEVEL
from desktop.records.used_numbers import mark_unsure, unsure_mark
from desktop.services.office_values import READS
from desktop.services.record_values import Changes
from desktop.sync.copied_ahead import after_copy, copy_anew, is_passed_by, is_same_past
from desktop.sync.entering import enter, refuse_retired
from desktop.sync.entries import Claim, Line, LineKind
from desktop.sync.fork import finish_catching_up, go_on_as_another, meet_another_life
from desktop.sync.joining import begin_copy
from desktop.sync.link import Link, is_ahead, read_link, write_link
from desktop.sync.outbox import BATCH, lined_up, set_aside, set_aside_what_follows
from desktop.sync.pace import Paces
from desktop.sync.put_back import meet_new_epoch, offer_what_was_lost
from desktop.sync.remote import Hello, Presence, Push, PushRefusedError, Remote, Snap
from desktop.sync.replica import ForkedError, take_page, take_rows
from desktop.sync.sending import Batch, Standing, merged_push, prepare, standing_of, unseen_push
from desktop.sync.unknown_records import set_aside_unknown, take_back_known

PAGE: Final = 500
ROWS: Final = 500
WHOLE_LOG: Final = 20_000
"""Up to here a joining counter reads the whole log, history and open decisions with it, not the records alone."""
_NOTHING: Final = Changes()

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What sending a batch came to.

    Attributes:
        sent: Lines the store has taken now, or had already.
        raced: Another counter was faster; the batch is to be merged anew.
        refused: A unit of work went into quarantine.
    """

    sent: int = 0
    raced: bool = False
    refused: bool = False


def presence_of(link: Link, app_version: str, behind: timedelta) -> Presence:
    """Give what a counter says of itself.

    Args:
        link: Its place.
        app_version: Its program.
        behind: How far its clock was behind the store's when it last looked.
    """
    return Presence(
        client_id=link.client_id,
        cursor=link.cursor,
        schema_level=SCHEMA_LEVEL,
        app_version=app_version,
        clock_offset_ms=-round(behind.total_seconds() * 1000),
    )


class Exchange:
    """Steps between one counter's records and one store. Belongs to one thread."""

    def __init__(
        self,
        database: Database,
        remote: Remote,
        *,
        clock: Clock,
        new_id: Callable[[], str],
        app_version: str = "",
        clock_offset: timedelta = timedelta(),
        paces: Paces | None = None,
    ) -> None:
        self._database = database
        self._remote = remote
        self._clock = clock
        self._new_id = new_id
        self._app_version = app_version
        self._paces = paces or Paces()
        self.clock_offset = clock_offset
        self.has_looked = False
        self._may_write = True
        self._min_level = 0
        self._was_at_head = False
        self._alone = 0
        self._is_head_empty = False

    @property
    def link(self) -> Link:
        """The counter's place.

        Raises:
            DeskError: `OFFICE_NOT_JOINED`.
        """
        with self._database.read() as connection:
            link = read_link(connection)
        if link is None:
            raise DeskError(ErrorCode.OFFICE_NOT_JOINED)
        return link

    def look(self) -> Hello:
        """Say hello, and refuse everything that is not this office going forward.

        Raises:
            DeskError: `OFFICE_FOREIGN`, `OFFICE_WENT_BACK`, `OFFICE_REFUSED`, `COUNTER_UNKNOWN`, and the faults of the
                store.
        """
        link = self.link
        hello = self._remote.hello(presence_of(link, self._app_version, self.clock_offset))
        self._may_write = hello.may_write
        if hello.may_write:
            self.clock_offset = hello.now - self._clock()
            self.has_looked = True
        self._min_level = hello.min_writer_level
        if hello.dataset_id != link.dataset_id:
            raise DeskError(ErrorCode.OFFICE_FOREIGN)
        today = office_time(self._clock()).date()
        if hello.head < link.cursor or hello.chain_at_cursor != link.chain:
            if hello.epoch <= link.epoch:
                raise DeskError(ErrorCode.OFFICE_WENT_BACK)
            offer_what_was_lost(self._database, link, self._remote, hello, self._new_id, today=today)
            link = self.link
        elif hello.epoch != link.epoch:
            meet_new_epoch(self._database, link, hello, self._new_id, today=today)
            link = self.link
        if link.registered and not hello.registered:
            refuse_retired(self._remote, link)
            self._keep(registered=False)
            link = self.link
        if _begin_anew(self._database, self._new_id, head=hello.head):
            link = self.link
        if not link.registered and hello.may_write:
            self._register(link)  # also when only the reply was lost: entering it again gives the same number
        return hello

    def begin_first_copy(self) -> None:
        """Begin to take over the office's records: those of this moment first, then what came since.

        Raises:
            DeskError: The faults of the store.
        """
        snap = self._remote.snap(self.link.client_id, (), ())
        _check_head(self._remote, self.link, snap, is_doubtful=True)
        if snap.head <= WHOLE_LOG:
            self._keep(joining=None)  # the log itself is short enough to be read from its beginning
            return
        with self._database.write() as connection:
            now = read_link(connection)
            if now is not None:
                write_link(connection, begin_copy(connection, now, head=snap.head, chain=snap.chain))

    def pull(self) -> tuple[Changes, int]:
        """Take over the next page; gives what changed and how many entries are still to come.

        Raises:
            DeskError: `SHARED_LOG_BROKEN` and the faults of the store and of the records.
        """
        link = self.link
        if link.joining is not None:
            return self._copy(link)
        with self._paces.reading as pace:
            page = self._remote.pull(link.cursor, pace.of(PAGE))
        self._is_head_empty = not page.entries and page.head > link.cursor
        if is_passed_by(link, page):
            copy_anew(self._database, self._new_id, head=page.head)
            return _NOTHING, 1
        if not page.entries:
            if page.head < link.cursor:
                raise DeskError(ErrorCode.OFFICE_WENT_BACK)
            self._was_at_head = page.head == link.cursor
            finish_catching_up(self._database, link, head=page.head)
            return _NOTHING, 0
        try:
            with self._database.write() as connection:
                now = read_link(connection)
                if now is None or now.cursor != link.cursor:
                    return _NOTHING, 1
                taken = take_page(connection, now, page, clock=self._clock)
        except ForkedError:
            meet_another_life(self._database, self._new_id, head=page.head)
            return _NOTHING, 1
        self._was_at_head = page.head == taken.link.cursor
        finish_catching_up(self._database, taken.link, head=page.head)
        return taken.changes, page.head - taken.link.cursor

    def push(self) -> Pushed:
        """Send the next batch.

        Raises:
            DeskError: `OFFICE_NEWER`, `OFFICE_READ_ONLY` and the faults of the store and of the records.
        """
        if not self._may_write:
            raise DeskError(ErrorCode.OFFICE_READ_ONLY, **{READS: "yes"})
        # Lines are made from operations that are safe, each time the same: if a power cut takes them back, they come
        # out again as the store has them.
        with self._database.write(durable=False) as connection:
            link = read_link(connection)
            if link is None:
                raise DeskError(ErrorCode.OFFICE_NOT_JOINED)
            if link.joining is not None or link.catch_up:
                return Pushed()
            made, fresh = lined_up(connection, link)
            lined = set_aside_unknown(connection, take_back_known(connection, made), self._clock())
            lined = set_aside_what_follows(connection, lined, self._clock())
            if lined is not link:
                write_link(connection, lined, was=link)
            made_now, limit = fresh if lined is made else (), self._paces.sending.of(BATCH)
            batch = prepare(connection, lined, made_now, limit=limit, alone=self._alone)
            push = unseen_push(connection, lined, batch) if batch and self._was_at_head else None
        if self._min_level > SCHEMA_LEVEL:
            # What was written is kept; a newer program sends it. Reading goes on.
            raise DeskError(ErrorCode.OFFICE_NEWER)
        # Without a number yet, or again: the next look asks for one.
        if not lined.registered:
            return Pushed(raced=True)
        if batch is None:
            return Pushed()
        with self._paces.sending:
            if push is not None and self._goes_through(push):
                return Pushed(sent=len(batch.lines))
            return self._send(lined, batch)

    def _goes_through(self, push: Push) -> bool:
        """Offer a batch that was merged without a look at the store; whatever is wrong with it, looking tells."""
        try:
            self._was_at_head = self._remote.cas(push)
        except PushRefusedError:
            self._was_at_head = False
        return self._was_at_head

    def _send(self, link: Link, batch: Batch) -> Pushed:
        claims = batch.claims()
        snap = self._remote.snap(link.client_id, batch.keys, claims)
        if snap.head < link.cursor:
            raise DeskError(ErrorCode.OFFICE_WENT_BACK)
        if (snap.head > link.cursor or is_ahead(link)) and not self._is_same_past(link, head=snap.head):
            return Pushed(raced=True)
        _check_head(self._remote, link, snap, is_doubtful=self._is_head_empty)
        with self._database.read() as connection:
            standing = standing_of(connection, link, batch, snap)
        if standing is Standing.ANOTHER_LIFE:
            meet_another_life(self._database, self._new_id, head=snap.head)
        if standing is not Standing.OURS:
            return Pushed(raced=True)
        if not (lines := batch.after(snap.last_op)):
            return Pushed(sent=len(batch.lines))
        try:
            push = self._merged(link, batch, snap, claims)
            taken = push is not None and self._remote.cas(push)
        except PushRefusedError as error:
            return self._set_apart(lines[0].line, lines[-1].line, error)
        return Pushed(sent=len(batch.lines) if taken else 0, raced=not taken)

    def _merged(self, link: Link, batch: Batch, snap: Snap, claims: frozenset[Claim]) -> Push | None:
        push = _merged(self._database, link, batch, snap)
        if unasked := _claimed(push) - claims:
            # A refused line left another value standing: the number after it makes a claim nobody had guessed.
            asked = claims | unasked
            push = _merged(self._database, link, batch, self._remote.snap(link.client_id, batch.keys, asked))
            if _claimed(push) - asked:
                return None  # somebody wrote between the two looks
        return push

    def _set_apart(self, first: Line, last: Line, error: PushRefusedError) -> Pushed:
        """Set aside what cannot be taken, once it stands alone: one unit of work of many is at fault."""
        if first.txn_no != last.txn_no:
            self._alone = last.op
            return Pushed(raced=True)
        if first.kind is LineKind.VOID:
            raise DeskError(ErrorCode.OFFICE_STUMBLED, kind=type(error).__name__) from error
        _quarantine(self._database, first.txn_no, str(error), self._clock())
        return Pushed(refused=True)

    def _copy(self, link: Link) -> tuple[Changes, int]:
        """Take over the next records of a first copy."""
        after = link.joining
        with self._paces.reading as pace:
            page = self._remote.row_page((after[0], after[1]) if after else None, pace.of(ROWS))
            # Of a store that was put back since this copy began they would be records of another past.
            if not self._is_same_past(link, head=page.head):
                return _NOTHING, 1
        self._was_at_head = False
        with self._database.write() as connection:
            now = read_link(connection)
            if now is None or now.joining != after:
                return _NOTHING, 1
            taken = take_rows(connection, after_copy(now, page), page, clock=self._clock)
        return taken.changes, 1

    def _is_same_past(self, link: Link, *, head: int) -> bool:
        return is_same_past(self._database, self._remote, self._new_id, link, head=head)

    def _register(self, link: Link) -> None:
        number = enter(self._remote, link)
        self._keep(counter_no=number, registered=True, invitation="")

    def _keep(self, **changes: object) -> None:
        with self._database.write() as connection:
            link = read_link(connection)
            if link is not None:
                write_link(connection, replace(link, **changes))  # type: ignore[arg-type]  # names of Link


def _quarantine(database: Database, txn_no: int, why: str, now: datetime) -> None:
    with database.write() as connection:
        link = read_link(connection)
        if link is not None:
            write_link(connection, set_aside(connection, link, txn_no, why, now))


def _check_head(remote: Remote, link: Link, snap: Snap, *, is_doubtful: bool) -> None:
    """Refuse to follow a head that is not the end of the log: whatever came after it, nobody could read."""
    if snap.head != link.cursor and not is_doubtful:
        return  # somebody wrote there since the last page, and the store held that against its log
    chain = link.chain if snap.head == link.cursor else remote.chain_at(snap.head)
    if chain != snap.chain:
        raise DeskError(ErrorCode.SHARED_LOG_BROKEN, seq=snap.head)


def _claimed(push: Push | None) -> frozenset[Claim]:
    return frozenset() if push is None else frozenset(push.merged.claims)


def _merged(database: Database, link: Link, batch: Batch, snap: Snap) -> Push | None:
    with database.read() as connection:
        return merged_push(connection, link, batch, snap)


def _begin_anew(database: Database, new_id: Callable[[], str], *, head: int) -> bool:
    """Take a new name after a restore that nobody can vouch for: its old share may be half used."""
    with database.read() as connection:
        if unsure_mark(connection) != RESTORED:
            return False
    with database.write() as connection:
        link = read_link(connection)
        if link is None:
            return False
        write_link(connection, go_on_as_another(connection, link, new_id(), catch_up=head))
        mark_unsure(connection, RENAMED)
        return True
