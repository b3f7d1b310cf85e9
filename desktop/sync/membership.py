"""Taking part in an office: the way to its store, making, joining, inviting, leaving."""

import contextlib
import logging
import secrets
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database
from desktop.records.kept_share import KeptShare, keep_share
from desktop.records.store import RecordStore
from desktop.services.office_values import CUT_OFF, CounterRow, NumberRow
from desktop.sync.broken_join import go_on_joining, is_joining
from desktop.sync.clock_agreement import is_store_off
from desktop.sync.clock_watch import ClockWatch
from desktop.sync.counter_names import keep_names, names_of
from desktop.sync.entering import TakenIn, take_in
from desktop.sync.exchange import Exchange, presence_of
from desktop.sync.founding import forget_founding_of, founding, keep_access
from desktop.sync.last_exchange import LastExchange, keep_last, read_last
from desktop.sync.link import Link, new_link, read_link
from desktop.sync.number_book import number_book
from desktop.sync.pace import Paces
from desktop.sync.pairing import Pairing, read_code, write_code
from desktop.sync.pg_functions import REFUSED
from desktop.sync.relog import bring_back
from desktop.sync.remote import Remote, invitation_hash
from desktop.sync.returning import (
    Place,
    give_place_up,
    placed,
    set_office_aside,
    take_place,
    was_elsewhere,
)
from desktop.sync.stores import Access, Stores

_LOG = logging.getLogger(__name__)
_SECRET_BYTES: Final = 24
# PostgreSQL's own word, and our functions' for what is another role's.
_NO_RIGHT: Final = frozenset({"42501", REFUSED})
# Codes whose cause does not go away by itself: nothing more is tried until somebody decides.
STOPS: Final = frozenset(
    {
        ErrorCode.OFFICE_FOREIGN,
        ErrorCode.OFFICE_WENT_BACK,
        ErrorCode.OFFICE_REFUSED,
        ErrorCode.COUNTER_UNKNOWN,
        ErrorCode.OFFICE_READ_ONLY,
        ErrorCode.OFFICE_NEWER,
        ErrorCode.SHARED_LOG_BROKEN,
        ErrorCode.OFFICE_STORE_UNSAFE,
        ErrorCode.OFFICE_STORE_DAMAGED,
        ErrorCode.OFFICE_FILE_GONE,
        ErrorCode.OFFICE_JOURNAL_STRAY,
        ErrorCode.OFFICE_STUMBLED,
        ErrorCode.OFFICE_SERVER_UNPROVEN,
        ErrorCode.OFFICE_CERTIFICATE_DATE,
        ErrorCode.OFFICE_FULL,
    }
)


