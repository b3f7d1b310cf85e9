from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.case import Promise
from desktop.domain.dossier import Dossier, DossierState, MoveKind, allowed_moves
from desktop.domain.errors import DeskError, ErrorCode
from tests.support.rules_samples import OFFICER, a_draft, at, received

NOW = at("2026-12-01T10:00")
DUE = at("2026-12-02T17:30")


def perform(dossier: Dossier, kind: MoveKind, reason: str = "Lý do") -> Dossier:
    steps: dict[MoveKind, Callable[[], Dossier]] = {
        MoveKind.RECEIVE: lambda: dossier.receive(
            NOW, OFFICER, number="261201-0001", promise=Promise.SAME_DAY, due=DUE
        ),
        MoveKind.REQUEST_SUPPLEMENT: lambda: dossier.request_supplement(NOW, OFFICER, reason),
        MoveKind.RESUME: lambda: dossier.resume(
            NOW, OFFICER, number="261201-0002", promise=Promise.APPOINTMENT, due=DUE
        ),
        MoveKind.PROCESS: lambda: dossier.process(NOW, OFFICER),
        MoveKind.SUBMIT: lambda: dossier.submit(NOW, OFFICER),
        MoveKind.SEND_BACK: lambda: dossier.send_back(NOW, OFFICER, reason),
        MoveKind.SIGN: lambda: dossier.sign(NOW, OFFICER),
        MoveKind.MAKE_READY: lambda: dossier.make_ready(NOW, OFFICER),
        MoveKind.RETURN_RESULT: lambda: dossier.return_result(NOW, OFFICER),
        MoveKind.REFUSE: lambda: dossier.refuse(NOW, OFFICER, reason),
        MoveKind.WITHDRAW: lambda: dossier.withdraw(NOW, OFFICER, reason),
        MoveKind.STOP: lambda: dossier.stop(NOW, OFFICER, reason),
        MoveKind.TURN_INTO_APPOINTMENT: lambda: dossier.turn_into_appointment(NOW, OFFICER, reason, DUE),
        MoveKind.APOLOGISE: lambda: dossier.apologise(
            NOW, OFFICER, reason, max(dossier.due or DUE, DUE) + timedelta(days=3)
        ),
    }
    return steps[kind]()


def refused(dossier: Dossier, kind: MoveKind, reason: str = "Lý do") -> ErrorCode:
    with pytest.raises(DeskError) as caught:
        perform(dossier, kind, reason)
    return caught.value.code


def test_a_whole_life_leaves_its_trace() -> None:
    dossier = a_draft()
    for kind in (
        MoveKind.RECEIVE,
        MoveKind.PROCESS,
        MoveKind.SUBMIT,
        MoveKind.SEND_BACK,
        MoveKind.SUBMIT,
        MoveKind.SIGN,
        MoveKind.MAKE_READY,
        MoveKind.RETURN_RESULT,
    ):
        dossier = perform(dossier, kind)
    assert dossier.state is DossierState.RETURNED
    assert dossier.state.is_final
    assert [move.to_state for move in dossier.moves][-1] is DossierState.RETURNED
    assert dossier.moves[0].from_state is DossierState.DRAFT
    assert dossier.moves[3].reason == "Lý do"
    assert {move.by for move in dossier.moves} == {OFFICER}


def test_receipt_numbers_stamps_and_promises_even_without_a_slip() -> None:
    dossier = received()
    assert dossier.number == "261201-0001"
    assert dossier.received_at == at("2026-12-01T09:51")
    assert dossier.is_same_day
    assert dossier.slip_printed_at is None
    printed = dossier.with_slip_printed(NOW)
    assert printed.with_slip_printed(DUE).slip_printed_at == NOW


def test_a_dossier_is_never_received_without_a_number_or_papers() -> None:
    with pytest.raises(DeskError) as caught:
        a_draft().receive(NOW, OFFICER, number="", promise=Promise.SAME_DAY, due=DUE)
    assert caught.value.code is ErrorCode.NUMBER_INVALID
    with pytest.raises(ValueError, match="incomplete"):
        a_draft().receive(NOW, OFFICER, number="1", promise=Promise.SUPPLEMENT, due=DUE)


