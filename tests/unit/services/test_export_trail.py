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


def test_a_backup_is_called_so_and_not_a_setting() -> None:
    row = replace(
        ROW, entity=Entity.OFFICE, row_id="a.bak", title="a.bak", kind=TrailKind.EXPORTED, other="backup"
    )
    assert (said(row, "Việc"), said(row, "Loại"), said(row, "Bản ghi")) == ("Xuất", "Bản sao lưu", "a.bak")


def test_who_has_which_duty_is_told_without_codes() -> None:
    row = replace(ROW, entity=Entity.ROSTER, row_id="2026-11-30/s1/writing", title="")
    assert said(row, "Bản ghi") == "30/11/2026 · Lê Thị Hạnh · viết hộ"


def test_an_export_of_the_trail_tells_its_days() -> None:
    row = replace(ROW, entity=Entity.AUDIT, row_id="2026-11-01/2026-11-23", title="")
    assert said(row, "Bản ghi") == "01/11/2026 đến 23/11/2026"