class OfficeMembership:
    """One counter's place in its office, and its way to the store. Safe to use from any thread."""

    def __init__(
        self, store: RecordStore, stores: Stores, *, clock: Callable[[], datetime], app_version: str = ""
    ) -> None:
        self._store = store
        self._stores = stores
        self._clock = clock
        self._app_version = app_version
        self._turn = threading.RLock()
        self._remote: Remote | None = None
        self._paces = Paces()
        self._watch = ClockWatch(store.database, clock)
        self._day = ""
        self._unkept: LastExchange | None = None

    def close(self) -> None:
        """Let go of the store; whoever waits is woken."""
        remote, self._remote = self._remote, None
        if remote is not None:
            remote.close()

    def counters(self) -> Sequence[CounterRow]:
        """See `SharedOffice`."""
        with self._turn:
            link, remote = self._link(), self._opened()
            infos = remote.counters()
            with self._store.database.write() as connection:
                keep_names(connection, infos)
        names, ahead = names_of(infos), -self._watch.behind
        now = self._clock() - ahead
        head = max((info.cursor for info in infos), default=0)
        return tuple(
            CounterRow(
                client_id=info.client_id,
                counter_no=info.counter_no,
                name=names[info.client_id],
                last_seen=info.last_seen,
                app_version=info.app_version,
                # Of itself a counter knows more than it could tell: a full share takes no word of it.
                behind=max(
                    0,
                    max(head, link.cursor)
                    - (link.cursor if info.client_id == link.client_id else info.cursor),
                ),
                clock_offset_seconds=-round(info.ahead.total_seconds()),
                retired=info.retired,
                is_this=info.client_id == link.client_id,
                is_store_clock_off=is_store_off(infos, info.client_id, ahead=info.ahead, now=now),
            )
            for info in infos
            if info.counter_no  # others' earlier lives that were only written back have none
        )

    def numbers(self, day: date) -> Sequence[NumberRow]:
        """See `SharedOffice`."""
        self.counters()  # the names of today
        with self._turn:
            return number_book(self._store.database, self._opened(), day)

    def create(self, address: str, name: str) -> None:
        """See `SharedOffice`."""
        with self._turn:
            _refuse_second(self._store.database)
            database = self._store.database
            with founding(database, address, self._store.new_id) as office, _told_unjoined(database):
                key, dataset_id = office.key, office.dataset_id
                access = self._stores.make(address, dataset_id=dataset_id, office_key=key, again=office.again)
                keep_access(database, office, access)
                pairing = _pairing(access, dataset_id, key, invitation="", name=name)
                self._begin(pairing, office.client_id, first=True)

    def invite(self, name: str, *, valid: timedelta = timedelta(hours=1)) -> str:
        """See `SharedOffice`."""
        with self._turn, _told_administrators():
            exchange = self._exchange()
            exchange.look()  # the code ends by the store's clock, which this PC may be days away from
            link, remote = self._link(), self._opened()
            secret = secrets.token_urlsafe(_SECRET_BYTES)
            remote.invite(invitation_hash(secret), self._clock() + exchange.clock_offset + valid)
            access = self._stores.admit(link)
            return write_code(
                _pairing(access, link.dataset_id, link.office_key, invitation=secret, name=name)
            )

    def join(self, code: str) -> None:
        """See `SharedOffice`."""
        with self._turn:
            pairing = read_code(code)
            if is_joining(self._store.database, pairing):
                if go_on_joining(self._store.database, pairing, self._look_anew):
                    return
                self.leave()  # it was retired meanwhile, and comes back like any counter that left
            _refuse_second(self._store.database)
            with _told_unjoined(self._store.database):
                self._begin(pairing, self._store.new_id(), first=False)

    def _look_anew(self) -> None:
        self.close()
        self._exchange().look()

    def leave(self) -> None:
        """See `SharedOffice`."""
        with self._turn:
            link = self._link()
            until: date | None = None
            try:
                if _is_last(self._opened(), link):
                    until = office_time(self._clock()).date()
                self._opened().retire(link.client_id)
            except Exception as error:  # noqa: BLE001 - whatever is wrong over there, who wants to leave leaves
                # The number stays taken until somebody retires this counter from another one.
                _LOG.info("left without a word to the office: %s", type(error).__name__)
                until = None
            self.close()
            self._watch.forget()
            with self._store.database.write() as connection:
                set_office_aside(connection)
                forget_founding_of(connection, link.dataset_id)
                if link.counter_no:
                    # What this counter numbers from now on must not be what the others number.
                    keep_share(connection, KeptShare(counter_no=link.counter_no, until=until))

    def retire(self, client_id: str) -> None:
        """See `SharedOffice`."""
        with self._turn, _told_administrators():
            self._opened().retire(client_id)

    def erasable(self, records: Collection[str]) -> frozenset[str]:
        """See `ErasureGuard`."""
        with self._turn:
            with self._store.database.read() as connection:
                if read_link(connection) is None:
                    return frozenset(records)
            try:
                return self._opened().erasable(records)
            except DeskError as error:
                if error.code in CUT_OFF:
                    self.close()
                raise

    def bring_back(self) -> int:
        """See `SharedOffice`."""
        with self._turn, _told_administrators():
            link, remote = self._link(), self._opened()
            # A store put back to before this counter joined tells it no more than this; the lost end may be here alone.
            hello = remote.hello(presence_of(link, self._app_version, self._watch.behind))
            if hello.dataset_id != link.dataset_id:
                raise DeskError(ErrorCode.OFFICE_FOREIGN)
            try:
                done = bring_back(self._store.database, link, remote, head=hello.head)
            except DeskError as error:
                if error.code is not ErrorCode.OFFICE_WENT_BACK:
                    raise
                done = 0
            if not done and not remote.relog(()):
                # Only the new epoch tells every counter that the store was put back on purpose: also when this one had
                # read nothing of what was lost.
                raise DeskError(ErrorCode.OFFICE_WENT_BACK)
            with self._store.database.read() as connection:
                last = read_last(connection)
            self._keep_end(replace(last, fault=None, since=None))
            return done

    def _begin(self, pairing: Pairing, client_id: str, *, first: bool) -> None:
        """Take a place in an office; a counter that could not even register has taken none."""
        database, taken = self._store.database, None
        with _told_code(pairing):
            if was_elsewhere(database, pairing.dataset_id):
                # Nothing is forgotten of the office it left before this one has taken it in.
                taken = self._taken_in(placed(new_link(pairing.dataset_id, client_id), pairing))
            today = office_time(self._clock()).date()
            place = take_place(database, pairing, client_id, taken=taken, first=first, today=today)
            try:
                exchange = self._exchange()
                exchange.look()
                if place is Place.NEW and not first:
                    exchange.begin_first_copy()
            except Exception:
                self.close()
                if taken is None:
                    give_place_up(database, place)
                raise

    def _taken_in(self, link: Link) -> TakenIn:
        remote = self._stores.open(link)
        try:
            return take_in(remote, link, presence_of(link, self._app_version, self._watch.behind))
        finally:
            remote.close()

    def _opened(self) -> Remote:
        if self._remote is None:
            self._remote = self._stores.open(self._link())
        return self._remote

    def _exchange(self) -> Exchange:
        return Exchange(
            self._store.database,
            self._opened(),
            clock=self._clock,
            new_id=self._store.new_id,
            app_version=self._app_version,
            clock_offset=self._watch.behind,
            paces=self._paces,
        )

    def _take_clock(self, exchange: Exchange) -> None:
        """Keep what a look said about the clock, whatever becomes of the rest of the exchange."""
        if exchange.has_looked:
            with contextlib.suppress(DeskError):  # the store has gone away: it did not answer then
                self._watch.take(
                    exchange.clock_offset, exchange.link.client_id, lambda: self._opened().counters()
                )

    def _note(self, error: DeskError) -> None:
        """Keep why an exchange failed, and since when."""
        with self._store.database.read() as connection:
            last = self._watch.told(read_last(connection))
        since = last.since if last.fault is error.code and last.since is not None else self._clock()
        retired = last.retired or "retired" in error.params
        params = {name: value for name, value in error.params.items() if name != "retired"}
        unknown = last.unknown or error.code is ErrorCode.COUNTER_UNKNOWN
        last = replace(last, fault=error.code, params=params, since=since, retired=retired, unknown=unknown)
        self._keep_end(last)
        if error.code in CUT_OFF:
            self.close()

    def _keep_end(self, last: LastExchange) -> None:
        self._unkept = last
        with contextlib.suppress(DeskError):
            # On a full disk it is known as long as the program runs; it is not worth a second fault.
            with self._store.database.write() as connection:
                if read_link(connection) is not None:
                    keep_last(connection, last)
            self._unkept = None

    def _link(self) -> Link:
        with self._store.database.read() as connection:
            link = read_link(connection)
        if link is None:
            raise DeskError(ErrorCode.OFFICE_NOT_JOINED)
        return link


