from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from desktop.domain.dossier import DossierState
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import Duty, RosterEntry
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.forms.paper import ComposedPaper
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.services.conclude_visit import ConcludedVisit, ConcludeVisit
from desktop.services.ports_printing import PrintState
from desktop.services.print_papers import PaperDesk
from desktop.services.rendered_paper import Look, RenderedPaper
from desktop.services.sample_office import answered, begun, signing_of
from desktop.services.visit_fee import set_exemption
from desktop.services.visit_flow import VisitFlow
from desktop.services.visit_person import correct_person, recall_person
from tests.support.office import SampleDesk, sample_desk

EXTRACT = "trich-luc-khai-sinh"
DEATH = "khai-tu-va-trich-luc"
NOTICE_MISSING = "thieu-giay-bao-tu"


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


def written(desk: SampleDesk, flow: VisitFlow, key: str) -> VisitDraft:
    """Give a visit ready for its conclusion, in the morning."""
    visit, now = desk.visit(key), desk.at(time(8, 30))
    draft = begun(flow, visit, desk.officer.id, now)
    if not flow.lacks_papers(draft):
        draft = flow.read_aloud(answered(flow, draft, visit, now), now, agreed=True)
        draft = flow.sign(draft, signing_of(visit, now), now)
    return draft


def conclude(desk: SampleDesk, flow: VisitFlow, draft: VisitDraft) -> ConcludedVisit:
    return desk.core.conclude(flow, draft, desk.clock.now)


def stored_dossiers(desk: SampleDesk) -> list[DossierState]:
    return [row.state for row in desk.core.store.read.dossiers_in(frozenset(DossierState))]


