"""Setting up an office's database, once, by whoever runs the server."""

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import sql

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.entries import log_genesis
from desktop.sync.pg_blob_functions import BLOBS
from desktop.sync.pg_closing import close_database
from desktop.sync.pg_connection import NO_PASSWORD, entry_of, fault_of, fault_on_the_way, patient_connection
from desktop.sync.pg_functions import LOG, MEMBERS
from desktop.sync.pg_number_functions import NUMBERS
from desktop.sync.pg_schema import (
    ADMIN_GROUP,
    ARRIVAL,
    BLOB_TABLES,
    GRANTS,
    OWNER_ROLE,
    ROLE_PREFIX,
    ROLES,
    SCHEMA,
    TABLES,
)
from desktop.sync.remote import KEEP_DAYS

PASSWORD_VARIABLE: Final = "KHONGVIET_SERVER_PASSWORD"  # noqa: S105 - the name of a variable
_ASKED: Final = (
    f"máy chủ hỏi mật khẩu quản trị mà chưa có: ghi vào một tệp, hoặc đặt biến {PASSWORD_VARIABLE}."
)
_PASSWORD_BYTES: Final = 24
_KEEPER_SECONDS: Final = 600.0
"""A keeper waits for what a server does with a large log; a line that is dead ends it all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRole:
    """How one counter logs in. The password exists here and in the counter's keeping, nowhere else."""

    role: str
    password: str


def create_office(
    connection: psycopg.Connection,
    *,
    dataset_id: str = "",
    demands_secret: bool = True,
    min_writer_level: int = 1,
    keep_days: int = KEEP_DAYS,
) -> None:
    """Make tables, functions, roles and rights in the connected database; all of it or nothing.

    Args:
        connection: Of a superuser, or of a role that may create roles and owns the database. In autocommit.
        dataset_id: The new office; empty leaves it to the first counter, see `found_office`.
        demands_secret: Every counter but the first needs an invitation.
        min_writer_level: See `Hello`.
        keep_days: See `Remote.erasable`.

    Raises:
        DeskError: `OFFICE_EXISTS` when the database holds an office already; `OFFICE_REFUSED` without the right.
    """
    try:
        with connection.transaction():
            if is_prepared(connection):
                raise DeskError(ErrorCode.OFFICE_EXISTS)
            for statement in (ROLES, f"CREATE SCHEMA {SCHEMA} AUTHORIZATION {OWNER_ROLE}"):
                connection.execute(statement)
            close_database(connection)
            connection.execute(f"SET LOCAL ROLE {OWNER_ROLE}")
            connection.execute(f"SET LOCAL search_path = {SCHEMA}, pg_catalog")
            for statements in (TABLES, BLOB_TABLES, ARRIVAL):
                connection.execute(statements)
            _set_floor(connection, keep_days)
            _make_functions(connection)
            genesis = log_genesis(dataset_id)
            connection.execute("INSERT INTO sync_head VALUES (1, 0, %s, 0)", (genesis,))
            with connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO sync_meta VALUES (%s, %s)",
                    (
                        ("dataset_id", dataset_id),
                        ("genesis", genesis.hex()),
                        ("epoch", "1"),
                        ("min_writer_level", str(min_writer_level)),
                        ("demands_secret", str(int(demands_secret))),
                    ),
                )
    except psycopg.Error as error:
        raise fault_of(error) or error from error


def renew_functions(
    connection: psycopg.Connection, *, keep_days: int | None = None, drop_unsealed: bool = False
) -> None:
    """Put this program's functions and rights in the place of an older program's; what stands in the log stays.

    Args:
        connection: As for `create_office`, to an office's database. In autocommit.
        keep_days: Another floor, see `Remote.erasable`; None leaves what is set, or sets the cautious one.
        drop_unsealed: Scans that an older program left unsealed may go; counters that have them send them again.

    Raises:
        DeskError: `OFFICE_FOREIGN` when there is no office; `OFFICE_REFUSED` without the right;
            `OFFICE_SCANS_UNSEALED` when there are such scans and they may not go.
    """
    try:
        with connection.transaction():
            if not is_prepared(connection):
                raise DeskError(ErrorCode.OFFICE_FOREIGN)
            connection.execute(ROLES)
            close_database(connection)
            connection.execute(f"SET LOCAL ROLE {OWNER_ROLE}")
            connection.execute(f"SET LOCAL search_path = {SCHEMA}, pg_catalog")
            # A push under way ends first, with the old functions; the next one finds the new ones.
            connection.execute("SELECT FROM sync_head FOR UPDATE")
            old = connection.execute(
                "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = %s::regnamespace", (SCHEMA,)
            ).fetchall()
            for (name,) in old:
                connection.execute(f"DROP FUNCTION {name}")
            unsealed = _count_unsealed(connection)
            if unsealed and not drop_unsealed:
                raise DeskError(ErrorCode.OFFICE_SCANS_UNSEALED, count=unsealed)
            for statements in (BLOB_TABLES, ARRIVAL):
                connection.execute(statements)
            if keep_days is not None:
                _set_floor(connection, keep_days)
            _make_functions(connection)
    except psycopg.Error as error:
        raise fault_of(error) or error from error


