"""What a counter knows of its place in an office: which log, how far, under which name it writes.

It stands in the counter's own encrypted database and changes in the transactions that move it, so a killed program
finds place and records in step.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from desktop.records.many_rows import ManyRows, Query
from desktop.records.office_tables import OFFICE_LINK, OFFICE_TABLES
from desktop.sync.entries import line_genesis, log_genesis

_ALL: Final = Query(select(OFFICE_LINK.c.k, OFFICE_LINK.c.v))
_KEEP: Final = ManyRows(insert(OFFICE_LINK).prefix_with("OR REPLACE"))
_TEXTS: Final = (
    "dataset_id", "client_id", "name", "address", "role", "password", "authority", "shares_until", "invitation",
)  # fmt: skip
_HASHES: Final = ("chain", "line_hash", "acked_hash", "began_chain", "ahead_chain", "office_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A counter's place in its office.

    Attributes:
        dataset_id: The office's log.
        client_id: Under which this counter writes; another one after a fork.
        counter_no: Its number in the office, 1 to 30; 0 until known. After a fork the old one goes on for a while.
        registered: The store knows the counter under its present name.
        name: What people call it, "Quầy 2".
        address: Where the shared store is, as `desktop.sync.stores` reads it.
        role: The counter's database role, empty for a file.
        password: The role's password; it stands only here, in the encrypted database.
        authority: The certificate (PEM) that signs the server's.
        office_key: 32 bytes that wrap the keys of sealed values; the store never sees it.
        epoch: Of the store, when it was last looked at.
        cursor: The last entry taken over.
        chain: The log's chain there.
        own_until: Local operations up to this one are offered whatever their source: they are older than the office.
        lined: The last local operation that has become a line.
        line_op: Number of the last line.
        line_hash: Its hash.
        line_txn: Number of its unit of work.
        acked_op: The last line that came back from the log.
        acked_hash: Its hash.
        former: Names of earlier lives of this counter, the last one first.
        catch_up: Until the log has been read up to here nothing is sent: what an earlier life sent must show first.
        joining: Where a first copy of the records stopped: the last key, empty at its beginning; None when done.
        vouched: While records are copied anew: the screen shows every record as it was at this entry, or later.
        copied_anew: Records were copied anew from a store that was put back: it may not know all that the screen shows.
        shares_until: The last day, by this counter's own clock, on which it takes numbers of its own share only, since
            the store was put back: what the store gave out after its backup it does not know. As `2026-03-17`.
        began: The entry up to which the log is not kept here: the counter began with a copy of the records then.
        began_chain: The log's chain there.
        shown_until: The last operation here before a store was put back to before that copy; 0 for none, and once it is
            known what of the screen of then the store lacks.
        ahead: Records were copied as they stood up to this entry, which the log here does not reach yet; 0 for none.
        ahead_chain: The log's chain there, as the store had it that records were copied from.
        ahead_since: The cursor while they were copied.
        invitation: The one-time secret it was invited with, until it has a number.
    """

    dataset_id: str
    client_id: str
    name: str = ""
    address: str = ""
    role: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    office_key: bytes = field(default=b"", repr=False)
    counter_no: int = 0
    registered: bool = False
    epoch: int = 0
    cursor: int = 0
    chain: bytes = b""
    own_until: int = 0
    lined: int = 0
    line_op: int = 0
    line_hash: bytes = b""
    line_txn: int = 0
    acked_op: int = 0
    acked_hash: bytes = b""
    former: tuple[str, ...] = ()
    catch_up: int = 0
    joining: tuple[str, ...] | None = None
    vouched: int = 0
    copied_anew: bool = False
    shares_until: str = ""
    began: int = 0
    began_chain: bytes = b""
    shown_until: int = 0
    ahead: int = 0
    ahead_chain: bytes = b""
    ahead_since: int = 0
    invitation: str = field(default="", repr=False)


_NAMES: Final = tuple(one.name for one in fields(Link))


def new_link(dataset_id: str, client_id: str) -> Link:
    """Give the place of a counter that has neither read nor written anything."""
    return Link(
        dataset_id=dataset_id,
        client_id=client_id,
        chain=log_genesis(dataset_id),
        line_hash=line_genesis(client_id),
        acked_hash=line_genesis(client_id),
    )


def as_another(link: Link, client_id: str, *, catch_up: int) -> Link:
    """Give the place of a counter that goes on under a new name, after a clone or a restored backup.

    Its waiting lines keep their numbers until it has caught up; `outbox.renumber` then begins at 1.
    """
    return replace(
        link,
        client_id=client_id,
        registered=False,
        former=(link.client_id, *link.former),
        acked_op=0,
        acked_hash=line_genesis(client_id),
        catch_up=catch_up,
    )


def is_ahead(link: Link) -> bool:
    """Tell whether records here may be of a later moment than the log."""
    return link.ahead > link.cursor


def vouched_by(link: Link, place: int) -> int:
    """Give the entry as of which the screen shows every record, when they are copied anew from a place on."""
    return place if link.joining is None else min(link.vouched, place)


def read_link(connection: Connection) -> Link | None:
    """Give the counter's place, None while it works alone."""
    found = {str(name): str(text) for name, text in _ALL.all(connection)}
    return link_of(found) if "dataset_id" in found else None


def link_of(found: Mapping[str, str]) -> Link:
    """Give a place back that `texts_of` spelled; what is not named is as it is for a new one."""
    values: dict[str, object] = {}
    for name in _NAMES:
        if name not in found:
            continue
        text = found[name]
        if name in _TEXTS:
            values[name] = text
        elif name in _HASHES:
            values[name] = bytes.fromhex(text)
        else:
            plain = json.loads(text)
            values[name] = tuple(plain) if isinstance(plain, list) else plain
    return Link(**values)  # type: ignore[arg-type]  # spelled by texts_of from the same fields


def write_link(connection: Connection, link: Link, *, was: Link | None = None) -> None:
    """Keep the counter's place.

    Args:
        connection: A writing transaction.
        link: The place.
        was: As it stands there, read in the same transaction: only what differs from it is written.
    """
    names = [name for name in _NAMES if was is None or getattr(link, name) != getattr(was, name)]
    _KEEP.run_plain(connection, [(name, _text_of(name, getattr(link, name))) for name in names])


def texts_of(link: Link) -> dict[str, str]:
    """Spell a place, name by name."""
    return {name: _text_of(name, getattr(link, name)) for name in _NAMES}


def _text_of(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a place holds
    if name in _TEXTS:
        return str(value)
    if name in _HASHES:
        return bytes(value).hex()
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def forget_office(connection: Connection) -> None:
    """Let the counter work alone again; every record stays as it is."""
    for table in OFFICE_TABLES:
        connection.execute(delete(table))
