from dataclasses import replace
from datetime import date

import pytest

from desktop.catalogue.procedures import find_procedure
from desktop.domain.case import WritingOutcome
from desktop.domain.writing import writing_for
from tests.support.rules_samples import EDITIONS, NOW_PROFILE, a_case, at

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("2.000635", WritingOutcome.ALLOWED),
        ("1.014027", WritingOutcome.ALLOWED),
        ("1.000894", WritingOutcome.LIMITED),
        ("2.000884", WritingOutcome.LIMITED),
        ("2.001019", WritingOutcome.BARRED),
        ("2.000815", WritingOutcome.NOTHING_TO_WRITE),
    ],
)
def test_each_procedure_says_whether_the_desk_may_write(code: str, outcome: WritingOutcome) -> None:
    found, reasons = writing_for(a_case(procedure=find_procedure(EDITIONS, code, DAY)), NOW_PROFILE)
    assert found is outcome
    assert reasons[0].source
    assert reasons[0].met is (outcome is not WritingOutcome.BARRED)


def test_a_will_is_barred_even_on_request_and_the_law_is_marked_as_unchecked() -> None:
    will = find_procedure(EDITIONS, "2.001019", DAY)
    _, reasons = writing_for(a_case(procedure=will, requested_help=True), NOW_PROFILE)
    assert "Bộ luật Dân sự" in reasons[0].source
    assert reasons[0].source_display.endswith("(chưa kiểm chứng)")


def test_nobody_is_written_for_without_asking() -> None:
    outcome, reasons = writing_for(a_case(requested_help=False), NOW_PROFILE)
    assert outcome is WritingOutcome.NOT_REQUESTED
    assert reasons[0].key == "requested"
    assert "Kế hoạch 36" in reasons[0].source


def test_only_somebody_on_the_roster_writes() -> None:
    outcome, reasons = writing_for(a_case(writer_on_roster=False, writer_name=""), NOW_PROFILE)
    assert outcome is WritingOutcome.NOT_ON_ROSTER
    assert reasons[0].key == "roster"
    assert reasons[0].detail == "Người ở quầy, thứ Ba 01/12/2026"


def test_the_conditions_of_limited_writing_are_named() -> None:
    marriage = find_procedure(EDITIONS, "1.000894", DAY)
    _, reasons = writing_for(a_case(procedure=marriage), NOW_PROFILE)
    conditions = [one.text for one in reasons if one.key == "writing_condition"]
    assert "Cả hai bên nam, nữ có mặt" in conditions


def test_writing_is_always_free_and_says_so() -> None:
    case = replace(a_case(), now=at("2026-12-01T10:00"))
    _, reasons = writing_for(case, NOW_PROFILE)
    assert [one.text for one in reasons if one.key == "free_writing"] == ["Không thu phí viết hộ"]
