"""Dossiers, their moves, people and help sessions as documents, and back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desktop.domain.dossier import Dossier, DossierState, Move, MoveKind
from desktop.domain.handover import Handover
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import AnswersId, DossierId, FormRef, HelpSessionId, PersonId, StaffId
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind, Person, Sex
from desktop.domain.plain import Plain
from desktop.domain.procedure import Channel
from desktop.domain.verdict import Promise
from desktop.records.reading import (
    filled,
    moment_of,
    number_of,
    optional_moment_of,
    plain_fields,
    text_of,
    texts_of,
)
from desktop.records.tables import utc_text


def dossier_fields(dossier: Dossier) -> dict[str, object]:
    """Write a dossier without its moves, which are records of their own."""
    return filled(
        procedure_code=dossier.procedure_code,
        procedure_edition=dossier.procedure_edition,
        procedure_name=dossier.procedure_name,
        requester_id=dossier.requester_id,
        requester_name=dossier.requester_name,
        officer_id=dossier.officer_id,
        created_at=utc_text(dossier.created_at),
        channel=dossier.channel.value,
        state=dossier.state.value,
        number=dossier.number,
        portal_code=dossier.portal_code,
        received_at=_moment(dossier.received_at),
        promise=None if dossier.promise is None else dossier.promise.value,
        due=_moment(dossier.due),
        calendar_version=dossier.calendar_version,
        slip_printed_at=_moment(dossier.slip_printed_at),
        turned_into_appointment=dossier.turned_into_appointment,
        help_session_id=dossier.help_session_id,
        fee=dossier.fee,
        copies=dossier.copies,
        visit_no=dossier.visit_no,
        answers_id=dossier.answers_id,
        form_refs=[[ref.form_id, ref.version] for ref in dossier.form_refs],
        papers=list(dossier.papers),
        note=dossier.note,
        fee_note=dossier.fee_note,
        register_sector=dossier.register_sector,
        register_no=dossier.register_no,
        return_place=dossier.return_place,
        authorised_by=dossier.authorised_by,
        first_due=_moment(dossier.first_due),
    )


def read_dossier(row_id: str, fields: Mapping[str, object], moves: Sequence[Move]) -> Dossier:
    """Read a dossier."""
    requester, session = text_of(fields, "requester_id"), text_of(fields, "help_session_id")
    promise, answers = text_of(fields, "promise"), text_of(fields, "answers_id")
    return Dossier(
        id=DossierId(row_id),
        procedure_code=text_of(fields, "procedure_code"),
        procedure_edition=text_of(fields, "procedure_edition"),
        procedure_name=text_of(fields, "procedure_name"),
        requester_id=PersonId(requester) if requester else None,
        requester_name=text_of(fields, "requester_name"),
        officer_id=StaffId(text_of(fields, "officer_id")),
        created_at=moment_of(fields, "created_at"),
        channel=Channel(text_of(fields, "channel", Channel.DIRECT.value)),
        state=DossierState(text_of(fields, "state", DossierState.DRAFT.value)),
        number=text_of(fields, "number"),
        portal_code=text_of(fields, "portal_code"),
        received_at=optional_moment_of(fields, "received_at"),
        promise=Promise(promise) if promise else None,
        due=optional_moment_of(fields, "due"),
        calendar_version=text_of(fields, "calendar_version"),
        slip_printed_at=optional_moment_of(fields, "slip_printed_at"),
        turned_into_appointment=fields.get("turned_into_appointment") is True,
        moves=tuple(moves),
        help_session_id=HelpSessionId(session) if session else None,
        fee=number_of(fields, "fee") if "fee" in fields else None,
        copies=number_of(fields, "copies", 1),
        visit_no=text_of(fields, "visit_no"),
        answers_id=AnswersId(answers) if answers else None,
        form_refs=_form_refs(fields),
        papers=texts_of(fields, "papers"),
        note=text_of(fields, "note"),
        fee_note=text_of(fields, "fee_note"),
        register_sector=text_of(fields, "register_sector"),
        register_no=text_of(fields, "register_no"),
        return_place=text_of(fields, "return_place"),
        authorised_by=text_of(fields, "authorised_by"),
        first_due=optional_moment_of(fields, "first_due"),
    )


def handover_fields(handover: Handover) -> dict[str, object]:
    """Write one handover of a dossier."""
    return filled(
        dossier_id=handover.dossier_id,
        at=utc_text(handover.at),
        by=handover.by,
        from_unit=handover.from_unit,
        giver=handover.giver,
        to_unit=handover.to_unit,
        taker=handover.taker,
        note=handover.note,
    )


def read_handover(row_id: str, fields: Mapping[str, object]) -> Handover:
    """Read one handover."""
    return Handover(
        id=row_id,
        dossier_id=DossierId(text_of(fields, "dossier_id")),
        at=moment_of(fields, "at"),
        by=StaffId(text_of(fields, "by")),
        from_unit=text_of(fields, "from_unit"),
        giver=text_of(fields, "giver"),
        to_unit=text_of(fields, "to_unit"),
        taker=text_of(fields, "taker"),
        note=text_of(fields, "note"),
    )


def move_fields(dossier_id: str, move: Move) -> dict[str, object]:
    """Write one move of a dossier."""
    return filled(
        dossier_id=dossier_id,
        kind=move.kind.value,
        at=utc_text(move.at),
        by=move.by,
        from_state=move.from_state.value,
        to_state=move.to_state.value,
        reason=move.reason,
    )


def read_move(fields: Mapping[str, object]) -> Move:
    """Read one move."""
    return Move(
        kind=MoveKind(text_of(fields, "kind")),
        at=moment_of(fields, "at"),
        by=StaffId(text_of(fields, "by")),
        from_state=DossierState(text_of(fields, "from_state")),
        to_state=DossierState(text_of(fields, "to_state")),
        reason=text_of(fields, "reason"),
    )


def person_fields(person: Person) -> dict[str, object]:
    """Write a person; the parts of the identity paper are fields of their own."""
    paper = person.id_paper
    return filled(
        full_name=person.full_name,
        birth=None if person.birth is None else person.birth.iso(),
        sex=None if person.sex is None else person.sex.value,
        id_number=person.id_number,
        id_paper_kind=None if paper is None else paper.kind.value,
        id_paper_number=None if paper is None else paper.number,
        id_paper_issuer=None if paper is None else paper.issuer,
        id_paper_issued_on=None if paper is None or paper.issued_on is None else paper.issued_on.iso(),
        residence=person.residence,
        ethnicity=person.ethnicity,
        nationality=person.nationality,
        phone=person.phone,
        old_id_number=person.old_id_number,
        email=person.email,
    )


def read_person(row_id: str, fields: Mapping[str, object]) -> Person:
    """Read a person; what has been erased is empty."""
    sex = text_of(fields, "sex")
    return Person(
        id=PersonId(row_id),
        full_name=text_of(fields, "full_name"),
        birth=_day(fields, "birth"),
        sex=Sex(sex) if sex else None,
        id_number=text_of(fields, "id_number"),
        id_paper=_id_paper(fields),
        residence=text_of(fields, "residence"),
        ethnicity=text_of(fields, "ethnicity"),
        nationality=text_of(fields, "nationality"),
        phone=text_of(fields, "phone"),
        old_id_number=text_of(fields, "old_id_number"),
        email=text_of(fields, "email"),
    )


def help_session_fields(session: HelpSession) -> dict[str, object]:
    """Write a help session; the witnesses are a field of their own, because it is sealed."""
    plain = dict(session.to_plain())
    plain.pop("id")
    signing = plain.pop("signing", None)
    fields: dict[str, object] = {name: value for name, value in plain.items() if value is not None}
    if isinstance(signing, Mapping):
        fields["signing"] = {
            name: value for name, value in signing.items() if name != "witnesses" and value is not None
        }
        fields["witnesses"] = signing.get("witnesses", [])
    return fields


def read_help_session(row_id: str, fields: Mapping[str, object]) -> HelpSession:
    """Read a help session."""
    plain: dict[str, Plain] = {**plain_fields(fields), "id": row_id}
    witnesses, signing = plain.pop("witnesses", []), plain.get("signing")
    if isinstance(signing, Mapping):
        plain["signing"] = {**signing, "witnesses": witnesses}
    return HelpSession.from_plain(plain, f"help_session/{row_id}")


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else utc_text(moment)


def _day(fields: Mapping[str, object], name: str) -> PartialDate | None:
    text = text_of(fields, name)
    return PartialDate.from_iso(text) if text else None


def _id_paper(fields: Mapping[str, object]) -> IdPaper | None:
    kind = text_of(fields, "id_paper_kind")
    if not kind:
        return None
    return IdPaper(
        kind=IdPaperKind(kind),
        number=text_of(fields, "id_paper_number"),
        issuer=text_of(fields, "id_paper_issuer"),
        issued_on=_day(fields, "id_paper_issued_on"),
    )


def _form_refs(fields: Mapping[str, object]) -> tuple[FormRef, ...]:
    refs = fields.get("form_refs", [])
    if not isinstance(refs, list):
        return ()
    return tuple(FormRef(form_id=str(form_id), version=str(version)) for form_id, version in refs)
