"""What an office has to show after a storm, found from its log and from what people typed.

The checker never asks the program what it believes.
"""

import json
import re
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.domain.errors import DeskError
from desktop.records.sealing import unseal
from desktop.sync.conflicts import unreadable_entries
from desktop.sync.entries import Decision, Entry, LineKind, Refusal, verify_entries
from desktop.sync.entries import log_genesis as genesis
from desktop.sync.merge import apply_reading, reading_of
from desktop.sync.row_state import NO_ROW, RowState
from tests.support.sync_office import SampleCounter, SampleOffice, bases_of, documents_of, set_aside
from tests.support.sync_samples import DATASET

_MARKER = re.compile(r"gõ-\d+-\d+")


@dataclass
class Journal:
    """What was typed: a marker that no other value has, the counter that holds it, and what it was typed over.

    Attributes:
        typed: The counters that hold the values.
        over: For each value its counter and what it was typed over.
        decided: Of the questions people answered, the value that had not been taken over and the one that stood.
    """

    typed: dict[str, SampleCounter] = field(default_factory=dict)
    over: dict[str, tuple[SampleCounter, str]] = field(default_factory=dict)
    decided: set[tuple[str, str]] = field(default_factory=set)

    def had_seen(self, marker: str, value: str) -> bool:
        """Tell whether a value was typed or chosen over another one, or over one that was, each on a screen."""
        reached, ahead = set[str](), [marker]
        while ahead:
            one = ahead.pop()
            if one in reached:
                continue
            reached.add(one)
            ahead += [self.over[one][1]] if one in self.over else []
            ahead += [stood for offered, stood in self.decided if offered == one]
        return value in reached


def markers_in(office: SampleOffice) -> Tally[str]:
    """How often each typed value stands in the log, sealed ones opened with the keys of any counter."""
    return Tally(
        word for _, _, text in _typed_in(office) for word in _markers_of(json.dumps(text, ensure_ascii=False))
    )


def _markers_of(text: str) -> list[str]:
    """Give the typed values in a text, which may be quoted more than once."""
    return _MARKER.findall(text)


def _keys_of(office: SampleOffice) -> dict[str, list[bytes]]:
    """Give every key that any counter has, by its record."""
    keys: dict[str, list[bytes]] = {}
    for counter in office.counters:
        with counter.store.database.read() as connection:
            for scope, key in connection.exec_driver_sql("SELECT scope, key FROM seal_key"):
                keys.setdefault(scope, []).append(bytes(key))
    return keys


def _sealed_for_good(office: SampleOffice, entries: list[Entry]) -> set[tuple[str, str]]:
    """Give the records in whose entries something is sealed with a key nobody has, though nobody erased them.

    With disks put back too, an erasing may be lost after its author has destroyed the key.
    """
    keys = _keys_of(office)
    return {
        (entry.line.entity, entry.line.row_id)
        for entry in entries
        for name, value in json.loads(entry.line.patch)["set"].items()
        if str(value).startswith("s1.") and not _opened(keys.get(entry.line.row_id, []), entry, name, value)
    }


def _typed_in(office: SampleOffice) -> Iterator[tuple[Entry, str, object]]:
    """Give every value in the log with its entry and its field."""
    keys = _keys_of(office)
    for entry in office.log():
        for name, value in json.loads(entry.line.patch)["set"].items():
            if isinstance(value, str) and value.startswith("s1."):
                yield entry, name, _opened(keys.get(entry.line.row_id, []), entry, name, value)
            else:
                yield entry, name, value


def _opened(keys: list[bytes], entry: Entry, name: str, value: str) -> str:
    try:
        return unseal(tuple(keys), value, place=f"{entry.line.entity}/{entry.line.row_id}/{name}")
    except DeskError:
        return ""


def check_office(
    office: SampleOffice,
    journal: Journal,
    *,
    repeats_numbers: bool,
    may_lose: bool = False,
    dataset: str = DATASET,
) -> None:
    """Every invariant of the design, from the log and the journal alone.

    Args:
        office: At rest: everybody has read everything.
        journal: What was typed.
        repeats_numbers: A disk or the store was put back, so that a number may have been given twice and told.
        may_lose: The store was put back, and so was the only disk that held what it lost.
        dataset: The office.
    """
    entries = office.log()
    # I2: dense, chained, every counter's lines in order
    verify_entries(entries, cursor=0, chain=genesis(dataset))
    for client in {entry.client_id for entry in entries}:
        ops = [entry.line.op for entry in entries if entry.client_id == client]
        assert ops == list(range(1, len(ops) + 1)), f"lines of {client}: {ops}"
    # I1: every typed value is in the log, and no line of anybody twice
    again = Tally(
        (entry.line.entity, entry.line.row_id, entry.line.hlc, entry.line.patch)
        for entry in entries
        if entry.line.kind is LineKind.EDIT
    )
    twice = {line for line, count in again.items() if count > 1}
    assert not twice, f"sent twice: {twice}"
    tally = markers_in(office)
    erased = {row_id for (_, row_id), row in office.rows().items() if row.erased}
    for marker in journal.typed:
        assert tally[marker] or erased or may_lose or _was_retyped(journal, marker, tally), (
            f"{marker} is lost"
        )
    # I3: replay = rows of the store = base of every counter = what people see
    rows: dict[tuple[str, str], RowState] = {}
    for entry in entries:
        key = (entry.line.entity, entry.line.row_id)
        rows[key] = apply_reading(entry, reading_of(entry), rows.get(key, NO_ROW))
    rows = {key: row for key, row in rows.items() if row is not NO_ROW}
    assert rows == office.rows()
    first = documents_of(office.counters[0])
    sealed = _sealed_for_good(office, entries) if may_lose else set()
    for counter in office.counters:
        assert bases_of(counter) == bases_of(office.counters[0])
        shown = documents_of(counter)
        if may_lose:  # what was copied from a moment that no log has any more stays where it was copied to
            both = rows.keys() - set_aside(counter) - set_aside(office.counters[0]) - sealed
            assert {key: shown.get(key) for key in both} == {key: first.get(key) for key in both}
        else:
            assert shown == first
        seen = {key: json.loads(text) for key, text in shown.items() if key in rows or not may_lose}
        hidden = set_aside(counter) | sealed if may_lose else set()
        whole = {key: row.fields for key, row in rows.items() if row.fields}
        assert {key: seen.get(key) for key in whole.keys() - hidden} == {
            key: whole[key] for key in whole.keys() - hidden
        }
        assert seen.keys() - hidden <= whole.keys()
        with counter.store.database.read() as connection:
            assert sealed or unreadable_entries(connection) == (), "half a record"
    _check_no_blind_overwrite(entries)
    _check_nothing_unseen(office, journal)
    _check_refusals(office, entries)
    _check_numbers(entries, rows, repeats=repeats_numbers)


