"""The counter's copy of the shared state, and its records on top of it.

A page of the log is taken over in one local transaction: the shared state moves, lines that came back leave the outbox,
and every record is shown as the shared state with what still waits on top. What changes on the screen is written as
operations of the local log with the entry they come from, so that a rebuild, a history or a question "who was it?"
works for changes of other counters as for one's own.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select

from desktop.records.canonical import Fields, diff, read_fields, spelled
from desktop.records.derive import DerivedTables
from desktop.records.documents import Document, put_documents
from desktop.records.legible import is_legible
from desktop.records.many_rows import ManyRows, Query
from desktop.records.office_tables import BASE_ROW, OFFICE_ENTRY, OUTBOX, REFUSED_FIELD
from desktop.records.operations import OperationWriter, Origin, Patch
from desktop.records.sealed_fields import has_sealed, opened
from desktop.records.sealing import SealKeys
from desktop.records.tables import DOCUMENT, is_sound_moment, utc_text
from desktop.services.record_values import Changes, Entity
from desktop.sync.answered import close_answered
from desktop.sync.entries import Decision, Entry, Refusal, verify_entries, verify_lines
from desktop.sync.entry_notes import refused_values, unreadable_values
from desktop.sync.illegible import ALL_SHOWN, IllegibleRecords
from desktop.sync.last_lines import keep_last_lines, read_last_lines
from desktop.sync.learned_keys import learn_keys
from desktop.sync.link import Link, write_link
from desktop.sync.marked_lines import hand_on
from desktop.sync.merge import apply_reading
from desktop.sync.missing_keys import offer_missing_keys
from desktop.sync.offered_lines import OfferedLines, has_marks
from desktop.sync.outbox import Waiting, close_gaps, line_up, narrow_quarantined, waiting_on
from desktop.sync.remote import Page, RowPage, Seal
from desktop.sync.row_keys import AMONG_KEYS, named
from desktop.sync.row_state import NO_ROW, RowKey, RowState
from desktop.sync.store_rows import Row, entry_values, origins_of, origins_text, refuse_nobodys
from desktop.sync.store_rules import read_entry

Clock = Callable[[], datetime]
_TOGETHER: Final = 2_000
"""How many waiting lines are looked at ahead, in case their neighbours come back in the same page."""
_SENT: Final = (
    select(OUTBOX.c.op, OUTBOX.c.op_hash)
    .where(OUTBOX.c.op >= bindparam("after"))
    .order_by(OUTBOX.c.op)
    .limit(_TOGETHER)
)
_BASES: Final = Query(select(BASE_ROW).where(AMONG_KEYS))
_DOCUMENTS: Final = Query(select(DOCUMENT).where(AMONG_KEYS))
_KEEP_ENTRY: Final = ManyRows(insert(OFFICE_ENTRY))
_KEEP_BASE: Final = ManyRows(insert(BASE_ROW).prefix_with("OR REPLACE"))
_ACKNOWLEDGE: Final = ManyRows(delete(OUTBOX).where(OUTBOX.c.op == bindparam("acked")))
_REFUSE: Final = ManyRows(insert(REFUSED_FIELD).prefix_with("OR IGNORE"))
_KNOWN: Final = frozenset(entity.value for entity in Entity)


class ForkedError(Exception):
    """The log holds lines under this counter's name that this counter has not written: it is a copy, or went back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What taking a page did.

    Attributes:
        link: The counter's place after it.
        changes: Records that look different now.
    """

    link: Link
    changes: Changes


def take_page(connection: Connection, link: Link, page: Page, *, clock: Clock) -> Taken:
    """Take over a page of the log.

    Raises:
        DeskError: `SHARED_LOG_BROKEN`.
        ForkedError: See the class.
    """
    chain = verify_entries(page.entries, cursor=link.cursor, chain=link.chain)
    keep_last_lines(connection, verify_lines(page.entries, read_last_lines(connection)))
    link = line_up(connection, link)
    taking = _Taking(connection, link, [_key(entry) for entry in page.entries], clock)
    taking.learn_keys(page.seals)
    taking.forget_erased(page)
    for entry in page.entries:
        taking.take(entry)
    changes = taking.finish(page.entries)
    link = offer_missing_keys(connection, taking.link, (page,))
    if taking.offered.gaps and not link.catch_up:  # who catches up numbers everything anew at its end
        link = close_gaps(connection, link)
    link = replace(link, cursor=link.cursor + len(page.entries), chain=chain, lined=taking.last_op)
    write_link(connection, link)
    return Taken(link=link, changes=changes)


def take_rows(
    connection: Connection, link: Link, page: RowPage, *, clock: Clock, is_copy: bool = True
) -> Taken:
    """Take over some records as they stand, for a counter that joins, or once more for one that has them wrong."""
    refuse_nobodys(page.rows)
    link = line_up(connection, link)
    taking = _Taking(connection, link, list(page.rows), clock)
    taking.learn_keys(page.seals)
    now = utc_text(clock())
    for key, row in page.rows.items():
        taking.put(key, row, Origin(seq=row.rev, actor="", made_at=now))
    changes = taking.finish(())
    link = replace(taking.link, joining=page.last if is_copy else link.joining, lined=taking.last_op)
    write_link(connection, link)
    return Taken(link=link, changes=changes)


def load_bases(connection: Connection, keys: Collection[RowKey]) -> dict[RowKey, RowState]:
    """Give the shared state of some records at the counter's place in the log."""
    found: dict[RowKey, RowState] = {}
    for row in _BASES.all(connection, named(keys)):
        found[str(row.entity), str(row.row_id)] = RowState(
            rev=int(row.rev),
            fields=read_fields(row.doc),
            origins=origins_of(row.origins),
            erased=int(row.erased),
        )
    return found


