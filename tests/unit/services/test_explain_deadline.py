import json

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.explain_deadline import explain_deadline


def test_the_seed_s_row_is_due_22_working_days_on() -> None:
    found = explain_deadline("1.001776", "2026-02-13T09:00")
    assert found["due"] == "2026-03-24T17:30:00+07:00"
    assert len(list(found["counted_days"])) == 22  # type: ignore[arg-type]  # a list among plain values
    assert found["rule"] == "22 ngày làm việc"
    assert found["office"] == "duc-thinh-2026"
    assert "chưa kiểm chứng" in json.dumps(found["reasons"], ensure_ascii=False)


def test_an_old_case_is_judged_by_the_office_and_edition_of_its_day() -> None:
    found = explain_deadline("1.001776", "2023-08-01T09:00", channel="POSTAL")
    assert (found["edition"], found["office"], found["channel"]) == (
        "2023",
        "thanh-binh-thinh-2023",
        "postal",
    )
    chosen = explain_deadline("1.001776", "2023-08-01T09:00", office_id="duc-thinh-2026")
    assert chosen["office"] == "duc-thinh-2026"


@pytest.mark.parametrize(
    "text", ["2026-02-13T02:00Z", "2026-02-13T09:00+07:00", "2026-02-13 09:00", " 2026-02-13T09:00 "]
)
def test_a_moment_may_carry_a_zone_or_not(text: str) -> None:
    assert explain_deadline("1.014027", text)["received"] == "2026-02-13T09:00:00+07:00"


@pytest.mark.parametrize(
    ("code", "received", "channel", "fault"),
    [
        ("9.999999", "2026-02-13T09:00", "direct", ErrorCode.PROCEDURE_UNKNOWN),
        ("1.014027", "2023-02-13T09:00", "direct", ErrorCode.PROCEDURE_NOT_IN_FORCE),
        ("1.014027", "hôm qua", "direct", ErrorCode.MOMENT_INVALID),
        ("1.014027", "2026-02-30T09:00", "direct", ErrorCode.MOMENT_INVALID),
        ("1.014027", "0001-01-01T00:00Z", "direct", ErrorCode.OFFICE_NOT_IN_FORCE),
        ("1.014027", "9999-12-31T23:59Z", "direct", ErrorCode.MOMENT_INVALID),
        ("1.014027", "2050-01-01T09:00", "direct", ErrorCode.CALENDAR_OUT_OF_RANGE),
        ("1.014027", "2026-02-13T09:00", "fax", ErrorCode.INPUT_INVALID),
        ("2.001019", "2026-02-13T09:00", "online", ErrorCode.PROCEDURE_CHANNEL_UNKNOWN),
    ],
)
def test_what_cannot_be_answered_is_a_plain_fault(
    code: str, received: str, channel: str, fault: ErrorCode
) -> None:
    with pytest.raises(DeskError) as caught:
        explain_deadline(code, received, channel=channel)
    assert caught.value.code is fault
