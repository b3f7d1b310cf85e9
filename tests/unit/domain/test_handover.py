from datetime import timedelta

import pytest

from desktop.domain.case import Promise
from desktop.domain.handover import Handover, Hands, handovers_of, outcome_of
from desktop.domain.ids import StaffId
from tests.support.rules_samples import OFFICER, at, received

HANDS = Hands(desk="Một cửa", solver="Phòng Văn hóa", signer="Lãnh đạo")
NAMES = {OFFICER: "Lê Thị Hạnh"}


def test_the_moves_of_a_dossier_tell_who_gave_it_to_whom_and_a_written_handover_stands_between() -> None:
    now = at("2026-12-01T10:00")
    dossier = received(Promise.APPOINTMENT).process(now, OFFICER).submit(now + timedelta(hours=2), OFFICER)
    dossier = dossier.sign(now + timedelta(hours=3), OFFICER).make_ready(now + timedelta(hours=4), OFFICER)
    written = Handover(
        dossier_id=dossier.id,
        at=now + timedelta(hours=1),
        by=OFFICER,
        from_unit="Phòng Văn hóa",
        to_unit="Công an xã",
        taker="Phan Văn Cường",
    )
    found = handovers_of(dossier, (written,), HANDS, lambda one: NAMES.get(one, ""))
    assert [(one.from_unit, one.to_unit) for one in found] == [
        ("Một cửa", "Phòng Văn hóa"),
        ("Phòng Văn hóa", "Công an xã"),
        ("Phòng Văn hóa", "Lãnh đạo"),
        ("Lãnh đạo", "Một cửa"),
    ]
    assert found[0].giver == "Lê Thị Hạnh"
    assert found[1].taker == "Phan Văn Cường"


def test_a_giver_who_left_the_office_is_a_line_to_sign_by_hand() -> None:
    dossier = received().process(at("2026-12-01T10:00"), StaffId("gone"))
    assert handovers_of(dossier, (), HANDS, lambda one: NAMES.get(one, ""))[0].giver == ""


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-11-30T16:00", "Trước hạn"),
        ("2026-12-01T09:00", "Đúng hạn"),
        ("2026-12-01T17:00", "Đúng hạn"),
        ("2026-12-01T17:01", "Quá hạn"),
    ],
)
def test_a_handover_is_measured_by_the_day_promised(when: str, words: str) -> None:
    assert outcome_of(at(when), at("2026-12-01T17:00")) == words
    assert outcome_of(at(when), None) == ""
