"""A seeded office: counters that type, exchange, crash, are restored and cloned, over a store that fails.

One thread, one random generator: the same seed gives the same run. The simulator keeps a journal of what people typed;
`sync_checks` looks for every value of it afterwards.
"""

import random
import shutil
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

from desktop.domain.dossier import Dossier, DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, PersonId, StaffId
from desktop.domain.office import Duty, RosterEntry
from desktop.services.office_setup import SaveRoster
from desktop.services.office_values import Choice
from desktop.sync.conflicts import open_conflicts, resolve
from desktop.sync.exchange import presence_of
from desktop.sync.memory_faults import Fault, no_fault
from desktop.sync.numbers_ahead import top_up
from desktop.sync.relog import bring_back
from tests.support.record_samples import OFFICER, TUESDAY, a_dossier, a_person, an_id, moved
from tests.support.sync_checks import Journal, check_office, markers_in
from tests.support.sync_office import SampleCounter, SampleOffice, documents_of
from tests.support.sync_stores import StoreKit

_NEXT_STATES = {
    DossierState.RECEIVED: (MoveKind.PROCESS, DossierState.PROCESSING),
    DossierState.PROCESSING: (MoveKind.SUBMIT, DossierState.SUBMITTED),
    DossierState.SUBMITTED: (MoveKind.SIGN, DossierState.SIGNED),
}
WORLD = {
    ErrorCode.OFFICE_UNREACHABLE,
    ErrorCode.OFFICE_BUSY,
    ErrorCode.SHARED_LOG_BROKEN,  # a page that came twice or late does not fit: refused, fetched again
    ErrorCode.OFFICE_WENT_BACK,  # the store was put back, and nobody has said so yet
    ErrorCode.OFFICE_REFUSED,  # to before this counter joined
    ErrorCode.COUNTER_UNKNOWN,
}
_UNDECIDED = {
    ErrorCode.RECORD_MISSING,  # still to be copied
    ErrorCode.RECORD_CHANGED,
    ErrorCode.ANSWERS_ERASED,
    ErrorCode.ANSWERS_SEALED,
    ErrorCode.VALUE_UNREADABLE,
    ErrorCode.ILLEGAL_MOVE,
}
_NOT_NOW = {
    ErrorCode.ANSWERS_ERASED,
    ErrorCode.ANSWERS_SEALED,  # erased further on in the log than this counter has read
    ErrorCode.NUMBERS_USED_UP,
    ErrorCode.CLOCK_OFF,
}
_STEPS = {
    "type": 40.0,
    "roster": 4.0,
    "look": 6.0,
    "pull": 20.0,
    "push": 20.0,
    "numbers": 4.0,
    "restart": 3.0,
    "clock": 1.0,
    "erase": 0.7,
    "decide": 8.0,
}
_DISKS = {"backup": 1.5, "restore": 1.5}
_STORE = {"keep": 2.0, "put_back": 1.5, "announce": 2.0, "bring_back": 1.0}
_NEWCOMER = {"join": 1.0}


class CrashError(BaseException):
    """The program was killed here. No `Exception`, so that nothing in the program catches it."""


