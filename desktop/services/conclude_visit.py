"""The end of a visit: registered, numbered, time-stamped, sealed and queued for printing, in one transaction."""

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final, assert_never

from desktop.domain.calendar import office_time
from desktop.domain.dossier import Dossier, DossierState
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import AnswersId, DossierId, PersonId, PrintJobId, uuid7
from desktop.domain.person import Person
from desktop.domain.verdict import Promise, SlipKind, WritingOutcome
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.services.judge_visit import ProcedureVerdict, strictest_writing
from desktop.services.plain_person import person_to_plain
from desktop.services.ports_records import Records, UnitOfWork
from desktop.services.print_papers import PaperDesk
from desktop.services.record_values import Changes
from desktop.services.slips import SlipWriter, kind_of_verdict
from desktop.services.visit_fee import fee_of
from desktop.services.visit_flow import VisitFlow
from desktop.services.visit_return import return_place_of, with_email
from desktop.services.workday import IdSource

_WRITES = frozenset({WritingOutcome.ALLOWED, WritingOutcome.LIMITED})
_ANSWERS: Final = "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludedVisit:
    """What the conclusion left: the draft at the print step, the dossiers, and what changed."""

    draft: VisitDraft
    dossiers: tuple[Dossier, ...]
    changes: Changes


