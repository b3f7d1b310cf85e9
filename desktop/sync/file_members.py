"""The counters of an office in the shared file: who they are, who may come in."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.tables import sound_moment, utc_text
from desktop.sync.entries import LastLine
from desktop.sync.remote import GIVEN_MAX, CounterInfo, Presence, invitation_hash
from desktop.sync.store_rows import Row
from desktop.sync.store_rules import free_number

# Every write costs the share a file sync: that a counter is still there is noted twice a minute, news at once.
SEEN_EVERY: Final = timedelta(seconds=30)
CLOCK_NEWS_MS: Final = 30_000
_INFO: Final = (
    "SELECT client_id, counter_no, name, last_op, cursor, schema_level, app_version, last_seen, retired_at,"
    " clock_offset_ms FROM sync_client"
)


def counters_of(connection: sqlcipher.Connection) -> tuple[CounterInfo, ...]:
    """Give every counter that ever was, by number."""
    rows = connection.execute(f"{_INFO} ORDER BY counter_no, client_id").fetchall()
    return tuple(_info(row) for row in rows)


def find_counter(connection: sqlcipher.Connection, client_id: str) -> CounterInfo | None:
    """Give one counter."""
    row = connection.execute(f"{_INFO} WHERE client_id = ?", (client_id,)).fetchone()
    return None if row is None else _info(row)


def is_active(info: CounterInfo | None) -> bool:
    """Tell whether a counter may send."""
    return info is not None and info.counter_no > 0 and not info.retired


def last_line(connection: sqlcipher.Connection, client_id: str) -> tuple[int, bytes]:
    """Give the last line of a counter that may send, and its hash.

    Raises:
        DeskError: `OFFICE_REFUSED`.
    """
    row = connection.execute(
        "SELECT last_op, last_hash FROM sync_client"
        " WHERE client_id = ? AND counter_no > 0 AND retired_at IS NULL",
        (client_id,),
    ).fetchone()
    if row is None:
        raise DeskError(ErrorCode.OFFICE_REFUSED)
    return int(row[0]), bytes(row[1])


def last_lines(connection: sqlcipher.Connection) -> dict[str, LastLine]:
    """Give the last line of every counter that has one, and its hash."""
    rows = connection.execute("SELECT client_id, last_op, last_hash FROM sync_client WHERE last_op > 0")
    return {row[0]: (int(row[1]), bytes(row[2])) for row in rows.fetchall()}


def is_news(info: CounterInfo, presence: Presence, now: datetime) -> bool:
    """Tell whether a hello is worth writing down."""
    return (
        info.last_seen is None
        or abs(now - info.last_seen) >= SEEN_EVERY
        or (info.schema_level, info.app_version) != (presence.schema_level, presence.app_version)
        or abs(info.clock_offset_ms - presence.clock_offset_ms) > CLOCK_NEWS_MS
    )


def note_presence(connection: sqlcipher.Connection, presence: Presence, now: datetime) -> None:
    """Write down that a counter is there."""
    connection.execute(
        "UPDATE sync_client SET cursor = ?, schema_level = ?, app_version = ?, clock_offset_ms = ?, last_seen = ?"
        " WHERE client_id = ?",
        (
            presence.cursor,
            presence.schema_level,
            presence.app_version,
            presence.clock_offset_ms,
            utc_text(now),
            presence.client_id,
        ),
    )


def enter(
    connection: sqlcipher.Connection, client_id: str, name: str, *, secret: str, copy_of: str, now: datetime
) -> int:
    """Enter a counter; see `Remote.register`."""
    infos = {info.client_id: info for info in counters_of(connection)}
    known = infos.get(client_id)
    if known is not None and known.retired:
        raise DeskError(ErrorCode.OFFICE_REFUSED)
    if known is not None and known.counter_no:
        return known.counter_no
    number = free_number(infos.values(), was_put_back=_was_put_back(connection))
    if number is None:
        raise DeskError(ErrorCode.OFFICE_FULL)
    is_copy = copy_of in infos and not infos[copy_of].retired
    if infos and known is None and not is_copy and _demands_secret(connection):
        _use_invitation(connection, secret, client_id, now)
    connection.execute(
        "INSERT INTO sync_client VALUES (?, ?, ?, 0, x'', 0, 0, '', 0, ?, NULL)"
        " ON CONFLICT (client_id) DO UPDATE SET counter_no = excluded.counter_no, name = excluded.name",
        (client_id, number, name, utc_text(now)),
    )
    return number


def _was_put_back(connection: sqlcipher.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sync_meta WHERE k = 'put_back'").fetchone() is not None


def _demands_secret(connection: sqlcipher.Connection) -> bool:
    return bool(connection.execute("SELECT v FROM sync_meta WHERE k = 'demands_secret'").fetchone()[0] == "1")


def _use_invitation(connection: sqlcipher.Connection, secret: str, client_id: str, now: datetime) -> None:
    used = connection.execute(
        "UPDATE sync_invitation SET used_by = ? WHERE secret_hash = ? AND used_by IS NULL AND expires > ?",
        (client_id, invitation_hash(secret), utc_text(now)),
    )
    if used.rowcount != 1:
        raise DeskError(ErrorCode.OFFICE_REFUSED)


def _info(row: Row) -> CounterInfo:
    return CounterInfo(
        client_id=row[0],
        counter_no=row[1],
        name=row[2],
        last_op=row[3],
        cursor=row[4],
        schema_level=row[5],
        app_version=row[6],
        last_seen=_moment(row[7]),
        retired=row[8] is not None,
        clock_offset_ms=row[9],
    )


def _moment(text: str | None) -> datetime | None:
    """Read when a counter was seen. It is only shown: what is no moment stops nobody, and the next hello mends it."""
    if text is None:
        return None
    try:
        return sound_moment(text).astimezone(UTC)
    except ValueError:
        return None


def give_numbers(
    connection: sqlcipher.Connection, client_id: str, series: str, day: date, count: int
) -> tuple[int, ...]:
    """Give an active counter the next numbers of a series; see `Remote.reserve`."""
    last_line(connection, client_id)
    back = connection.execute("SELECT v FROM sync_meta WHERE k = 'put_back'").fetchone()
    if back is not None and day.isoformat() <= back[0]:
        return ()
    last = connection.execute(
        "SELECT coalesce(max(number), 0) FROM sync_given WHERE series = ? AND day = ? AND number <= ?",
        (series, day.isoformat(), GIVEN_MAX),
    ).fetchone()[0]
    numbers = range(last + 1, min(last + count, GIVEN_MAX) + 1)
    connection.executemany(
        "INSERT INTO sync_given VALUES (?, ?, ?, ?)",
        [(series, day.isoformat(), number, client_id) for number in numbers],
    )
    return tuple(numbers)
