from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.case import Case, Promise, SignerPresence, SlipKind, Verdict
from desktop.domain.deadline import LimitKind, TimeLimit
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.procedure import Channel, SignerLevel
from desktop.domain.reason import Certainty
from desktop.domain.verdict import decide
from tests.support.rules_samples import (
    CALENDAR,
    CHAIRMAN,
    DEATH,
    DEPUTY,
    EDITIONS,
    EXTRACT,
    MARITAL,
    NOW_PROFILE,
    SEED_PROFILE,
    WILL,
    a_case,
    at,
    moments,
)

TUESDAY = "2026-12-01T09:51"
THURSDAY = "2026-11-26T09:00"


def judge(case: Case) -> Verdict:
    return decide(case, CALENDAR, NOW_PROFILE)


def failed(case: Case) -> list[str]:
    return [reason.key for reason in judge(case).failed]


def test_a_complete_case_on_the_model_day_is_finished_at_once_without_a_slip() -> None:
    verdict = judge(a_case(minutes_needed=24))
    assert verdict.promise is Promise.SAME_DAY
    assert verdict.slip is SlipKind.NONE
    assert verdict.slip_on_request
    assert verdict.ready_at == at("2026-12-01T10:15")
    assert verdict.due == at("2026-12-01T17:30")
    assert [one.key for one in verdict.reasons] == [
        "listed",
        "any_day",
        "papers",
        "verification",
        "signer",
        "time",
    ]
    assert verdict.slip_reason.source == "Khoản 4 Điều 17 Nghị định 118/2025/NĐ-CP"


def test_the_law_of_the_day_is_cited() -> None:
    seed = decide(a_case(received=at("2023-07-25T09:00")), CALENDAR, SEED_PROFILE)
    assert "61/2018" in seed.slip_reason.source


def test_same_day_by_law_holds_on_any_working_day() -> None:
    verdict = judge(a_case(received=at(THURSDAY)))
    assert verdict.promise is Promise.SAME_DAY
    assert "Luật Hộ tịch" in verdict.reasons[0].source
    any_day = next(one for one in verdict.reasons if one.key == "any_day")
    assert any_day.met
    assert "Hôm nay không phải ngày" in any_day.detail


def test_what_only_the_model_promises_needs_the_model_day() -> None:
    assert judge(a_case(procedure=MARITAL)).promise is Promise.SAME_DAY
    assert failed(a_case(procedure=MARITAL, received=at(THURSDAY))) == ["model_day"]


def test_a_model_day_that_is_a_holiday_is_made_up_or_skipped_as_the_office_has_set_it() -> None:
    holiday = judge(a_case(procedure=MARITAL, received=at("2026-11-24T09:00")))
    assert [one.key for one in holiday.failed] == ["model_day", "time"]
    assert "Ngày Văn hóa Việt Nam" in holiday.failed[0].detail
    made_up = a_case(procedure=MARITAL, received=at("2026-11-25T09:00"))
    verdict = judge(made_up)
    assert verdict.promise is Promise.SAME_DAY
    assert "24/11/2026" in verdict.reasons[1].detail
    assert decide(made_up, CALENDAR, SEED_PROFILE).promise is Promise.APPOINTMENT


def test_a_procedure_not_posted_is_not_promised() -> None:
    model = NOW_PROFILE.model
    unlisted = replace(NOW_PROFILE, model=replace(model, same_day=replace(model.same_day, codes=())))
    verdict = decide(a_case(procedure=MARITAL), CALENDAR, unlisted)
    assert [one.key for one in verdict.failed] == ["listed"]
    early = decide(a_case(procedure=MARITAL, received=at("2026-08-25T09:00")), CALENDAR, NOW_PROFILE)
    assert [one.key for one in early.failed] == ["listed"]


def test_the_model_serves_people_who_come() -> None:
    online = judge(a_case(procedure=MARITAL, channel=Channel.ONLINE))
    assert [one.key for one in online.failed] == ["channel"]
    assert judge(a_case(channel=Channel.ONLINE)).promise is Promise.SAME_DAY


