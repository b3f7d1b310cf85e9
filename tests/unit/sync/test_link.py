from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from desktop.records.office_tables import OFFICE_LINK
from desktop.sync.link import new_link, read_link, write_link
from tests.support.record_samples import open_store
from tests.support.sync_samples import DATASET


def test_of_a_place_that_stands_there_only_what_differs_is_written(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    before = new_link(DATASET, store.new_id())
    with store.database.write() as connection:
        write_link(connection, before)
        connection.execute(OFFICE_LINK.delete().where(OFFICE_LINK.c.k == "cursor"))
        after = replace(before, lined=7, line_op=3, line_hash=b"h" * 32, joining=(), former=("x",))
        write_link(connection, after, was=before)
        assert read_link(connection) == after
        assert connection.scalar(select(OFFICE_LINK.c.v).where(OFFICE_LINK.c.k == "cursor")) is None
    store.close()
