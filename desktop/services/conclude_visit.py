"""The end of a visit: registered, numbered, time-stamped, sealed and queued for printing, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from desktop.domain.calendar import office_time
from desktop.domain.dossier import Dossier
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import AnswersId, DossierId, PersonId, PrintJobId
from desktop.domain.person import Person
from desktop.domain.verdict import Promise, SlipKind, WritingOutcome
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.services.judge_visit import ProcedureVerdict
from desktop.services.plain_person import person_to_plain
from desktop.services.ports_records import Records, UnitOfWork
from desktop.services.print_papers import PaperDesk
from desktop.services.record_values import Changes
from desktop.services.slips import SlipWriter
from desktop.services.visit_flow import VisitFlow
from desktop.services.workday import IdSource

_WRITES = frozenset({WritingOutcome.ALLOWED, WritingOutcome.LIMITED})


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

        Raises:
            DeskError: HELP_INCOMPLETE when writing was begun and not signed; faults of the records.
        """
        person = flow.person(draft)
        if person is None or not draft.procedures:
            raise DeskError(ErrorCode.HELP_INCOMPLETE, missing="người yêu cầu hoặc thủ tục")
        if any(chosen.dossier_id is not None for chosen in draft.procedures):
            raise DeskError(ErrorCode.ILLEGAL_MOVE, state="Đã kết luận")
        verdicts = flow.judge(draft, now)
        session = _finished_help(flow, draft, now)
        with self._records.begin(draft.owner) as work:
            stored = self._store_person(work, person)
            answers_id = AnswersId(self._new_id()) if draft.answers else None
            if answers_id is not None:
                work.answers.save(answers_id, dict(draft.answers))
            if session is not None:
                work.help_sessions.save(session)
            dossiers = tuple(
                self._store_dossier(work, flow, draft, one, stored, session, answers_id, now)
                for one in verdicts
            )
            jobs = [
                job
                for one, dossier in zip(verdicts, dossiers, strict=True)
                for job in self._slip_jobs(work, flow, one, dossier, stored, now)
            ]
        chosen = tuple(
            replace(one.chosen, dossier_id=dossier.id, number=dossier.number, promise=one.verdict.promise)
            for one, dossier in zip(verdicts, dossiers, strict=True)
        )
        concluded = replace(
            draft,
            procedures=chosen,
            person=person_to_plain(stored),
            person_id=stored.id,
            help=session,
            print_jobs=(*draft.print_jobs, *jobs),
            step=VisitStep.PRINT,
            touched_at=now,
        )
        return ConcludedVisit(draft=concluded, dossiers=dossiers, changes=work.changes)

    def _store_person(self, work: UnitOfWork, person: Person) -> Person:
        known = work.person_by_id_number(person.id_number) if person.id_number else None
        person_id = known.id if known is not None else person.id
        stored = replace(person, id=person_id or PersonId(self._new_id()))
        work.people.save(stored)
        return stored

    def _store_dossier(
        self,
        work: UnitOfWork,
        flow: VisitFlow,
        draft: VisitDraft,
        judged: ProcedureVerdict,
        person: Person,
        session: HelpSession | None,
        answers_id: AnswersId | None,
        now: datetime,
    ) -> Dossier:
        chosen, procedure, verdict = judged.chosen, judged.procedure, judged.verdict
        writes = session is not None and verdict.writing in _WRITES
        refs = tuple(ref for ref in draft.form_refs if ref.form_id in procedure.forms)
        fresh = Dossier(
            id=DossierId(self._new_id()),
            procedure_code=procedure.code,
            procedure_edition=procedure.edition,
            procedure_name=procedure.name,
            requester_id=person.id,
            requester_name=person.full_name,
            officer_id=draft.owner,
            created_at=draft.started_at,
            help_session_id=session.id if session is not None and writes else None,
            fee=procedure.fee.total(copies=chosen.copies),
            copies=chosen.copies,
            visit_no=draft.ticket,
            answers_id=answers_id if refs else None,
            form_refs=refs,
            papers=chosen.papers,
            note=chosen.verification_note,
        )
        dossier = self._promised(work, flow, fresh, judged, now)
        work.dossiers.save(dossier)
        return dossier

    def _promised(
        self, work: UnitOfWork, flow: VisitFlow, fresh: Dossier, judged: ProcedureVerdict, now: datetime
    ) -> Dossier:
        verdict = judged.verdict
        match verdict.promise:
            case Promise.SUPPLEMENT:
                return fresh.request_supplement(now, fresh.officer_id, supplement_reason(judged))
            case Promise.SAME_DAY | Promise.APPOINTMENT:
                if verdict.due is None:
                    raise ValueError("a promise without a due moment")
                received = fresh.receive(
                    now,
                    fresh.officer_id,
                    number=work.next_dossier_number(office_time(now).date()),
                    promise=verdict.promise,
                    due=verdict.due,
                    calendar_version=flow.workday.calendar.version,
                ).process(now, fresh.officer_id)
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
        slip = self._slips.write(flow.workday, kind, dossier, person, judged)
        return (self._papers.queue_slip(work, slip, dossier, now),)


def supplement_reason(judged: ProcedureVerdict) -> str:
    """Give what is missing as one line, for the register and the slip."""
    missing = [reason.detail or reason.text for reason in judged.verdict.reasons if not reason.met]
    return "; ".join(missing) or "Thiếu giấy tờ"


def _finished_help(flow: VisitFlow, draft: VisitDraft, now: datetime) -> HelpSession | None:
    """Give the finished help session; None when nobody asked or there was nothing to write."""
    if draft.help is None or not draft.form_refs:
        return None
    written: Mapping[str, object] = draft.answers
    if not written and draft.help.read_back is None:
        return None
    if any(one.verdict.promise is Promise.SUPPLEMENT for one in flow.judge(draft, now)) and (
        draft.help.signing is None
    ):
        return draft.help  # the writing goes on when the citizen comes back with the missing paper
    return draft.help.finish(now)
