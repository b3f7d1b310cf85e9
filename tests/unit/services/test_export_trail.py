"""What the journal says in an officer's words."""

from dataclasses import replace

from desktop.domain.ids import StaffId
from desktop.services.export_trail import TITLES, trail_line
from desktop.services.office_values import TrailKind, TrailRow
from desktop.services.record_values import Entity
from tests.support.fake_office import NOW

ROW = TrailRow(
    at=NOW,
    by=StaffId("s1"),
    kind=TrailKind.CHANGED,
    entity=Entity.DOSSIER,
    row_id="d1",
    title="261124-0007 Nguyễn Thị Bưởi",
    fields=("copies",),
)


def said(row: TrailRow, title: str) -> str:
    return trail_line(row, {"s1": "Lê Thị Hạnh"}).cells[TITLES.index(title)]


def test_a_new_record_is_not_called_an_edit() -> None:
    assert said(ROW, "Việc") == "Sửa"
    assert said(replace(ROW, is_new=True), "Việc") == "Ghi mới"
    assert said(replace(ROW, is_new=True, kind=TrailKind.ERASED), "Việc") == "Xóa"


def test_the_counter_is_named_where_it_is_known() -> None:
    assert said(ROW, "Ở quầy") == "máy này"
    assert said(replace(ROW, here=False, counter="Quầy 3"), "Ở quầy") == "Quầy 3"
    assert said(replace(ROW, here=False), "Ở quầy") == "quầy khác"


def test_an_edit_that_was_not_taken_over_says_so_field_by_field() -> None:
    row = replace(ROW, fields=("note",), refused=("copies",))
    assert said(row, "Ô đã sửa, lý do") == "Không nhận vào sổ: Số bản sao; đã nhận: Ghi chú"
    answers = replace(ROW, entity=Entity.ANSWERS, fields=(), refused=("deceased.name",))
    assert said(answers, "Ô đã sửa, lý do") == "Không nhận vào sổ"


def test_a_choice_is_told_by_its_record_and_the_fields_words() -> None:
    row = replace(ROW, entity=Entity.CONFLICT, row_id="3c4532f60109", about=Entity.DOSSIER)
    assert said(row, "Loại") == "Chỗ đã chọn"
    assert said(row, "Ô đã sửa, lý do") == "Số bản sao"
    unknown = replace(row, title="", about=None)
    assert "3c4532f60109" not in said(unknown, "Bản ghi")


def test_the_office_itself_is_called_so() -> None:
    assert said(replace(ROW, entity=Entity.OFFICE, row_id="office", title=""), "Bản ghi") == "Cơ quan này"
