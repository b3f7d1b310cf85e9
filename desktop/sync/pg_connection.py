"""One connection to PostgreSQL that gives up in time.

A cable that is pulled gives no error: the kernel waits for an answer that never comes. So every call has a deadline of
its own, and a connection that missed it is thrown away; the server for its part frees what such a client held.
"""

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict
from typing_extensions import override

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.office_values import TOO_YOUNG
from desktop.sync.certificate_date import is_date_to_blame
from desktop.sync.pg_functions import BROKEN, FOUNDED, FULL, REFUSED, WRONG_HEAD, YOUNG
from desktop.sync.pg_schema import SCHEMA
from desktop.sync.remote import PushRefusedError

CALL_SECONDS: Final = 15.0
"""How long nothing may come from a server before it counts as out of reach."""
_SLOWEST: Final = 10_000
"""Bytes a second that a line carries at least; over a slower one long texts do not pass."""
_LONGEST: Final = 60.0
_SILENT: Final = "nothing came for too long"
_CONNECT_SECONDS: Final = 5
# Nothing of it can be set from the address: these are what keeps one dead counter from stopping the others.
_SETTINGS: Final = (
    f"SET search_path = {SCHEMA}, pg_catalog",
    "SET idle_in_transaction_session_timeout = '5s'",
    "SET lock_timeout = '5s'",
    # As long as a page may take on its way over a slow line. What others wait for is never held that long: their
    # locks are taken when the whole of a push is there, and released before its answer leaves.
    "SET statement_timeout = '60s'",
    "SET synchronous_commit = on",
    # Every statement here finds rows by key: to plan one anew for each batch costs a push of one as much as its merge.
    "SET plan_cache_mode = force_generic_plan",
    "SET tcp_keepalives_idle = 5",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
    "SET tcp_user_timeout = '15s'",
)
_SETTINGS_17: Final = ("SET transaction_timeout = '60s'",)
_VERSION_17: Final = 170_000
_KEEPALIVE: Final = {
    "connect_timeout": _CONNECT_SECONDS,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_LOCAL: Final = frozenset({"127.0.0.1", "::1", "localhost"})
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_STATE: Final = {
    REFUSED: ErrorCode.OFFICE_REFUSED,
    FULL: ErrorCode.OFFICE_FULL,
    FOUNDED: ErrorCode.OFFICE_EXISTS,
    WRONG_HEAD: ErrorCode.SHARED_LOG_BROKEN,
    "25006": ErrorCode.OFFICE_READ_ONLY,  # a server that only follows another one
    "28000": ErrorCode.OFFICE_REFUSED,
    "28P01": ErrorCode.OFFICE_REFUSED,
    "42501": ErrorCode.OFFICE_REFUSED,  # insufficient_privilege
    "3D000": ErrorCode.OFFICE_FOREIGN,  # no such database
    "3F000": ErrorCode.OFFICE_FOREIGN,  # no such schema
    "42883": ErrorCode.OFFICE_FOREIGN,  # no such function
    "42P01": ErrorCode.OFFICE_FOREIGN,  # no such table
    "40P01": ErrorCode.OFFICE_BUSY,  # deadlock
    "40001": ErrorCode.OFFICE_BUSY,
    "53200": ErrorCode.OFFICE_BUSY,
    "53300": ErrorCode.OFFICE_BUSY,  # too many connections
    "55P03": ErrorCode.OFFICE_BUSY,  # lock_timeout
    "57014": ErrorCode.OFFICE_BUSY,  # statement_timeout
    "53100": ErrorCode.OFFICE_DISK_FULL,
}
NO_PASSWORD: Final = "no password supplied"  # noqa: S105 - the words of libpq
_UNVERIFIED: Final = "certificate verify failed"
_LOCKED: Final = "not permitted to log in"
# While connecting there is no code, only the server's words.
_BY_WORDS: Final = (
    ("unexpected eof", ErrorCode.OFFICE_UNREACHABLE),
    ("SSL error", ErrorCode.OFFICE_SERVER_UNPROVEN),  # the certificate is not one of our authority's
    ("does not match host name", ErrorCode.OFFICE_SERVER_UNPROVEN),
    ("root certificate file", ErrorCode.OFFICE_SERVER_UNPROVEN),
    ("server does not support SSL", ErrorCode.OFFICE_SERVER_UNPROVEN),
    ("authentication failed", ErrorCode.OFFICE_REFUSED),
    (NO_PASSWORD, ErrorCode.OFFICE_REFUSED),
    (_LOCKED, ErrorCode.OFFICE_REFUSED),
    ("pg_hba.conf", ErrorCode.OFFICE_REFUSED),
    ("permission denied for database", ErrorCode.OFFICE_REFUSED),
    ('" does not exist', ErrorCode.OFFICE_FOREIGN),
    ("too many clients", ErrorCode.OFFICE_BUSY),
    ("too many connections", ErrorCode.OFFICE_BUSY),
    ("remaining connection slots", ErrorCode.OFFICE_BUSY),
)

_NO_JSON: Final = frozenset({"22P02", "22P05", "22032"})  # a patch or a refusal that is none

T = TypeVar("T")


class PatientConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection whose waiting ends when nothing has moved for too long, whatever the network does.

    A line may be slow: what counts is that bytes go over it, not how long all of them take.
    """

    _patience: float | None = None
    _ends = 0.0
    _is_given_up = False

    def give_up_after(self, seconds: float, *, sending: int = 0) -> None:
        """Set how long the next call waits for a sign of the server.

        Args:
            seconds: Of silence.
            sending: Bytes the call sends. The system takes them all at once and tells nothing of their way, so the
                first sign of the server may come only when the last of them has crossed a slow line.
        """
        self._patience = seconds
        self._ends = time.monotonic() + seconds + min(sending / _SLOWEST, _LONGEST)

    def give_up(self) -> None:
        """End whatever another thread waits for, within a moment."""
        self._is_given_up = True

    @override
    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        return super().wait(gen if self._patience is None else self._watched(gen), interval, timeout)

    def _watched(self, gen: PQGen[T]) -> PQGen[T]:
        # Whoever runs several statements on it has the same patience with each.
        self._ends = max(self._ends, time.monotonic() + (self._patience or 0.0))
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                now = time.monotonic()
                if self._is_given_up:
                    raise errors.OperationalError(_SILENT)
                if ready:
                    self._ends = max(self._ends, now + (self._patience or 0.0))
                elif now >= self._ends:
                    raise errors.OperationalError(_SILENT)
                wanted = gen.send(ready)
        except StopIteration as ended:
            result: T = ended.value
            return result


class PgConnection:
    """A connection that is opened when it is needed. Safe to use from several threads, one at a time."""

    def __init__(self, address: str, password: str, *, call_seconds: float = CALL_SECONDS) -> None:
        """Remember the place; nothing is opened yet.

        Args:
            address: As libpq knows it, without the password. Without an `sslmode` a server that is not this PC has to
                prove its name (`verify-full`).
            password: Of the counter's role.
            call_seconds: After so long without a sign of the server a call has failed.

        Raises:
            DeskError: `OFFICE_FOREIGN` for an address that libpq does not understand.
        """
        try:
            self._parameters: dict[str, Any] = proving(conninfo_to_dict(address)) | _KEEPALIVE
        except psycopg.Error as error:
            raise DeskError(ErrorCode.OFFICE_FOREIGN) from error
        if password:
            self._parameters["password"] = password
        self._call_seconds = call_seconds
        self._turn = threading.Lock()
        self._open: PatientConnection | None = None

    def run(self, work: Callable[[PatientConnection], T], *, sending: int = 0) -> T:
        """Run work in autocommit; each statement is a transaction.

        Args:
            work: What to do.
            sending: About how many bytes it sends, where they are many.

        Raises:
            DeskError: See `desktop.sync.remote`.
            PushRefusedError: The store's functions found a bug of ours.
        """
        with self._turn:
            try:
                connection = self._connected()
                connection.give_up_after(self._call_seconds, sending=sending)
                return work(connection)
            except psycopg.Error as error:
                if error.sqlstate is None or self._open is None or self._open.closed:
                    self._drop()
                known = fault_on_the_way(error, self._parameters)
                if known is None:
                    raise
                raise known from error

    def connected(self) -> PatientConnection:
        """Give the open connection itself, for who waits on it in a way of his own."""
        with self._turn:
            return self._connected()

    def close(self) -> None:
        """Close the connection; who waits on it for a dead line does not keep the closing waiting."""
        if (waited_on := self._open) is not None:
            waited_on.give_up()
        with self._turn:
            self._drop()

    def _connected(self) -> PatientConnection:
        if self._open is None or self._open.closed:
            self._open = PatientConnection.connect(autocommit=True, prepare_threshold=2, **self._parameters)
            self._open.give_up_after(self._call_seconds)
            newer = self._open.info.server_version >= _VERSION_17
            self._open.execute("; ".join(_SETTINGS + (_SETTINGS_17 if newer else ())))
        return self._open

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def patient_connection(parameters: Mapping[str, Any], *, seconds: float = CALL_SECONDS) -> PatientConnection:
    """Open a connection in autocommit, for who runs statements on it without `PgConnection`.

    Args:
        parameters: As libpq knows them.
        seconds: After so long without a sign of the server a statement has failed.

    Raises:
        psycopg.Error: It does not open.
    """
    connection = PatientConnection.connect(autocommit=True, **parameters)
    connection.give_up_after(seconds)
    return connection


def proving(parameters: dict[str, Any]) -> dict[str, Any]:
    """Let a server that is not this PC prove its name, unless the address says otherwise by itself."""
    host = str(parameters.get("host") or parameters.get("hostaddr") or "")
    distant = host and not host.startswith("/") and host not in _LOCAL
    return {"sslmode": "verify-full"} | parameters if distant else parameters


def entry_of(address: str) -> dict[str, Any]:
    """Give how a person enters a server by an address they were given.

    Raises:
        DeskError: `FILE_MISSING` when the certificate the address names is not on this PC; libpq would say the server
            is unproven.
        psycopg.Error: For an address that libpq does not understand.
    """
    parameters = proving(conninfo_to_dict(address))
    authority = str(parameters.get("sslrootcert") or "system")
    if authority != "system" and not Path(authority).is_file():
        raise DeskError(ErrorCode.FILE_MISSING, file=authority)
    return parameters


def fault_on_the_way(
    error: psycopg.Error, parameters: Mapping[str, Any]
) -> DeskError | PushRefusedError | None:
    """Give what `fault_of` gives, and ask the server why where its certificate was refused."""
    fault = fault_of(error)
    if _UNVERIFIED in str(error) and is_date_to_blame(parameters):
        return DeskError(ErrorCode.OFFICE_CERTIFICATE_DATE)
    return fault


def fault_of(error: psycopg.Error) -> DeskError | PushRefusedError | None:
    """Give the fault behind a driver's error, None for a bug of ours. Never the server's words: they may hold data."""
    state = error.sqlstate
    if state is None:
        words = str(error) if isinstance(error, errors.OperationalError) else ""
        code = next((code for part, code in _BY_WORDS if part in words), ErrorCode.OFFICE_UNREACHABLE)
        # A counter that is retired loses its role; a wrong password may be anything else.
        fault = DeskError(code, retired=True) if _LOCKED in words else DeskError(code)
        return fault if isinstance(error, errors.OperationalError) else None
    if state == BROKEN and error.diag.constraint_name == YOUNG:
        return PushRefusedError(TOO_YOUNG)
    if state in {BROKEN, *_NO_JSON} or state.startswith("23"):
        return PushRefusedError(state)
    if state in _BY_STATE:
        seq = {"seq": error.diag.message_detail or ""} if state == WRONG_HEAD else {}
        return DeskError(_BY_STATE[state], sqlstate=state, **seq)
    # 08: connection, 57P: the server is going down or not up yet.
    if state.startswith(("08", "57P")):
        return DeskError(ErrorCode.OFFICE_UNREACHABLE, sqlstate=state)
    return None