class _OneSheet(PdfPapers):
    """Draws one paper; the drawing of the next fails."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn = 0

    def draw(self, paper: ComposedPaper, look: Look = Look.PRINT) -> RenderedPaper:
        self._drawn += 1
        if self._drawn > 1:
            raise OSError("the disk is full")
        return super().draw(paper, look)


def test_a_same_day_case_is_numbered_and_laid_before_the_signer_without_a_slip(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    done = conclude(desk, flow, written(desk, flow, EXTRACT))

    (dossier,) = done.dossiers
    assert dossier.state is DossierState.SUBMITTED
    assert dossier.promise is Promise.SAME_DAY
    assert dossier.number == "261117-0001"
    assert dossier.received_at == desk.clock.now
    assert dossier.slip_printed_at is None
    assert done.draft.print_jobs == ()
    assert done.draft.step is VisitStep.PRINT
    (chosen,) = done.draft.procedures
    assert (chosen.dossier_id, chosen.number, chosen.promise) == (
        dossier.id,
        dossier.number,
        Promise.SAME_DAY,
    )
    assert done.draft.person_id is not None


def test_the_fee_and_the_copies_are_those_the_declaration_says(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    draft = written(desk, flow, EXTRACT)
    draft = replace(draft, procedures=(replace(draft.procedures[0], copies=7),))
    draft = flow.keep(draft, flow.interview(draft), desk.clock.now)
    (dossier,) = conclude(desk, flow, draft).dossiers
    assert (dossier.copies, dossier.fee) == (2, 16_000)


def test_why_no_fee_was_taken_stands_in_the_dossier(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    draft = set_exemption(written(desk, flow, EXTRACT), "2.000635", "Người thuộc hộ nghèo", desk.clock.now)
    (dossier,) = conclude(desk, flow, draft).dossiers
    assert (dossier.fee, dossier.fee_note) == (0, "Người thuộc hộ nghèo")
    with desk.core.store.begin(desk.officer.id) as work:
        assert work.dossiers.get(dossier.id).fee_note == dossier.fee_note


def test_the_citizen_gets_the_slip_of_a_same_day_case_when_asking_for_it(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    draft = flow.want_slip(written(desk, flow, EXTRACT), "2.000635", desk.clock.now, wanted=True)
    done = conclude(desk, flow, draft)
    assert done.dossiers[0].promise is Promise.SAME_DAY
    assert done.dossiers[0].slip_printed_at == desk.clock.now
    assert len(done.draft.print_jobs) == 1


def test_an_incomplete_dossier_gets_no_number_and_the_writing_may_go_on_later(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    done = conclude(desk, flow, written(desk, flow, NOTICE_MISSING))
    (dossier,) = done.dossiers
    assert (dossier.number, dossier.state) == ("", DossierState.SUPPLEMENT_REQUESTED)
    assert "Giấy báo tử" in dossier.moves[-1].reason
    assert done.draft.procedures[0].promise is Promise.SUPPLEMENT
    assert done.draft.help is not None
    assert done.draft.help.finished_at is None


def test_a_visit_without_person_or_procedure_is_not_concluded(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    draft = written(desk, flow, EXTRACT)
    for lacking in (replace(draft, person={}), replace(draft, procedures=())):
        with pytest.raises(DeskError) as caught:
            conclude(desk, flow, lacking)
        assert caught.value.code is ErrorCode.HELP_INCOMPLETE
    assert stored_dossiers(desk) == []


def test_what_was_written_must_be_signed_before_the_conclusion(desk: SampleDesk) -> None:
    flow, visit, now = desk.core.flow(), desk.visit(EXTRACT), desk.at(time(8, 30))
    draft = answered(flow, begun(flow, visit, desk.officer.id, now), visit, now)
    with pytest.raises(DeskError) as caught:
        conclude(desk, flow, draft)
    assert caught.value.code is ErrorCode.HELP_INCOMPLETE
    assert stored_dossiers(desk) == []


def test_what_is_registered_today_is_signed_first_though_another_procedure_lacks_a_paper(
    desk: SampleDesk,
) -> None:
    flow, visit, now = desk.core.flow(), desk.visit(DEATH), desk.at(time(8, 30))
    draft = flow.tick_paper(
        begun(flow, visit, desk.officer.id, now), "1.000656", "death_notice", now, lies_here=False
    )
    draft = answered(flow, draft, visit, now)
    assert VisitStep.VERDICT not in flow.reachable(draft)
    with pytest.raises(DeskError) as caught:
        conclude(desk, flow, draft)
    assert caught.value.code is ErrorCode.HELP_INCOMPLETE
    assert stored_dossiers(desk) == []

    draft = flow.sign(flow.read_aloud(draft, now, agreed=True), signing_of(visit, now), now)
    done = conclude(desk, flow, draft)
    assert [one.promise for one in done.draft.procedures] == [Promise.SUPPLEMENT, Promise.SAME_DAY]
    assert done.draft.help is not None
    assert done.draft.help.finished_at == now


def test_nothing_is_stored_when_the_conclusion_fails_half_way(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    draft = written(desk, flow, DEATH)
    for one in draft.procedures:
        draft = flow.appoint(draft, one.code, "Mất điện", desk.clock.now)
    papers = PaperDesk(_OneSheet(), new_id=desk.core.new_id)
    failing = ConcludeVisit(desk.core.store, desk.core.slips, papers, new_id=desk.core.new_id)
    with pytest.raises(OSError, match="full"):
        failing(flow, draft, desk.clock.now)

    assert stored_dossiers(desk) == []
    assert desk.core.store.print_jobs.in_state(PrintState.QUEUED) == ()
    assert desk.core.store.read.people_by_id_number("042075001384") == ()
    done = conclude(desk, flow, draft)
    assert [one.number for one in done.dossiers] == ["261117-0001", "261117-0002"], "no number was lost"


def test_a_second_conclusion_is_refused(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    done = conclude(desk, flow, written(desk, flow, EXTRACT))
    with pytest.raises(DeskError) as caught:
        conclude(desk, flow, done.draft)
    assert caught.value.code is ErrorCode.ILLEGAL_MOVE


def test_a_program_killed_before_the_draft_was_kept_registers_nothing_twice(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    draft = written(desk, flow, DEATH)
    draft = flow.appoint(draft, "1.000656", "Mất điện", desk.clock.now)
    first = conclude(desk, flow, draft)
    desk.core.move_dossier.sign_and_return(desk.officer.id, first.dossiers[1].id)
    desk.clock.now += timedelta(hours=1)
    again = conclude(desk, desk.core.flow(), draft)

    assert len(stored_dossiers(desk)) == 2
    assert [one.id for one in again.dossiers] == [one.id for one in first.dossiers]
    assert again.dossiers[1].state is DossierState.RETURNED, "as it stands now"
    assert again.draft.print_jobs == first.draft.print_jobs
    assert again.draft.procedures == first.draft.procedures
    assert len(desk.core.store.print_jobs.in_state(PrintState.QUEUED)) == 1


def test_two_visits_of_one_person_on_one_day_are_two_dossiers(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    first = conclude(desk, flow, written(desk, flow, EXTRACT))
    second = conclude(desk, flow, written(desk, flow, EXTRACT))
    assert first.dossiers[0].id != second.dossiers[0].id
    assert first.dossiers[0].requester_id == second.dossiers[0].requester_id


def test_a_will_is_registered_without_any_writing_or_answers(desk: SampleDesk) -> None:
    (dossier,) = desk.play("di-chuc").dossiers
    assert (dossier.help_session_id, dossier.answers_id, dossier.form_refs) == (None, None, ())


def test_an_officer_not_on_the_writing_roster_still_registers_what_the_citizen_brings(
    desk: SampleDesk,
) -> None:
    flow, now = desk.core.flow(), desk.at(time(8, 30))
    draft = begun(flow, desk.visit(EXTRACT), desk.staff["signer"].id, now)
    (dossier,) = conclude(desk, flow, draft).dossiers
    assert dossier.number
    assert (dossier.help_session_id, dossier.answers_id) == (None, None)


def test_a_duty_that_ends_while_one_writes_does_not_undo_the_writing(desk: SampleDesk) -> None:
    entry = RosterEntry(day=desk.day, staff_id=desk.officer.id, duty=Duty.WRITING, end=time(8, 45))
    with desk.core.store.begin(desk.officer.id) as work:
        work.roster.save(entry)
    flow = desk.core.flow()
    draft = written(desk, flow, EXTRACT)
    desk.at(time(9))
    done = conclude(desk, flow, draft)
    (dossier,) = done.dossiers
    assert done.draft.help is not None
    assert dossier.help_session_id == done.draft.help.id
    with desk.core.store.begin(desk.officer.id) as work:
        session = work.help_sessions.get(done.draft.help.id)
    assert session.finished_at == desk.clock.now


def test_the_answers_are_sealed_with_the_case_that_was_written(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    done = conclude(desk, flow, written(desk, flow, DEATH))
    first, second = done.dossiers
    assert first.answers_id is not None
    assert first.answers_id == second.answers_id, "one interview, one case key"
    with desk.core.store.begin(desk.officer.id) as work:
        assert work.answers.load(first.answers_id) == done.draft.answers


def test_what_an_earlier_visit_knew_of_a_person_is_not_lost(desk: SampleDesk) -> None:
    flow = desk.core.flow()
    draft = written(desk, flow, EXTRACT)
    person = flow.person(draft)
    assert person is not None
    draft = correct_person(flow, draft, replace(person, phone="0912345001"), desk.clock.now)
    draft = flow.read_aloud(draft, desk.clock.now, agreed=True)
    draft = flow.sign(draft, signing_of(desk.visit(EXTRACT), desk.clock.now), desk.clock.now)
    conclude(desk, flow, draft)

    conclude(desk, flow, written(desk, flow, EXTRACT))  # the card alone, which knows no phone
    (known,) = desk.core.store.read.people_by_id_number(person.id_number)
    assert known.phone == "0912345001"

    recalled = recall_person(flow, written(desk, flow, EXTRACT), known, desk.clock.now)
    cleared = correct_person(flow, recalled, replace(known, phone=""), desk.clock.now)
    cleared = flow.request_help(cleared, desk.clock.now, requested=False)
    conclude(desk, flow, cleared)
    (known,) = desk.core.store.read.people_by_id_number(person.id_number)
    assert known.phone == "", "the officer put it right"