def drop_scan(connection: psycopg.Connection, beginning: str) -> str:
    """Take a rotten scan out of the store, so that counters that have it send it anew; gives its sha256.

    Args:
        connection: As for `create_office`, to an office's database. In autocommit.
        beginning: Of its sha256, as `khongviet office status` tells it.

    Raises:
        DeskError: `INPUT_INVALID` when no scan begins like that, or several do.
    """
    try:
        with connection.transaction():
            connection.execute(f"SET LOCAL ROLE {OWNER_ROLE}")
            connection.execute(f"SET LOCAL search_path = {SCHEMA}, pg_catalog")
            found = connection.execute(
                "SELECT digest FROM sealed_blob WHERE starts_with(digest, %s) LIMIT 2", (beginning,)
            ).fetchall()
            if len(found) != 1:
                problem = "không có bản quét nào" if not found else "có nhiều bản quét"
                raise DeskError(
                    ErrorCode.INPUT_INVALID, place="SHA256", problem=f"{problem} bắt đầu bằng {beginning}."
                )
            digest = str(found[0][0])
            for table in ("sealed_chunk", "sealed_blob"):
                connection.execute(
                    sql.SQL("DELETE FROM {} WHERE digest = %s").format(sql.Identifier(table)), (digest,)
                )
            return digest
    except psycopg.Error as error:
        raise fault_of(error) or error from error


def grant_admin(connection: psycopg.Connection, number: int) -> str:
    """Let a counter invite, retire others and put a lost tail back, as the first one may; gives its name.

    Its role says so and nothing on its PC does: it holds from its next call on.

    Args:
        connection: As for `create_office`, to an office's database. In autocommit.
        number: Of a counter that takes part.

    Raises:
        DeskError: `INPUT_INVALID` when none of that number does; `OFFICE_FOREIGN`, `OFFICE_REFUSED`.
    """
    try:
        with connection.transaction():
            connection.execute(f"SET LOCAL ROLE {OWNER_ROLE}")
            found = connection.execute(
                f"SELECT name, db_role FROM {SCHEMA}.sync_client JOIN pg_roles ON rolname = db_role"
                " WHERE counter_no = %s AND counter_no > 0 AND retired_at IS NULL",
                (number,),
            ).fetchone()
            if found is None:
                problem = f"không có quầy số {number} đang tham gia."
                raise DeskError(ErrorCode.INPUT_INVALID, place="--counter", problem=problem)
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(ADMIN_GROUP), sql.Identifier(found[1]))
            )
            return str(found[0])
    except psycopg.Error as error:
        raise fault_of(error) or error from error


def has_counters(connection: psycopg.Connection) -> bool:
    """Tell whether a counter has come in: until then whoever has the first counter's file founds the office.

    Raises:
        DeskError: `OFFICE_FOREIGN`, `OFFICE_REFUSED`.
    """
    try:
        return connection.execute(f"SELECT FROM {SCHEMA}.sync_client LIMIT 1").fetchone() is not None
    except psycopg.Error as error:
        raise fault_of(error) or error from error


def _count_unsealed(connection: psycopg.Connection) -> int:
    """Give how many whole scans stand as an older program left them, readable to whoever has the server's disk."""
    old = connection.execute("SELECT to_regclass('blob')").fetchone()
    if old is None or old[0] is None:
        return 0
    found = connection.execute("SELECT count(*) FROM blob WHERE complete").fetchone()
    return 0 if found is None else int(found[0])


def _set_floor(connection: psycopg.Connection, keep_days: int) -> None:
    connection.execute("UPDATE sync_meta SET v = %s WHERE k = 'keep_days'", (str(keep_days),))


def _make_functions(connection: psycopg.Connection) -> None:
    # Functions belong to nobody before they are granted, not even for the moment of this transaction.
    for statements in (MEMBERS, NUMBERS, LOG, BLOBS, GRANTS):
        connection.execute(statements)