class Simulator:
    """Plays one seed.

    Args:
        folder: Of the counters.
        seed: Of everything that happens.
        counters: How many there are.
        faults: Whether calls fail, programs are killed, and disks or the store go back.
        kit: Stores other than the one in memory.
        puts_disks_back: The disks of the counters are put back now and then.
        puts_store_back: So is the store in memory. With both a typed value may be gone for good.
        newcomers: How many counters come later, and begin with a copy of the records.
    """

    def __init__(
        self,
        folder: Path,
        seed: int,
        *,
        counters: int = 3,
        faults: bool = True,
        kit: StoreKit | None = None,
        puts_disks_back: bool = True,
        puts_store_back: bool = False,
        newcomers: int = 0,
    ) -> None:
        self.seed = seed
        self.rng = random.Random(seed)
        names = tuple(f"Quầy {number + 1}" for number in range(counters))
        self.office = SampleOffice(folder, names, seed=seed, kit=kit)
        self.journal = Journal()
        self.backups: list[tuple[SampleCounter, Path, set[str]]] = []
        self.faults = faults
        self.restores = 0
        self.put_backs = 0
        self._store_copies = [self.office.shared.backup()]
        self._may_lose = puts_disks_back and puts_store_back
        self._newcomers = newcomers
        back = (_DISKS if puts_disks_back else {}) | (_STORE if puts_store_back else {})
        self._steps = _STEPS | (back if faults else {}) | (_NEWCOMER if newcomers else {})
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

    def check(self) -> None:
        """Find every broken promise of the design."""
        repeats = bool(self.restores or self.put_backs)
        check_office(self.office, self.journal, repeats_numbers=repeats, may_lose=self._may_lose)

    def step(self) -> None:
        counter = self.rng.choice(self.office.counters)
        what = self.rng.choices(tuple(self._steps), weights=tuple(self._steps.values()))[0]
        try:
            getattr(self, f"_do_{what}")(counter)
        except DeskError as error:
            if error.code not in WORLD:
                raise
        except CrashError:
            counter.restart()

    def quiesce(self) -> None:
        self.faults = False
        for counter in self.office.counters:
            counter.clock.now = max(each.clock.now for each in self.office.counters)
        if self.put_backs:
            self._do_announce(self.office.counters[0])
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
            if error.code in _NOT_NOW:
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

    def _do_roster(self, counter: SampleCounter) -> None:
        """Enter somebody on duty, until another hour each time, or take them off."""
        entry = RosterEntry(
            day=TUESDAY, staff_id=StaffId(an_id(self.rng.randrange(9101, 9104))), duty=Duty.RECEIVING
        )
        others = tuple(one for one in counter.store.read.roster_on(TUESDAY) if one.staff_id != entry.staff_id)
        stays = self.rng.random() < 0.6
        hour = self.rng.randrange(8, 17)
        SaveRoster(counter.store)(
            OFFICER, TUESDAY, (*others, replace(entry, end=time(hour))) if stays else others
        )

    def _do_decide(self, counter: SampleCounter) -> None:
        """Answer one of the questions a counter shows."""
        with counter.store.database.read() as connection:
            waiting = open_conflicts(connection, {})
        if not waiting:
            return
        conflict, choice = self.rng.choice(waiting), self.rng.choice(tuple(Choice))
        try:
            resolve(counter.store, OFFICER, conflict, choice)
        except DeskError as error:
            if error.code not in _UNDECIDED:
                raise
            return
        self.journal.decided.add((str(conflict.offered), str(conflict.stands)))

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
        if not counter.exchange.has_looked:  # as the program does when it is started
            counter.exchange.look()
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

    def _do_keep(self, _: SampleCounter) -> None:
        self._store_copies.append(self.office.shared.backup())

    def _do_put_back(self, _: SampleCounter) -> None:
        """Put an older store back. What it lost some counter holds: their disks stay as they are."""
        self.put_backs += 1
        self.office.shared.restore(self.rng.choice(self._store_copies))

    def _do_announce(self, _: SampleCounter) -> None:
        """Tell all counters that the store was put back, as its keeper does; without that nothing changes."""
        if self.put_backs:
            self.office.way(0).relog(())

    def _do_join(self, _: SampleCounter) -> None:
        if not self._newcomers:
            return
        self._newcomers -= 1
        weather, self.office.weather = self.office.weather, no_fault
        try:
            counter = self.office.add(f"Quầy mới {self._newcomers + 1}")
            counter.began_with_copy = True
            counter.exchange.begin_first_copy()
        finally:
            self.office.weather = weather
        self.office.counters.append(counter)

    def _do_bring_back(self, counter: SampleCounter) -> None:
        """Write back what a counter has read of the lost end, as its keeper does there; also where it fits no more."""
        if not self.put_backs:
            return
        link, done = counter.link, 0
        head = counter.remote.hello(presence_of(link, "", timedelta())).head
        try:
            done = bring_back(counter.store.database, link, counter.remote, head=head)
        except DeskError as error:
            if error.code is not ErrorCode.OFFICE_WENT_BACK:
                raise
        if not done:
            counter.remote.relog(())

    def _markers_in_log(self) -> Tally[str]:
        return markers_in(self.office)
