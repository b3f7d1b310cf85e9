"""The office's log in PostgreSQL: the best place for it.

Every call is one statement in autocommit, so there is no lock that a counter could take along when it loses its cable.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.entries import Claim, Entry
from desktop.sync.merge import Merged
from desktop.sync.pg_bell import PgBell
from desktop.sync.pg_connection import CALL_SECONDS, PatientConnection, PgConnection
from desktop.sync.pg_schema import SCHEMA
from desktop.sync.remote import (
    CounterInfo,
    Hello,
    Page,
    Presence,
    Push,
    PushRefusedError,
    Reserved,
    RowPage,
    Seal,
    Snap,
    invitation_hash,
)
from desktop.sync.row_state import RowKey, RowState
from desktop.sync.store_rows import (
    ENTRY_COLUMNS,
    ROW_COLUMNS,
    Row,
    entry_of,
    entry_values,
    row_of,
    row_values,
    seal_of,
)
from desktop.sync.store_rules import keyless_scopes, replayed

PAGE_BYTES: Final = 1_000_000
_HELLO: Final = "SELECT * FROM hello(%s, %s, %s::int, %s, %s)"
_COUNTERS: Final = (
    "SELECT client_id, counter_no, name, last_op, cursor, schema_level, app_version, last_seen,"
    " retired_at IS NOT NULL, clock_offset_ms FROM sync_client ORDER BY counter_no, client_id"
)
# One statement, so that all of it is from one moment.
_SNAP: Final = """
SELECT 'head', '', '', h.seq, '', '', c.last_op, h.chain, c.last_hash
    FROM sync_head h, sync_client c
    WHERE c.client_id = %(client)s AND c.counter_no > 0 AND c.retired_at IS NULL AND c.db_role = session_user
UNION ALL
SELECT 'row', r.entity, r.row_id, r.rev, r.doc, r.origins, r.erased, NULL, NULL
    FROM unnest(%(entities)s::text[], %(row_ids)s::text[]) k (entity, row_id) JOIN sync_row r USING (entity, row_id)
UNION ALL
SELECT 'claim', c.scope, c.key, 0, c.holder, '', 0, NULL, NULL
    FROM unnest(%(scopes)s::text[], %(keys)s::text[]) k (scope, key) JOIN sync_claim c USING (scope, key)
"""
_ENTRY_TYPES: Final = (
    "bigint", "boolean", "text", "text", "text", "bigint", "text", "text", "text", "text", "int", "bytea", "text",
    "text", "bytea",
)  # fmt: skip
_STATE_TYPES: Final = (
    "text", "text", "bigint", "text", "text", "bigint", "text", "text", "text", "text", "bytea", "bytea",
)  # fmt: skip
# What is claimed was free when this statement began; if it is not any more, the head has moved too.
_TAKE: Final = """
SELECT CASE WHEN EXISTS (
    SELECT FROM unnest(%b::text[], %b::text[], %b::text[]) u (scope, key, holder) JOIN sync_claim c USING (scope, key)
    WHERE c.holder <> u.holder
) THEN false ELSE take(%b, %b::bigint, %b::bigint, {}) END
""".format(", ".join(f"%b::{name}[]" for name in _ENTRY_TYPES + _STATE_TYPES))
_RELOG: Final = "SELECT relog(%b::bigint, %b::text[], %b::bigint[], {})".format(
    ", ".join(f"%b::{name}[]" for name in _ENTRY_TYPES + _STATE_TYPES)
)
# So many entries, or as much text as a slow cable carries within the deadline; then to the end of the unit of work.
_PAGE: Final = f"""
SELECT {ENTRY_COLUMNS} FROM sync_change WHERE seq > %(after)s AND seq <= coalesce(
    (SELECT seq FROM (
        SELECT seq, txn_end, sum(octet_length(patch) + octet_length(refusal)) OVER (ORDER BY seq) AS bytes
        FROM sync_change WHERE seq > %(after)s
    ) so_far WHERE (seq >= %(after)s::bigint + %(limit)s OR bytes >= {PAGE_BYTES}) AND txn_end ORDER BY seq LIMIT 1),
    (SELECT seq FROM sync_head))
ORDER BY seq
"""
_SEALS: Final = (
    "SELECT scope, key_id, wrapped FROM sync_seal WHERE scope = ANY(%s::text[]) ORDER BY scope, key_id"
)
_ERASED: Final = "SELECT scope FROM sync_erased WHERE scope = ANY(%s::text[])"
# With the end of the log at that moment, by the log itself, also where there are no more records.
_ROW_PAGE: Final = f"""
SELECT last.seq, last.chain, {ROW_COLUMNS} FROM (
    SELECT seq, chain FROM sync_change ORDER BY seq DESC LIMIT 1
) last LEFT JOIN (
    SELECT {ROW_COLUMNS}, octet_length(doc) + octet_length(origins) AS own,
        sum(octet_length(doc) + octet_length(origins)) OVER (ORDER BY entity, row_id) AS bytes
    FROM sync_row WHERE (entity, row_id) > (%s, %s) ORDER BY entity, row_id LIMIT %s
) so_far ON bytes - own < {PAGE_BYTES} ORDER BY entity, row_id
"""
_CHAIN_AT: Final = """
SELECT CASE WHEN %(seq)s = 0 THEN (SELECT decode(v, 'hex') FROM sync_meta WHERE k = 'genesis')
    ELSE (SELECT chain FROM sync_change WHERE seq = %(seq)s) END