@contextlib.contextmanager
def keeper(address: str, password: str, *, make_database: bool = False) -> Iterator[psycopg.Connection]:
    """Connect as whoever keeps the server, in autocommit.

    Args:
        address: Of the office's database.
        password: Of the keeper; empty leaves it to libpq (`PGPASSWORD`, `.pgpass`, a socket).
        make_database: Make the database first when there is none.

    Raises:
        DeskError: `OFFICE_UNREACHABLE`, `OFFICE_REFUSED`, `OFFICE_FOREIGN`, `OFFICE_SERVER_UNPROVEN`,
            `OFFICE_CERTIFICATE_DATE`; `FILE_MISSING`, `INPUT_INVALID` without the password it asks for.
            `OFFICE_SERVER_FULL`, also for what is done on the connection: nothing goes on by itself for a keeper.
    """
    with _told_keeper(), _entered(address, password, make_database=make_database) as connection:
        yield connection


@contextlib.contextmanager
def _told_keeper() -> Iterator[None]:
    try:
        yield
    except (DeskError, psycopg.Error) as error:
        told = fault_of(error) if isinstance(error, psycopg.Error) else error
        if isinstance(told, DeskError) and told.code is ErrorCode.OFFICE_DISK_FULL:
            raise DeskError(ErrorCode.OFFICE_SERVER_FULL, **told.params) from error
        raise told or error from error


@contextlib.contextmanager
def _entered(address: str, password: str, *, make_database: bool) -> Iterator[psycopg.Connection]:
    parameters: dict[str, Any] = {}
    try:
        parameters = entry_of(address) | {"connect_timeout": 5}
        if password:
            parameters["password"] = password
        if make_database:
            _make_database(parameters)
        connection = patient_connection(parameters, seconds=_KEEPER_SECONDS)
    except psycopg.Error as error:
        if NO_PASSWORD in str(error):
            raise DeskError(ErrorCode.INPUT_INVALID, place="--password-file", problem=_ASKED) from error
        raise fault_on_the_way(error, parameters) or DeskError(ErrorCode.OFFICE_FOREIGN) from error
    with contextlib.closing(connection):
        yield connection


def _make_database(parameters: dict[str, Any]) -> None:
    name = str(parameters.get("dbname", ""))
    with contextlib.closing(patient_connection(parameters | {"dbname": "postgres"})) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name))
            )


def is_prepared(connection: psycopg.Connection) -> bool:
    """Tell whether the database holds a place for an office, or an office."""
    known = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (SCHEMA,)).fetchone()
    return known is not None


def is_begun(connection: psycopg.Connection, dataset_id: str, client_id: str) -> bool:
    """Tell whether the office here is this one, and nobody is in it but its founder: the founding was broken off."""
    known = connection.execute(
        f"SELECT (SELECT v FROM {SCHEMA}.sync_meta WHERE k = 'dataset_id'),"
        f" (SELECT count(*) FROM {SCHEMA}.sync_client WHERE client_id <> %s),"
        f" (SELECT count(*) FROM {SCHEMA}.sync_change)",
        (client_id,),
    ).fetchone()
    return known == (dataset_id, 0, 0)


def has_role(connection: psycopg.Connection, role: str) -> bool:
    """Tell whether the server knows a role."""
    return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None


def own_role(connection: psycopg.Connection) -> CounterRole | None:
    """Give the role that is logged in when it is a counter's, None for the server's keeper."""
    info = connection.info
    if not info.user.startswith(ROLE_PREFIX):
        return None
    return CounterRole(role=info.user, password=info.password)


def found_office(connection: psycopg.Connection, dataset_id: str) -> None:
    """Begin an office in a database that was made for one, by its first counter.

    Args:
        connection: Of a role of the administrators.
        dataset_id: The new office.

    Raises:
        DeskError: `OFFICE_EXISTS`, `OFFICE_REFUSED`, `OFFICE_FOREIGN`.
    """
    try:
        connection.execute(f"SELECT {SCHEMA}.found(%s, %s)", (dataset_id, log_genesis(dataset_id)))
    except psycopg.Error as error:
        raise fault_of(error) or error from error


def make_counter_role(connection: psycopg.Connection, *, admin: bool = False) -> CounterRole:
    """Make a role for one PC, with a random password that the server never sees.

    Args:
        connection: Of the server's keeper or of a counter that is an administrator; to the office's database.
        admin: The counter may invite, retire others and put a lost tail back.

    Raises:
        DeskError: `OFFICE_REFUSED`, `OFFICE_FOREIGN`.
    """
    role = f"{ROLE_PREFIX}{secrets.token_hex(6)}"
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    try:
        connection.execute(f"SELECT {SCHEMA}.make_counter_role(%s, %s, %s)", (role, verifier.decode(), admin))
    except psycopg.Error as error:
        raise fault_of(error) or error from error
    return CounterRole(role=role, password=password)
