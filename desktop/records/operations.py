"""The log of operations: numbered without holes, chained by hashes, written in the documents' transaction.

The exact bytes are described in docs/log-format.md, so that anybody can verify a log without this program.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, Row, insert, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.canonical import Fields, Value, canonical_json, quoted, read_fields, spelled
from desktop.records.many_rows import ManyRows, Values
from desktop.records.tables import META, OPERATION, utc_text
from desktop.services.record_values import Entity

SCHEMA_LEVEL: Final = 1
PATCH_MAX: Final = 1_000_000
"""Characters in what one line changes. A visit with every form of a day has some 100,000; a page of longer ones never
comes through to another counter within the deadline of a call, and who waits for it waits for ever."""
WORD_MAX: Final = 1_000
"""Characters in any other text of a line: ids, kinds, moments. None of ours has a hundred."""
CLIENT_ID: Final = "client_id"
_GENESIS: Final = b"khongviet log 1\n"
_HLC_COUNTS: Final = 0x10000
# A whole log is read in slices, so that a million operations need little memory.
_SLICE: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """What one operation changes.

    Attributes:
        values: Fields and their new values.
        clear: Fields that are empty from now on.
        was: Fields whose change is only right from this value (a dossier's state).
        erase: The key of this record's sealed values was destroyed.
    """

    values: Fields
    clear: tuple[str, ...] = ()
    was: tuple[tuple[str, Value], ...] = ()
    erase: bool = False

    def to_text(self) -> str:
        """Write the patch as it stands in the log."""
        return canonical_json(self._plain())

    def spelled(self) -> str:
        """Write a patch of values that are canonical already, because they come from the log."""
        return spelled(self._plain())

    def _plain(self) -> Fields:
        plain: Fields = {"clear": list(self.clear), "set": self.values}
        if self.was:
            plain["was"] = dict(self.was)
        if self.erase:
            plain["erase"] = True
        return plain

    @classmethod
    def from_text(cls, text: str) -> "Patch":
        """Read a patch from the log."""
        plain = read_fields(text)
        values, clear, was = plain.get("set", {}), plain.get("clear", []), plain.get("was", {})
        if not isinstance(values, dict) or not isinstance(clear, list) or not isinstance(was, dict):
            raise DeskError(ErrorCode.LOG_BROKEN, what="patch")
        return cls(
            values=values,
            clear=tuple(str(name) for name in clear),
            was=tuple(sorted(was.items())),
            erase=plain.get("erase") is True,
        )

    def apply(self, document: Fields) -> Fields:
        """Give the document after this change."""
        kept = {name: value for name, value in document.items() if name not in self.clear}
        return kept | self.values

    @property
    def fields(self) -> frozenset[str]:
        """Every field this patch touches."""
        return frozenset(self.values) | frozenset(self.clear)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One line of the log."""

    op: int
    txn_no: int
    txn_end: bool
    entity: Entity
    row_id: str
    base_rev: int
    patch: str
    actor: str
    made_at: str
    hlc: str
    schema_level: int
    source: int = 0
    """The entry of the office's log that brought this change; 0 for what was done at this counter."""

    def hash_after(self, previous: bytes) -> bytes:
        """Give this line's hash: sha256 of the line before and of this line's canonical JSON."""
        # The one JSON text of these, its names in order. Written out: a page of the office's log has hundreds.
        source = f'"source":{self.source},' if self.source else ""
        line = (
            f'{{"actor":{_nfc_quoted(self.actor)},"base_rev":{self.base_rev},"entity":{quoted(self.entity.value)},'
            f'"hlc":{_nfc_quoted(self.hlc)},"made_at":{_nfc_quoted(self.made_at)},"op":{self.op},'
            f'"patch":{_nfc_quoted(self.patch)},"row_id":{_nfc_quoted(self.row_id)},'
            f'"schema_level":{self.schema_level},{source}"txn_end":{"true" if self.txn_end else "false"},'
            f'"txn_no":{self.txn_no}}}'
        )
        return hashlib.sha256(previous + line.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose change an entry of the office's log is.

    Attributes:
        seq: Its place in the office's log, from 1.
        actor: Who made it.
        made_at: When, by that counter's clock.
    """

    seq: int
    actor: str
    made_at: str


def _nfc_quoted(text: str) -> str:
    return quoted(unicodedata.normalize("NFC", text))


def genesis(client_id: str) -> bytes:
    """Give the hash before the first line of a counter's log."""
    return hashlib.sha256(_GENESIS + client_id.encode()).digest()


def client_id_of(connection: Connection) -> str:
    """Give the identity of this counter's log."""
    return str(connection.scalar(select(META.c.v).where(META.c.k == CLIENT_ID)))


class OperationWriter:
    """Collects the operations of one transaction and writes them, chained, at its end."""

    def __init__(self, connection: Connection, *, actor: str, clock: Callable[[], datetime]) -> None:
        # The head is read inside the transaction and never kept: a second program on the same file, or a
        # restored one, cannot make the chain fork.
        head = connection.execute(
            select(OPERATION.c.op, OPERATION.c.op_hash, OPERATION.c.hlc, OPERATION.c.txn_no)
            .order_by(OPERATION.c.op.desc())
            .limit(1)
        ).first()
        self._connection = connection
        self._actor = actor
        self._clock = clock
        self._last_op = 0 if head is None else int(head.op)
        self._last_hash = genesis(client_id_of(connection)) if head is None else bytes(head.op_hash)
        self._hlc = "" if head is None else str(head.hlc)
        self._txn_no = 1 if head is None else int(head.txn_no) + 1
        self._pending: list[Operation] = []

    @property
    def last_op(self) -> int:
        """The number of the log's last operation, those that were only collected with it."""
        return self._last_op

    def append(self, entity: Entity, row_id: str, base_rev: int, patch: Patch) -> int:
        """Add an operation; gives its number, which is the record's new revision.

        Raises:
            DeskError: `RECORD_TOO_LONG`: no office's log takes it.
        """
        text = patch.to_text()
        if len(text) > PATCH_MAX:
            raise DeskError(ErrorCode.RECORD_TOO_LONG, entity=entity.value, row_id=row_id)
        now = self._clock()
        self._hlc = next_hlc(self._hlc, now)
        self._last_op += 1
        self._pending.append(
            Operation(
                op=self._last_op,
                txn_no=self._txn_no,
                txn_end=False,
                entity=entity,
                row_id=row_id,
                base_rev=base_rev,
                patch=text,
                actor=self._actor,
                made_at=utc_text(now),
                hlc=self._hlc,
                schema_level=SCHEMA_LEVEL,
            )
        )
        return self._last_op

    def follow(self, patch: str, *, entity: Entity, row_id: str, base_rev: int, by: "Origin") -> int:
        """Add a change that came from the office's log; gives its number.

        Args:
            patch: Canonical patch text.
            entity: Kind of the record.
            row_id: The record.
            base_rev: Its revision here, 0 for a new one.
            by: Whose change it was, and when.
        """
        self._hlc = next_hlc(self._hlc, self._clock())
        self._last_op += 1
        self._pending.append(
            Operation(
                op=self._last_op,
                txn_no=self._txn_no,
                txn_end=False,
                entity=entity,
                row_id=row_id,
                base_rev=base_rev,
                patch=patch,
                actor=by.actor,
                made_at=by.made_at,
                hlc=self._hlc,
                schema_level=SCHEMA_LEVEL,
                source=by.seq,
            )
        )
        return self._last_op

    def flush(self) -> None:
        """Write what was collected; the last one closes the transaction's group."""
        if self._pending:
            self._pending[-1] = replace(self._pending[-1], txn_end=True)
        rows: list[Values] = []
        for line in self._pending:
            self._last_hash = line.hash_after(self._last_hash)
            rows.append(_values_of(line, self._last_hash))
        _APPEND.run_plain(self._connection, rows)
        self._pending.clear()


_APPEND: Final = ManyRows(insert(OPERATION))


def _values_of(line: Operation, op_hash: bytes) -> Values:
    """Give an operation as the columns of its table."""
    return (
        line.op,
        line.txn_no,
        int(line.txn_end),
        line.entity.value,
        line.row_id,
        line.base_rev,
        line.patch,
        line.actor,
        line.made_at,
        line.hlc,
        line.schema_level,
        op_hash,
        line.source,
    )


def next_hlc(last: str, now: datetime) -> str:
    """Give the next hybrid stamp: the wall clock while it goes forward, else the last one plus one.

    Only for showing events of several counters in a sensible order; nothing is decided by it.
    """
    wall = int(now.astimezone(UTC).timestamp() * 1000)
    if last:
        before, count = (int(part, 16) for part in last.split("-"))
        if wall <= before:
            carry, count = divmod(count + 1, _HLC_COUNTS)
            return f"{before + carry:012x}-{count:04x}"
    return f"{wall:012x}-0000"


def read_operations(connection: Connection, *, after: int = 0) -> Iterator[tuple[Operation, bytes]]:
    """Read the log in order, each line with its stored hash."""
    while rows := _slice(connection, after):
        for row in rows:
            yield operation_of(row), bytes(row.op_hash)
        after = int(rows[-1].op)


def verify_chain(connection: Connection) -> int:
    """Check every number and every hash of the log; gives the number of operations.

    Raises:
        DeskError: `LOG_BROKEN` with the number of the first line that does not fit.
    """
    expected = 0
    previous = genesis(client_id_of(connection))
    for operation, stored in read_operations(connection):
        expected += 1
        previous = operation.hash_after(previous)
        if operation.op != expected or stored != previous:
            raise DeskError(ErrorCode.LOG_BROKEN, op=expected)
    return expected


def _slice(connection: Connection, after: int) -> list[Row[tuple[object, ...]]]:
    query = select(OPERATION).where(OPERATION.c.op > after).order_by(OPERATION.c.op).limit(_SLICE)
    return list(connection.execute(query))


def operation_of(row: Row[tuple[object, ...]]) -> Operation:
    """Give the operation in a row of the `operation` table."""
    return Operation(
        op=int(row.op),
        txn_no=int(row.txn_no),
        txn_end=bool(row.txn_end),
        entity=Entity(row.entity),
        row_id=str(row.row_id),
        base_rev=int(row.base_rev),
        patch=str(row.patch),
        actor=str(row.actor),
        made_at=str(row.made_at),
        hlc=str(row.hlc),
        schema_level=int(row.schema_level),
        source=int(row.source),
    )