def test_a_supplement_keeps_the_first_number_and_starts_the_limit_anew() -> None:
    waiting = perform(received(), MoveKind.REQUEST_SUPPLEMENT)
    assert not waiting.is_overdue(at("2027-01-01T09:00"))
    back = perform(waiting, MoveKind.RESUME)
    assert (back.number, back.due) == ("261201-0001", DUE)
    assert back.received_at == at("2026-12-01T09:51")
    assert refused(back, MoveKind.REQUEST_SUPPLEMENT) is ErrorCode.SUPPLEMENT_ONCE
    assert MoveKind.REQUEST_SUPPLEMENT not in back.allowed_moves()


def test_before_receipt_papers_may_be_asked_for_and_the_number_comes_with_them() -> None:
    waiting = perform(a_draft(), MoveKind.REQUEST_SUPPLEMENT)
    with pytest.raises(DeskError) as caught:
        waiting.resume(NOW, OFFICER, number="", promise=Promise.APPOINTMENT, due=DUE)
    assert caught.value.code is ErrorCode.NUMBER_INVALID
    with pytest.raises(ValueError, match="incomplete"):
        waiting.resume(NOW, OFFICER, number="1", promise=Promise.SUPPLEMENT, due=DUE)
    back = perform(waiting, MoveKind.RESUME)
    assert (back.number, back.received_at) == ("261201-0002", NOW)
    assert perform(back, MoveKind.REQUEST_SUPPLEMENT).state is DossierState.SUPPLEMENT_REQUESTED


def test_a_same_day_promise_turns_into_an_appointment_once() -> None:
    turned = perform(received(), MoveKind.TURN_INTO_APPOINTMENT)
    assert turned.turned_into_appointment
    assert turned.promise is Promise.APPOINTMENT
    assert turned.due == DUE
    assert turned.state is DossierState.RECEIVED
    assert refused(turned, MoveKind.TURN_INTO_APPOINTMENT) is ErrorCode.ILLEGAL_MOVE


def test_nothing_is_taken_back_or_stopped_once_it_is_signed() -> None:
    signed = perform(perform(received(), MoveKind.SUBMIT), MoveKind.SIGN)
    for kind in (MoveKind.WITHDRAW, MoveKind.STOP, MoveKind.REFUSE):
        assert refused(signed, kind) is ErrorCode.ILLEGAL_MOVE
    assert not signed.is_overdue(at("2027-01-01T09:00"))


def test_overdue_begins_after_the_due_moment() -> None:
    dossier = received()
    assert not dossier.is_overdue(at("2026-12-01T17:30"))
    assert dossier.is_overdue(at("2026-12-01T17:31"))
    assert not a_draft().is_overdue(NOW)


@pytest.mark.parametrize("reason", ["", "   "])
def test_what_hurts_somebody_needs_a_reason(reason: str) -> None:
    for kind in (MoveKind.REFUSE, MoveKind.WITHDRAW, MoveKind.STOP, MoveKind.TURN_INTO_APPOINTMENT):
        assert refused(received(), kind, reason) is ErrorCode.REASON_MISSING


def test_a_naive_moment_is_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"):
        received().submit(datetime(2026, 12, 1, 10), OFFICER)  # noqa: DTZ001 - the naive moment is the point


def test_every_state_and_move_has_words() -> None:
    assert all(state.label for state in DossierState)
    assert all(kind.label for kind in MoveKind)


def test_final_states_have_no_way_out() -> None:
    for state in DossierState:
        assert state.is_final is (not allowed_moves(state))


@given(st.lists(st.sampled_from(MoveKind), max_size=30))
def test_an_illegal_move_is_always_refused_and_changes_nothing(kinds: list[MoveKind]) -> None:
    dossier = a_draft()
    for kind in kinds:
        before = dossier
        if kind in dossier.allowed_moves():
            dossier = perform(dossier, kind)
            assert dossier.moves[:-1] == before.moves
            assert dossier.moves[-1].from_state is before.state
            assert dossier.moves[-1].to_state is dossier.state
        else:
            assert refused(dossier, kind) in {
                ErrorCode.ILLEGAL_MOVE,
                ErrorCode.SUPPLEMENT_ONCE,
                ErrorCode.APOLOGY_ONCE,
            }
            assert dossier == before
