"""Attachments, the delay from counter to counter, and crowds."""

import secrets
import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.office_counter import OFFICE_KEY, Bench, Ratio, ratio_of, time_now
from desktop.services.record_values import Changes
from desktop.sync.attachment_seal import AttachmentSeal
from desktop.sync.joining import first_place
from desktop.sync.link import write_link
from desktop.sync.office import Office
from desktop.sync.office_thread import OfficeThread
from desktop.sync.pg_blobs import PgBlobs
from tests.support.bench_stores import KitStores
from tests.support.postgres import PgKit
from tests.support.record_samples import OFFICER, a_dossier, an_id, open_store
from tests.support.sync_samples import DATASET, invited


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """What people wait for.

    Attributes:
        name: What was done.
        values: Milliseconds, and what else belongs to them.
    """

    name: str
    values: Mapping[str, float]


def blobs(kit: PgKit, rounds: int) -> Iterator[Ratio]:
    """Attachments, in MB a second."""
    store = PgBlobs(kit.address(1), kit.role(1).password)
    pairs = []
    for _ in range(rounds):
        data = secrets.token_bytes(8 << 20)
        pairs.append((blob_rate(store, data), raw_blob_rate(kit, data)))
    store.close()
    yield ratio_of("gửi bản quét (MB/s), PostgreSQL", pairs, 0.6, 0.9)


def blob_rate(store: PgBlobs, data: bytes) -> float:
    """One attachment as a counter sends it: named, sealed, announced, sent and checked."""
    began = time.perf_counter()
    sealed = AttachmentSeal(OFFICE_KEY).seal(data)
    store.blob_begin(sealed.digest, sealed.size, "application/pdf")
    for number in store.blob_missing(sealed.digest):
        store.blob_put(sealed.digest, number, sealed.chunks[number])
    assert store.blob_finish(sealed.digest, sealed.sealed_sum)
    return len(data) / (time.perf_counter() - began) / 1e6


def raw_blob_rate(kit: PgKit, data: bytes) -> float:
    """The same bytes by bare inserts."""
    size = 256 << 10
    with kit.server.connect(kit.database) as connection:
        connection.execute("DROP TABLE IF EXISTS raw_blob")
        connection.execute(
            "CREATE TABLE raw_blob (h text, i int, data bytea STORAGE EXTERNAL, PRIMARY KEY (h, i))"
        )
        began = time.perf_counter()
        for number in range(0, len(data), size):
            connection.execute(
                "INSERT INTO raw_blob VALUES (%s, %s, %s)",
                ("h", number, data[number : number + size]),
                binary=True,
            )
        return len(data) / (time.perf_counter() - began) / 1e6


def latency(kit: PgKit, folder: Path, rounds: int = 60) -> Iterator[Delays]:
    """From the commit at one counter until the record stands at another, over the real threads."""
    stores = [open_store(folder / name) for name in ("a", "b")]
    offices = []
    for number, store in enumerate(stores, start=1):
        with store.database.write() as connection:
            link = first_place(connection, DATASET, store.new_id())
            secret = invited(kit.counter(1))
            write_link(
                connection, replace(link, name=f"Quầy {number}", office_key=OFFICE_KEY, invitation=secret)
            )
        offices.append(Office(store, KitStores(kit, number), clock=time_now))
    seen = threading.Event()
    wanted = [""]

    def on_changes(changes: Changes) -> None:
        if any(wanted[0] in ids for ids in changes.rows.values()):
            seen.set()

    threads = [
        OfficeThread(offices[0], on_changes=lambda _: None, on_status=lambda _: None),
        OfficeThread(offices[1], on_changes=on_changes, on_status=lambda _: None),
    ]
    stores[0].listen(lambda _: threads[0].wake())
    for thread in threads:
        thread.start()
    time.sleep(3)
    taken = []
    for number in range(rounds):
        seen.clear()
        wanted[0] = an_id(777_000_000 + number + 1000)
        dossier = a_dossier(777_000_000 + number)
        with stores[0].begin(OFFICER) as work:
            work.dossiers.save(replace(dossier, moves=()))
        began = time.perf_counter()
        if not seen.wait(20):
            raise SystemExit("the other counter never saw it")
        taken.append((time.perf_counter() - began) * 1000)
        time.sleep(0.05)
    for thread in threads:
        thread.stop()
    for store in stores:
        store.close()
    raw = raw_notify(kit, rounds)
    taken.sort()
    values = {
        "p50_ms": statistics.median(taken),
        "p95_ms": taken[round(0.95 * len(taken)) - 1],
        "raw_notify_p50_ms": statistics.median(raw),
        "aim_p95_ms": 30.0,
        "gate_p95_ms": 500.0,
    }
    yield Delays(name="từ quầy A đến quầy B", values=values)


def raw_notify(kit: PgKit, rounds: int) -> list[float]:
    """Milliseconds from NOTIFY to its arrival."""
    taken = []
    with kit.server.connect(kit.database) as ear, kit.server.connect(kit.database) as mouth:
        ear.execute("LISTEN raw_bell")
        for _ in range(rounds):
            began = time.perf_counter()
            mouth.execute("NOTIFY raw_bell, '1'")
            next(ear.notifies(timeout=5, stop_after=1))
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def crowd(kit: PgKit, folder: Path, counters: int, seconds: float = 6.0) -> Delays:
    """Many counters that send one unit of work each as fast as they can: the worst morning there can be."""
    place = folder / str(counters)
    keeper = kit.counter(1)
    benches = [
        # Over three roles: the server lets each open a few connections only.
        Bench(place / str(number), kit.counter(number % 3 + 1), f"Quầy {number}", invitation=invited(keeper))
        for number in range(counters)
    ]
    times: list[float] = []
    guard, ends = threading.Lock(), time.perf_counter() + seconds

    def run(bench: Bench) -> None:
        while time.perf_counter() < ends:
            bench.type(1)
            began = time.perf_counter()
            bench.pull_all()
            while not bench.exchange.push().sent:
                bench.pull_all()
            with guard:
                times.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=run, args=(bench,)) for bench in benches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for bench in benches:
        bench.store.close()
    times.sort()
    values = {
        "pushes_per_second": len(times) / seconds,
        "p50_ms": statistics.median(times),
        "p99_ms": times[round(0.99 * len(times)) - 1],
    }
    return Delays(name=f"{counters} quầy cùng gửi", values=values)
