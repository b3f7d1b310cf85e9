"""Sending against bare inserts of the same rows."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.office_counter import COLUMNS, OFFICE_KEY, Bench, Ratio, Row, last_rows, ratio_of
from desktop.records.engine import open_encrypted
from desktop.sync.file_office import create_shared_file
from desktop.sync.file_remote import FileRemote
from tests.support.postgres import PgKit
from tests.support.sync_samples import DATASET

TIMES: Final = 5
"""Batches in each pair; a pair's two rates are sums, its batches alternate between ours and raw."""
Insert: TypeAlias = "Callable[[Sequence[Row]], None]"


def pushes(kit: PgKit, folder: Path, rounds: int) -> Iterator[Ratio]:
    """How fast batches of several sizes go out over PostgreSQL."""
    bench = Bench(folder, kit.counter(1), "Quầy 1")
    with kit.server.connect(kit.database) as connection:
        connection.execute("CREATE TABLE raw (LIKE khongviet.sync_change INCLUDING ALL)")
        statement = f"INSERT INTO raw VALUES ({', '.join(['%s'] * len(COLUMNS))})"

        def insert(rows: Sequence[Row]) -> None:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(statement, rows)

        for batch, gate, aim in ((1, 0.35, 0.7), (20, 0.25, 0.6), (200, 0.25, 0.6)):
            pairs = push_pairs(bench, insert, batch, rounds)
            yield ratio_of(f"gửi {batch} việc một lần, PostgreSQL", pairs, gate, aim)
    bench.store.close()


def file_pushes(folder: Path, rounds: int) -> Iterator[Ratio]:
    """The same over the file of a share, against a bare file with the same guards."""
    folder.mkdir(parents=True)
    file = folder / "so-chung.db"
    create_shared_file(file, OFFICE_KEY, dataset_id=DATASET, demands_secret=False)
    bench = Bench(folder / "counter", FileRemote(file, OFFICE_KEY), "Quầy 1")
    connection = open_encrypted(folder / f"raw-{secrets.token_hex(4)}.db", OFFICE_KEY)
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"CREATE TABLE log ({', '.join(COLUMNS)}, PRIMARY KEY (seq))")
    statement = f"INSERT INTO log VALUES ({', '.join(['?'] * len(COLUMNS))})"

    def insert(rows: Sequence[Row]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, rows)
        connection.execute("COMMIT")

    for batch, gate, aim in ((1, 0.0, 0.0), (20, 0.4, 0.8), (200, 0.0, 0.0)):
        pairs = push_pairs(bench, insert, batch, rounds)
        yield ratio_of(f"gửi {batch} việc một lần, tệp trên ổ chia sẻ", pairs, gate, aim)
    connection.close()
    bench.store.close()


def push_pairs(bench: Bench, insert: Insert, batch: int, rounds: int) -> list[tuple[float, float]]:
    """Units of work a second, from the outbox into the log and bare. The first pair only warms both up."""
    return [push_pair(bench, insert, batch) for _ in range(rounds + 1)][1:]


def push_pair(bench: Bench, insert: Insert, batch: int) -> tuple[float, float]:
    """Send some batches and insert the rows each became, in turns; taking over what came back is not timed here."""
    ours = raw = 0.0
    for _ in range(TIMES):
        bench.pull_all()
        bench.type(batch)
        began = time.perf_counter()
        pushed = bench.exchange.push()
        ours += time.perf_counter() - began
        if pushed.sent != batch:
            raise RuntimeError(f"{batch} were typed, {pushed.sent} were sent")
        bench.pull_all()
        rows = last_rows(bench, batch)
        began = time.perf_counter()
        insert(rows)
        raw += time.perf_counter() - began
    return TIMES * batch / ours, TIMES * batch / raw
