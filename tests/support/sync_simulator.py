"""A seeded office: counters that type, exchange, crash, are restored and cloned, over a store that fails.

One thread, one random generator: the same seed gives the same run. The simulator keeps a journal of what people typed;
the checker looks for every value of it afterwards, and never asks the program what it believes.
"""

import json
import random
import shutil
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from desktop.domain.dossier import Dossier, DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, PersonId, StaffId
from desktop.records.sealing import unseal
from desktop.sync.entries import Decision, Entry, Refusal, verify_entries
from desktop.sync.entries import log_genesis as genesis
from desktop.sync.memory_faults import Fault
from desktop.sync.merge import NO_ROW, RowState, apply_reading, reading_of
from desktop.sync.numbers_ahead import top_up
from tests.support.record_samples import OFFICER, TUESDAY, a_dossier, a_person, an_id, moved
from tests.support.sync_office import SampleCounter, SampleOffice, bases_of, documents_of
from tests.support.sync_samples import DATASET
from tests.support.sync_stores import StoreKit

_NEXT_STATES = {
    DossierState.RECEIVED: (MoveKind.PROCESS, DossierState.PROCESSING),
    DossierState.PROCESSING: (MoveKind.SUBMIT, DossierState.SUBMITTED),
    DossierState.SUBMITTED: (MoveKind.SIGN, DossierState.SIGNED),
}
_WORLD = {
    ErrorCode.OFFICE_UNREACHABLE,
    ErrorCode.OFFICE_BUSY,
    ErrorCode.SHARED_LOG_BROKEN,  # a page that came twice or late does not fit: refused, fetched again
}


class CrashError(BaseException):
    """The program was killed here. No `Exception`, so that nothing in the program catches it."""


@dataclass
class Journal:
    """What was typed: a marker that no other value has, the counter that holds it, and what it was typed over."""

    typed: dict[str, SampleCounter] = field(default_factory=dict)
    over: dict[str, tuple[SampleCounter, str]] = field(default_factory=dict)
    lost_with_a_disk: set[str] = field(default_factory=set)

    def had_seen(self, marker: str, value: str) -> bool:
        """Tell whether the author of a value had another one on the screen: under it, or under his own before it."""
        author, under = self.over[marker]
        while under != value and under in self.over and self.over[under][0] is author:
            under = self.over[under][1]
        return under == value


