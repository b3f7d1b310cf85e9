from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from desktop.domain.calendar import office_moment
from desktop.domain.dossier import Dossier, DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.services.conclude_visit import ConcludedVisit
from desktop.services.receive_supplement import ReceiveSupplement, take_up
from desktop.services.sample_office import answered, signing_of
from desktop.services.visit_flow import VisitFlow
from tests.support.office import SampleDesk, sample_desk
from tests.support.pdf_words import words_on

DEATH, NOTICE_MISSING, ALLOWANCE = "khai-tu-va-trich-luc", "thieu-giay-bao-tu", "tro-cap-nguoi-cao-tuoi"
NOTICE = "death_notice"
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


def come_back(desk: SampleDesk, dossier: Dossier, day: date, clock: time) -> tuple[VisitFlow, VisitDraft]:
    """The citizen comes back; gives the flow of that day and the visit at the papers."""
    desk.clock.now = office_moment(day, clock)
    desk.core.continue_roster(desk.officer.id, day)
    flow, now = desk.core.flow(), desk.clock.now
    waiting = ReceiveSupplement(desk.core.store.read).find(dossier.id)
    return flow, take_up(flow, flow.open(desk.officer.id, now), waiting, now)


def written(desk: SampleDesk, flow: VisitFlow, draft: VisitDraft, key: str) -> VisitDraft:
    visit, now = desk.visit(key), desk.clock.now
    draft = answered(flow, draft, visit, now)
    return flow.sign(flow.read_aloud(draft, now, agreed=True), signing_of(visit, now), now)


def conclude(desk: SampleDesk, flow: VisitFlow, draft: VisitDraft) -> ConcludedVisit:
    return desk.core.conclude(flow, draft, desk.clock.now)


def papers_of(desk: SampleDesk, done: ConcludedVisit) -> list[str]:
    jobs = (desk.core.store.print_jobs.get(job) for job in done.draft.print_jobs)
    return [words_on(job.payload) for job in jobs if job is not None]


def waiting_after_receipt(desk: SampleDesk) -> Dossier:
    """An allowance received by appointment and found incomplete by whoever solves it."""
    (dossier,) = desk.play(ALLOWANCE).dossiers
    desk.at(time(15, 30))
    desk.core.move_dossier(
        desk.officer.id, dossier.id, MoveKind.REQUEST_SUPPLEMENT, reason="Thiếu giấy ra viện"
    )
    return desk.core.store.read.detail(dossier.id).dossier


def test_a_waiting_dossier_comes_back_at_the_papers_as_it_was_left(desk: SampleDesk) -> None:
    (dossier,) = desk.play(NOTICE_MISSING).dossiers
    _, draft = come_back(desk, dossier, FRIDAY, time(8, 30))

    assert draft.step is VisitStep.PAPERS
    (chosen,) = draft.procedures
    assert (chosen.code, chosen.resumes, chosen.papers) == ("1.000656", dossier.id, ("id",))
    assert draft.requested_help
    assert draft.form_refs == dossier.form_refs
    assert draft.person["full_name"] == "Hồ Thị Thu Sương"
    assert VisitDraft.from_plain(draft.to_plain()) == draft, "a power cut loses nothing of it"


def test_the_completed_dossier_is_numbered_on_the_day_it_is_complete_and_no_second_one_is_made(
    desk: SampleDesk,
) -> None:
    (dossier,) = desk.play(NOTICE_MISSING).dossiers
    flow, draft = come_back(desk, dossier, FRIDAY, time(8, 30))
    draft = flow.tick_paper(draft, "1.000656", NOTICE, desk.clock.now, lies_here=True)
    done = conclude(desk, flow, written(desk, flow, draft, DEATH))

    (resumed,) = done.dossiers
    assert resumed.id == dossier.id
    assert (resumed.number, resumed.received_at) == ("261120-0001", desk.clock.now)
    assert (resumed.promise, resumed.state) == (Promise.SAME_DAY, DossierState.SUBMITTED)
    assert resumed.slip_printed_at is None
    assert papers_of(desk, done) == []
    assert resumed.papers == ("id", NOTICE)
    kinds = [move.kind for move in resumed.moves]
    assert kinds == [MoveKind.REQUEST_SUPPLEMENT, MoveKind.RESUME, MoveKind.PROCESS, MoveKind.SUBMIT]
    rows = desk.core.store.read.dossiers_in(frozenset(DossierState))
    assert [row.id for row in rows] == [dossier.id]
    assert desk.core.store.read.detail(dossier.id).help_session == done.draft.help


