"""The typed tables that lists and search read, written from a document in the document's own transaction.

Everything here is a pure function of the documents and of the number of the operation that created them,
so that a rebuild from the log gives the same bytes.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final, TypeAlias

from sqlalchemy import Connection, bindparam, delete, select, text
from sqlalchemy.dialects.sqlite import insert

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError
from desktop.domain.numbering import RegisterNumber, TicketNumber, offline_share
from desktop.domain.text import fold, nfc
from desktop.records.documents import Document
from desktop.records.many_rows import ManyRows
from desktop.records.reading import number_of, optional_moment_of, text_of
from desktop.records.sealed_fields import opened
from desktop.records.sealing import SealKeys
from desktop.records.tables import ATTACHMENT_ROW, COUNTER, DOSSIER_ROW, PERSON_NUMBER, REFERENCE
from desktop.services.record_values import Entity

DOSSIER_SERIES: Final = "dossier"
TICKET_SERIES: Final = "ticket."
REGISTER_SERIES: Final = "register."
# Belongs to the office as a whole: listed in the order of entry.
OFFICE: Final = ""

_WORD: Final = re.compile(r"[^\W_]+")
_JOINED: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:['’‘`´\-][^\W\d_]++)+")
"""Names with a sign inside: `H'Mông`, `Y-Bhăm`. People leave it out as often as they type it.

Begins only where a word begins and gives nothing back: a long run of letters is looked at once, not from each letter.
"""
_DOSSIER_NUMBER: Final = re.compile(r"([0-9]{6})-([0-9]{1,9})")
_SEARCHED: Final = ("requester_name", "number", "portal_code", "procedure_name")
_PERSON_NUMBERS: Final = ("id_number", "old_id_number", "id_paper_number")
_OWNERS: Final[Mapping[Entity, tuple[str, ...]]] = {
    Entity.DOSSIER_MOVE: ("dossier_id",),
    Entity.PAPER: ("dossier_id", "help_session_id"),
    Entity.HANDOVER: ("dossier_id",),
    Entity.ATTACHMENT: ("dossier_id", "help_session_id"),
    Entity.TICKET: ("day",),
    Entity.ROSTER: ("day",),
    Entity.AUDIT: ("row_id",),
}
_LISTED: Final = frozenset({Entity.STAFF, Entity.CALENDAR_DAY})


def series_of(series: str, counter: int) -> str:
    """Give the row of the counting table: the office's numbers, or those one counter gave on its own."""
    return f"{series}/{counter}" if counter else series


def words_of(value: str) -> list[str]:
    """Split into the words the full-text index knows: runs of letters and digits, as unicode61 cuts them."""
    return _WORD.findall(value)


def search_words(row: Mapping[str, object]) -> tuple[str, str]:
    """Give the indexed words of a dossier: folded, and with their marks; `h'mông` stands as `hmông` too."""
    marked = nfc(" ".join(str(row[name]) for name in _SEARCHED)).lower()
    marked += "".join(" " + "".join(words_of(name)) for name in _JOINED.findall(marked))
    return " ".join(words_of(fold(marked))), " ".join(words_of(marked))


Follow: TypeAlias = tuple[Entity, str, Document, int | None]
"""A document as stored now, without fields when it was taken away; and the operation that created it, if this one."""


