import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.operations import Patch, client_id_of, next_hlc, read_operations, verify_chain
from desktop.records.store import RecordStore
from desktop.records.tables import DOCUMENT, OPERATION
from tests.support.record_samples import MORNING, OFFICER, a_dossier, a_person, an_id, moved, open_store


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return open_store(tmp_path / "data")


def test_a_save_writes_only_the_fields_that_differ(store: RecordStore) -> None:
    submitted = moved(a_dossier(), MoveKind.SUBMIT, DossierState.SUBMITTED)
    with store:
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier())
            work.dossiers.save(submitted)
            work.dossiers.save(replace(submitted, due=None))
        with store._database.read() as connection:
            operations = [operation for operation, _ in read_operations(connection)]
    patches = [json.loads(operation.patch) for operation in operations if operation.entity == "dossier"]
    assert patches[1] == {"clear": [], "set": {"state": "submitted"}, "was": {"state": "received"}}
    assert patches[2]["clear"] == ["due"]
    assert [operation.op for operation in operations] == list(range(1, len(operations) + 1))
    assert {operation.txn_no for operation in operations} == {1}
    assert [operation.txn_end for operation in operations] == [False] * (len(operations) - 1) + [True]
    assert {operation.actor for operation in operations} == {OFFICER}


def test_an_outsider_can_verify_the_chain_from_the_documented_format(store: RecordStore) -> None:
    """Written from docs/log-format.md with nothing of the program but the rows."""
    with store:
        for number in (1, 2):
            with store.begin(OFFICER) as work:
                work.people.save(a_person(number))
                work.dossiers.save(a_dossier(number))
        with store._database.read() as connection:
            client = client_id_of(connection)
            lines = [dict(row) for row in connection.execute(select(OPERATION)).mappings()]
    previous = hashlib.sha256(b"khongviet log 1\n" + client.encode()).digest()
    for expected, row in enumerate(lines, start=1):
        stored = row.pop("op_hash")
        row["txn_end"] = bool(row["txn_end"])
        if not row["source"]:
            del row["source"]
        line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(previous + line.encode()).digest()
        assert (row["op"], stored) == (expected, previous)


@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE operation SET patch = replace(patch, 'Kinh', 'Tày') || ' ' WHERE op = 2",
        "UPDATE operation SET made_at = '2020-01-01T00:00:00.000000Z' WHERE op = 2",
        "UPDATE operation SET txn_end = 1 WHERE op = 2",
        "DELETE FROM operation WHERE op = 2",
        "DELETE FROM operation WHERE op = 1",
        "UPDATE meta SET v = 'another counter' WHERE k = 'client_id'",
    ],
)
def test_a_changed_history_does_not_verify(store: RecordStore, crime: str) -> None:
    with store:
        with store.begin(OFFICER) as work:
            work.people.save(a_person())
            work.dossiers.save(a_dossier())
        with store._database.write() as connection:
            connection.exec_driver_sql(crime)
        with store._database.read() as connection, pytest.raises(DeskError) as fault:
            verify_chain(connection)
    assert fault.value.code is ErrorCode.LOG_BROKEN


def test_patches_come_back_as_they_were() -> None:
    patch = Patch(values={"b": 1, "a": ["x"]}, clear=("c",), was=(("state", "received"),), erase=True)
    assert Patch.from_text(patch.to_text()) == Patch(
        values={"a": ["x"], "b": 1}, clear=("c",), was=(("state", "received"),), erase=True
    )
    with pytest.raises(DeskError):
        Patch.from_text('{"set":[]}')


def test_hybrid_stamps_only_go_forward() -> None:
    stamp, seen = "", []
    for seconds in (0, 0, 5, -4000, -4000, 6):
        stamp = next_hlc(stamp, MORNING + timedelta(seconds=seconds))
        seen.append(stamp)
    assert seen == sorted(set(seen))


def test_a_full_stamp_counter_carries_over() -> None:
    wall = int(MORNING.timestamp() * 1000)
    assert next_hlc(f"{wall:012x}-ffff", MORNING) == f"{wall + 1:012x}-0000"


def test_register_fields_are_readable_in_the_log_and_the_rest_is_not(store: RecordStore) -> None:
    with store:
        with store.begin(OFFICER) as work:
            work.people.save(a_person(phone="0912000111"))
            work.answers.save(an_id(2001), {"deceased.name": {"v": "Trần Văn Kín"}})
            work.dossiers.save(a_dossier())
        with store._database.read() as connection:
            everything = "".join(operation.patch for operation, _ in read_operations(connection))
            documents = "".join(connection.scalars(select(DOCUMENT.c.doc)))
    for text in (everything, documents):
        assert "Nguyễn Thị Bưởi" in text
        assert "2.000635" in text
        for secret in ("0421510", "0912000111", "Đông Hà", "Kinh", "Trần Văn Kín"):
            assert secret not in text
