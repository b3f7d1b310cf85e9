"""Attachments of two counters, on every store and over a cable that is cut."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.attachment_seal import AttachmentSeal
from desktop.sync.blob_remote import CHUNK_BYTES
from desktop.sync.pg_blobs import PgBlobs
from desktop.sync.pg_office import renew_functions
from desktop.sync.trial_server import TrialServer
from tests.support.postgres import PgKit
from tests.support.shared_scans import SCAN, Scans, add, scans_of, share
from tests.support.sync_office import SampleOffice
from tests.support.sync_stores import FileKit, StoreKit
from tests.support.tcp_proxy import TcpProxy


def test_a_scan_is_carried_over_every_store(pair: tuple[Scans, Scans]) -> None:
    one, two = pair
    sha256 = add(one)
    share(one, two)
    one.move_all()
    two.move_all()
    assert two.kept.read(sha256) == SCAN
    assert (one.kept.count_to_send(), two.kept.count_to_send()) == (0, 0)


def test_a_program_that_starts_again_goes_on_at_the_chunk(
    pair: tuple[Scans, Scans], office: StoreKit
) -> None:
    one, two = pair
    sha256 = add(one)
    share(one, two)
    assert one.transfer.run_once()
    assert len(office.blobs(1).blob_missing(sha256)) == len(SCAN) // CHUNK_BYTES - 16
    scans_of(one.counter, lambda: office.blobs(1)).move_all()
    assert two.transfer.run_once()
    assert two.kept.cache.coming(sha256, len(SCAN)) == 16
    scans_of(two.counter, lambda: office.blobs(2)).move_all()
    assert two.kept.read(sha256) == SCAN


def test_two_counters_send_one_file_at_the_same_time(pair: tuple[Scans, Scans]) -> None:
    one, two = pair
    sha256 = add(one, 1)
    assert add(two, 2) == sha256
    share(one, two)
    moving = [one, two]
    while moving:
        moving = [scans for scans in moving if scans.transfer.run_once()]
    assert (one.kept.count_to_send(), two.kept.count_to_send()) == (0, 0)


def test_a_scan_arrives_over_a_cable_that_is_cut_again_and_again(
    embedded: TrialServer, tmp_path: Path
) -> None:
    kit = PgKit(embedded)
    counters = SampleOffice(tmp_path / "counters", kit=kit)
    with ExitStack() as stack:
        proxy = stack.enter_context(TcpProxy(embedded.port))
        address = kit.address(1).replace(f":{embedded.port}/", f":{proxy.port}/")
        assert str(proxy.port) in address
        near = scans_of(counters.counters[0], lambda: PgBlobs(address, kit.role(1).password, call_seconds=5))
        far = scans_of(counters.counters[1], lambda: kit.blobs(2))
        sha256 = add(near)
        share(near, far)
        proxy.cut_after = 1_500_000
        faults = list[ErrorCode]()
        while near.kept.count_to_send():
            try:
                near.transfer.run_once()
            except DeskError as error:
                faults.append(error.code)
                proxy.cut_after = 1_500_000
        assert set(faults) == {ErrorCode.OFFICE_UNREACHABLE}
        assert len(faults) >= 3
        far.move_all()
        assert far.kept.read(sha256) == SCAN
        near.transfer.close()
        far.transfer.close()
    counters.close()
    kit.close()


@pytest.fixture
def served(embedded: TrialServer, tmp_path: Path) -> Iterator[tuple[PgKit, Scans]]:
    """A server's office with one counter that sends."""
    kit = PgKit(embedded)
    counters = SampleOffice(tmp_path / "counters", kit=kit)
    one = scans_of(counters.counters[0], kit.blobs)
    yield kit, one
    one.transfer.close()
    counters.close()
    kit.close()


def test_whoever_reads_the_whole_server_reads_nothing_of_a_scan_and_no_key(
    served: tuple[PgKit, Scans],
) -> None:
    kit, one = served
    sha256 = add(one)
    share(one)
    one.move_all()
    info = kit.blobs(2).blob_find(sha256)
    assert info is not None
    assert info.complete
    with kit.server.connect(kit.database) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'khongviet' ORDER BY 1"
        ).fetchall()
        everything = "\n".join(
            str(row[0])
            for (table,) in tables
            for row in connection.execute(f"SELECT t::text FROM khongviet.{table} t").fetchall()  # noqa: S608 - names from the server
        )
    assert len(everything) > 2 * len(SCAN)  # the bytes are there, in hexadecimal digits
    places = range(0, len(SCAN) - 16, 4096)
    assert not [place for place in places if SCAN[place : place + 16].hex() in everything]
    assert one.counter.exchange.link.office_key.hex() not in everything


def on_disk(kit: PgKit, samples: list[bytes]) -> int:
    """Count how many of some short byte strings stand in any file of the server, its journal among them."""
    with kit.server.connect() as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    content = b"".join(file.read_bytes() for file in Path(row[0]).rglob("*") if file.is_file())
    return sum(sample in content for sample in samples)


