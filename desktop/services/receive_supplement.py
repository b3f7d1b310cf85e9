"""A citizen comes back with the papers that were missing: the waiting dossier goes on, no second one is made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.dossier import Dossier, DossierState
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import DossierId
from desktop.domain.person import Person
from desktop.domain.plain import Plain
from desktop.domain.visit import ChosenProcedure, VisitDraft, VisitStep
from desktop.forms.answers import Answers, Source
from desktop.services.ports_records import RecordReader
from desktop.services.visit_flow import VisitFlow


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDossier:
    """A dossier that waits for papers, with what its first visit left.

    Attributes:
        dossier: In the state SUPPLEMENT_REQUESTED.
        requester: Who asked; None where the register does not know.
        help: The help session begun then, or None.
        answers: What was answered then, as the forms room writes it; empty once erased.
    """

    dossier: Dossier
    requester: Person | None
    help: HelpSession | None
    answers: Mapping[str, Plain]

    @property
    def missing(self) -> str:
        """What was asked for, in the words of the slip."""
        return self.dossier.moves[-1].reason if self.dossier.moves else ""


class ReceiveSupplement:
    """Finds a waiting dossier and takes it into a visit; the conclusion of that visit resumes it."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader

    def find(self, dossier_id: DossierId) -> WaitingDossier:
        """Read a dossier that waits for papers.

        Raises:
            DeskError: RECORD_MISSING; ILLEGAL_MOVE for one that does not wait.
        """
        found = self._reader.detail(dossier_id)
        dossier = found.dossier
        if dossier.state is not DossierState.SUPPLEMENT_REQUESTED:
            raise DeskError(ErrorCode.ILLEGAL_MOVE, state=dossier.state.label)
        visits = self._reader.earlier_visits(dossier.requester_id) if dossier.requester_id is not None else ()
        answers = next((one.answers for one in visits if one.row.id == dossier_id), {})
        return WaitingDossier(
            dossier=dossier, requester=found.requester, help=found.help_session, answers=answers
        )


def take_up(flow: VisitFlow, draft: VisitDraft, waiting: WaitingDossier, now: datetime) -> VisitDraft:
    """Give the visit with a waiting dossier in it, at the papers: as it was left, the card of today going first.

    Raises:
        DeskError: PROCEDURE_UNKNOWN.
    """
    dossier, requester = waiting.dossier, waiting.requester
    if not draft.person and requester is not None:
        draft = flow.take_person(draft, requester, now, source=Source.EARLIER, person_id=requester.id)
    chosen = ChosenProcedure(
        code=dossier.procedure_code,
        edition=dossier.procedure_edition,
        kind=_kind(flow, dossier),
        papers=dossier.papers,
        copies=dossier.copies,
        verification_note=dossier.note,
        resumes=dossier.id,
        first_received_at=dossier.received_at,
    )
    others = tuple(one for one in draft.procedures if one.code != chosen.code)
    begun = {ref.form_id: ref for ref in (*draft.form_refs, *dossier.form_refs)}
    helped = draft.help or waiting.help
    taken = replace(
        draft,
        form_refs=tuple(begun.values()),
        help=helped,
        requested_help=draft.requested_help or helped is not None,
        declined_help=draft.declined_help or helped is None,
    )
    taken = flow.with_procedures(taken, (*others, chosen), now)
    interview, earlier = flow.interview(taken), Answers.from_plain(waiting.answers)
    answers = _beneath(earlier, interview.answers)
    told = replace(interview, answers=answers)
    taken = flow.keep(taken, replace(told, position=told.first_position), now)
    is_as_signed = all(answers.value(key) == earlier.value(key) for key in earlier)
    return replace(taken, help=helped if is_as_signed else taken.help, step=VisitStep.PAPERS, touched_at=now)


def _beneath(earlier: Answers, today: Answers) -> Answers:
    """Give the earlier answers with those of today over them; what says the same stays as it was."""
    for key in today:
        answer = today.get(key)
        if answer is not None and answer.value != earlier.value(key):
            earlier = earlier.with_answer(key, answer)
    return earlier


def _kind(flow: VisitFlow, dossier: Dossier) -> str:
    """Give the kind of case, which the register keeps in the dossier's name."""
    row = flow.workday.procedure(dossier.procedure_code)
    return next((one.key for one in row.kinds if dossier.procedure_name.endswith(f"({one.name})")), "")