@dataclass(slots=True)
class _Shown:
    """A record on its way through a page: as it is shown, and whether that has changed."""

    document: Document
    first_op: int | None = None
    changed: bool = False


class _Taking:
    """One page on its way into the local tables: everything it touches is read once and written once."""

    def __init__(self, connection: Connection, link: Link, keys: Sequence[RowKey], clock: Clock) -> None:
        self.link = link
        self._connection = connection
        self._clock = clock
        self._keys = SealKeys(connection)
        self._log = OperationWriter(connection, actor="", clock=clock)
        self._derived = DerivedTables(connection, self._keys)
        touched = set(keys)
        self._bases = load_bases(connection, touched)
        self._waiting = waiting_on(connection, touched)
        self._shown = _load_shown(connection, touched)
        self._moved: set[RowKey] = set()
        self._acked: list[int] = []
        self._sent: dict[int, bytes] = {}
        self.offered = OfferedLines(connection, link)
        self._is_marked = has_marks(connection)
        self._refused: list[dict[str, object]] = []
        self._illegible = IllegibleRecords(connection)
        self._gone: frozenset[str] = frozenset()
        self._page_origins: dict[int, Origin] = {}
        self._texts: dict[int, tuple[Fields, str]] = {}

    @property
    def last_op(self) -> int:
        """The last operation there is. All of this counter's own became lines before the page was begun."""
        return self._log.last_op

    def learn_keys(self, seals: Iterable[Seal]) -> None:
        """Keep the keys that came with the page, but none of an erased record."""
        gone = {row_id for (_, row_id), row in self._bases.items() if row.erased}
        gone |= {key[1] for key, lines in self._waiting.items() if any(line.patch.erase for line in lines)}
        learn_keys(self._keys, self.link.office_key, seals, gone=gone, now=utc_text(self._clock()))

    def forget_erased(self, page: Page) -> None:
        """Destroy our keys of records that are erased further on in the log: one of ours opens nothing of theirs."""
        self._gone = page.erased
        for scope in page.erased:
            self._keys.destroy(scope)

    def take(self, entry: Entry) -> None:
        """Bring everything forward by one entry."""
        key = _key(entry)
        by = Origin(seq=entry.seq, actor=entry.line.actor, made_at=entry.line.made_at)
        own = self._acknowledge(entry, key)
        reading = read_entry(entry)
        if reading is None:
            # Its place in the log is right, its content is nobody's: kept as it is, told, and passed over.
            self._refused.append(unreadable_values(entry.seq, *key))
            return
        self._page_origins[entry.seq] = by
        if reading.refusal:
            by = self._note_refusal(entry, reading.refusal, by, own=own)
        before = self._bases.get(key, NO_ROW)
        if entry.decision is Decision.VOID and before is NO_ROW:
            return  # nothing is said of a record that may stand here only as a copy
        if entry.seq <= before.rev or entry.decision is Decision.VOID:
            # A joining counter has this in the record already. Only what no longer waits may look different.
            self.offered.lift_bases(key, before, seq=entry.seq)
            self._show(key, before, by, before=before.rev)
            return
        after = apply_reading(entry, reading, before)
        if entry.client_id == self.link.client_id:
            hand_on(self._connection, entry, reading, before, is_marked=self._is_marked)
        if after is not before:
            self._bases[key] = after
            self._moved.add(key)
            if after.erased == entry.seq:
                self._keys.destroy(key[1])
        self.offered.lift_bases(key, after, seq=entry.seq, before=before)
        if after is NO_ROW and not own:
            return  # refused to somebody else, of a record that nobody has
        fast = not own and after is not before and entry.decision is Decision.ACCEPTED
        self._show(key, after, by, before=before.rev, patch=entry.line.patch if fast else None)

    def put(self, key: RowKey, row: RowState, by: Origin) -> None:
        """Replace the shared state of a record, unless a newer one is known."""
        before = self._bases.get(key, NO_ROW).rev
        if row.rev < before:
            return
        self._bases[key] = row
        self._moved.add(key)
        if row.erased:
            self._keys.destroy(key[1])
        self._show(key, row, by, before=before)

    def finish(self, entries: Sequence[Entry]) -> Changes:
        """Write everything; gives what looks different."""
        connection = self._connection
        _KEEP_ENTRY.run_plain(connection, [entry_values(entry) for entry in entries])
        _KEEP_BASE.run_plain(connection, [self._base_row(key) for key in sorted(self._moved)])
        _ACKNOWLEDGE.run(connection, [{"acked": op} for op in self._acked])
        _REFUSE.run(connection, [*self._refused, *self._illegible.rows()])
        close_answered(connection, entries)
        self._log.flush()
        touched = {
            (Entity(kind), row_id): shown for (kind, row_id), shown in self._shown.items() if shown.changed
        }
        put_documents(
            connection, {key: shown.document for key, shown in touched.items()}, spell=self._text_of
        )
        self._derived.follow_all((*key, shown.document, shown.first_op) for key, shown in touched.items())
        changed: dict[Entity, set[str]] = {}
        for entity, row_id in touched:
            changed.setdefault(entity, set()).add(row_id)
        return Changes(rows={entity: frozenset(ids) for entity, ids in changed.items()})

    def _acknowledge(self, entry: Entry, key: RowKey) -> bool:
        """Let a line of this counter leave the outbox, and one that somebody else has brought in its place."""
        if entry.client_id == self.link.client_id:
            if self._sent_hash(entry.line.op) != entry.op_hash:
                raise ForkedError
            self._came_back(key, entry.line.op)
            self.offered.came_back(entry.line)
            self.link = replace(self.link, acked_op=entry.line.op, acked_hash=entry.op_hash)
            return True
        waiting = self._waiting.get(key, [])
        op = self.offered.find(entry, waits=bool(waiting))
        if op is not None:
            self._came_back(key, op)
        elif waiting and (aside := self.offered.forget_set_aside(entry)) is not None:
            self._waiting[key] = [line for line in waiting if line.local_op != aside]
        return op is not None

    def _sent_hash(self, op: int) -> bytes | None:
        """Give the hash of a waiting line; those that follow it are read with it, for they come back together."""
        if op not in self._sent:
            rows = self._connection.execute(_SENT, {"after": op})
            self._sent = {int(number): bytes(op_hash) for number, op_hash in rows}
        return self._sent.get(op)

    def _came_back(self, key: RowKey, op: int) -> None:
        self._acked.append(op)
        waiting = self._waiting.get(key, [])
        for back in (line for line in waiting if line.op == op):
            waiting = narrow_quarantined(self._connection, waiting, back)
        self._waiting[key] = [line for line in waiting if line.op != op]

    def _note_refusal(self, entry: Entry, refusal: Refusal, by: Origin, *, own: bool) -> Origin:
        """Keep what was not taken over as a task; gives whose value is shown instead."""
        self._refused += refused_values(entry, refusal)
        if not own or not refusal.fields:
            return by
        return self._origin_of(max(refusal.fields.values())) or by

    def _origin_of(self, seq: int) -> Origin | None:
        if seq in self._page_origins:
            return self._page_origins[seq]
        row = self._connection.execute(
            select(OFFICE_ENTRY.c.actor, OFFICE_ENTRY.c.made_at).where(OFFICE_ENTRY.c.seq == seq)
        ).first()
        if row is None or not is_sound_moment(str(row.made_at)):
            return None
        return Origin(seq=seq, actor=str(row.actor), made_at=str(row.made_at))

    def _show(self, key: RowKey, row: RowState, by: Origin, *, before: int, patch: str | None = None) -> None:
        """Show a record as the shared state with what waits on top.

        Args:
            key: The record.
            row: Its shared state.
            by: Whose change this is.
            before: The last entry that changed the record before this one.
            patch: The whole change as text, when nothing of it was refused.
        """
        if key[0] not in _KNOWN:
            return  # a kind of record of a newer program: kept, forwarded, not shown
        shown = self._shown.setdefault(key, _Shown(document=Document(fields={}, revision=0)))
        waiting = self._waiting.get(key)
        view = _overlaid(row.fields, waiting) if waiting else row.fields
        erased = row.erased == by.seq and not waiting
        values, cleared = diff(shown.document.fields, view)
        if not values and not cleared and not erased:
            self._tell_key(key, row, view, by)  # a correction made here was on the screen before it came back
            return
        if not is_legible(Entity(key[0]), key[1], view, changed=values, keys=self._keys):
            # What stands on the screen stays; the shared state is kept beneath it and shown once it can be read.
            self._illegible.note(key, by.seq, shown=before)
            return
        self._tell_key(key, row, view, by)
        if patch is None or waiting:
            patch = self._patch_text(view, Patch(values=values, clear=tuple(cleared), erase=erased))
        entity, is_new = Entity(key[0]), not shown.document.fields
        base_rev = 0 if is_new else shown.document.revision
        number = self._log.follow(patch, entity=entity, row_id=key[1], base_rev=base_rev, by=by)
        if is_new:
            shown.first_op = number
        shown.document = Document(fields=view, revision=number)
        shown.changed = True
        if not view:
            # Taken away: what was derived goes at once, for the same page may bring the record back.
            self._derived.follow(entity, key[1], shown.document, first_op=None)

    def _tell_key(self, key: RowKey, row: RowState, view: Fields, by: Origin) -> None:
        """Note a record whose sealed values have no key here though nobody erased them; or note it no longer."""
        is_going = (
            row.erased or key[1] in self._gone or any(one.patch.erase for one in self._waiting.get(key, ()))
        )
        if not is_going and has_sealed(Entity(key[0]), view) and not self._opens(key, view):
            self._illegible.note(key, by.seq, shown=ALL_SHOWN)
        elif self._illegible.forget(key):
            self._shown[key].changed = True  # what is found by its sealed values is found again

    def _opens(self, key: RowKey, view: Fields) -> bool:
        """Tell whether there is a key; of a record that is noted, whether every value opens with those there are."""
        if not self._keys.all(key[1]) or not self._illegible.is_noted(key):
            return bool(self._keys.all(key[1]))
        return opened(self._keys, Entity(key[0]), key[1], view).keys() == view.keys()

    def _patch_text(self, view: Fields, patch: Patch) -> str:
        if patch.values != view or patch.clear or patch.erase:
            return patch.spelled()
        # A record that is new here: the patch holds what the record holds.
        return f'{{"clear":[],"set":{self._text_of(view)}}}'

    def _text_of(self, fields: Fields) -> str:
        """Spell fields once, wherever they are written: as shared state, as document and in a patch."""
        known, text = self._texts.get(id(fields), (None, ""))
        if known is not fields:
            text = spelled(fields)
            self._texts[id(fields)] = fields, text  # kept alive with it, so that no other gets its id
        return text

    def _base_row(self, key: RowKey) -> Row:
        row = self._bases[key]
        return (*key, row.rev, self._text_of(row.fields), origins_text(row.origins), row.erased)


def _overlaid(fields: Fields, waiting: Sequence[Waiting]) -> Fields:
    for line in waiting:
        fields = line.patch.apply(fields)
    return fields


def _load_shown(connection: Connection, keys: Collection[RowKey]) -> dict[RowKey, _Shown]:
    found: dict[RowKey, _Shown] = {}
    for row in _DOCUMENTS.all(connection, named(keys)):
        document = Document(fields=read_fields(row.doc), revision=int(row.rev))
        found[str(row.entity), str(row.row_id)] = _Shown(document=document)
    return found


def _key(entry: Entry) -> RowKey:
    return entry.line.entity, entry.line.row_id
