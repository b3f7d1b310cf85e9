"""What is read from and written to the shared file inside one transaction."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

from desktop.sync.entries import Claim, log_genesis
from desktop.sync.file_schema import ARRIVAL
from desktop.sync.merge import Merged
from desktop.sync.remote import KEEP_DAYS, Page, RowPage, Seal
from desktop.sync.row_state import RowKey, RowState
from desktop.sync.store_rows import (
    ENTRY_COLUMNS,
    ROW_COLUMNS,
    entry_of,
    entry_values,
    row_of,
    row_values,
    seal_of,
)
from desktop.sync.store_rules import erased_scopes, keyless_scopes, old_enough

_ENTRIES: Final = f"SELECT {ENTRY_COLUMNS} FROM sync_change"
_ROWS: Final = f"SELECT {ROW_COLUMNS} FROM sync_row"
_AT_ONCE: Final = 500


def meta_of(connection: sqlcipher.Connection) -> dict[str, str]:
    """Give what the store says of itself."""
    return dict(connection.execute("SELECT k, v FROM sync_meta").fetchall())


def head_of(connection: sqlcipher.Connection) -> tuple[int, bytes]:
    """Give number and chain of the last entry, by the log itself: `sync_head` only repeats it for older programs.

    A wrong cell there would have the next batch follow nothing, and nobody could read on from it ever again.
    """
    row = connection.execute("SELECT seq, chain FROM sync_change ORDER BY seq DESC LIMIT 1").fetchone()
    if row is None:
        row = connection.execute("SELECT seq, chain FROM sync_head").fetchone()
    seq, chain = row
    return seq, bytes(chain)


def head_seq(connection: sqlcipher.Connection) -> int:
    """Give the number of the last entry alone: its text, which may be long, is not read for it."""
    (seq,) = connection.execute(
        "SELECT coalesce((SELECT max(seq) FROM sync_change), seq) FROM sync_head"
    ).fetchone()
    return int(seq)


def is_whole(connection: sqlcipher.Connection) -> bool:
    """Read the whole file; gives whether every page is sound and the head is the end of the log."""
    answers = connection.execute("PRAGMA quick_check").fetchall()
    if [row[0] for row in answers] != ["ok"]:
        return False
    seq, chain = connection.execute("SELECT seq, chain FROM sync_head").fetchone()
    return (seq, bytes(chain)) == head_of(connection)


def floor_of(connection: sqlcipher.Connection) -> int:
    """Give the floor: see `Hello`."""
    return int(connection.execute("SELECT floor FROM sync_head").fetchone()[0])


def chain_at(connection: sqlcipher.Connection, seq: int) -> bytes | None:
    """See `Remote.chain_at`."""
    if seq == 0:
        return log_genesis(meta_of(connection)["dataset_id"])
    row = connection.execute("SELECT chain FROM sync_change WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else bytes(row[0])


def rows_of(connection: sqlcipher.Connection, keys: Iterable[RowKey]) -> dict[RowKey, RowState]:
    """Give the records asked for that exist."""
    found: dict[RowKey, RowState] = {}
    for key in keys:
        row = connection.execute(f"{_ROWS} WHERE entity = ? AND row_id = ?", key).fetchone()
        if row is not None:
            found.update([row_of(row)])
    return found


def holders_of(connection: sqlcipher.Connection, claims: Iterable[Claim]) -> dict[Claim, str]:
    """Give the claims asked for that are held."""
    held: dict[Claim, str] = {}
    for claim in claims:
        row = connection.execute(
            "SELECT holder FROM sync_claim WHERE scope = ? AND key = ?", (claim.scope, claim.key)
        ).fetchone()
        if row is not None:
            held[claim] = row[0]
    return held


def page_after(connection: sqlcipher.Connection, after: int, limit: int) -> Page:
    """See `Remote.pull`."""
    head = head_seq(connection)
    # Cut at the limit, moved to the end of the unit of work that stands there.
    last = connection.execute(
        "SELECT seq FROM sync_change WHERE seq >= ? AND txn_end ORDER BY seq LIMIT 1", (after + limit,)
    ).fetchone()
    span = (after, head if last is None else last[0])
    found = connection.execute(f"{_ENTRIES} WHERE seq > ? AND seq <= ? ORDER BY seq", span).fetchall()
    entries = tuple(map(entry_of, found))
    seals = seals_of(connection, {entry.line.row_id for entry in entries})
    return Page(
        entries=entries,
        head=head,
        seals=seals,
        erased=frozenset(scope for scope in keyless_scopes(entries, seals) if _is_erased(connection, scope)),
    )


def _is_erased(connection: sqlcipher.Connection, scope: str) -> bool:
    return connection.execute("SELECT 1 FROM sync_erased WHERE scope = ?", (scope,)).fetchone() is not None


def row_page_after(connection: sqlcipher.Connection, after: RowKey | None, limit: int) -> RowPage:
    """See `Remote.row_page`."""
    found = connection.execute(
        f"{_ROWS} WHERE (entity, row_id) > (?, ?) ORDER BY entity, row_id LIMIT ?",
        (*(after or ("", "")), limit),
    ).fetchall()
    rows = dict(map(row_of, found))
    head, chain = head_of(connection)
    return RowPage(
        rows=rows,
        seals=seals_of(connection, {row_id for _, row_id in rows}),
        last=next(reversed(rows), None),
        head=head,
        chain=chain,
    )


def seals_of(connection: sqlcipher.Connection, scopes: Iterable[str]) -> tuple[Seal, ...]:
    """Give the keys kept for some records, in order."""
    if connection.execute("SELECT 1 FROM sync_seal LIMIT 1").fetchone() is None:
        return ()
    return tuple(
        seal_of(row)
        for scope in sorted(scopes)
        for row in connection.execute(
            "SELECT scope, key_id, wrapped FROM sync_seal WHERE scope = ? ORDER BY key_id", (scope,)
        ).fetchall()
    )


def erasable_of(connection: sqlcipher.Connection, row_ids: Collection[str], today: date) -> frozenset[str]:
    """See `Remote.erasable`."""
    rows = tuple(row_ids)
    firsts: dict[str, int] = {}
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        # There is no index for it: erasing is rare, and one walk through the log serves many records.
        query = (
            f"SELECT row_id, min(seq) FROM sync_change WHERE row_id IN ({_marks(len(some))}) GROUP BY row_id"
        )
        firsts.update(connection.execute(query, some).fetchall())
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sync_arrival'").fetchone()
    arrivals = connection.execute("SELECT day, after FROM sync_arrival").fetchall() if known else []
    keep_days = int(meta_of(connection).get("keep_days", KEEP_DAYS))
    days = [(date.fromisoformat(day), after) for day, after in arrivals]
    return old_enough(firsts, days, today=today, keep_days=keep_days)


def _note_arrival(connection: sqlcipher.Connection, day: date, after: int) -> None:
    """Note after which entry those of a day begin. A store of an older program counts from today."""
    connection.execute(ARRIVAL)
    connection.execute(
        "INSERT INTO sync_arrival SELECT ?, CASE WHEN EXISTS (SELECT 1 FROM sync_arrival) THEN ? ELSE 0 END"
        " WHERE true ON CONFLICT DO NOTHING",
        (day.isoformat(), after),
    )


def append(connection: sqlcipher.Connection, merged: Merged, seals: Collection[Seal], today: date) -> None:
    """Write a batch that was checked."""
    entries = merged.entries
    _note_arrival(connection, today, head_seq(connection))
    connection.executemany(
        f"INSERT INTO sync_change ({ENTRY_COLUMNS}) VALUES ({_marks(18)})", map(entry_values, entries)
    )
    connection.executemany(
        f"INSERT INTO sync_row ({ROW_COLUMNS}) VALUES ({_marks(6)}) ON CONFLICT (entity, row_id) DO UPDATE"
        " SET rev = excluded.rev, doc = excluded.doc, origins = excluded.origins, erased = excluded.erased",
        (row_values(key, state) for key, state in merged.rows.items()),
    )
    connection.executemany(
        "INSERT INTO sync_claim VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        ((claim.scope, claim.key, holder) for claim, holder in merged.claims.items()),
    )
    last = {entry.client_id: entry for entry in entries}
    connection.executemany(
        # A counter that only comes back with entries of its own has no number until it registers again.
        "INSERT INTO sync_client VALUES (?1, 0, '', ?2, ?3, 0, 0, '', 0, NULL, NULL)"
        " ON CONFLICT (client_id) DO UPDATE SET last_op = ?2, last_hash = ?3",
        ((client_id, entry.line.op, entry.op_hash) for client_id, entry in last.items()),
    )
    erased = erased_scopes(entries)
    connection.executemany("INSERT INTO sync_erased VALUES (?, ?) ON CONFLICT DO NOTHING", erased.items())
    connection.executemany("DELETE FROM sync_seal WHERE scope = ?", ((scope,) for scope in erased))
    connection.executemany(
        "INSERT INTO sync_seal SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM sync_erased WHERE scope = ?1)"
        # One that opens nothing, by a bug or by hand, is put right by whoever writes that record again.
        " ON CONFLICT DO UPDATE SET wrapped = excluded.wrapped",
        ((seal.scope, seal.key_id, seal.wrapped) for seal in seals),
    )
    if entries:
        connection.execute("UPDATE sync_head SET seq = ?, chain = ?", (entries[-1].seq, entries[-1].chain))


def _marks(count: int) -> str:
    return ", ".join("?" * count)
