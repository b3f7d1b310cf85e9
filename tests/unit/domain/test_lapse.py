import pytest

from desktop.domain.case import Promise
from desktop.domain.lapse import same_day_lapse
from tests.support.rules_samples import CALENDAR, NOW_PROFILE, OFFICER, a_draft, at, received


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-12-01T17:30", "2026-12-02T17:30"),
        ("2026-12-02T07:00", "2026-12-02T17:30"),
        ("2026-12-02T18:00", "2026-12-03T17:30"),
        ("2026-12-05T09:00", "2026-12-07T17:30"),
    ],
)
def test_a_same_day_case_not_signed_by_closing_becomes_an_appointment(now: str, due: str) -> None:
    lapse = same_day_lapse(received(), CALENDAR, NOW_PROFILE, at(now))
    assert lapse is not None
    assert lapse.due == at(due)
    assert not lapse.reason.met
    assert lapse.reason.source
    turned = received().turn_into_appointment(at(now), OFFICER, lapse.reason.text, lapse.due)
    assert same_day_lapse(turned, CALENDAR, NOW_PROFILE, at("2026-12-20T09:00")) is None


def test_nothing_lapses_before_closing_or_once_signed_or_without_a_promise_for_today() -> None:
    late = at("2026-12-02T09:00")
    assert same_day_lapse(received(), CALENDAR, NOW_PROFILE, at("2026-12-01T17:29")) is None
    signed = received().submit(at("2026-12-01T10:00"), OFFICER).sign(at("2026-12-01T10:10"), OFFICER)
    assert same_day_lapse(signed, CALENDAR, NOW_PROFILE, late) is None
    assert same_day_lapse(received(Promise.APPOINTMENT), CALENDAR, NOW_PROFILE, late) is None
    assert same_day_lapse(a_draft(), CALENDAR, NOW_PROFILE, late) is None