class ConcludeVisit:
    """Accepts the verdicts of a visit and makes its dossiers.

    Same day: no slip, still registered, numbered and time-stamped (NĐ 61/2018, then NĐ 118/2025, Điều 17(4));
    a slip when the citizen asks. By appointment: the receipt slip. Papers missing: the supplement slip.
    """

    def __init__(self, records: Records, slips: SlipWriter, papers: PaperDesk, *, new_id: IdSource) -> None:
        self._records = records
        self._slips = slips
        self._papers = papers
        self._new_id = new_id

    def __call__(self, flow: VisitFlow, draft: VisitDraft, now: datetime) -> ConcludedVisit:
        """Conclude; either everything is stored or nothing is.

        Concluding the same unfinished draft again (the program died before the draft was kept) makes nothing
        twice: the dossiers stored the first time come back as they stand, with the slips queued for them.

        Raises:
            DeskError: HELP_INCOMPLETE when writing was begun and not signed; ILLEGAL_MOVE for a draft that says
                itself that it is concluded; faults of the records.
        """
        person = flow.person(draft)
        if person is None or not draft.procedures:
            raise DeskError(ErrorCode.HELP_INCOMPLETE, missing="người yêu cầu hoặc thủ tục")
        if any(chosen.dossier_id is not None for chosen in draft.procedures):
            raise DeskError(ErrorCode.ILLEGAL_MOVE, state="Đã kết luận")
        verdicts = flow.judge(draft, now)
        session = _finished_help(draft, verdicts, now)
        with self._records.begin(draft.owner) as work:
            stored = self._store_person(work, draft, with_email(draft, person))
            if session is not None:
                work.help_sessions.save(session)
                work.answers.save(_id_of(draft, _ANSWERS), dict(draft.answers))
            registered = tuple(
                self._register(work, flow, draft, one, stored, session, now) for one in verdicts
            )
        chosen = tuple(
            replace(
                one.chosen,
                dossier_id=dossier.id,
                number=dossier.number,
                promise=dossier.promise or Promise.SUPPLEMENT,
            )
            for one, (dossier, _) in zip(verdicts, registered, strict=True)
        )
        concluded = replace(
            draft,
            procedures=chosen,
            person=person_to_plain(stored),
            person_id=stored.id,
            help=session,
            print_jobs=(*draft.print_jobs, *(job for _, jobs in registered for job in jobs)),
            step=VisitStep.PRINT,
            touched_at=now,
        )
        dossiers = tuple(dossier for dossier, _ in registered)
        return ConcludedVisit(draft=concluded, dossiers=dossiers, changes=work.changes)

    def _store_person(self, work: UnitOfWork, draft: VisitDraft, person: Person) -> Person:
        """Keep the requester; what the card does not say and an earlier visit knew is not lost."""
        known = work.person_by_id_number(person.id_number) if person.id_number else None
        if known is None:
            stored = replace(person, id=person.id or PersonId(self._new_id()))
        elif known.id == draft.person_id:  # recalled in this visit: what the officer then put right stands
            stored = replace(person, id=known.id)
        else:
            told = {one.name: value for one in fields(person) if (value := getattr(person, one.name))}
            stored = replace(known, **{**told, "id": known.id})
        work.people.save(stored)
        return stored

    def _register(
        self,
        work: UnitOfWork,
        flow: VisitFlow,
        draft: VisitDraft,
        judged: ProcedureVerdict,
        person: Person,
        session: HelpSession | None,
        now: datetime,
    ) -> tuple[Dossier, tuple[PrintJobId, ...]]:
        resumed = judged.chosen.resumes
        dossier_id = resumed or DossierId(_id_of(draft, judged.procedure.code))
        known = work.dossiers.find(dossier_id)
        if known is not None and (resumed is None or not _brings_papers(known, judged)):
            return known, tuple(PrintJobId(paper.id) for paper in work.papers.of_dossier(known.id))
        fresh = _fresh(draft, judged, person, session, dossier_id)
        if known is not None:
            fresh = _completed(known, fresh)
        dossier = self._promised(work, flow, fresh, judged, now)
        work.dossiers.save(dossier)
        return dossier, self._slip_jobs(work, flow, judged, dossier, person, now)

    def _promised(
        self, work: UnitOfWork, flow: VisitFlow, fresh: Dossier, judged: ProcedureVerdict, now: datetime
    ) -> Dossier:
        verdict = judged.verdict
        match verdict.promise:
            case Promise.SUPPLEMENT if fresh.state is DossierState.SUPPLEMENT_REQUESTED:
                return fresh  # some papers came, not all: it waits on, and the new slip names the rest
            case Promise.SUPPLEMENT:
                return fresh.request_supplement(now, fresh.officer_id, supplement_reason(judged))
            case Promise.SAME_DAY | Promise.APPOINTMENT:
                if verdict.due is None:
                    raise ValueError("a promise without a due moment")
                is_waiting = fresh.state is DossierState.SUPPLEMENT_REQUESTED
                take = fresh.resume if is_waiting else fresh.receive
                received = take(
                    now,
                    fresh.officer_id,
                    number=fresh.number or work.next_dossier_number(office_time(now).date()),
                    promise=verdict.promise,
                    due=verdict.due,
                    calendar_version=flow.workday.calendar.version,
                ).process(now, fresh.officer_id)
                sector = judged.procedure.sector
                received = received.entered_in_register(
                    sector, work.next_register_number(office_time(now).date(), sector)
                )
                if verdict.promise is Promise.SAME_DAY:
                    received = received.submit(now, fresh.officer_id)
                if verdict.slip is SlipKind.RECEIPT or judged.chosen.slip_on_request:
                    received = received.with_slip_printed(now)
                return received
            case _:
                assert_never(verdict.promise)

    def _slip_jobs(
        self,
        work: UnitOfWork,
        flow: VisitFlow,
        judged: ProcedureVerdict,
        dossier: Dossier,
        person: Person,
        now: datetime,
    ) -> tuple[PrintJobId, ...]:
        kind = judged.verdict.slip
        if kind is SlipKind.NONE and judged.chosen.slip_on_request:
            kind = SlipKind.RECEIPT
        if kind is SlipKind.NONE:
            return ()
        slip = self._slips.write(flow.workday, kind_of_verdict(kind), dossier, person, judged)
        return (self._papers.queue_slip(work, slip, now, by=dossier.officer_id, dossier=dossier),)


def supplement_reason(judged: ProcedureVerdict) -> str:
    """Give what is missing as one line, for the register and the slip."""
    missing = [reason.detail or reason.text for reason in judged.verdict.reasons if not reason.met]
    return "; ".join(missing) or "Thiếu giấy tờ"