"""

T = TypeVar("T")


class PgRemote:
    """The port `Remote` to a database that `khongviet server init` has made."""

    def __init__(self, address: str, password: str, *, call_seconds: float = CALL_SECONDS) -> None:
        """Remember the place; the first call opens it. See `PgConnection`."""
        self._connection = PgConnection(address, password, call_seconds=call_seconds)
        self._bell = PgBell(PgConnection(address, password, call_seconds=call_seconds))

    def hello(self, presence: Presence) -> Hello:
        """See `Remote`."""
        row = self._one(
            _HELLO,
            (
                presence.client_id,
                presence.cursor,
                presence.schema_level,
                presence.app_version,
                presence.clock_offset_ms,
            ),
        )
        return Hello(
            dataset_id=row[0],
            epoch=row[1],
            head=row[2],
            floor=row[3],
            chain_at_cursor=row[4],
            min_writer_level=row[5],
            registered=row[6],
            now=row[7].astimezone(UTC),
        )

    def register(self, client_id: str, name: str, *, secret: str = "", copy_of: str = "") -> int:
        """See `Remote`."""
        values = (client_id, name, invitation_hash(secret), copy_of)
        return int(self._one("SELECT register(%s, %s, %s, %s)", values)[0])

    def invite(self, secret_hash: bytes, expires: datetime) -> None:
        """See `Remote`. Only for a role of the administrators."""
        self._one("SELECT invite(%s, %s)", (secret_hash, expires))

    def set_min_writer_level(self, level: int) -> None:
        """See `Remote`. Only for a role of the administrators."""
        self._one("SELECT raise_writer_level(%s::int)", (level,))

    def retire(self, client_id: str) -> None:
        """See `Remote`. Another role's counter only for a role of the administrators."""
        self._one("SELECT retire(%s)", (client_id,))

    def counters(self) -> tuple[CounterInfo, ...]:
        """See `Remote`."""
        return tuple(
            CounterInfo(
                client_id=row[0],
                counter_no=row[1],
                name=row[2],
                last_op=row[3],
                cursor=row[4],
                schema_level=row[5],
                app_version=row[6],
                last_seen=None if row[7] is None else row[7].astimezone(UTC),
                retired=row[8],
                clock_offset_ms=row[9],
            )
            for row in self._all(_COUNTERS)
        )

    def snap(self, client_id: str, rows: Collection[RowKey], claims: Collection[Claim]) -> Snap:
        """See `Remote`."""
        found = self._all(
            _SNAP,
            {
                "client": client_id,
                "entities": [entity for entity, _ in rows],
                "row_ids": [row_id for _, row_id in rows],
                "scopes": [claim.scope for claim in claims],
                "keys": [claim.key for claim in claims],
            },
        )
        look = next((row for row in found if row[0] == "head"), None)
        if look is None:
            raise DeskError(ErrorCode.OFFICE_REFUSED)
        return Snap(
            head=look[3],
            chain=look[7],
            last_op=look[6],
            last_hash=look[8],
            rows=dict(row_of(row[1:7]) for row in found if row[0] == "row"),
            holders={Claim(scope=row[1], key=row[2]): row[4] for row in found if row[0] == "claim"},
        )

    def cas(self, push: Push) -> bool:
        """See `Remote`."""
        entries = push.merged.entries
        for index, entry in enumerate(entries, start=1):
            # The store numbers them by itself; what it cannot see is checked here.
            if (entry.seq, entry.client_id, entry.line.op) != (
                push.head + index,
                push.client_id,
                push.last_op + index,
            ):
                raise PushRefusedError(f"entry {entry.seq} is out of its place")
        claims = _claim_columns(push.merged)
        values = (*claims, push.client_id, push.head, push.last_op, *_arrays(push.merged, push.seals))
        return self._sent(_TAKE, values)

    def erasable(self, row_ids: Collection[str]) -> frozenset[str]:
        """See `Remote`."""
        # A server of an older program has no floor yet, so nobody vouches for the age of anything.
        if self._one("SELECT to_regprocedure(%s)", (f"{SCHEMA}.erasable(text[])",))[0] is None:
            return frozenset()
        return frozenset(self._one("SELECT erasable(%s::text[])", (list(row_ids),))[0])

    def pull(self, after: int, limit: int) -> Page:
        """See `Remote`."""

        def look(connection: PatientConnection) -> Page:
            found = connection.execute(_PAGE, {"after": after, "limit": limit}, binary=True).fetchall()
            entries = tuple(map(entry_of, found))
            # The keys come second: one made later opens entries of a later page, and that page brings it again.
            seals = _seals(connection, {entry.line.row_id for entry in entries}) if entries else ()
            keyless = keyless_scopes(entries, seals)
            gone = connection.execute(_ERASED, (list(keyless),), binary=True).fetchall() if keyless else []
            row = connection.execute("SELECT seq FROM sync_head").fetchone()
            return Page(
                entries=entries,
                head=row[0] if row else 0,
                seals=seals,
                erased=frozenset(scope for (scope,) in gone),
            )

        return self._connection.run(look)

    def row_page(self, after: RowKey | None, limit: int) -> RowPage:
        """See `Remote`."""

        def look(connection: PatientConnection) -> RowPage:
            found = connection.execute(_ROW_PAGE, (*(after or ("", "")), limit), binary=True).fetchall()
            head, chain = found[0][:2] if found else (0, b"")
            rows = dict(row_of(row[2:]) for row in found if row[2] is not None)
            seals = _seals(connection, {row_id for _, row_id in rows}) if rows else ()
            last = next(reversed(rows), None)
            return RowPage(rows=rows, seals=seals, last=last, head=head, chain=bytes(chain))

        return self._connection.run(look)

    def chain_at(self, seq: int) -> bytes | None:
        """See `Remote`."""
        found: bytes | None = self._one(_CHAIN_AT, {"seq": seq})[0]
        return found

    def reserve(self, client_id: str, series: str, day: date, count: int) -> tuple[int, ...]:
        """See `Remote`."""
        return tuple(self._one("SELECT reserve(%s, %s, %s, %s::int)", (client_id, series, day, count))[0])

    def reserved(self, series: str, day: date) -> tuple[Reserved, ...]:
        """See `Remote`."""
        found = self._all(
            "SELECT number, client_id FROM sync_given WHERE series = %s AND day = %s ORDER BY number",
            (series, day),
        )
        return tuple(Reserved(number=number, client_id=client_id) for number, client_id in found)

    def wait(self, after: int, seconds: float) -> bool:
        """See `Remote`."""
        return self._bell.wait(after, seconds)

    def relog(self, entries: Sequence[Entry], seals: Collection[Seal] = ()) -> bool:
        """See `Remote`. Only for a role of the administrators."""
        # Nothing to write back is a word of its own: the store was put back on purpose.
        first = entries[0].seq if entries else int(self._one("SELECT seq FROM sync_head")[0]) + 1
        if [entry.seq for entry in entries] != list(range(first, first + len(entries))):
            return False
        keys = list({(entry.line.entity, entry.line.row_id) for entry in entries})
        parameters = ([entity for entity, _ in keys], [row_id for _, row_id in keys])
        # Read before and apart: whoever writes in between moves the head, and then nothing fits.
        rows: dict[RowKey, RowState] = dict(
            row_of(row)
            for row in self._all(
                f"SELECT {ROW_COLUMNS} FROM sync_row JOIN unnest(%s::text[], %s::text[]) k (entity, row_id)"
                " USING (entity, row_id)",
                parameters,
            )
        )
        merged = replayed(entries, rows)
        clients = [entry.client_id for entry in entries]
        ops = [entry.line.op for entry in entries]
        return self._sent(_RELOG, (first - 1, clients, ops, *_arrays(merged, seals)))

    def close(self) -> None:
        """See `Remote`."""
        self._bell.close()
        self._connection.close()

    def _sent(self, statement: str, values: Sequence[Any]) -> bool:
        # Prepared first: the server's patience with a statement begins when all its values have come.
        return self._connection.run(
            lambda connection: bool(
                connection.execute(statement, values, binary=True, prepare=True).fetchall()[0][0]
            ),
            # The columns of text make nearly all of it.
            sending=sum(
                sum(map(len, column))
                for column in values
                if isinstance(column, list) and column and isinstance(column[0], str)
            ),
        )

    def _all(self, statement: str, values: Any = ()) -> list[Row]:  # noqa: ANN401 - the driver's own word
        return self._connection.run(
            lambda connection: connection.execute(statement, values, binary=True).fetchall()
        )

    def _one(self, statement: str, values: Any = ()) -> Row:  # noqa: ANN401 - same
        return self._all(statement, values)[0]


def _seals(connection: PatientConnection, scopes: Collection[str]) -> tuple[Seal, ...]:
    return tuple(map(seal_of, connection.execute(_SEALS, (list(scopes),), binary=True).fetchall()))


def _arrays(merged: Merged, seals: Collection[Seal]) -> list[list[Any]]:
    """Give a batch column by column, as the functions take it."""
    columns = _columns([entry_values(entry) for entry in merged.entries], 18)
    states = _columns([row_values(key, state) for key, state in merged.rows.items()], 6)
    keys = _columns([(seal.scope, seal.key_id, seal.wrapped) for seal in seals], 3)
    return [*columns[3:], *states, *_claim_columns(merged), *keys]


def _claim_columns(merged: Merged) -> list[list[Any]]:
    return _columns([(claim.scope, claim.key, holder) for claim, holder in merged.claims.items()], 3)


def _columns(rows: Sequence[Row], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
