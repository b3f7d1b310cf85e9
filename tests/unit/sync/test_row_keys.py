from pathlib import Path

from sqlalchemy import insert, select

from desktop.records.office_tables import BASE_ROW
from desktop.records.tables import SEAL_KEY
from desktop.sync.row_keys import AMONG_KEYS, AMONG_SCOPES, named
from tests.support.record_samples import open_store


def test_a_query_finds_the_named_records_and_no_others_however_many_and_however_they_are_called(
    tmp_path: Path,
) -> None:
    store = open_store(tmp_path)
    keys = [("dossier", f"{number:05d}") for number in range(30_000)] + [("person", "ông 'Sáu\" [1]")]
    rows = [
        {"entity": kind, "row_id": row_id, "rev": 1, "doc": "{}", "origins": "{}", "erased": 0}
        for kind, row_id in [*keys[::100], ("person", "00100"), ("dossier", "x")]
    ]
    with store.database.write() as connection:
        connection.execute(insert(BASE_ROW), rows)
        found = connection.execute(select(BASE_ROW).where(AMONG_KEYS), named(keys))
        assert {(row.entity, row.row_id) for row in found} == set(keys[::100])
        assert connection.execute(select(BASE_ROW).where(AMONG_KEYS), named([])).all() == []
    store.close()


def test_the_index_of_a_table_is_used_for_the_named_records(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.database.read() as connection:
        for table in (BASE_ROW, SEAL_KEY):
            among = AMONG_KEYS if table is BASE_ROW else AMONG_SCOPES
            query = str(select(table).where(among))
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", {"named": "[]"})
            assert any(f"SEARCH {table.name} USING" in row[3] for row in plan)
    store.close()


def test_keys_are_found_by_the_records_they_belong_to(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    rows = [
        {"scope": scope, "key_id": b"1", "key": b"k", "made_at": "", "shared": 0} for scope in ("a", "b", "c")
    ]
    with store.database.write() as connection:
        connection.execute(insert(SEAL_KEY), rows)
        found = connection.execute(select(SEAL_KEY.c.scope).where(AMONG_SCOPES), named({"a", "c", "d"}))
        assert sorted(row.scope for row in found) == ["a", "c"]
    store.close()