def _was_retyped(journal: Journal, marker: str, tally: Tally[str]) -> bool:
    """Tell whether its author has typed another value over one that was set aside, and that one is in the log."""
    author = journal.over[marker][0]
    return any(
        tally[other] and journal.over[other][0] is author and journal.had_seen(other, marker)
        for other in journal.typed
    )


def _check_no_blind_overwrite(entries: list[Entry]) -> None:
    """I4: whoever replaced another counter's value had seen it."""
    last: dict[tuple[str, str, str], tuple[int, str, object]] = {}
    for entry in entries:
        if entry.decision in {Decision.REJECTED, Decision.VOID}:
            continue
        refused = Refusal.from_text(entry.refusal).fields
        patch = json.loads(entry.line.patch)
        for name in {*patch["set"], *patch["clear"]} - set(refused):
            place = (entry.line.entity, entry.line.row_id, name)
            value = patch["set"].get(name)
            if place in last:
                seq, client, before = last[place]
                seen = entry.line.base >= seq or client == entry.client_id or before == value
                guarded = name in patch.get("was", {}) or str(value).startswith("s1.")
                assert seen or guarded, f"entry {entry.seq} overwrote {seq} unseen"
            last[place] = (entry.seq, entry.client_id, value)


def _check_nothing_unseen(office: SampleOffice, journal: Journal) -> None:
    """I4 again, by what stood on the author's screen and not by what his line says of it."""
    stands: dict[tuple[str, str, str], str] = {}
    for entry, name, value in _typed_in(office):
        if entry.decision is Decision.REJECTED or name in Refusal.from_text(entry.refusal).fields:
            continue
        place, text = (entry.line.entity, entry.line.row_id, name), str(value).strip('"')
        before = stands.get(place, "")
        if before in journal.over and text in journal.over:
            assert journal.had_seen(text, before), f"{text} replaced {before}, which its author never saw"
        stands[place] = text


def _check_refusals(office: SampleOffice, entries: list[Entry]) -> None:
    """I5: each refused value is a task at every counter that has read the log, until somebody has written it anew."""
    wanted: set[tuple[int, str]] = set()
    offered: dict[tuple[str, str, int, str], str] = {}
    for entry in entries:
        refused = Refusal.from_text(entry.refusal).fields
        values = json.loads(entry.line.patch)["set"]
        taken = values.items() if entry.decision in {Decision.ACCEPTED, Decision.PARTIAL} else ()
        place = entry.line.entity, entry.line.row_id
        wanted -= {
            (seq, name)
            for seq, name in wanted
            for written, value in taken
            if written == name
            and name not in refused
            and offered.get((*place, seq, name)) == json.dumps(value, sort_keys=True)
        }
        wanted |= {(entry.seq, name) for name in refused}
        offered.update(
            {
                (*place, entry.seq, name): json.dumps(values[name], sort_keys=True)
                for name in refused
                if name in values
            }
        )
    for counter in office.counters:
        if counter.began_with_copy:
            continue  # it has the questions of the log it has read
        with counter.store.database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT seq, field FROM refused_field"
                " WHERE field NOT LIKE 'claim %' AND field NOT LIKE 'illegible %' AND holder NOT LIKE 'answered %'"
            )
            found = {tuple(row) for row in rows}
            assert found == wanted, f"{counter.link.name}: missing {wanted - found}, extra {found - wanted}"


def _check_numbers(entries: list[Entry], rows: dict[tuple[str, str], RowState], *, repeats: bool) -> None:
    """I8: no two dossiers carry one number, but for a disk that was put back, and then it is a task."""
    numbers = Tally(
        row.fields["number"]
        for (entity, _), row in rows.items()
        if entity == "dossier" and "number" in row.fields
    )
    twice = {number for number, count in numbers.items() if count > 1}
    told = {clash.claim.key for entry in entries for clash in Refusal.from_text(entry.refusal).clashes}
    assert twice <= told
    assert not twice or repeats, f"given twice: {twice}"
