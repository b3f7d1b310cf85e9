from datetime import date, time
from pathlib import Path

import pypdfium2
import pytest

from desktop.domain.dossier import DossierState
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import Finger, SigningKind
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.services.ports_printing import PrintState
from desktop.services.sample_office import begun
from tests.support.office import TUESDAY_2023, TUESDAY_2026, sample_desk

DAYS = pytest.mark.parametrize("day", [TUESDAY_2023, TUESDAY_2026], ids=["2023", "2026"])


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


@DAYS
def test_an_old_citizen_gets_the_allowance_form_of_the_day_and_an_appointment(
    data_dir: Path, day: date
) -> None:
    with sample_desk(data_dir, day) as desk:
        done = desk.play("tro-cap-nguoi-cao-tuoi")
        (dossier,) = done.dossiers

        assert dossier.promise is Promise.APPOINTMENT
        assert dossier.number.endswith("-0001")
        assert dossier.procedure_code == {2023: "1.001776", 2026: "1.014027"}[day.year]
        expected = {2023: date(2023, 8, 24), 2026: date(2026, 12, 2)}[day.year]
        assert dossier.due is not None
        assert dossier.due.date() == expected
        help_session = done.draft.help
        assert help_session is not None
        assert help_session.signing is not None
        assert help_session.signing.kind is SigningKind.FINGERPRINT
        assert help_session.signing.finger is Finger.RIGHT_INDEX
        papers = [desk.core.store.print_jobs.get(job) for job in done.draft.print_jobs]
        texts = [words_of(paper.payload) for paper in papers if paper is not None]
        assert len(texts) == 2, "the declaration and the receipt with the appointment"
        assert "ĐẶNG THỊ NGUYỆT" in texts[0]
        assert "ngón trỏ phải" in texts[0]
        assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in texts[1]


@DAYS
def test_one_interview_serves_a_death_and_its_extract_without_any_slip(data_dir: Path, day: date) -> None:
    with sample_desk(data_dir, day) as desk:
        done = desk.play("khai-tu-va-trich-luc")

        assert [one.promise for one in done.dossiers] == [Promise.SAME_DAY, Promise.SAME_DAY]
        assert all(one.slip_printed_at is None for one in done.dossiers)
        assert len({one.number for one in done.dossiers}) == 2
        jobs = [desk.core.store.print_jobs.get(job) for job in done.draft.print_jobs]
        texts = [words_of(job.payload) for job in jobs if job is not None]
        assert len(texts) == 2
        assert all("NGUYỄN ĐÌNH THƯỢC" in text for text in texts), "asked once, written on both papers"
        rows = desk.core.store.read.dossiers_on(day)
        assert {row.state for row in rows} == {DossierState.RETURNED}


def test_missing_papers_give_one_supplement_slip_and_no_number(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        done = desk.play("thieu-giay-bao-tu")
        (dossier,) = done.dossiers

        assert dossier.state is DossierState.SUPPLEMENT_REQUESTED
        assert dossier.number == ""
        (job,) = (desk.core.store.print_jobs.get(one) for one in done.draft.print_jobs)
        assert job is not None
        assert "Giấy báo tử" in words_of(job.payload)


def test_nobody_writes_a_will_for_somebody(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        done = desk.play("di-chuc")

        assert done.draft.form_refs == ()
        assert done.dossiers[0].help_session_id is None


def test_a_case_not_signed_by_closing_gets_an_appointment_a_slip_and_the_reason(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        dossier = desk.play("trich-luc-khai-sinh").dossiers[0]
        desk.at(time(17, 29))
        assert desk.core.close_day(desk.officer.id, desk.core.workday()).lapsed == ()
        desk.at(time(17, 31))
        closed = desk.core.close_day(desk.officer.id, desk.core.workday())

        (turned,) = closed.lapsed
        assert turned.id == dossier.id
        assert turned.promise is Promise.APPOINTMENT
        assert turned.due is not None
        assert turned.due.date() == date(2026, 11, 18)
        job = desk.core.store.print_jobs.get(closed.jobs[0])
        assert job is not None
        assert "Lê Thị Hạnh" in words_of(job.payload)
        assert desk.core.close_day(desk.officer.id, desk.core.workday()).lapsed == (), "twice changes nothing"


def test_the_officer_turns_today_into_an_appointment_with_a_reason(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        (dossier,) = desk.play("sau-15-gio").dossiers

        assert dossier.promise is Promise.APPOINTMENT
        assert dossier.slip_printed_at is not None
        assert dossier.due is not None
        assert dossier.due.date() == date(2026, 11, 18)


def test_every_paper_of_the_day_comes_out_once(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        for visit in desk.sample.visits:
            desk.play(visit.key)
        desk.print_all()
        desk.print_all()

        jobs = desk.core.store.print_jobs
        assert not jobs.in_state(PrintState.QUEUED)
        assert not jobs.in_state(PrintState.FAILED)
        sent = len(jobs.in_state(PrintState.SENT))
        assert len(list((data_dir / "giay-da-in").glob("*.pdf"))) == sent


def test_a_draft_comes_back_from_the_database_at_the_same_question(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        flow, now = desk.core.flow(), desk.at(time(8, 0))
        draft = begun(flow, desk.visit("trich-luc-khai-sinh"), desk.officer.id, now)
        interview = flow.interview(draft).answer("extract.kind", "khai sinh").next()
        draft = flow.keep(draft, interview, now)
        desk.core.store.drafts.save(draft.id, draft.to_plain())
        (saved,) = desk.core.store.drafts.list()
        plain = desk.core.store.drafts.load(saved.id)
        assert plain is not None
        again = VisitDraft.from_plain(plain)

        assert again == draft
        question = flow.interview(again).current
        assert question is not None
        assert question.id == "requester.relation_to_subject"
        back = flow.interview(again).back().current
        assert back is not None
        assert back.id == "extract.kind"


def test_a_concluded_visit_cannot_be_concluded_again(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        done = desk.play("khai-tu-va-trich-luc")

        with pytest.raises(DeskError) as caught:
            desk.core.conclude(desk.core.flow(), done.draft, desk.clock.now)
        assert caught.value.code is ErrorCode.ILLEGAL_MOVE
        assert done.draft.step is VisitStep.PRINT


def test_the_slip_is_given_whenever_the_citizen_asks(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        dossier = desk.play("trich-luc-khai-sinh").dossiers[0]
        job_id = desk.core.print_slip(desk.officer.id, desk.core.workday(), dossier.id)

        job = desk.core.store.print_jobs.get(job_id)
        assert job is not None
        assert dossier.number in words_of(job.payload)
        detail = desk.core.store.read.detail(dossier.id)
        assert detail.dossier.slip_printed_at is not None
        assert detail.dossier.promise is Promise.SAME_DAY
