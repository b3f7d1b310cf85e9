"""Founding an office: what opens its store is kept here before the store is made.

A share's file whose key was lost with the program that made it would stand in the way of every further try, and nobody
could ever open it.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import delete, insert, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database
from desktop.records.tables import META
from desktop.sync.office_key import new_office_key

_FOUNDING: Final = "founding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What an office is founded with.

    Attributes:
        dataset_id: Its name.
        key: What opens its store.
        again: An earlier try was broken off, and may have made the store.
    """

    dataset_id: str
    key: bytes = field(repr=False)
    again: bool = False


@contextlib.contextmanager
def founding(database: Database, address: str, dataset_id: str) -> Iterator[Founding]:
    """Give what an office is founded with at an address: the same as at a try that was broken off there.

    It is kept until the counter is in, and has the key at its place, or the place turns out to be another office's.

    Args:
        database: Of the counter that founds it.
        address: Where.
        dataset_id: Its name, if this is the first try.
    """
    office = _kept(database, address, dataset_id)
    try:
        yield office
    except DeskError as error:
        if error.code is ErrorCode.OFFICE_EXISTS:
            _forget(database)
        raise
    _forget(database)


def _kept(database: Database, address: str, dataset_id: str) -> Founding:
    with database.write() as connection:
        found = connection.scalar(select(META.c.v).where(META.c.k == _FOUNDING))
        plain: dict[str, str] = {} if found is None else json.loads(found)
        if plain.get("address") == address:
            return Founding(dataset_id=plain["dataset_id"], key=bytes.fromhex(plain["key"]), again=True)
        key = new_office_key()
        text = json.dumps({"address": address, "dataset_id": dataset_id, "key": key.hex()}, sort_keys=True)
        connection.execute(insert(META).prefix_with("OR REPLACE"), {"k": _FOUNDING, "v": text})
    return Founding(dataset_id=dataset_id, key=key)


def _forget(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(META).where(META.c.k == _FOUNDING))