@contextlib.contextmanager
def _told_unjoined(database: Database) -> Iterator[None]:
    """Tell that a store did not answer as what it is here: this counter has no office, and sends nothing later."""
    try:
        yield
    except DeskError as error:
        if error.code not in CUT_OFF or _has_office(database):
            raise
        raise DeskError(ErrorCode.OFFICE_JOIN_UNREACHABLE) from error


def _has_office(database: Database) -> bool:
    with database.read() as connection:
        return read_link(connection) is not None


@contextlib.contextmanager
def _told_code(pairing: Pairing) -> Iterator[None]:
    """Tell what is wrong with a code by its own word, and never by one of Python's."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, DeskError):
            raise DeskError(ErrorCode.OFFICE_STUMBLED, kind=type(error).__name__) from error
        if error.code is ErrorCode.OFFICE_REFUSED and pairing.invitation:
            # A server locks the role of a code whose time is over before anybody can ask about the invitation.
            raise DeskError(ErrorCode.PAIRING_CODE_SPENT) from error
        raise


@contextlib.contextmanager
def _told_administrators() -> Iterator[None]:
    """Tell that a counter lacks the right as that: the office refuses what it asks, not the counter.

    And that what a person asked for was not done: unlike an exchange it is not tried again by itself.
    """
    try:
        yield
    except DeskError as error:
        if error.code in CUT_OFF:
            raise DeskError(ErrorCode.OFFICE_NOT_DONE) from error
        if error.code is ErrorCode.OFFICE_REFUSED and error.params.get("sqlstate") in _NO_RIGHT:
            raise DeskError(ErrorCode.OFFICE_ADMIN_ONLY) from error
        raise


def _pairing(access: Access, dataset_id: str, office_key: bytes, *, invitation: str, name: str) -> Pairing:
    return Pairing(
        address=access.address,
        dataset_id=dataset_id,
        office_key=office_key,
        invitation=invitation,
        name=name,
        role=access.role,
        password=access.password,
        authority=access.authority,
    )


def _refuse_second(database: Database) -> None:
    if _has_office(database):
        raise DeskError(ErrorCode.OFFICE_ALREADY_JOINED)


def _is_last(remote: Remote, link: Link) -> bool:
    return all(info.retired or info.client_id == link.client_id for info in remote.counters())
