"""The one writing connection: what waits for the disk and what need not."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from desktop.records.engine import KEY_BYTES, Database

_NORMAL: Final = 1
_FULL: Final = 2


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "records.db", secrets.token_bytes(KEY_BYTES))
    yield database
    database.close()


def waits(database: Database, *, durable: bool = True) -> object:
    with database.write(durable=durable) as connection:
        return connection.exec_driver_sql("PRAGMA synchronous").scalar()


def test_every_commit_waits_for_the_disk_unless_it_says_otherwise(database: Database) -> None:
    assert waits(database) == _FULL
    assert waits(database, durable=False) == _NORMAL
    assert waits(database) == _FULL


def test_work_that_failed_without_waiting_leaves_the_next_one_waiting(database: Database) -> None:
    with pytest.raises(KeyError), database.write(durable=False):
        raise KeyError
    assert waits(database) == _FULL