class Simulator:
    """Plays one seed."""

    def __init__(
        self, folder: Path, seed: int, *, counters: int = 3, faults: bool = True, kit: StoreKit | None = None
    ) -> None:
        self.seed = seed
        self.rng = random.Random(seed)
        names = tuple(f"Quầy {number + 1}" for number in range(counters))
        self.office = SampleOffice(folder, names, seed=seed, kit=kit)
        self.journal = Journal()
        self.backups: list[tuple[SampleCounter, Path, set[str]]] = []
        self.faults = faults
        self.restores = 0
        self._marker = 0
        self._people = [an_id(number) for number in range(1, 5)]
        self.office.weather = self._weather
        for counter in self.office.counters:
            counter.clock.step = timedelta(milliseconds=self.rng.randrange(1, 4000))

    def run(self, steps: int) -> None:
        """Let random things happen, then let the faults stop and everybody come to rest."""
        for _ in range(steps):
            self.step()
        self.quiesce()

    def step(self) -> None:
        counter = self.rng.choice(self.office.counters)
        what = self.rng.choices(
            ("type", "look", "pull", "push", "numbers", "restart", "backup", "restore", "clock", "erase"),
            weights=(40, 6, 20, 20, 4, 3, 1.5, 1.5 if self.faults else 0, 1, 0.7),
        )[0]
        try:
            getattr(self, f"_do_{what}")(counter)
        except DeskError as error:
            if error.code not in _WORLD:
                raise
        except CrashError:
            counter.restart()

    def quiesce(self) -> None:
        self.faults = False
        for counter in self.office.counters:
            counter.clock.now = max(each.clock.now for each in self.office.counters)
        self.office.settle()

    def _weather(self, call: str) -> Fault | None:
        if not self.faults:
            return None
        chance = self.rng.random()
        if chance < 0.01:
            raise CrashError(call)
        faults = [Fault.REQUEST_LOST, Fault.REPLY_LOST, Fault.BUSY]
        if call == "pull":
            faults += [Fault.PAGE_REPEATED, Fault.PAGE_STALE]
        return self.rng.choice(faults) if chance < 0.12 else None

    # --- what people do ---

    def _do_type(self, counter: SampleCounter) -> None:
        choice = self.rng.randrange(10)
        actor = StaffId(an_id(9000 + self.office.counters.index(counter)))
        markers: dict[str, str] = {}
        try:
            with counter.store.begin(actor) as work:
                if choice < 2:
                    fresh = replace(
                        a_dossier(), id=DossierId(counter.new_id()), number=work.next_dossier_number(TUESDAY)
                    )
                    work.dossiers.save(replace(fresh, note=self._mark(markers)))
                    work.answers.save(f"case-{fresh.id}", {"a": {"v": self._mark(markers)}})
                elif choice < 4:
                    person = work.people.find(self.rng.choice(self._people))
                    known = person or a_person(self.rng.randrange(1, 5))
                    stands = None if known.id is None else work.people.find(known.id)
                    seen = "" if stands is None else stands.residence
                    work.people.save(replace(known, residence=self._mark(markers, over=seen)))
                else:
                    dossier = self._some_dossier(counter, work.dossiers.find)
                    if dossier is None:
                        return
                    changed = replace(dossier, note=self._mark(markers, over=dossier.note))
                    if choice < 6:
                        changed = replace(changed, portal_code=self._mark(markers, over=dossier.portal_code))
                    elif choice < 8 and dossier.state in _NEXT_STATES:
                        kind, state = _NEXT_STATES[dossier.state]
                        changed = moved(changed, kind, state)
                    work.dossiers.save(changed)
        except DeskError as error:
            if error.code in {ErrorCode.ANSWERS_ERASED, ErrorCode.NUMBERS_USED_UP, ErrorCode.CLOCK_OFF}:
                return
            raise
        self.journal.typed.update(dict.fromkeys(markers, counter))
        self.journal.over.update({marker: (counter, seen) for marker, seen in markers.items()})

    def _some_dossier(self, counter: SampleCounter, find: Callable[[str], Dossier | None]) -> Dossier | None:
        known = sorted(row_id for entity, row_id in documents_of(counter) if entity == "dossier")
        return find(self.rng.choice(known[:6])) if known else None

    def _do_erase(self, counter: SampleCounter) -> None:
        with counter.store.begin(OFFICER) as work:
            person = work.people.find(self.rng.choice(self._people))
            if person is not None and person.id is not None:
                work.erase_person(PersonId(person.id))

    def _mark(self, markers: dict[str, str], *, over: str = "") -> str:
        """Make a value that no other is, typed over one that stood on the screen."""
        self._marker += 1
        marker = f"gõ-{self.seed}-{self._marker}"
        markers[marker] = over
        return marker

    # --- what machines do ---

    def _do_look(self, counter: SampleCounter) -> None:
        counter.exchange.look()

    def _do_pull(self, counter: SampleCounter) -> None:
        counter.exchange.pull()

    def _do_push(self, counter: SampleCounter) -> None:
        counter.exchange.push()

    def _do_numbers(self, counter: SampleCounter) -> None:
        if counter.link.registered:
            top_up(counter.store.database, counter.remote, counter.link.client_id, TUESDAY)

    def _do_restart(self, counter: SampleCounter) -> None:
        counter.restart()

    def _do_clock(self, counter: SampleCounter) -> None:
        counter.clock.now += timedelta(hours=self.rng.choice((-24, -1, 1, 24)))

    def _do_backup(self, counter: SampleCounter) -> None:
        place = self.office.folder / f"backup-{len(self.backups)}"
        counter.close()
        shutil.copytree(counter.folder, place)
        counter.open()
        mine = {marker for marker, owner in self.journal.typed.items() if owner is counter}
        self.backups.append((counter, place, mine))

    def _do_restore(self, counter: SampleCounter) -> None:
        """Put an older disk back. What was typed since then and never sent went with the disk."""
        ours = [(place, mine) for owner, place, mine in self.backups if owner is counter]
        if not ours:
            return
        place, then = self.rng.choice(ours)
        sent = self._markers_in_log()
        gone = {
            marker
            for marker, owner in self.journal.typed.items()
            if owner is counter and marker not in then and not sent[marker]
        }
        for marker in gone:
            del self.journal.typed[marker]
        self.restores += 1
        counter.close()
        shutil.rmtree(counter.folder)
        shutil.copytree(place, counter.folder)
        counter.open()

    def _markers_in_log(self) -> Tally[str]:
        return markers_in(self.office)