def _fresh(
    draft: VisitDraft,
    judged: ProcedureVerdict,
    person: Person,
    session: HelpSession | None,
    dossier_id: DossierId,
) -> Dossier:
    chosen, procedure = judged.chosen, judged.procedure
    refs = tuple(ref for ref in draft.form_refs if ref.form_id in procedure.forms)
    written = session if refs else None
    return Dossier(
        id=dossier_id,
        procedure_code=procedure.code,
        procedure_edition=procedure.edition,
        procedure_name=_name(judged),
        requester_id=person.id,
        requester_name=person.full_name,
        officer_id=draft.owner,
        created_at=draft.started_at,
        help_session_id=written.id if written is not None else None,
        channel=chosen.channel,
        fee=fee_of(procedure, chosen),
        fee_note=chosen.exemption,
        copies=chosen.copies,
        visit_no=draft.ticket,
        answers_id=AnswersId(_id_of(draft, _ANSWERS)) if written is not None else None,
        form_refs=refs,
        papers=chosen.papers,
        return_place=return_place_of(draft, person),
        authorised_by=draft.authorised_by,
        note=chosen.verification_note,
    )


def _brings_papers(known: Dossier, judged: ProcedureVerdict) -> bool:
    """Tell whether a waiting dossier goes on with this visit: complete now, or with a paper it did not have."""
    is_waiting = known.state is DossierState.SUPPLEMENT_REQUESTED
    is_complete = judged.verdict.promise is not Promise.SUPPLEMENT
    return is_waiting and (is_complete or set(known.papers) != set(judged.chosen.papers))


def _completed(known: Dossier, fresh: Dossier) -> Dossier:
    """Give the waiting dossier with what this visit wrote; who came first, when, and every move stay."""
    return replace(
        known,
        requester_id=fresh.requester_id,
        requester_name=fresh.requester_name,
        officer_id=fresh.officer_id,
        help_session_id=fresh.help_session_id or known.help_session_id,
        answers_id=fresh.answers_id or known.answers_id,
        form_refs=fresh.form_refs or known.form_refs,
        channel=fresh.channel,
        fee=fresh.fee,
        fee_note=fresh.fee_note,
        copies=fresh.copies,
        papers=fresh.papers,
        return_place=fresh.return_place,
        authorised_by=fresh.authorised_by or known.authorised_by,
        visit_no=fresh.visit_no or known.visit_no,
        note=fresh.note or known.note,
    )


def _id_of(draft: VisitDraft, part: str) -> str:
    """Give the one id a part of this visit always gets, so that nothing is ever registered twice."""
    chance = hashlib.sha256(f"{draft.id} {part}".encode()).digest()
    return uuid7(draft.started_at, chance[:10])


def _finished_help(
    draft: VisitDraft, verdicts: tuple[ProcedureVerdict, ...], now: datetime
) -> HelpSession | None:
    """Give the finished help session; None when nobody asked, or the desk wrote nothing."""
    if draft.help is None or not draft.form_refs:
        return None
    is_begun = draft.help.read_back is not None or bool(draft.answers)
    if not is_begun or (draft.help.read_back is None and strictest_writing(verdicts) not in _WRITES):
        return None
    written = {ref.form_id for ref in draft.form_refs}
    received = [one.procedure.forms for one in verdicts if one.verdict.promise is not Promise.SUPPLEMENT]
    if draft.help.signing is None and all(written.isdisjoint(forms) for forms in received):
        return draft.help  # the writing goes on when the citizen comes back with the missing paper
    return draft.help.finish(now)


def _name(judged: ProcedureVerdict) -> str:
    """Give the procedure's name, with the kind of case where its row has several."""
    kind = next((one.name for one in judged.procedure.kinds if one.key == judged.chosen.kind), "")
    return f"{judged.procedure.name} ({kind})" if kind else judged.procedure.name