def test_after_receipt_the_number_stays_and_the_limit_starts_anew_with_a_new_slip(desk: SampleDesk) -> None:
    dossier = waiting_after_receipt(desk)
    flow, draft = come_back(desk, dossier, FRIDAY, time(9, 0))
    (judged,) = flow.judge(draft, desk.clock.now)
    assert judged.verdict.deadline is not None
    assert "Tính lại từ đầu khi bổ sung đủ" in [reason.text for reason in judged.verdict.deadline.reasons]
    done = conclude(desk, flow, draft)

    (resumed,) = done.dossiers
    assert resumed.number == dossier.number
    assert resumed.received_at == dossier.received_at
    assert resumed.due is not None
    assert dossier.due is not None
    assert (dossier.due.date(), resumed.due.date()) == (date(2026, 12, 2), date(2026, 12, 7))
    (slip,) = papers_of(desk, done)
    assert dossier.number in slip
    assert "07/12/2026" in slip or "07 tháng 12 năm 2026" in slip


def test_what_was_signed_then_stands_unless_something_of_it_changed(desk: SampleDesk) -> None:
    dossier = waiting_after_receipt(desk)
    flow, draft = come_back(desk, dossier, FRIDAY, time(9, 0))
    assert draft.help is not None
    assert draft.help.signing is not None
    changed = flow.interview(draft).answer("requester.full_name", "Đặng Thị Nguyệt Nga")

    assert flow.keep(draft, changed, desk.clock.now).help != draft.help


def test_some_papers_are_noted_and_the_rest_is_asked_for_on_a_new_slip_once(desk: SampleDesk) -> None:
    (dossier,) = desk.play(NOTICE_MISSING).dossiers
    flow, draft = come_back(desk, dossier, FRIDAY, time(8, 30))
    nothing_new = conclude(desk, flow, draft)
    assert nothing_new.dossiers == (dossier,)
    draft = flow.tick_paper(draft, "1.000656", "authorisation", desk.clock.now, lies_here=True)
    (first,) = conclude(desk, flow, draft).dossiers
    again = conclude(desk, flow, draft)  # the program died before the draft was kept

    assert first.state is DossierState.SUPPLEMENT_REQUESTED
    assert first.papers == ("id", "authorisation")
    assert again.dossiers == (first,)
    assert len(papers_of(desk, again)) == 2, "the slip of Tuesday and one of today"


def test_concluding_twice_numbers_once(desk: SampleDesk) -> None:
    (dossier,) = desk.play(NOTICE_MISSING).dossiers
    flow, draft = come_back(desk, dossier, FRIDAY, time(8, 30))
    draft = flow.tick_paper(draft, "1.000656", NOTICE, desk.clock.now, lies_here=True)
    draft = written(desk, flow, draft, DEATH)

    assert conclude(desk, flow, draft).dossiers == conclude(desk, flow, draft).dossiers


def test_only_a_waiting_dossier_takes_papers(desk: SampleDesk) -> None:
    (dossier,) = desk.play("trich-luc-khai-sinh").dossiers
    with pytest.raises(DeskError) as caught:
        ReceiveSupplement(desk.core.store.read).find(dossier.id)
    assert caught.value.code is ErrorCode.ILLEGAL_MOVE