def markers_in(office: SampleOffice) -> Tally[str]:
    """How often each typed value stands in the log, sealed ones opened with the keys of any counter."""
    return Tally(
        word
        for _, _, text in _typed_in(office)
        for word in json.dumps(text, ensure_ascii=False).replace("\\", "").split('"')
        if word.startswith("gõ-")
    )


def _typed_in(office: SampleOffice) -> Iterator[tuple[Entry, str, object]]:
    """Give every value in the log with its entry and its field."""
    keys: dict[str, list[bytes]] = {}
    for counter in office.counters:
        with counter.store.database.read() as connection:
            for scope, key in connection.exec_driver_sql("SELECT scope, key FROM seal_key"):
                keys.setdefault(scope, []).append(bytes(key))
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


def check(simulator: Simulator) -> None:
    """Every invariant of the design, from the log and the journal alone."""
    office = simulator.office
    entries = office.log()
    # I2: dense, chained, every counter's lines in order
    verify_entries(entries, cursor=0, chain=genesis(DATASET))
    for client in {entry.client_id for entry in entries}:
        ops = [entry.line.op for entry in entries if entry.client_id == client]
        assert ops == list(range(1, len(ops) + 1)), f"lines of {client}: {ops}"
    # I1: every typed value is in the log, once
    tally = markers_in(office)
    erased = {row_id for (_, row_id), row in office.rows().items() if row.erased}
    for marker in simulator.journal.typed:
        assert tally[marker] <= 1, f"{marker} stands {tally[marker]} times in the log"
        assert tally[marker] or erased, f"{marker} is lost"
    # I3: replay = rows of the store = base of every counter = what people see
    rows: dict[tuple[str, str], RowState] = {}
    for entry in entries:
        key = (entry.line.entity, entry.line.row_id)
        rows[key] = apply_reading(entry, reading_of(entry), rows.get(key, NO_ROW))
    rows = {key: row for key, row in rows.items() if row is not NO_ROW}
    assert rows == office.rows()
    first = documents_of(office.counters[0])
    for counter in office.counters:
        assert bases_of(counter) == bases_of(office.counters[0])
        assert documents_of(counter) == first
        seen = {key: json.loads(text) for key, text in first.items()}
        assert seen == {key: row.fields for key, row in rows.items() if row.fields}
    _check_no_blind_overwrite(entries)
    _check_nothing_unseen(simulator)
    _check_refusals(simulator, entries)
    _check_numbers(simulator, entries, rows)


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


def _check_nothing_unseen(simulator: Simulator) -> None:
    """I4 again, by what stood on the author's screen and not by what his line says of it."""
    stands: dict[tuple[str, str, str], str] = {}
    for entry, name, value in _typed_in(simulator.office):
        if entry.decision is Decision.REJECTED or name in Refusal.from_text(entry.refusal).fields:
            continue
        place, text = (entry.line.entity, entry.line.row_id, name), str(value).strip('"')
        before = stands.get(place, "")
        if before in simulator.journal.over and text in simulator.journal.over:
            assert simulator.journal.had_seen(text, before), (
                f"{text} replaced {before}, which its author never saw"
            )
        stands[place] = text


def _check_refusals(simulator: Simulator, entries: list[Entry]) -> None:
    """I5: each refused value is a task at every counter that has read the log."""
    wanted = {(entry.seq, name) for entry in entries for name in Refusal.from_text(entry.refusal).fields}
    for counter in simulator.office.counters:
        with counter.store.database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT seq, field FROM refused_field WHERE field NOT LIKE 'claim %'"
            )
            found = {tuple(row) for row in rows}
            assert found == wanted, f"{counter.link.name}: missing {wanted - found}, extra {found - wanted}"


def _check_numbers(simulator: Simulator, entries: list[Entry], rows: dict[tuple[str, str], RowState]) -> None:
    """I8: no two dossiers carry one number, but for a disk that was put back, and then it is a task."""
    numbers = Tally(
        row.fields["number"]
        for (entity, _), row in rows.items()
        if entity == "dossier" and "number" in row.fields
    )
    twice = {number for number, count in numbers.items() if count > 1}
    told = {clash.claim.key for entry in entries for clash in Refusal.from_text(entry.refusal).clashes}
    assert twice <= told
    assert not twice or simulator.restores, f"given twice: {twice}"