class DerivedTables:
    """Keeps the derived tables in step with the documents of one transaction."""

    def __init__(self, connection: Connection, keys: SealKeys) -> None:
        self._connection = connection
        self._keys = keys
        self._gone: dict[ManyRows, list[dict[str, object]]] = {}
        self._rows: dict[ManyRows, list[dict[str, object]]] = {}
        self._last: dict[tuple[str, str], int] = {}

    def follow(self, entity: Entity, row_id: str, document: Document, *, first_op: int | None) -> None:
        """Bring the tables in step with one document.

        Args:
            entity: Kind of the record.
            row_id: Id of the record.
            document: As stored now; without fields when it was taken away.
            first_op: The operation that created the record when this is the one, else None.
        """
        self.follow_all([(entity, row_id, document, first_op)])

    def follow_all(self, documents: Iterable[Follow]) -> None:
        """Bring the tables in step with several documents at once, each of another record."""
        for entity, row_id, document, first_op in documents:
            self._collect(entity, row_id, document, first_op)
        # What is old goes first, for it may make room for what is new.
        for statements in (self._gone, self._rows):
            for statement, rows in statements.items():
                statement.run(self._connection, rows)
            statements.clear()
        if self._last:
            counts = [
                {"series": series, "day": day, "last": last} for (series, day), last in self._last.items()
            ]
            _COUNT.run(self._connection, counts)
            self._last.clear()

    def _collect(self, entity: Entity, row_id: str, document: Document, first_op: int | None) -> None:
        match entity:
            case Entity.DOSSIER:
                self._dossier(row_id, document, first_op)
            case Entity.PERSON:
                self._person(row_id, opened(self._keys, entity, row_id, document.fields))
            case Entity.TICKET:
                self._references(entity, row_id, document, first_op)
                self._count_ticket(document)
            case Entity.DOSSIER_MOVE | Entity.PAPER | Entity.HANDOVER | Entity.ROSTER | Entity.AUDIT:
                self._references(entity, row_id, document, first_op)
            case Entity.ATTACHMENT:
                self._references(entity, row_id, document, first_op)
                self._attachment(row_id, document)
            case Entity.STAFF | Entity.CALENDAR_DAY:
                self._references(entity, row_id, document, first_op)
            case Entity.HELP_SESSION | Entity.ANSWERS | Entity.OFFICE | Entity.CONFLICT:
                return

    def _dossier(self, row_id: str, document: Document, first_op: int | None) -> None:
        # A record that was just created has no row yet.
        before = (
            self._connection.execute(_KNOWN_DOSSIER, {"known": row_id}).first() if first_op is None else None
        )
        if not document.fields:
            if before is not None:
                self._drop(_NO_DOSSIER, {"known": before.id})
                self._forget(before.id)
            return
        row = _dossier_row(row_id, document)
        words = search_words(row)
        if before is None:
            row["id"] = document.revision if first_op is None else first_op
            self._put(_NEW_DOSSIER, row)
            self._index(int(str(row["id"])), words)
        else:
            row["id"] = before.id
            self._put(_CHANGED_DOSSIER, row | {"known": before.id})
            if words != search_words(dict(zip(DOSSIER_ROW.c.keys(), before, strict=True))):
                self._forget(before.id)
                self._index(int(before.id), words)
        number = _DOSSIER_NUMBER.fullmatch(str(row["number"]))
        if number is not None:
            serial = int(number[2])
            self._count(series_of(DOSSIER_SERIES, offline_share(serial)), number[1], serial)
        self._count_entry(document)

    def _index(self, row: int, words: tuple[str, str]) -> None:
        for index, value in zip(_INDEX.values(), words, strict=True):
            self._put(index, {"row": row, "words": value})

    def _forget(self, row: int) -> None:
        for forget in _FORGET.values():
            self._drop(forget, {"row": row})

    def _person(self, row_id: str, fields: Mapping[str, object]) -> None:
        self._drop(_NO_NUMBERS, {"known": row_id})
        for number in sorted({text_of(fields, name) for name in _PERSON_NUMBERS} - {""}):
            self._put(_NUMBER, {"number": number, "person_id": row_id})

    def _attachment(self, row_id: str, document: Document) -> None:
        self._drop(_NO_ATTACHMENT, {"known": row_id})
        if document.fields:
            row = {
                "attachment_id": row_id,
                "sha256": text_of(document.fields, "sha256"),
                "size": number_of(document.fields, "size"),
                "added_at": text_of(document.fields, "added_at"),
            }
            self._put(_ATTACHMENT, row)

    def _references(self, entity: Entity, row_id: str, document: Document, first_op: int | None) -> None:
        if not document.fields:
            self._drop(_NO_REFERENCE, {"kind": entity.value, "known": row_id})
            return
        if first_op is None:
            return
        owners = (
            [OFFICE]
            if entity in _LISTED
            else [text_of(document.fields, name) for name in _OWNERS[entity] if name in document.fields]
        )
        for owner in owners:
            self._put(
                _REFERENCE,
                {"entity": entity.value, "belongs_to": owner, "row_id": row_id, "first_op": first_op},
            )

    def _count_entry(self, document: Document) -> None:
        written = text_of(document.fields, "register_no")
        if not written:
            return  # not entered in a register yet
        received = optional_moment_of(document.fields, "received_at")
        try:
            number = RegisterNumber.parse(written)
        except DeskError:
            return  # another program's kind of number; it is shown and counts nothing here
        if received is not None:
            sector = text_of(document.fields, "register_sector")
            series = series_of(REGISTER_SERIES + sector, number.counter)
            self._count(series, register_year(office_time(received).date()), number.serial)

    def _count_ticket(self, document: Document) -> None:
        try:
            number = TicketNumber.parse(text_of(document.fields, "number"))
        except DeskError:
            return  # another program's kind of number; it is shown and counts nothing here
        series = series_of(TICKET_SERIES + number.series, number.counter)
        self._count(series, text_of(document.fields, "day"), number.serial)

    def _count(self, series: str, day: str, number: int) -> None:
        self._last[series, day] = max(number, self._last.get((series, day), number))

    def _put(self, statement: ManyRows, row: dict[str, object]) -> None:
        self._rows.setdefault(statement, []).append(row)

    def _drop(self, statement: ManyRows, row: dict[str, object]) -> None:
        self._gone.setdefault(statement, []).append(row)


