"""Founding an office: what opens its store is kept here before the store is made.

A store whose key was lost with the program that made it would stand in the way of every further try, and nobody could
ever open it. So a try that was broken off goes on with the same key, under the same name.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database
from desktop.records.tables import META
from desktop.sync.office_key import new_office_key
from desktop.sync.returning import last_place
from desktop.sync.stores import Access, EarlierTry, bare_address, is_server, shared_file

_FOUNDING: Final = "founding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What an office is founded with.

    Attributes:
        address: Where.
        dataset_id: Its name.
        client_id: Its founder's name there.
        key: What opens its store.
        again: What an earlier try that was broken off may have made; None for the first try.
    """

    address: str
    dataset_id: str
    client_id: str
    key: bytes = field(repr=False)
    again: EarlierTry | None = None


@contextlib.contextmanager
def founding(database: Database, address: str, new_id: Callable[[], str]) -> Iterator[Founding]:
    """Give what an office is founded with at an address: the same as at a try that was broken off there.

    It is kept until the counter is in, and has the key at its place, or the place turns out to be another office's.

    Args:
        database: Of the counter that founds it.
        address: Where.
        new_id: Makes names.
    """
    with database.write() as connection:
        office = _kept(connection, address)
        if office is None:
            key = new_office_key()
            office = Founding(address=address, dataset_id=new_id(), client_id=new_id(), key=key)
            _keep(connection, office)
    try:
        yield office
    except DeskError as error:
        if error.code is ErrorCode.OFFICE_EXISTS:
            _forget(database, address)
        raise
    _forget(database, address)


def keep_access(database: Database, office: Founding, access: Access) -> None:
    """Keep how the founder comes into the store that was made."""
    with database.write() as connection:
        _keep(connection, office, role=access.role, password=access.password)


def forget_founding_of(connection: Connection, dataset_id: str) -> None:
    """Let go of what opened an office that the counter leaves."""
    kept = _all(connection)
    _write(connection, {place: one for place, one in kept.items() if one["dataset_id"] != dataset_id})


def place_of(address: str) -> str:
    """Spell a place in one way, however it was typed."""
    # Without who enters: the address of a server's keeper may hold a password.
    return bare_address(address) if is_server(address) else os.path.normpath(shared_file(address))


def _kept(connection: Connection, address: str) -> Founding | None:
    plain = _all(connection).get(place_of(address))
    left = last_place(connection)
    # What was founded so and left since is no founding any more: another office at that place is another one.
    if plain is None or (left is not None and left.dataset_id == plain["dataset_id"]):
        return None
    return Founding(
        address=address,
        dataset_id=plain["dataset_id"],
        client_id=plain["client_id"],
        key=bytes.fromhex(plain["key"]),
        again=EarlierTry(client_id=plain["client_id"], role=plain["role"], password=plain["password"]),
    )


def _keep(connection: Connection, office: Founding, *, role: str = "", password: str = "") -> None:
    plain = {
        "dataset_id": office.dataset_id,
        "client_id": office.client_id,
        "key": office.key.hex(),
        "role": role,
        "password": password,
    }
    _write(connection, _all(connection) | {place_of(office.address): plain})


def _forget(database: Database, address: str) -> None:
    with database.write() as connection:
        _write(
            connection, {place: one for place, one in _all(connection).items() if place != place_of(address)}
        )


def _all(connection: Connection) -> dict[str, dict[str, str]]:
    found = connection.scalar(select(META.c.v).where(META.c.k == _FOUNDING))
    kept: dict[str, dict[str, str]] = {} if found is None else json.loads(found)
    return kept


def _write(connection: Connection, foundings: Mapping[str, Mapping[str, str]]) -> None:
    connection.execute(delete(META).where(META.c.k == _FOUNDING))
    if foundings:
        connection.execute(insert(META), {"k": _FOUNDING, "v": json.dumps(foundings, sort_keys=True)})
