"""Taking over pages and first copies against bare reads and inserts."""

import secrets
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

from benchmarks.office_counter import COLUMNS, OFFICE_KEY, Bench, Ratio, Row, ratio_of
from desktop.records.engine import open_encrypted
from desktop.sync.link import write_link
from desktop.sync.pg_office import make_counter_role
from tests.support.postgres import PgKit
from tests.support.record_samples import OFFICER, a_dossier
from tests.support.sync_samples import invited

PULLED: Final = 1_000
UNIT: Final = 500


def pulls(kit: PgKit, folder: Path, rounds: int) -> Iterator[Ratio]:
    """Taking over pages of the log, against reading and inserting the same rows."""
    writer = Bench(folder / "writer", kit.counter(1), "Quầy 1", invitation=invited(kit.counter(1)))
    reader = Bench(folder / "reader", kit.counter(2), "Quầy 2", invitation=invited(kit.counter(1)))
    pairs = []
    for _ in range(rounds + 1):
        writer.type(PULLED)
        writer.send_all()
        start = reader.exchange.link.cursor
        began = time.perf_counter()
        reader.pull_all()
        ours = (reader.exchange.link.cursor - start) / (time.perf_counter() - began)
        pairs.append((ours, raw_pull_rate(kit, folder, start)))
    for bench in (writer, reader):
        bench.store.close()
    yield ratio_of("nhận, kiểm chuỗi và ghi vào máy, PostgreSQL", pairs[1:], 0.2, 0.6)


def raw_pull_rate(kit: PgKit, folder: Path, start: int) -> float:
    """Rows a second, read and inserted bare."""
    file = folder / f"raw-{secrets.token_hex(4)}.db"
    local = raw_local(file)
    marks = ", ".join(["?"] * len(COLUMNS))
    count = 0
    with kit.server.connect(kit.database) as connection:
        began = time.perf_counter()
        while rows := connection.execute(
            "SELECT * FROM khongviet.sync_change WHERE seq > %s ORDER BY seq LIMIT 500", (start,)
        ).fetchall():
            local.execute("BEGIN IMMEDIATE")
            local.executemany(f"INSERT INTO log VALUES ({marks})", rows)
            local.execute("COMMIT")
            start, count = rows[-1][0], count + len(rows)
        spent = time.perf_counter() - began
    local.close()
    return count / spent


def raw_local(file: Path) -> sqlcipher.Connection:
    """A bare local database like a counter's."""
    local = open_encrypted(file, OFFICE_KEY)
    local.execute("PRAGMA journal_mode=WAL")
    local.execute("PRAGMA synchronous=FULL")
    local.execute(f"CREATE TABLE log ({', '.join(COLUMNS)}, PRIMARY KEY (seq))")
    return local


def first_copies(kit: PgKit, folder: Path, rows: int, rounds: int) -> Iterator[Ratio]:
    """A counter that joins an office of many records, against COPY out and bare inserts of the same records."""
    writer = Bench(folder / "writer", kit.counter(1), "Quầy 1", invitation=invited(kit.counter(1)))
    for start in range(0, rows, UNIT):
        with writer.store.begin(OFFICER) as work:
            for _ in range(min(rows - start, UNIT)):
                writer.last += 1
                work.dossiers.save(replace(a_dossier(writer.last), note="Ghi chú " * 40, moves=()))
        writer.send_all()
    writer.store.close()
    pairs = [first_copy_pair(kit, folder / str(number), number) for number in range(10, 10 + rounds)]
    spent = rows / statistics.median(ours for ours, _ in pairs)
    yield ratio_of(f"chép {rows} bản ghi lần đầu ({spent:.1f} s), PostgreSQL", pairs, 0.35, 0.8)


def first_copy_pair(kit: PgKit, folder: Path, number: int) -> tuple[float, float]:
    """One more counter joins, and one bare copy."""
    with kit.server.connect(kit.database) as connection:
        kit.roles[number] = make_counter_role(connection, admin=False)
    reader = Bench(folder, kit.counter(number), f"Quầy {number}", invitation=invited(kit.counter(1)))
    with reader.store.database.write() as connection:
        snap = kit.counter(number).snap(reader.exchange.link.client_id, (), ())
        write_link(connection, replace(reader.exchange.link, joining=(), cursor=snap.head, chain=snap.chain))
    began = time.perf_counter()
    reader.pull_all()
    ours = len(list_documents(reader)) / (time.perf_counter() - began)
    reader.store.close()
    return ours, raw_copy_rate(kit, folder)


def list_documents(bench: Bench) -> list[str]:
    """The ids of everything a counter shows."""
    with bench.store.database.read() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT row_id FROM document")]


def raw_copy_rate(kit: PgKit, folder: Path) -> float:
    """Records a second by COPY and bare inserts."""
    local = open_encrypted(folder / "raw-copy.db", OFFICE_KEY)
    local.execute("PRAGMA journal_mode=WAL")
    local.execute("PRAGMA synchronous=FULL")
    local.execute("CREATE TABLE r (entity, row_id, rev, doc, origins, erased, PRIMARY KEY (entity, row_id))")
    count = 0
    began = time.perf_counter()
    with kit.server.connect(kit.database) as connection, connection.cursor() as cursor:
        with cursor.copy("COPY khongviet.sync_row TO STDOUT") as copy:
            rows: list[Row] = []
            for row in copy.rows():
                rows.append(row)
                if len(rows) == 500:
                    count += insert_rows(local, rows)
        count += insert_rows(local, rows)
    spent = time.perf_counter() - began
    local.close()
    return count / spent


def insert_rows(local: sqlcipher.Connection, rows: list[Row]) -> int:
    """Insert some records in one transaction; empties the list."""
    local.execute("BEGIN IMMEDIATE")
    local.executemany("INSERT INTO r VALUES (?, ?, ?, ?, ?, ?)", rows)
    local.execute("COMMIT")
    done = len(rows)
    rows.clear()
    return done