def test_the_disk_of_the_server_has_the_sealed_bytes_and_none_of_the_plain_ones(
    served: tuple[PgKit, Scans],
) -> None:
    kit, one = served
    scan = random.Random(12).randbytes(1024 * 1024)
    sealed = b"".join(AttachmentSeal(one.counter.exchange.link.office_key).seal(scan).chunks)
    places = range(0, len(scan) - 16, 8192)
    add(one, content=scan)
    share(one)
    one.move_all()
    # PostgreSQL cuts values into pieces of 2 KB; all but the few across a cut are found where they are.
    assert on_disk(kit, [sealed[place : place + 16] for place in places]) > len(places) // 2
    assert on_disk(kit, [scan[place : place + 16] for place in places]) == 0


def test_a_counter_role_reads_no_plain_byte_with_statements_of_its_own(
    served: tuple[PgKit, Scans],
) -> None:
    kit, one = served
    sha256 = add(one)
    share(one)
    one.move_all()
    role = kit.role(3)
    with psycopg.connect(kit.address(3), password=role.password, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT data FROM khongviet.sealed_chunk WHERE digest = %s ORDER BY number",
            (sha256,),
            binary=True,
        ).fetchall()
    chunks = [row[0] for row in rows]
    assert sum(map(len, chunks)) == len(SCAN) + 16 * len(chunks)
    assert not [place for place in range(0, len(SCAN), 4096) if SCAN[place : place + 16] in b"".join(chunks)]


def older(kit: PgKit) -> None:
    """Make the server's tables for scans what they were before scans were sealed, with one scan and the half of one."""
    with kit.server.connect(kit.database) as connection:
        connection.execute("SET ROLE khongviet_owner; SET search_path = khongviet")
        connection.execute("DROP TABLE sealed_chunk, sealed_blob CASCADE")
        connection.execute("CREATE TABLE blob (digest text PRIMARY KEY, size bigint, complete boolean)")
        connection.execute("CREATE TABLE blob_chunk (digest text REFERENCES blob, number int, data bytea)")
        connection.execute("INSERT INTO blob VALUES ('a', 4, true), ('b', 9, false)")
        connection.execute("INSERT INTO blob_chunk VALUES ('a', 0, 'scan'), ('b', 0, 'half')")


def test_on_a_server_that_was_not_renewed_scans_wait_and_records_go_on(
    embedded: TrialServer, tmp_path: Path
) -> None:
    kit = PgKit(embedded)
    counters = SampleOffice(tmp_path / "counters", kit=kit)
    one, two = (scans_of(counter, kit.blobs) for counter in counters.counters[:2])
    older(kit)
    sha256 = add(one)
    share(one, two)
    for scans, call in ((one, one.transfer.run_once), (two, lambda: two.transfer.fetch(sha256))):
        with pytest.raises(DeskError) as caught:
            call()
        assert caught.value.code is ErrorCode.OFFICE_OLDER
        assert scans.kept.count_to_send() == (scans is one)
    with kit.server.connect(kit.database) as connection:
        with pytest.raises(DeskError) as caught:
            renew_functions(connection)
        assert (caught.value.code, caught.value.params["count"]) == (ErrorCode.OFFICE_SCANS_UNSEALED, "1")
        assert connection.execute("SELECT data FROM khongviet.blob_chunk WHERE digest = 'a'").fetchone() == (
            b"scan",
        )
        connection.execute("DELETE FROM khongviet.blob_chunk WHERE digest = 'a'")
        connection.execute("DELETE FROM khongviet.blob WHERE digest = 'a'")
        renew_functions(connection)  # half a scan nobody has read yet: its counter sends it whole
        left = connection.execute("SELECT to_regclass('khongviet.blob'), to_regclass('khongviet.blob_chunk')")
        assert left.fetchone() == (None, None)
    one.move_all()
    assert two.transfer.fetch(sha256)
    assert two.kept.read(sha256) == SCAN
    for scans in (one, two):
        scans.transfer.close()
    counters.close()
    kit.close()


def test_what_an_older_program_left_on_a_share_is_never_read_as_a_scan(tmp_path: Path) -> None:
    kit = FileKit(tmp_path)
    counters = SampleOffice(tmp_path / "counters", kit=kit)
    one, two = (scans_of(counter, kit.blobs) for counter in counters.counters[:2])
    sha256 = add(one)
    whole = kit.file.with_name("blobs") / sha256[:2] / sha256
    whole.parent.mkdir(parents=True)
    whole.write_bytes(bytes(len(SCAN)))
    whole.with_suffix(".json").write_text(f'{{"size": {len(SCAN)}, "mime": "application/pdf"}}')
    part = whole.with_suffix(".part")
    part.mkdir()
    (part / "info.json").write_bytes(whole.with_suffix(".json").read_bytes())
    (part / "0").write_bytes(bytes(CHUNK_BYTES + 28))
    share(one, two)
    assert not two.transfer.fetch(sha256)
    one.move_all()
    assert two.transfer.fetch(sha256)
    assert two.kept.read(sha256) == SCAN
    assert kit.blobs(1).blob_forget(sha256)
    assert not list(whole.parent.iterdir())
    for scans in (one, two):
        scans.transfer.close()
    counters.close()
    kit.close()
