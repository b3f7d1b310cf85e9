"""The typed tables that lists and search read, written from a document in the document's own transaction.

Everything here is a pure function of the documents and of the number of the operation that created them,
so that a rebuild from the log gives the same bytes.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.dialects.sqlite import insert

from desktop.domain.calendar import office_time
from desktop.domain.text import fold, nfc
from desktop.records.documents import Document, opened
from desktop.records.reading import optional_moment_of, text_of
from desktop.records.sealing import SealKeys
from desktop.records.tables import COUNTER, DOSSIER_ROW, PERSON_NUMBER, REFERENCE
from desktop.services.record_values import Entity

DOSSIER_SERIES: Final = "dossier"
TICKET_SERIES: Final = "ticket."
# Belongs to the office as a whole: listed in the order of entry.
OFFICE: Final = ""

_WORD: Final = re.compile(r"[^\W_]+")
_DOSSIER_NUMBER: Final = re.compile(r"(\d{6})-(\d+)")
_TICKET_NUMBER: Final = re.compile(r"([^\d-]+)-?(\d+)")
_SEARCHED: Final = ("requester_name", "number", "portal_code", "procedure_name")
_PERSON_NUMBERS: Final = ("id_number", "old_id_number", "id_paper_number")
_OWNERS: Final[Mapping[Entity, tuple[str, ...]]] = {
    Entity.DOSSIER_MOVE: ("dossier_id",),
    Entity.PAPER: ("dossier_id", "help_session_id"),
    Entity.TICKET: ("day",),
    Entity.ROSTER: ("day",),
    Entity.AUDIT: ("row_id",),
}
_LISTED: Final = frozenset({Entity.STAFF, Entity.CALENDAR_DAY})


def words_of(value: str) -> list[str]:
    """Split into the words the full-text index knows: runs of letters and digits, as unicode61 cuts them."""
    return _WORD.findall(value)


def search_words(row: Mapping[str, object]) -> tuple[str, str]:
    """Give the indexed words of a dossier: folded, and with their marks."""
    marked = nfc(" ".join(str(row[name]) for name in _SEARCHED)).lower()
    return " ".join(words_of(fold(marked))), " ".join(words_of(marked))


class DerivedTables:
    """Keeps the derived tables in step with the documents of one transaction."""

    def __init__(self, connection: Connection, keys: SealKeys) -> None:
        self._connection = connection
        self._keys = keys

    def follow(self, entity: Entity, row_id: str, document: Document, *, first_op: int | None) -> None:
        """Bring the tables in step with one document.

        Args:
            entity: Kind of the record.
            row_id: Id of the record.
            document: As stored now; without fields when it was taken away.
            first_op: The operation that created the record when this is the one, else None.
        """
        match entity:
            case Entity.DOSSIER:
                self._dossier(row_id, document, first_op)
            case Entity.PERSON:
                self._person(row_id, opened(self._keys, entity, row_id, document.fields))
            case Entity.TICKET:
                self._references(entity, row_id, document, first_op)
                self._count_ticket(document)
            case Entity.DOSSIER_MOVE | Entity.PAPER | Entity.ROSTER | Entity.AUDIT:
                self._references(entity, row_id, document, first_op)
            case Entity.STAFF | Entity.CALENDAR_DAY:
                self._references(entity, row_id, document, first_op)
            case Entity.HELP_SESSION | Entity.ANSWERS | Entity.OFFICE:
                return

    def _dossier(self, row_id: str, document: Document, first_op: int | None) -> None:
        row = _dossier_row(row_id, document)
        before = self._connection.execute(
            select(DOSSIER_ROW).where(DOSSIER_ROW.c.dossier_id == row_id)
        ).first()
        if before is None:
            row["id"] = document.revision if first_op is None else first_op
            self._connection.execute(insert(DOSSIER_ROW), row)
            self._index(int(str(row["id"])), search_words(row), replaces=False)
        else:
            row["id"] = before.id
            self._connection.execute(DOSSIER_ROW.update().where(DOSSIER_ROW.c.id == before.id).values(**row))
            words = search_words(row)
            if words != search_words(dict(zip(DOSSIER_ROW.c.keys(), before, strict=True))):
                self._index(int(before.id), words, replaces=True)
        number = _DOSSIER_NUMBER.fullmatch(str(row["number"]))
        if number is not None:
            self._count(DOSSIER_SERIES, number[1], int(number[2]))

    def _index(self, row: int, words: tuple[str, str], *, replaces: bool) -> None:
        for table, value in zip(("search_folded", "search_marked"), words, strict=True):
            if replaces:
                self._connection.execute(_FORGET[table], {"row": row})
            self._connection.execute(_INDEX[table], {"row": row, "words": value})

    def _person(self, row_id: str, fields: Mapping[str, object]) -> None:
        self._connection.execute(delete(PERSON_NUMBER).where(PERSON_NUMBER.c.person_id == row_id))
        numbers = {text_of(fields, name) for name in _PERSON_NUMBERS} - {""}
        if numbers:
            rows = [{"number": number, "person_id": row_id} for number in sorted(numbers)]
            self._connection.execute(insert(PERSON_NUMBER), rows)

    def _references(self, entity: Entity, row_id: str, document: Document, first_op: int | None) -> None:
        if not document.fields:
            self._connection.execute(
                delete(REFERENCE).where(REFERENCE.c.entity == entity.value, REFERENCE.c.row_id == row_id)
            )
            return
        if first_op is None:
            return
        owners = (
            [OFFICE]
            if entity in _LISTED
            else [text_of(document.fields, name) for name in _OWNERS[entity] if name in document.fields]
        )
        rows = [
            {"entity": entity.value, "belongs_to": owner, "row_id": row_id, "first_op": first_op}
            for owner in owners
        ]
        if rows:
            self._connection.execute(insert(REFERENCE).on_conflict_do_nothing(), rows)

    def _count_ticket(self, document: Document) -> None:
        number = _TICKET_NUMBER.fullmatch(text_of(document.fields, "number"))
        if number is not None:
            self._count(TICKET_SERIES + number[1], text_of(document.fields, "day"), int(number[2]))

    def _count(self, series: str, day: str, number: int) -> None:
        statement = insert(COUNTER).values(series=series, day=day, last=number)
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["series", "day"],
                set_={"last": statement.excluded.last},
                where=COUNTER.c.last < statement.excluded.last,
            )
        )


_FORGET: Final = {
    "search_folded": text("DELETE FROM search_folded WHERE rowid = :row"),
    "search_marked": text("DELETE FROM search_marked WHERE rowid = :row"),
}
_INDEX: Final = {
    "search_folded": text("INSERT INTO search_folded(rowid, words) VALUES (:row, :words)"),
    "search_marked": text("INSERT INTO search_marked(rowid, words) VALUES (:row, :words)"),
}


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
