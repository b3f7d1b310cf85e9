"""Counters of one office in one process: real records, a store in memory, and a clock a test sets."""

import random
import shutil
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.domain.ids import uuid7
from desktop.records.store import RecordStore
from desktop.services.record_values import Changes
from desktop.sync.entries import Entry
from desktop.sync.exchange import Exchange
from desktop.sync.joining import first_place
from desktop.sync.link import Link, read_link, write_link
from desktop.sync.memory_faults import Weather, no_fault
from desktop.sync.memory_remote import MemoryRemote
from desktop.sync.memory_store import MemoryStore
from desktop.sync.remote import Remote
from desktop.sync.row_state import RowKey, RowState
from tests.support.record_samples import StandingClock, open_store
from tests.support.stormy_remote import stormy
from tests.support.sync_samples import DATASET, invited
from tests.support.sync_stores import StoreKit

OFFICE_KEY = bytes(range(32))


@dataclass
class SampleCounter:
    """One counter: its data folder, its records, its way to the store."""

    folder: Path
    remote: Remote
    clock: StandingClock
    rng: random.Random
    began_with_copy: bool = False
    store: RecordStore = field(init=False)
    exchange: Exchange = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.store = open_store(self.folder, self.clock)
        self.exchange = Exchange(self.store.database, self.remote, clock=self.clock, new_id=self.new_id)

    def close(self) -> None:
        self.store.close()

    def restart(self) -> None:
        self.close()
        self.open()

    def copy_disk(self, place: Path) -> None:
        """Copy everything this PC holds, as it lies there."""
        self.close()
        shutil.copytree(self.folder, place)
        self.open()

    def put_disk_back(self, place: Path) -> None:
        """Replace everything this PC holds by a copy."""
        self.close()
        shutil.rmtree(self.folder)
        shutil.copytree(place, self.folder)
        self.open()

    def new_id(self) -> str:
        return uuid7(self.clock(), self.rng.randbytes(10))

    def join(self, name: str, *, dataset: str = DATASET, invitation: str = "") -> None:
        with self.store.database.write() as connection:
            link = first_place(connection, dataset, self.new_id())
            write_link(connection, replace(link, name=name, office_key=OFFICE_KEY, invitation=invitation))

    @property
    def link(self) -> Link:
        return self.exchange.link

    def pull_all(self) -> list[Changes]:
        seen = []
        left = 1
        while left:
            changes, left = self.exchange.pull()
            seen.append(changes)
        return seen

    def sync(self, *, rounds: int = 50) -> None:
        """Exchange until nothing is left to say."""
        for _ in range(rounds):
            self.exchange.look()
            self.pull_all()
            pushed = self.exchange.push()
            if not (pushed.sent or pushed.raced or pushed.refused):
                return
        raise AssertionError("the counter never comes to rest")

    def try_sync(self) -> str:
        try:
            self.sync()
        except DeskError as error:
            return error.code.value
        return ""


class SampleOffice:
    """Some counters and their store."""

    def __init__(
        self,
        folder: Path,
        names: tuple[str, ...] = ("Quầy 1", "Quầy 2"),
        *,
        seed: int = 1,
        kit: StoreKit | None = None,
    ) -> None:
        self.clock = StandingClock()
        self.rng = random.Random(seed)
        self.shared = MemoryStore(DATASET, clock=self.clock, keep_days=0)
        self._kit = kit
        self.folder = folder
        self.folders: list[Path] = []
        self.weather: Weather = no_fault
        self.counters = [self.add(name) for name in names]

    def add(self, name: str) -> SampleCounter:
        counter = SampleCounter(
            folder=self.folder / name.replace(" ", "-"),
            remote=stormy(self.way(len(self.folders)), lambda call: self.weather(call)),  # noqa: PLW0108 - changes
            clock=StandingClock(step=timedelta(milliseconds=7)),
            rng=self.rng,
        )
        self.folders.append(counter.folder)
        secret = invited(self.way(0)) if self._kit is not None and len(self.folders) > 1 else ""
        counter.join(name, invitation=secret)
        counter.exchange.look()
        return counter

    def way(self, number: int) -> Remote:
        """A way to the store without any weather."""
        return MemoryRemote(self.shared) if self._kit is None else self._kit.counter(number % 3 + 1)

    def log(self) -> list[Entry]:
        """The whole log as the store gives it."""
        remote, entries = self.way(0), list[Entry]()
        while page := remote.pull(len(entries), 500).entries:
            entries.extend(page)
        return entries

    def rows(self) -> dict[RowKey, RowState]:
        """Every record as the store keeps it."""
        remote, rows, last = self.way(0), dict[RowKey, RowState](), None
        while (page := remote.row_page(last, 500)).last is not None:
            rows.update(page.rows)
            last = page.last
        return rows

    def settle(self) -> None:
        """Let every counter exchange until all hold the same."""
        for _ in range(3):
            for counter in self.counters:
                counter.sync()

    def close(self) -> None:
        for counter in self.counters:
            counter.close()


def documents_of(counter: SampleCounter) -> dict[tuple[str, str], str]:
    """Everything a counter shows, byte for byte."""
    with counter.store.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT entity, row_id, doc FROM document").all()
    return {(row[0], row[1]): row[2] for row in rows}


def bases_of(counter: SampleCounter) -> dict[tuple[str, str], tuple[object, ...]]:
    """The shared state as a counter holds it."""
    with counter.store.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT entity, row_id, rev, doc, origins, erased FROM base_row"
        ).all()
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def set_aside(counter: SampleCounter) -> set[tuple[str, str]]:
    """The records over which a counter lays work in quarantine."""
    with counter.store.database.read() as connection:
        return {
            (row[0], row[1]) for row in connection.exec_driver_sql("SELECT entity, row_id FROM quarantine")
        }


def linked(counter: SampleCounter) -> bool:
    with counter.store.database.read() as connection:
        return read_link(connection) is not None