def test_missing_papers_ask_for_one_supplement_slip_with_all_of_them() -> None:
    verdict = judge(a_case(missing=("Giấy báo tử", "Văn bản ủy quyền"), papers_total=3))
    assert verdict.promise is Promise.SUPPLEMENT
    assert verdict.slip is SlipKind.SUPPLEMENT
    assert verdict.due is None
    assert verdict.reasons[0].detail == "Giấy báo tử · Văn bản ủy quyền"


def test_verification_gives_an_appointment_within_its_own_limit() -> None:
    verdict = judge(a_case(procedure=DEATH, needs_verification=True, verification_note="Hỏi xã cũ"))
    assert verdict.promise is Promise.APPOINTMENT
    assert verdict.slip is SlipKind.RECEIPT
    assert verdict.due == at("2026-12-04T17:30")
    assert verdict.reasons[0].key == "verification"
    assert verdict.reasons[0].source == "Hạn 3 ngày làm việc"
    without_limit = judge(a_case(needs_verification=True))
    assert without_limit.due == at("2026-12-02T17:30")


def test_a_limit_nobody_could_check_is_said_beside_the_appointment_with_both_readings() -> None:
    aid = next(one for one in EDITIONS if (one.code, one.edition) == ("1.001776", "2026"))
    verdict = judge(a_case(procedure=aid))
    (warning,) = (one for one in verdict.warnings if one.key == "unsure_limit")
    assert "22 ngày làm việc" in warning.detail
    assert "10 ngày làm việc" in warning.detail
    assert warning.certainty is Certainty.MEMORY


@pytest.mark.parametrize(
    ("signers", "text"),
    [
        ((), "Hôm nay không có người ký đúng thẩm quyền"),
        ((replace(DEPUTY, until=time(10)),), "Người ký không còn kịp ký hôm nay"),
        ((replace(DEPUTY, start=time(7, 30), until=time(9)),), "Người ký không còn kịp ký hôm nay"),
        ((replace(DEPUTY, start=time(18)),), "Người ký không còn kịp ký hôm nay"),
    ],
)
def test_without_a_competent_signer_it_is_an_appointment(
    signers: tuple[SignerPresence, ...], text: str
) -> None:
    verdict = judge(a_case(signers=signers))
    assert verdict.failed[0].text == text
    assert verdict.due == at("2026-12-02T17:30")
    assert [one.key for one in verdict.warnings] == ["past_limit"]


def test_a_delegate_cannot_sign_what_the_chairman_must() -> None:
    reserved = replace(EXTRACT, signer_level=SignerLevel.CHAIRMAN)
    assert failed(a_case(procedure=reserved)) == ["signer"]
    assert failed(a_case(procedure=reserved, signers=(DEPUTY, CHAIRMAN))) == []


def test_the_signer_who_is_there_first_is_named() -> None:
    later = replace(CHAIRMAN, start=time(14))
    assert judge(a_case(signers=(later, DEPUTY))).signer == DEPUTY
    alone = judge(a_case(signers=(later,)))
    assert alone.ready_at == at("2026-12-01T14:00")
    assert alone.reasons[4].text == "Người ký có mặt từ 14:00"


def test_work_that_does_not_fit_before_closing_is_an_appointment() -> None:
    assert failed(a_case(received=at("2026-12-01T14:50"), minutes_needed=161)) == ["time"]
    assert failed(a_case(received=at("2026-12-01T14:50"), minutes_needed=160)) == []
    assert judge(a_case(received=at("2026-12-01T11:20"))).ready_at == at("2026-12-01T13:44")


def test_after_three_an_appointment_is_offered_and_today_stays_allowed() -> None:
    at_three = judge(a_case(received=at("2026-12-01T15:00")))
    assert not at_three.offers_appointment
    late = a_case(received=at("2026-12-01T15:10"))
    verdict = judge(late)
    assert verdict.promise is Promise.SAME_DAY
    assert verdict.offers_appointment
    assert [one.key for one in verdict.warnings] == ["late_receipt"]
    not_today = judge(replace(late, finish_at_once=False))
    assert not_today.due == at("2026-12-02T17:30")
    assert not_today.warnings == ()
    assert not_today.failed[0].text == "Nhận sau 15 giờ, không giải quyết được ngay"


