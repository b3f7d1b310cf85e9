from dataclasses import replace

import pytest

from desktop.domain.ids import StaffId
from desktop.ui.office.conflict_source import ConflictSource
from desktop.ui.office.conflict_view import ConflictLine
from tests.support.fake_office import (
    NOW,
    FakeOffice,
    copies_conflict,
    note_conflict,
    shared_status,
    state_conflict,
)
from tests.support.fake_records import FakeRecords


def source(*conflicts: object, actor: str | None = "s1", here: str = "Quầy 1") -> ConflictSource:
    office = FakeOffice(shown=shared_status(name=here))
    office.waiting = list(conflicts)  # type: ignore[arg-type]  # a test names them
    return ConflictSource(
        office=office,
        reader=FakeRecords(lambda: NOW).read,
        answer_labels=dict,
        actor=lambda: StaffId(actor) if actor else None,
        clock=lambda: NOW,
    )


def only(*conflicts: object) -> ConflictLine:
    return source(*conflicts).load().lines[0]


def test_what_concerns_one_record_stands_together_the_oldest_first() -> None:
    found = source(copies_conflict(1, "d1"), state_conflict(2, "d2"), note_conflict(3, "d1")).load()
    assert [[line.conflict.seq for line in group.lines] for group in found.groups] == [[1, 3], [2]]
    assert found.groups[0].dossier_id == "d1"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Quầy 2 đã sửa ô “Số bản sao” lúc 09:44: anh/chị ghi 2, quầy 2 ghi 3. Chọn số đúng."),
        (
            {"stands": None},
            "Quầy 2 đã sửa ô “Số bản sao” lúc 09:44: anh/chị ghi 2, quầy 2 để trống. Chọn số đúng.",
        ),
        (
            {"stands_at": None, "stands_counter": ""},
            "Nơi khác đã sửa ô “Số bản sao”: anh/chị ghi 2, nơi khác ghi 3. Chọn số đúng.",
        ),
        (
            {"offered_by": "s9", "offered_counter": "Phòng Phó Chủ tịch"},
            "Quầy 2 đã sửa ô “Số bản sao” lúc 09:44: Phòng Phó Chủ tịch ghi 2, quầy 2 ghi 3. Chọn số đúng.",
        ),
    ],
)
def test_the_sentence_says_only_what_is_known(change: dict[str, object], sentence: str) -> None:
    line = only(replace(copies_conflict(), **change))  # type: ignore[arg-type]  # a test names them
    assert line.sentence == sentence


def test_a_value_nobody_is_known_for_is_still_shown() -> None:
    line = only(replace(copies_conflict(), stands_by="", stands_at=None, stands_counter=""))
    assert line.standing.value == "3"
    assert line.standing.source == "không rõ ai ghi"


def test_long_values_are_read_below_and_not_twice() -> None:
    assert "Trần Gia Bảo" not in only(note_conflict()).sentence


@pytest.mark.parametrize("here", ["Quầy 1", "Quầy 2", "Quầy 3"])
def test_one_person_at_two_counters_is_told_by_the_counters_names(here: str) -> None:
    line = source(replace(copies_conflict(), stands_by="s1"), here=here).load().lines[0]
    assert (
        line.sentence == "Quầy 2 đã sửa ô “Số bản sao” lúc 09:44: quầy 1 ghi 2, quầy 2 ghi 3. Chọn số đúng."
    )


def test_what_somebody_wrote_at_another_counter_is_told_by_that_counters_name() -> None:
    line = source(copies_conflict(), here="Quầy 3").load().lines[0]
    assert "quầy 1 ghi 2, quầy 2 ghi 3" in line.sentence


def test_a_move_of_the_same_person_at_two_counters_is_told_by_the_counters_names() -> None:
    line = source(replace(state_conflict(), stands_by="s1")).load().lines[0]
    assert "quầy 1 muốn chuyển sang “Đã rút”" in line.sentence


def test_a_value_nobody_can_read_is_told_as_that_and_not_as_empty() -> None:
    line = only(replace(copies_conflict(), offered=None, is_offered_unreadable=True))
    assert line.sentence == (
        "Quầy 2 đã sửa ô “Số bản sao” lúc 09:44; anh/chị ghi nội dung khác, máy này không đọc được."
        " Giữ nội dung đang có; nội dung kia mới đúng thì hỏi quầy đã ghi rồi ghi lại."
    )
    assert line.offered.value == "không đọc được"


def test_a_standing_value_nobody_here_can_read_is_left_to_another_counter() -> None:
    line = only(replace(copies_conflict(), stands=None, is_standing_unreadable=True))
    assert line.sentence == (
        "Quầy 2 đã sửa ô “Số bản sao” lúc 09:44; máy này không đọc được nội dung đang có. Chọn ở quầy khác."
    )
    assert (line.standing.value, line.standing.is_empty) == ("không đọc được", False)
