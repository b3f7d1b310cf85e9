"""A counter to measure with, and how two rates are compared."""

import secrets
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from desktop.records.store import RecordStore
from desktop.sync.entries import Entry
from desktop.sync.exchange import Exchange
from desktop.sync.joining import first_place
from desktop.sync.link import write_link
from desktop.sync.remote import Remote
from tests.support.record_samples import OFFICER, a_dossier, open_store
from tests.support.sync_samples import DATASET

OFFICE_KEY: Final = b"k" * 32
COLUMNS: Final = tuple(
    "seq client_id op txn_no txn_end kind entity row_id base patch actor made_at hlc schema_level "  # noqa: SIM905 - twelve words read better as one line
    "op_hash decision refusal chain".split()
)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One comparison.

    Attributes:
        name: What was done.
        ours: Per second.
        raw: Per second, the bare driver in the same minute.
        ratio: Median of the pairs.
        gate: What the design asks for at least; 0 for nothing.
        aim: What it hopes for.
    """

    name: str
    ours: float
    raw: float
    ratio: float
    gate: float
    aim: float


class Bench:
    """A counter with records, and ways to make more of them."""

    def __init__(self, folder: Path, remote: Remote, name: str, *, invitation: str = "") -> None:
        self.store: RecordStore = open_store(folder)
        self.remote = remote
        self.exchange = Exchange(self.store.database, remote, clock=time_now, new_id=self.store.new_id)
        with self.store.database.write() as connection:
            link = first_place(connection, DATASET, self.store.new_id())
            write_link(connection, replace(link, name=name, office_key=OFFICE_KEY, invitation=invitation))
        self.exchange.look()
        self.last = secrets.randbelow(900) * 1_000_000

    def type(self, count: int) -> None:
        """Make so many units of work of one dossier each, about 1 KB."""
        for _ in range(count):
            self.last += 1
            dossier = replace(a_dossier(self.last), note="Ghi chú " * 40, moves=())
            with self.store.begin(OFFICER) as work:
                work.dossiers.save(dossier)

    def pull_all(self) -> None:
        """Take over everything there is."""
        left = 1
        while left > 0:
            _, left = self.exchange.pull()

    def send_all(self) -> None:
        """Send everything, in rounds of pulling and pushing as an office does."""
        self.pull_all()
        while self.exchange.push().sent:
            self.pull_all()


def time_now() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)


def ratio_of(name: str, pairs: Sequence[tuple[float, float]], gate: float, aim: float) -> Ratio:
    """Sum up pairs that were measured side by side."""
    return Ratio(
        name=name,
        ours=statistics.median(ours for ours, _ in pairs),
        raw=statistics.median(raw for _, raw in pairs),
        ratio=statistics.median(ours / raw for ours, raw in pairs),
        gate=gate,
        aim=aim,
    )


def last_rows(bench: Bench, count: int) -> list[Row]:
    """The last rows of the log, as columns."""
    head = bench.exchange.link.cursor
    page = bench.remote.pull(max(0, head - count), count)
    return [row_of(entry) for entry in page.entries]


def row_of(entry: Entry) -> Row:
    """An entry as columns."""
    line = entry.line
    return (
        entry.seq, entry.client_id, line.op, line.txn_no, line.txn_end, line.kind.value, line.entity, line.row_id,
        line.base, line.patch, line.actor, line.made_at, line.hlc, line.schema_level, entry.op_hash,
        entry.decision.value, entry.refusal, entry.chain,
    )  # fmt: skip