def test_the_officer_may_choose_an_appointment_with_a_reason() -> None:
    verdict = judge(a_case(appointment_reason="Máy in hỏng"))
    assert verdict.promise is Promise.APPOINTMENT
    assert verdict.failed[0].detail == "Máy in hỏng"
    early = judge(a_case(finish_at_once=False))
    assert early.failed[0].text == "Không kịp giải quyết trong ngày nhận"


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-29T10:00", "2026-11-30T17:30"),
        ("2026-12-01T17:30", "2026-12-02T17:30"),
        ("2026-12-01T23:59", "2026-12-02T17:30"),
        ("2026-02-13T17:45", "2026-02-23T17:30"),
    ],
)
def test_outside_office_hours_nothing_is_promised_for_today(received: str, due: str) -> None:
    verdict = judge(a_case(received=at(received)))
    assert [one.key for one in verdict.failed] == ["time"]
    assert verdict.due == at(due)
    assert "signer" not in [one.key for one in verdict.reasons]


def test_a_case_received_before_opening_is_worked_from_opening() -> None:
    verdict = judge(a_case(received=at("2026-12-01T06:00"), minutes_needed=24))
    assert verdict.ready_at == at("2026-12-01T07:54")


def test_a_case_taken_up_on_a_later_day_is_no_longer_same_day() -> None:
    verdict = judge(a_case(received=at("2026-11-30T09:00"), now=at(TUESDAY)))
    assert [one.key for one in verdict.failed] == ["time"]
    assert verdict.due == at("2026-12-02T17:30")


def test_what_needs_a_decision_is_never_promised_today() -> None:
    verdict = judge(a_case(procedure=WILL))
    assert [one.key for one in verdict.reasons] == ["listed", "papers"]
    assert verdict.due == at("2026-12-03T17:30")


def test_a_limit_in_hours_may_be_due_today() -> None:
    hourly = replace(MARITAL, limits={Channel.DIRECT: TimeLimit(kind=LimitKind.WORKING_HOURS, amount=4)})
    verdict = judge(a_case(procedure=hourly, needs_verification=False, signers=()))
    assert verdict.due == at("2026-12-01T15:51")


def test_an_unknown_channel_is_a_fault() -> None:
    with pytest.raises(DeskError) as caught:
        judge(a_case(procedure=WILL, channel=Channel.ONLINE))
    assert caught.value.code is ErrorCode.PROCEDURE_CHANNEL_UNKNOWN


CASES = st.builds(
    a_case,
    procedure=st.sampled_from([one for one in EDITIONS if one.edition == "2026"]),
    received=moments(2026, 2028),
    requested_help=st.booleans(),
    writer_on_roster=st.booleans(),
    missing=st.sampled_from([(), ("Giấy chứng sinh",)]),
    needs_verification=st.booleans(),
    signers=st.sampled_from([(), (DEPUTY,), (replace(DEPUTY, until=time(11)),), (CHAIRMAN, DEPUTY)]),
    minutes_needed=st.none() | st.integers(0, 700),
    finish_at_once=st.sampled_from([None, True, False]),
    appointment_reason=st.sampled_from(["", "Mất điện"]),
)


@given(CASES, st.sampled_from([NOW_PROFILE, SEED_PROFILE]), st.integers(0, 4000))
def test_there_is_exactly_one_promise_and_it_fits_its_reasons(
    case: Case, profile: object, later: int
) -> None:
    office = SEED_PROFILE if profile is SEED_PROFILE else NOW_PROFILE
    now = case.received + timedelta(minutes=later)
    verdict = decide(replace(case, now=now), CALENDAR, office)
    slips = {
        Promise.SAME_DAY: SlipKind.NONE,
        Promise.APPOINTMENT: SlipKind.RECEIPT,
        Promise.SUPPLEMENT: SlipKind.SUPPLEMENT,
    }
    assert verdict.slip is slips[verdict.promise]
    assert (verdict.promise is Promise.SAME_DAY) == (not verdict.failed)
    met = [reason.met for reason in verdict.reasons]
    assert met == sorted(met)
    assert (verdict.due is None) == (verdict.promise is Promise.SUPPLEMENT)
    if verdict.due is not None:
        assert verdict.due > now
        assert CALENDAR.is_working_day(verdict.due.date())
    if verdict.promise is Promise.SAME_DAY:
        assert verdict.ready_at is not None
        assert verdict.due is not None
        assert now <= verdict.ready_at <= verdict.due
        assert verdict.signer is not None
