from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from types import MappingProxyType

import pytest

from desktop.domain.dossier import Dossier, DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId
from desktop.domain.verdict import Promise
from desktop.forms.library import FormLibrary
from desktop.services.move_dossier import CloseDay, is_closing_past
from desktop.services.ports_printing import PrintState
from desktop.services.slips import SlipWriter
from desktop.services.workday import Workday
from tests.support.office import TUESDAY_2023, SampleDesk, sample_desk
from tests.support.pdf_words import words_on
from tests.support.rules_samples import a_draft

UNSIGNED = "trich-luc-khai-sinh"


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


def now_stored(desk: SampleDesk, dossier_id: DossierId) -> Dossier:
    return desk.core.store.read.detail(dossier_id).dossier


def test_every_move_keeps_who_when_and_why(desk: SampleDesk) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    move, officer = desk.core.move_dossier, desk.officer.id
    desk.at(time(14))
    changes = move(officer, dossier.id, MoveKind.SEND_BACK, reason="Sai năm sinh")
    last = now_stored(desk, dossier.id).moves[-1]
    assert changes
    assert (last.kind, last.by, last.at, last.reason) == (
        MoveKind.SEND_BACK,
        officer,
        desk.clock.now,
        "Sai năm sinh",
    )
    for kind in (MoveKind.SUBMIT, MoveKind.SIGN, MoveKind.MAKE_READY, MoveKind.RETURN_RESULT):
        move(officer, dossier.id, kind, reason=f" Vì {kind.label} ")
        assert now_stored(desk, dossier.id).moves[-1].reason == f"Vì {kind.label}"
    assert now_stored(desk, dossier.id).state is DossierState.RETURNED


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (MoveKind.REFUSE, DossierState.REFUSED),
        (MoveKind.WITHDRAW, DossierState.WITHDRAWN),
        (MoveKind.STOP, DossierState.STOPPED),
    ],
)
def test_a_dossier_ends_early_with_a_reason_only(
    desk: SampleDesk, kind: MoveKind, state: DossierState
) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    with pytest.raises(DeskError) as caught:
        desk.core.move_dossier(desk.officer.id, dossier.id, kind, reason="  ")
    assert caught.value.code is ErrorCode.REASON_MISSING
    assert now_stored(desk, dossier.id).state is DossierState.SUBMITTED
    desk.core.move_dossier(desk.officer.id, dossier.id, kind, reason="Người dân đổi ý")
    assert now_stored(desk, dossier.id).state is state


@pytest.mark.parametrize("kind", [MoveKind.RECEIVE, MoveKind.RESUME, MoveKind.TURN_INTO_APPOINTMENT])
def test_what_needs_a_verdict_is_no_mere_move(desk: SampleDesk, kind: MoveKind) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    with pytest.raises(DeskError) as caught:
        desk.core.move_dossier(desk.officer.id, dossier.id, kind, reason="Vì sao")
    assert caught.value.code is ErrorCode.ILLEGAL_MOVE


def test_a_supplement_after_receipt_is_asked_for_once(desk: SampleDesk) -> None:
    dossier = desk.play("tro-cap-nguoi-cao-tuoi").dossiers[0]
    desk.core.move_dossier(desk.officer.id, dossier.id, MoveKind.REQUEST_SUPPLEMENT, reason="Thiếu ảnh")
    assert now_stored(desk, dossier.id).state is DossierState.SUPPLEMENT_REQUESTED


def test_an_unknown_dossier_is_said_to_be_missing(desk: SampleDesk) -> None:
    with pytest.raises(DeskError) as caught:
        desk.core.move_dossier(desk.officer.id, DossierId("none"), MoveKind.SIGN)
    assert caught.value.code is ErrorCode.RECORD_MISSING


def test_signed_sealed_and_handed_over_is_one_step_at_the_counter(desk: SampleDesk) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    desk.core.move_dossier.sign_and_return(desk.officer.id, dossier.id)
    stored = now_stored(desk, dossier.id)
    assert stored.state is DossierState.RETURNED
    assert [one.kind for one in stored.moves[-3:]] == [
        MoveKind.SIGN,
        MoveKind.MAKE_READY,
        MoveKind.RETURN_RESULT,
    ]
    with pytest.raises(DeskError) as caught:
        desk.core.move_dossier.sign_and_return(desk.officer.id, dossier.id)
    assert caught.value.code is ErrorCode.ILLEGAL_MOVE
    assert now_stored(desk, dossier.id) == stored


def test_the_code_of_the_state_system_stands_beside_our_number(desk: SampleDesk) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    desk.core.move_dossier.set_portal_code(desk.officer.id, dossier.id, " H34.18-261117-0001 ")
    stored = now_stored(desk, dossier.id)
    assert (stored.portal_code, stored.number) == ("H34.18-261117-0001", dossier.number)


