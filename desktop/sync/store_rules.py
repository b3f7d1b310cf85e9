"""What every store checks and cuts in the same way, whatever it is made of. Pure.

A store decides nothing, but it takes nothing that would spoil the log for everybody else.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from desktop.domain.errors import DeskError
from desktop.records.legible import UNREADABLE
from desktop.records.operations import PATCH_MAX, WORD_MAX, Patch
from desktop.records.tables import sound_moment
from desktop.services.office_values import TOO_YOUNG
from desktop.sync.entries import (
    Claim,
    Decision,
    Entry,
    LastLine,
    Refusal,
    line_genesis,
    verify_entries,
    verify_lines,
)
from desktop.sync.merge import Merged, Reading, apply_reading, claims_gained, reading_of
from desktop.sync.remote import COUNTERS_MAX, CounterInfo, Push, PushRefusedError, Seal
from desktop.sync.row_state import NO_ROW, SEALED, RowKey, RowState

EPOCHS_BEGAN: Final = datetime(2026, 1, 1, tzinfo=UTC)
EPOCH_BOUND: Final = 2_000_000_000

# Cheap sign that a patch may erase; canonical JSON has no spaces, and inside a text the quotes would be escaped.
ERASE_SIGN: Final = '"erase":true'
# The same for a sealed value; what only looks like one costs a look and decides nothing.
SEALED_SIGN: Final = f':"{SEALED}'


def check_push(push: Push, *, chain: bytes, last_op: int, last_hash: bytes) -> None:
    """Refuse a batch that does not continue the log and its counter's lines exactly.

    Args:
        push: A batch whose head is the store's.
        chain: The store's chain at its head.
        last_op: The counter's last line in the store.
        last_hash: Its hash; empty for none.

    Raises:
        PushRefusedError: With the reason, for whoever looks for the bug.
    """
    entries = push.merged.entries
    if not entries or not entries[-1].line.txn_end:
        raise PushRefusedError("half a unit of work")
    if push.last_op != last_op:
        raise PushRefusedError(f"line {push.last_op + 1} offered after line {last_op}")
    if any(max(len(entry.line.patch), len(entry.refusal)) > PATCH_MAX for entry in entries):
        raise PushRefusedError(f"a line of more than {PATCH_MAX} characters")
    if any(max(map(len, _words_of(entry))) > WORD_MAX for entry in entries):
        raise PushRefusedError(f"an id or a moment of more than {WORD_MAX} characters")
    if any(read_entry(entry) is None for entry in entries):
        raise PushRefusedError("an entry that nobody can read")
    op_hash = last_hash or line_genesis(push.client_id)
    for op, entry in enumerate(entries, start=last_op + 1):
        op_hash = entry.line.hash_after(op_hash)
        if entry.client_id != push.client_id or entry.line.op != op or entry.op_hash != op_hash:
            raise PushRefusedError(f"line {entry.line.op} does not follow line {op - 1}")
    try:
        verify_entries(entries, cursor=push.head, chain=chain)
    except DeskError as error:
        raise PushRefusedError("the chain does not follow the log") from error


def _words_of(entry: Entry) -> tuple[str, ...]:
    line = entry.line
    return entry.client_id, line.entity, line.row_id, line.actor, line.made_at, line.hlc


def held_by_others(claims: Mapping[Claim, str], holders: Mapping[Claim, str]) -> bool:
    """Tell whether a batch claims a number that another record holds: its merge did not look, or not far enough."""
    return any(holders.get(claim, row_id) != row_id for claim, row_id in claims.items())


def read_entry(entry: Entry) -> Reading | None:
    """Give what an entry changes and refuses; None unless every program reads the same in it."""
    try:
        reading = reading_of(entry)
        sound_moment(entry.line.made_at)
    except UNREADABLE:
        return None
    # An erasing spelled otherwise would be read by counters and missed by stores.
    return None if reading.patch.erase and ERASE_SIGN not in entry.line.patch else reading


def erased_scopes(entries: Iterable[Entry]) -> dict[str, int]:
    """Give the records whose keys these entries destroy, and the entry that does."""
    return {
        entry.line.row_id: entry.seq
        for entry in entries
        if ERASE_SIGN in entry.line.patch
        and entry.decision in {Decision.ACCEPTED, Decision.PARTIAL}
        and Patch.from_text(entry.line.patch).erase
    }


def old_enough(
    firsts: Mapping[str, int], arrivals: Iterable[tuple[date, int]], *, today: date, keep_days: int
) -> frozenset[str]:
    """Give the records that came in at least `keep_days` ago.

    Args:
        firsts: The first entry about each record.
        arrivals: Days on which entries came in, each with the entry after which its own begin.
        today: By the store's clock.
        keep_days: The store's floor.
    """
    days = list(arrivals)
    latest = today - timedelta(days=keep_days)
    came = {row_id: [day for day, after in days if after < first] for row_id, first in firsts.items()}
    # A day for which nobody vouches is no day long ago.
    return frozenset(row_id for row_id, its_days in came.items() if its_days and max(its_days) <= latest)


def epoch_after(epoch: int, now: datetime) -> int:
    """Give the epoch of a store that is put back now.

    Never one that a counter has met: the same backup put back once more holds the same old epoch, so it is the moment
    that makes the difference, in seconds. The last bound is that of an `int` in PostgreSQL.
    """
    return max(epoch + 1, min(round((now - EPOCHS_BEGAN).total_seconds()), EPOCH_BOUND))


def refuse_young(erased: Collection[str], erasable: Collection[str]) -> None:
    """Refuse a batch that destroys keys of records the store has to keep; raises `PushRefusedError`."""
    young = sorted(set(erased) - set(erasable))
    if young:
        raise PushRefusedError(f"record {young[0]} is {TOO_YOUNG}")


def lines_follow(entries: Collection[Entry], last_lines: Mapping[str, LastLine]) -> bool:
    """Tell whether lines that are written back are what their counters wrote, after those the store still has.

    Args:
        entries: Of several counters, in order.
        last_lines: The last line of each counter in the store and its hash; none for a counter without a line.
    """
    unknown = {entry.client_id: (0, line_genesis(entry.client_id)) for entry in entries}
    try:
        verify_lines(entries, unknown | dict(last_lines))
    except DeskError:
        return False
    return True


def keyless_scopes(entries: Iterable[Entry], seals: Iterable[Seal]) -> set[str]:
    """Give the records with sealed values in a page for which the store keeps no key."""
    return {entry.line.row_id for entry in entries if SEALED_SIGN in entry.line.patch} - {
        seal.scope for seal in seals
    }


def whole_units(entries: Sequence[Entry], limit: int) -> tuple[Entry, ...]:
    """Cut at a limit, moved to the end of the unit of work that stands there."""
    for index, entry in enumerate(entries, start=1):
        if index >= limit and entry.line.txn_end:
            return tuple(entries[:index])
    return tuple(entries)


def free_number(counters: Iterable[CounterInfo], *, was_put_back: bool) -> int | None:
    """Give a counter number nobody ever had, else one of a retired counter; None when all are taken.

    A counter that does not know yet that it was retired still gives out numbers of its fixed share; so does one that
    came in after the backup which a store was put back to. Numbers begin at the smallest: what such a store has
    forgotten are small ones, so from then on it begins at the greatest. A second put-back may forget those.
    """
    known = tuple(counters)
    living = {info.counter_no for info in known if not info.retired}
    had = {info.counter_no for info in known}
    free = [number for number in range(1, COUNTERS_MAX + 1) if number not in living]
    return min(free, key=lambda number: (number in had, -number if was_put_back else number), default=None)


def unnumbered(client_id: str) -> CounterInfo:
    """Give a counter that is known only from entries that were put back: it has to register again."""
    return CounterInfo(
        client_id=client_id, counter_no=0, name="", last_op=0, cursor=0, schema_level=0, app_version=""
    )


def replayed(entries: Sequence[Entry], rows: Mapping[RowKey, RowState]) -> Merged:
    """Bring records forward by entries that were decided long ago, as `merge` does by new ones.

    Args:
        entries: In order.
        rows: The records they touch, as they stand before.
    """
    now = dict(rows)
    changed: dict[RowKey, RowState] = {}
    claimed: dict[Claim, str] = {}
    for entry in entries:
        key = (entry.line.entity, entry.line.row_id)
        before = now.get(key, NO_ROW)
        reading = read_entry(entry)
        if reading is None:
            continue  # passed over by every counter, here as there
        after = apply_reading(entry, reading, before)
        if after is before:
            continue
        now[key] = changed[key] = after
        clashed = {clash.claim for clash in Refusal.from_text(entry.refusal).clashes}
        gained = claims_gained(key[0], before, after) - clashed
        claimed.update(dict.fromkeys(gained, entry.line.row_id))
    return Merged(entries=tuple(entries), rows=changed, claims=claimed)
