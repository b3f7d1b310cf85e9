from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from desktop.domain.errors import DeskError
from desktop.records.many_rows import ManyRows, Query
from desktop.records.tables import COUNTER, DOSSIER_ROW, META
from tests.support.record_samples import open_store

NOON = datetime(2026, 11, 29, 5, 0, tzinfo=UTC)


def a_row(row: int, **changes: object) -> Mapping[str, object]:
    texts = dict.fromkeys((column.name for column in DOSSIER_ROW.c), "")
    plain = texts | {"id": row, "dossier_id": f"d{row}", "revision": row, "state": "received"}
    return plain | {"received_at": NOON, "due": None, "slip_printed_at": None} | changes


def test_rows_are_written_as_sqlalchemy_writes_them_moments_and_empty_moments_too(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    rows = [a_row(number) for number in range(1, 4)]
    with store.database.write() as connection:
        connection.execute(insert(DOSSIER_ROW), rows)
        theirs = stored(connection)
        connection.execute(delete(DOSSIER_ROW))
        ManyRows(insert(DOSSIER_ROW)).run(connection, rows)
        assert stored(connection) == theirs
        assert connection.scalar(select(DOSSIER_ROW.c.received_at)) == NOON
    store.close()


def stored(connection: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM dossier_row ORDER BY id")]


def test_updates_deletes_and_plain_text_take_their_values_by_name(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    changed = ManyRows(update(DOSSIER_ROW).where(DOSSIER_ROW.c.id == bindparam("known")))
    with store.database.write() as connection:
        ManyRows(insert(DOSSIER_ROW)).run(connection, [a_row(1), a_row(2)])
        changed.run(connection, [{**a_row(1, number="031126-0007"), "known": 1}])
        assert connection.scalar(select(DOSSIER_ROW.c.number).where(DOSSIER_ROW.c.id == 1)) == "031126-0007"
        ManyRows(delete(DOSSIER_ROW).where(DOSSIER_ROW.c.id == bindparam("known"))).run(
            connection, [{"known": 1}]
        )
        ManyRows(text("INSERT INTO meta (k, v) VALUES (:k, :v)")).run(connection, [{"v": "b", "k": "a"}])
        assert connection.scalar(select(META.c.v).where(META.c.k == "a")) == "b"
        assert [row[0] for row in stored(connection)] == [2]
    store.close()


def test_no_rows_are_no_statement_and_a_row_without_a_column_writes_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    count = ManyRows(insert(COUNTER))
    with store.database.write() as connection:
        count.run(connection, [])
        with pytest.raises(KeyError):
            count.run(connection, [{"series": "a", "day": "d", "last": 1}, {"series": "b", "day": "d"}])
        assert connection.scalar(select(COUNTER.c.last)) is None
    store.close()


def test_a_fault_of_the_database_is_told_in_plain_words_here_too(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.database.read() as connection, pytest.raises(DeskError):
        ManyRows(insert(COUNTER)).run(connection, [{"series": "a", "day": "d", "last": 1}])
    store.close()


def test_rows_that_are_read_have_the_names_of_their_columns_and_fixed_values_stay(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    rows = [{"series": series, "day": "d", "last": last} for series, last in (("a", 1), ("a", 2), ("b", 3))]
    query = Query(
        select(COUNTER.c.day, (COUNTER.c.last * 10).label("tens"))
        .where(COUNTER.c.last > bindparam("above"), COUNTER.c.day.like("d%"))
        .order_by(COUNTER.c.last.desc())
        .limit(2)
    )
    with store.database.write() as connection:
        ManyRows(insert(COUNTER)).run(connection, [row | {"day": f"d{row['last']}"} for row in rows])
        found = query.all(connection, {"above": 1})
        assert [(row.day, row.tens) for row in found] == [("d3", 30), ("d2", 20)]
        assert query.all(connection, {"above": 9}) == []
        with pytest.raises(KeyError):
            query.all(connection)
    store.close()
