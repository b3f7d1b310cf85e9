"""A person as plain values, for the draft of a visit."""

from collections.abc import Mapping

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import PersonId
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind, Person, Sex
from desktop.domain.plain import Plain, PlainReader


def person_to_plain(person: Person) -> dict[str, Plain]:
    """Give the person as JSON-able values."""
    paper = person.id_paper
    return {
        "id": person.id,
        "full_name": person.full_name,
        "birth": person.birth.iso() if person.birth else None,
        "sex": person.sex.value if person.sex else None,
        "id_number": person.id_number,
        "id_paper": None
        if paper is None
        else {
            "kind": paper.kind.value,
            "number": paper.number,
            "issuer": paper.issuer,
            "issued_on": paper.issued_on.iso() if paper.issued_on else None,
        },
        "residence": person.residence,
        "ethnicity": person.ethnicity,
        "nationality": person.nationality,
        "phone": person.phone,
        "old_id_number": person.old_id_number,
        "email": person.email,
    }


def person_from_plain(plain: Mapping[str, Plain]) -> Person:
    """Give the person back from `person_to_plain`; unknown keys are passed over.

    Raises:
        DeskError: DRAFT_UNREADABLE naming the place.
    """
    reader = PlainReader(plain, "person", ErrorCode.DRAFT_UNREADABLE)
    return Person(
        id=PersonId(reader.text("id")) if reader.has("id") else None,
        full_name=reader.text("full_name", ""),
        birth=_date(reader, "birth"),
        sex=reader.choice("sex", Sex) if reader.has("sex") else None,
        id_number=reader.text("id_number", ""),
        id_paper=_paper(reader.child("id_paper")) if reader.has("id_paper") else None,
        residence=reader.text("residence", ""),
        ethnicity=reader.text("ethnicity", ""),
        nationality=reader.text("nationality", ""),
        phone=reader.text("phone", ""),
        old_id_number=reader.text("old_id_number", ""),
        email=reader.text("email", ""),
    )


def _paper(reader: PlainReader) -> IdPaper:
    return IdPaper(
        kind=reader.choice("kind", IdPaperKind),
        number=reader.text("number", ""),
        issuer=reader.text("issuer", ""),
        issued_on=_date(reader, "issued_on"),
    )


def _date(reader: PlainReader, key: str) -> PartialDate | None:
    if not reader.has(key):
        return None
    try:
        return PartialDate.from_iso(reader.text(key))
    except (ValueError, DeskError) as error:
        raise reader.fault(key, "không phải ngày", "") from error