def test_closing_leaves_appointments_supplements_and_finished_cases_alone(desk: SampleDesk) -> None:
    for key in ("tro-cap-nguoi-cao-tuoi", "thieu-giay-bao-tu", "khai-tu-va-trich-luc"):
        desk.play(key)
    desk.at(time(18))
    closed = desk.core.close_day(desk.officer.id, desk.core.workday())
    assert (closed.lapsed, closed.jobs) == ((), ())


def test_a_day_that_ended_while_the_program_was_closed_lapses_at_the_next_start(desk: SampleDesk) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    tomorrow = replace(desk, day=date(2026, 11, 18))
    tomorrow.at(time(7, 45))
    (turned,) = desk.core.close_day(desk.officer.id, desk.core.workday()).lapsed
    assert turned.id == dossier.id
    assert turned.due is not None
    assert turned.due.date() == date(2026, 11, 18), "before closing, the new day is that very day"
    assert turned.slip_printed_at == desk.clock.now


def test_a_procedure_no_longer_in_force_still_lapses_and_gets_its_slip(desk: SampleDesk) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    desk.at(time(18))
    today = desk.core.workday()
    without = replace(
        today, procedures={code: one for code, one in today.procedures.items() if code != "2.000635"}
    )
    closed = desk.core.close_day(desk.officer.id, without)
    assert [one.id for one in closed.lapsed] == [dossier.id]
    job = desk.core.store.print_jobs.get(closed.jobs[0])
    assert job is not None
    words = words_on(job.payload)
    assert dossier.number in words
    assert "trong ngày" in words, "the limit of the edition it was received under"


def test_a_procedure_the_catalogue_forgot_altogether_does_not_stop_the_day(desk: SampleDesk) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    desk.at(time(18))
    forgotten = replace(desk.core.workday(), procedures={}, editions=())
    closed = desk.core.close_day(desk.officer.id, forgotten)
    job = desk.core.store.print_jobs.get(closed.jobs[0])
    assert job is not None
    assert dossier.procedure_name.split()[0] in words_on(job.payload)


def test_a_slip_that_cannot_be_made_leaves_the_promise_as_it_stood(desk: SampleDesk) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    queued = len(desk.core.store.print_jobs.in_state(PrintState.QUEUED))
    desk.at(time(18))
    no_slips = SlipWriter(FormLibrary(MappingProxyType({})))
    close = CloseDay(desk.core.store, no_slips, desk.core.papers, clock=desk.clock)
    with pytest.raises(DeskError) as caught:
        close(desk.officer.id, desk.core.workday())
    assert caught.value.code is ErrorCode.FORM_UNKNOWN
    assert now_stored(desk, dossier.id) == dossier
    assert len(desk.core.store.print_jobs.in_state(PrintState.QUEUED)) == queued


def test_no_slip_is_printed_for_what_was_never_received(desk: SampleDesk) -> None:
    with desk.core.store.begin(desk.officer.id) as work:
        work.dossiers.save(a_draft(officer_id=desk.officer.id))
    with pytest.raises(DeskError) as caught:
        desk.core.print_slip(desk.officer.id, desk.core.workday(), DossierId("d1"))
    assert caught.value.code is ErrorCode.SLIP_NOT_DUE
    assert desk.core.store.print_jobs.in_state(PrintState.QUEUED) == ()


def test_a_slip_asked_for_twice_keeps_the_first_moment(desk: SampleDesk) -> None:
    dossier = desk.play(UNSIGNED).dossiers[0]
    first = desk.at(time(11))
    desk.core.print_slip(desk.officer.id, desk.core.workday(), dossier.id)
    desk.at(time(12))
    desk.core.print_slip(desk.officer.id, desk.core.workday(), dossier.id)
    stored = now_stored(desk, dossier.id)
    assert stored.slip_printed_at == first
    assert stored.promise is Promise.SAME_DAY


def test_the_program_knows_when_the_office_has_closed(desk: SampleDesk) -> None:
    def is_past(clock: time) -> bool:
        return is_closing_past(workday, desk.at(clock))

    workday: Workday = desk.core.workday()
    assert [is_past(clock) for clock in (time(7), time(17, 29), time(17, 30), time(23))] == [
        False,
        False,
        True,
        True,
    ]
    assert is_closing_past(replace(workday, day=TUESDAY_2023), desk.clock.now)
    sunday = replace(workday, day=date(2026, 11, 22))
    assert not is_closing_past(sunday, replace(desk, day=date(2026, 11, 22)).at(time(18)))
