"""Makes an empty database the sample office: its people, today's roster, and the sample Tuesday's visits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.domain.calendar import office_moment
from desktop.domain.cards.recognise import read_card
from desktop.domain.help_session import Signing, SigningKind
from desktop.domain.ids import StaffId
from desktop.domain.office import RosterEntry, StaffMember
from desktop.domain.verdict import Promise, WritingOutcome
from desktop.domain.visit import VisitDraft
from desktop.forms.answers import AnswerValue, Source
from desktop.forms.interview import Interview
from desktop.forms.typed import read_typed
from desktop.services.conclude_visit import ConcludedVisit, ConcludeVisit
from desktop.services.move_dossier import MoveDossier
from desktop.services.office_setup import PROFILE_SETTING, SAMPLE_SETTING
from desktop.services.pin import hash_pin
from desktop.services.ports_records import Records
from desktop.services.print_papers import PrintDeclarations
from desktop.services.sample_day import SampleDay, SampleSign, SampleStaff, SampleVisit, fill_words
from desktop.services.visit_flow import VisitFlow
from desktop.services.workday import IdSource, Workday

_WRITES = frozenset({WritingOutcome.ALLOWED, WritingOutcome.LIMITED})


def set_up_sample_office(
    records: Records, sample: SampleDay, profile_id: str, day: date, new_id: IdSource
) -> dict[str, StaffMember]:
    """Store the people and the roster of the sample office; gives the people by their key."""
    members = {one.key: _member(one, new_id) for one in sample.staff}
    first = next(iter(members.values()))
    with records.begin(first.id) as work:
        for person in members.values():
            work.staff.save(person)
        for one in sample.staff:
            for duty in one.duties:
                work.roster.save(RosterEntry(day=day, staff_id=members[one.key].id, duty=duty))
        work.office_settings.save({PROFILE_SETTING: profile_id, SAMPLE_SETTING: True})
    return members


def _member(one: SampleStaff, new_id: IdSource) -> StaffMember:
    return StaffMember(
        id=StaffId(new_id()),
        name=one.name,
        title=one.title,
        role=one.role,
        pin_hash=hash_pin(one.pin),
        signs_as=one.signs_as,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaySample:
    """Plays sample visits through the real services, without a window.

    Attributes:
        conclude: The end of a visit.
        print_declarations: Queues the declarations.
        move: What happens after the visit.
    """

    flow: VisitFlow
    conclude: ConcludeVisit
    print_declarations: PrintDeclarations
    move: MoveDossier

    def __call__(
        self, visit: SampleVisit, owner: StaffId, keep: Callable[[VisitDraft], None] | None = None
    ) -> ConcludedVisit:
        """Play one visit to its end.

        Args:
            visit: The visit.
            owner: The officer at the counter.
            keep: Called with every new state of the draft.
        """
        saved = keep or _forget
        now = office_moment(self.flow.workday.day, visit.at)
        draft = begun(self.flow, visit, owner, now)
        saved(draft)
        if draft.form_refs and self.flow.writing(draft, now) in _WRITES and visit.sign is not SampleSign.NONE:
            draft = answered(self.flow, draft, visit, now, saved)
            now += timedelta(minutes=6)
            draft = self.flow.read_aloud(draft, now, agreed=True)
            signing = signing_of(visit, now)
            draft = self.print_declarations(self.flow, draft, now, signing=signing)
            draft = self.flow.sign(draft, signing, now)
            saved(draft)
        if visit.appointment_reason:
            for chosen in draft.procedures:
                draft = self.flow.appoint(draft, chosen.code, visit.appointment_reason, now)
        done = self.conclude(self.flow, draft, now)
        saved(done.draft)
        if not visit.stays_unsigned:
            for dossier in done.dossiers:
                if dossier.promise is Promise.SAME_DAY:
                    self.move.sign_and_return(owner, dossier.id)
        return done


def begun(flow: VisitFlow, visit: SampleVisit, owner: StaffId, now: datetime) -> VisitDraft:
    """Give a visit up to the papers: person, procedures, request, papers, verification."""
    draft = flow.open(owner, now, ticket=visit.ticket)
    reading = read_card(visit.card, today=flow.workday.day)
    draft = flow.take_person(draft, reading.to_person(), now, source=Source.CARD)
    for code in visit.codes_on(flow.workday):
        draft = flow.choose(draft, code, now)
        known = {paper.key for paper in flow.workday.procedure(code).papers}
        for key in visit.papers:
            if key in known:
                draft = flow.tick_paper(draft, code, key, now, lies_here=True)
        draft = flow.set_verification(
            draft, code, now, needed=visit.needs_verification, note=visit.verification_note
        )
        draft = flow.set_copies(draft, code, visit.copies, now)
    return flow.request_help(draft, now, requested=visit.requested_help)


def answered(
    flow: VisitFlow,
    draft: VisitDraft,
    visit: SampleVisit,
    now: datetime,
    keep: Callable[[VisitDraft], None] = lambda _draft: None,
) -> VisitDraft:
    """Give the visit with every question answered, as the sample says, else as "không nhớ"."""
    interview = flow.interview(draft)
    while (question := interview.current) is not None:
        for field in question.fields:
            value = typed_value(flow.workday, visit, interview, field.key)
            known = interview.look(field.key)
            if value is not None:
                interview = interview.answer(field.key, value)
            elif known is None or known.is_empty:
                interview = interview.mark_unknown(field.key)
            draft = flow.keep(draft, interview, now)
            keep(draft)
        following = interview.next()
        if following.position == interview.position:
            break
        interview = following
        draft = flow.keep(draft, interview, now)
    return draft


def typed_value(workday: Workday, visit: SampleVisit, interview: Interview, key: str) -> AnswerValue | None:
    """Give what the sample officer types into a field, understood as the field's type; None for nothing."""
    field = interview.field(key)
    words = visit.answers.get(key, "")
    if field is None or not words:
        return None
    return read_typed(field, fill_words(words, workday, workday.day - timedelta(days=1)), workday.day).value


def signing_of(visit: SampleVisit, at: datetime) -> Signing:
    """Give the signature of a sample visit."""
    kind = SigningKind.FINGERPRINT if visit.sign is SampleSign.FINGERPRINT else SigningKind.SIGNED
    return Signing(kind=kind, at=at, finger=visit.finger)


def _forget(_draft: VisitDraft) -> None:
    """Keep nothing."""
