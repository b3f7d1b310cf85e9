"""The one writing connection: what waits for the disk and what need not."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import literal_column, select
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import KEY_BYTES, Database
from desktop.records.many_rows import Query

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


@pytest.mark.parametrize("writes", [True, False])
def test_faults_of_a_statement_that_goes_past_sqlalchemy_are_told_in_plain_words(
    database: Database, *, writes: bool
) -> None:
    begin = database.write if writes else database.read
    fault = sqlcipher.DatabaseError("database disk image is malformed")
    fault.sqlite_errorcode = 11  # as the driver sets it
    with pytest.raises(DeskError) as told, begin():
        raise fault
    assert told.value.code is ErrorCode.DATABASE_DAMAGED
    with pytest.raises(sqlcipher.OperationalError, match="no such column"), begin() as connection:
        Query(select(literal_column("unheard"))).all(connection)  # a bug stays one
    assert waits(database) == _FULL
