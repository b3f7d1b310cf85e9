"""One counter's part in its office, for the window and the command line: status, decisions, joining, leaving."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.records.attachment_store import count_differing, count_to_send
from desktop.records.disk_room import is_nearly_full
from desktop.records.office_tables import QUARANTINE
from desktop.records.tables import utc_moment
from desktop.records.used_numbers import mark_unsure, unsure_mark
from desktop.services.office_values import (
    ALONE,
    CUT_OFF,
    READS,
    Choice,
    Conflict,
    LogCheck,
    OfficeState,
    OfficeStatus,
    QuarantinedWork,
)
from desktop.services.ports_office import OnChanges
from desktop.services.record_values import Changes, Entity
from desktop.services.still_read import STILL_READ
from desktop.sync import conflicts
from desktop.sync.clock_watch import offset_still
from desktop.sync.counter_names import keep_names, known_names
from desktop.sync.exchange import presence_of
from desktop.sync.illegible import illegible_records
from desktop.sync.last_exchange import LastExchange, read_last
from desktop.sync.link import Link, read_link, write_link
from desktop.sync.log_check import OnRead, read_log, wrong_here, wrong_in_store
from desktop.sync.membership import STOPS, OfficeMembership
from desktop.sync.numbers_ahead import forget_other_days, top_up
from desktop.sync.outbox import count_unlined, count_waiting, line_up, take_back
from desktop.sync.remote import CounterInfo, Hello
from desktop.sync.replica import take_rows
from desktop.sync.short_look import answer_within

PATIENCE_SECONDS: Final = 4.0
_ROUNDS: Final = 200
_LOG = logging.getLogger(__name__)
_NEWS_OF_CLOCK: Final = timedelta(seconds=60)


class Office(OfficeMembership):
    """The port `SharedOffice` on this counter's records and its store. Safe to use from any thread."""

    _has_read = False
    """The last exchange has read to the end, whatever became of its sending."""

    # --- how it stands ---

    @property
    def is_alone(self) -> bool:
        """Whether this counter has no office: of all that `status` tells the one thing asked before each exchange."""
        with self._store.database.read() as connection:
            return read_link(connection) is None

    def status(self) -> OfficeStatus:
        """See `SharedOffice`."""
        is_full = is_nearly_full(self._store.database.file.parent)
        with self._store.database.read() as connection:
            link = read_link(connection)
            if link is None:
                return replace(ALONE, is_disk_full=is_full)
            waiting, quarantined = count_waiting(connection)
            waiting += count_unlined(connection, link)
            waiting_choices = conflicts.count_open(connection)
            unreadable = conflicts.unreadable_entries(connection)
            attachments, differing = count_to_send(connection), count_differing(connection)
            last, is_unsure = self._unkept or read_last(connection), bool(unsure_mark(connection))
        return OfficeStatus(
            state=_state(link, last, waiting),
            counter_no=link.counter_no,
            name=link.name,
            waiting=waiting,
            quarantined=quarantined,
            unreadable=unreadable,
            conflicts=waiting_choices,
            shared_at=last.shared_at,
            cut_off_since=last.since if last.fault in CUT_OFF else None,
            fault=ErrorCode.COUNTER_RETIRED if last.retired else last.fault,
            fault_params=last.params,
            clock_offset_seconds=round(offset_still(last, self._clock()).total_seconds()),
            is_store_clock_off=last.is_store_clock_off,
            clock_sure_at=last.clock_sure_at,
            is_numbers_unsure=is_unsure,
            attachments_waiting=attachments,
            attachments_differing=differing,
            is_disk_full=is_full or last.fault is ErrorCode.DISK_FULL,
        )

    def conflicts(self) -> Sequence[Conflict]:
        """See `SharedOffice`."""
        with self._store.database.read() as connection:
            if read_link(connection) is None:
                return ()
            return conflicts.open_conflicts(connection, known_names(connection))

    def resolve(self, actor: StaffId, conflict: Conflict, choice: Choice) -> Changes:
        """See `SharedOffice`."""
        return conflicts.resolve(self._store, actor, conflict, choice)

    def quarantined(self) -> Sequence[QuarantinedWork]:
        """See `SharedOffice`."""
        with self._store.database.read() as connection:
            if read_link(connection) is None:
                return ()
            rows = connection.execute(select(QUARANTINE).order_by(QUARANTINE.c.local_op)).all()
        works: dict[int, QuarantinedWork] = {}
        for row in rows:
            known = works.get(row.txn_no)
            what = (*(known.what if known else ()), (str(row.entity), str(row.row_id)))
            works[row.txn_no] = QuarantinedWork(
                made_at=utc_moment(row.made_at), actor=StaffId(row.actor), what=what, why=str(row.why)
            )
        return tuple(works.values())

    def offer_quarantined(self) -> None:
        """See `SharedOffice`."""
        with self._store.database.write() as connection:
            link = read_link(connection)
            if link is not None:
                write_link(connection, take_back(connection, line_up(connection, link)))

    # --- exchanging ---

    def sync_once(self, on_changes: OnChanges | None = None) -> None:
        """See `SharedOffice`."""
        seen: list[Changes] = []

        def tell() -> None:
            changes = _merged(seen)
            seen.clear()
            if changes and on_changes is not None:
                on_changes(changes)

        try:
            with self._turn:
                self._exchange_all(seen, tell)
        finally:
            self._store.aside.follow()
            tell()

    def look(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Ask the store about this PC's clock and place while somebody waits; without an answer in time it is away."""
        with self._turn:
            with self._store.database.read() as connection:
                link = read_link(connection)
            if link is None:
                return
            self._watch.begin()
            told = self._watch.behind
            try:
                hello, counters = answer_within(patience_seconds, lambda: self._ask(link, told))
            except DeskError as error:
                self._note(error)
                return
            if hello.dataset_id == link.dataset_id:
                if hello.may_write:
                    self._watch.take(hello.now - self._clock(), link.client_id, lambda: counters)
                with self._store.database.read() as connection:
                    last = self._watch.told(read_last(connection))
                known = {info.client_id for info in counters}
                away = link.registered and not hello.registered and link.client_id in known
                self._keep_end(replace(last, retired=away, unknown=last.unknown and not hello.registered))

    def verify(self, told: OnRead) -> LogCheck:
        """See `SharedOffice`."""
        with self._turn:
            held_up = self._exchange_or_read()
            remote, link = self._opened(), self._link()
            read = read_log(remote, link.dataset_id, told)
            wrong = wrong_in_store(remote, read)
            with self._store.database.write() as connection:
                link = read_link(connection) or link
                mine = wrong_here(connection, link, read) if link.joining is None else ()
                if mine:
                    _LOG.warning("records here differed from the office's log: %s", mine)
                # With the keys as they are now: what once had none may be readable by now.
                again = {*mine, *(illegible_records(connection).keys() & read.known_until(link.cursor))}
                if again and link.joining is None:
                    take_rows(connection, link, read.page_of(sorted(again)), clock=self._clock, is_copy=False)
        return LogCheck(
            entries=read.head,
            records=len(read.states),
            unreadable=read.unreadable,
            wrong_in_store=wrong,
            put_right=mine,
            held_up=held_up,
        )

    def _exchange_or_read(self) -> ErrorCode | None:
        """Exchange; gives why nothing could be sent where everything was read and only the sending failed."""
        try:
            self._exchange_all([], lambda: None)
        except DeskError as error:
            if not self._has_read or error.code not in STILL_READ:
                raise
            return error.code
        return None

    def _ask(self, link: Link, behind: timedelta) -> tuple[Hello, Sequence[CounterInfo]]:
        # On a way of its own: nobody waits for a hanging call, also not whoever closes the other.
        remote = self._stores.open(link)
        try:
            hello = remote.hello(presence_of(link, self._app_version, behind))
            return hello, remote.counters()
        finally:
            remote.close()

    def wait(self, seconds: float) -> bool:
        """Wait until another counter may have written; gives False when the time passed without a sign."""
        remote = self._remote
        if remote is None:  # nothing was exchanged yet, or the store is away: the clock decides
            return False
        return remote.wait(self._link().cursor, seconds)

    def _exchange_all(self, seen: list[Changes], tell: Callable[[], None]) -> None:
        self._watch.begin()
        try:
            self._talk(seen, tell)
        except DeskError as error:
            self._note(error)
            raise
        except Exception as error:
            # A bug, or a store that holds what nobody expected: the lamp must not stay green.
            self._note(DeskError(ErrorCode.OFFICE_STUMBLED, kind=type(error).__name__))
            raise
        self._know_numbers()
        self._keep_end(self._watch.told(LastExchange(shared_at=self._clock())))

    def _know_numbers(self) -> None:
        """After a restore: what this counter gives from now on, no earlier life of it can have given."""
        with self._store.database.read() as connection:
            if not unsure_mark(connection):
                return
        with self._store.database.write() as connection:
            mark_unsure(connection, "")

    def _talk(self, seen: list[Changes], tell: Callable[[], None]) -> None:
        exchange, told = self._exchange(), self._watch.behind
        self._has_read = False
        began = exchange.link.cursor  # also a look reads on, where the store was put back
        try:
            exchange.look()
        finally:
            self._take_clock(exchange)
        for _ in range(_ROUNDS):
            left = 1
            while left > 0:
                changes, left = exchange.pull()
                seen.append(changes)
            self._has_read = True
            tell()  # whoever waits for a record need not wait for what is still to be sent
            pushed = exchange.push()
            if pushed.raced and not exchange.link.registered:
                exchange.look()
            if not (pushed.sent or pushed.raced or pushed.refused):
                break
        has_news = exchange.link.cursor != began
        if has_news:
            self._learn_names()
        if has_news or abs(exchange.clock_offset - told) > _NEWS_OF_CLOCK:
            exchange.look()  # so that the others see how far this counter has come, and how wrong its clock is
        self._fetch_numbers(exchange.link)

    def _learn_names(self) -> None:
        """A card says which counters wrote; what they are called only the store knows."""
        with self._store.database.read() as connection:
            if not conflicts.has_unnamed(connection, known_names(connection)):
                return
        infos = self._opened().counters()
        with self._store.database.write() as connection:
            keep_names(connection, infos)

    def _fetch_numbers(self, link: Link) -> None:
        day = office_time(self._clock()).date()
        if link.registered and self._remote is not None:
            if self._day != day.isoformat():
                forget_other_days(self._store.database, day)
                self._day = day.isoformat()
            top_up(self._store.database, self._remote, link.client_id, day)


def _state(link: Link, last: LastExchange, waiting: int) -> OfficeState:
    if last.retired or (last.fault in STOPS and READS not in last.params):
        return OfficeState.STOPPED
    if last.fault in CUT_OFF:
        return OfficeState.CUT_OFF
    if link.joining is not None:
        return OfficeState.COPYING
    return OfficeState.WAITING if waiting or last.fault is not None else OfficeState.SHARED


def _merged(seen: Sequence[Changes]) -> Changes:
    rows: dict[Entity, frozenset[str]] = {}
    for changes in seen:
        for entity, ids in changes.rows.items():
            rows[entity] = rows.get(entity, frozenset()) | ids
    return Changes(rows=rows)