_KNOWN_DOSSIER: Final = select(DOSSIER_ROW).where(DOSSIER_ROW.c.dossier_id == bindparam("known"))
_NEW_DOSSIER: Final = ManyRows(insert(DOSSIER_ROW))
_CHANGED_DOSSIER: Final = ManyRows(DOSSIER_ROW.update().where(DOSSIER_ROW.c.id == bindparam("known")))
_NO_DOSSIER: Final = ManyRows(delete(DOSSIER_ROW).where(DOSSIER_ROW.c.id == bindparam("known")))
_NO_NUMBERS: Final = ManyRows(delete(PERSON_NUMBER).where(PERSON_NUMBER.c.person_id == bindparam("known")))
_NUMBER: Final = ManyRows(insert(PERSON_NUMBER))
_NO_ATTACHMENT: Final = ManyRows(
    delete(ATTACHMENT_ROW).where(ATTACHMENT_ROW.c.attachment_id == bindparam("known"))
)
_ATTACHMENT: Final = ManyRows(insert(ATTACHMENT_ROW))
_NO_REFERENCE: Final = ManyRows(
    delete(REFERENCE).where(REFERENCE.c.entity == bindparam("kind"), REFERENCE.c.row_id == bindparam("known"))
)
_REFERENCE: Final = ManyRows(insert(REFERENCE).on_conflict_do_nothing())
_COUNTED: Final = insert(COUNTER)
_COUNT: Final = ManyRows(
    _COUNTED.on_conflict_do_update(
        index_elements=["series", "day"],
        set_={"last": _COUNTED.excluded.last},
        where=COUNTER.c.last < _COUNTED.excluded.last,
    )
)
_FORGET: Final = {
    "search_folded": ManyRows(text("DELETE FROM search_folded WHERE rowid = :row")),
    "search_marked": ManyRows(text("DELETE FROM search_marked WHERE rowid = :row")),
}
_INDEX: Final = {
    "search_folded": ManyRows(text("INSERT INTO search_folded(rowid, words) VALUES (:row, :words)")),
    "search_marked": ManyRows(text("INSERT INTO search_marked(rowid, words) VALUES (:row, :words)")),
}


def register_year(day: date) -> str:
    """Give how the year of a register is written in the counting table, `2026`."""
    return f"{day:%Y}"


def office_day(moment: datetime | None) -> str:
    """Give the office day of a moment, empty for none."""
    return "" if moment is None else office_time(moment).date().isoformat()


def _dossier_row(row_id: str, document: Document) -> dict[str, object]:
    fields = document.fields
    received = optional_moment_of(fields, "received_at")
    names = (
        "number",
        "portal_code",
        "procedure_code",
        "procedure_name",
        "requester_id",
        "requester_name",
        "state",
        "promise",
        "officer_id",
        "answers_id",
    )
    return {
        **{name: text_of(fields, name) for name in names},
        "dossier_id": row_id,
        "revision": document.revision,
        "received_at": received,
        "day": office_day(received),
        "due": optional_moment_of(fields, "due"),
        "slip_printed_at": optional_moment_of(fields, "slip_printed_at"),
    }
