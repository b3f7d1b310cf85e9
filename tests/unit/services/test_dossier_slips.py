"""The slips of a dossier over a real store: printed with their move, again as a copy, and never for nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from desktop.domain.dossier import Dossier, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import SlipSet
from desktop.services.dossier_slips import slips_of
from desktop.services.ports_printing import PrintJob, PrintState
from desktop.services.record_values import PaperKind
from tests.support.office import TUESDAY_2023, SampleDesk, sample_desk
from tests.support.pdf_words import words_on

UNSIGNED = "trich-luc-khai-sinh"
APPOINTED = "tro-cap-nguoi-cao-tuoi"


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


def jobs(desk: SampleDesk) -> tuple[PrintJob, ...]:
    return tuple(desk.core.store.print_jobs.in_state(PrintState.QUEUED))


def stored(desk: SampleDesk, dossier: Dossier) -> Dossier:
    return desk.core.store.read.detail(dossier.id).dossier


@pytest.mark.parametrize(
    ("move", "kind", "title"),
    [
        (MoveKind.REFUSE, PaperKind.REFUSAL, "PHIẾU TỪ CHỐI"),
        (MoveKind.STOP, PaperKind.STOP, "THÔNG BÁO DỪNG"),
        (MoveKind.REQUEST_SUPPLEMENT, PaperKind.SUPPLEMENT, "PHIẾU YÊU CẦU BỔ SUNG"),
    ],
)
def test_a_move_prints_its_slip_with_the_reason_and_keeps_it(
    desk: SampleDesk, move: MoveKind, kind: PaperKind, title: str
) -> None:
    dossier = desk.play(APPOINTED).dossiers[0]
    before = len(jobs(desk))
    desk.core.move_dossier(desk.officer.id, dossier.id, move, reason="Người dân đổi ý, xin thôi")
    (job,) = jobs(desk)[before:]
    words = words_on(job.payload)
    assert title in words
    assert "Người dân đổi ý, xin thôi" in words
    assert job.reprint_of is None
    assert kind in [paper.kind for paper in desk.core.store.read.detail(dossier.id).papers]


def test_the_notice_of_a_stop_says_which_papers_go_back_and_not_those_only_shown(desk: SampleDesk) -> None:
    dossier = desk.play(APPOINTED).dossiers[0]
    procedure = desk.core.workday().procedure(dossier.procedure_code)
    with desk.core.store.begin(desk.officer.id) as work:
        every = tuple(paper.key for paper in procedure.papers)
        work.dossiers.save(replace(work.dossiers.get(dossier.id), papers=every, fee=8_000))
    desk.core.move_dossier(desk.officer.id, dossier.id, MoveKind.STOP, reason="Người dân đổi ý")
    words = words_on(jobs(desk)[-1].payload)
    returned = words[words.index("Trả lại giấy tờ") :]
    for paper in procedure.papers:
        assert (paper.name in returned) is not paper.show_only
    assert "nếu đã nộp" in returned


def test_the_same_slip_printed_again_is_a_copy_of_the_first(desk: SampleDesk) -> None:
    dossier = desk.play(APPOINTED).dossiers[0]
    desk.core.move_dossier(desk.officer.id, dossier.id, MoveKind.REFUSE, reason="Không đủ điều kiện")
    first = jobs(desk)[-1]
    desk.at(time(16))
    for _ in range(2):
        desk.core.print_slip(desk.officer.id, desk.core.workday(), dossier.id, PaperKind.REFUSAL)
        assert jobs(desk)[-1].reprint_of == first.id
    kept = desk.core.store.read.detail(dossier.id).papers
    assert [one.reprint_of for one in kept if one.kind is PaperKind.REFUSAL] == ["", first.id, first.id]


def test_an_apology_names_both_days_once_and_only_a_later_one(desk: SampleDesk) -> None:
    dossier = desk.play(APPOINTED).dossiers[0]
    move, officer = desk.core.move_dossier, desk.officer.id
    assert dossier.due is not None
    for day, code in (
        (dossier.due.date(), ErrorCode.DUE_NOT_LATER),
        (date(2027, 1, 3), ErrorCode.INPUT_INVALID),
    ):
        with pytest.raises(DeskError) as caught:
            move.apologise(officer, dossier.id, reason="Chờ xác minh", day=day)
        assert caught.value.code is code
    move.apologise(officer, dossier.id, reason="Chờ xác minh", day=date(2026, 12, 8))
    words = words_on(jobs(desk)[-1].payload)
    assert f"ngày {dossier.due:%d} tháng {dossier.due:%m}" in words
    assert "ngày 08 tháng 12 năm 2026" in words
    assert stored(desk, dossier).first_due == dossier.due
    with pytest.raises(DeskError) as caught:
        move.apologise(officer, dossier.id, reason="Vẫn chờ", day=date(2026, 12, 15))
    assert caught.value.code is ErrorCode.APOLOGY_ONCE


def test_a_handover_is_kept_and_the_control_slip_names_giver_and_taker(desk: SampleDesk) -> None:
    dossier = desk.play(APPOINTED).dossiers[0]
    workday, officer = desk.core.workday(), desk.officer.id
    desk.core.print_slip(officer, workday, dossier.id, PaperKind.CONTROL)
    desk.at(time(15))
    desk.core.record_handover(officer, workday, dossier.id, to_unit="Công an xã", taker="Phan Văn Cường")
    desk.core.print_slip(officer, workday, dossier.id, PaperKind.CONTROL)
    job = jobs(desk)[-1]
    words = words_on(job.payload)
    assert "Phan Văn Cường" in words
    assert desk.officer.name in words
    assert job.reprint_of is None, "it says more than the first"
    desk.core.store.rebuild()
    with desk.core.store.begin(officer) as work:
        (kept,) = work.handovers.of_dossier(dossier.id)
    assert (kept.to_unit, kept.taker, kept.at) == ("Công an xã", "Phan Văn Cường", desk.clock.now)


def test_a_dossier_has_only_the_slips_of_what_happened_to_it(desk: SampleDesk) -> None:
    dossier = desk.play(APPOINTED).dossiers[0]
    assert slips_of(dossier, SlipSet.CIRCULAR_2025) == (PaperKind.RECEIPT, PaperKind.CONTROL)
    with pytest.raises(DeskError) as caught:
        desk.core.print_slip(desk.officer.id, desk.core.workday(), dossier.id, PaperKind.REFUSAL)
    assert caught.value.code is ErrorCode.SLIP_NOT_DUE


def test_in_2023_a_stop_had_no_form_and_still_is_recorded(data_dir: Path) -> None:
    with sample_desk(data_dir, TUESDAY_2023) as desk:
        dossier = desk.play(UNSIGNED).dossiers[0]
        before = len(jobs(desk))
        desk.core.move_dossier(desk.officer.id, dossier.id, MoveKind.STOP, reason="Người dân đổi ý")
        assert len(jobs(desk)) == before
        assert slips_of(stored(desk, dossier), SlipSet.CIRCULAR_2018) == (
            PaperKind.RECEIPT,
            PaperKind.CONTROL,
        )
