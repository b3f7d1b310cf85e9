import tomllib
from pathlib import Path

import jsonschema
import pytest

from desktop.forms.loader import check_form_file, check_form_text
from desktop.forms.paper import PaperSize
from desktop.forms.schema import form_schema
from tests.support.official_forms import TEXT, check_official, official_form
from tests.support.official_pdfs import A4, official_pdf


def test_a_form_on_an_official_page_loads_with_its_places() -> None:
    form = official_form()
    assert form.background is not None
    assert form.background.pdf.data == official_pdf()
    assert [place.key for place in form.places] == [
        "requester.name",
        "requester.birth",
        "request.reason",
        "request.kind",
        "request.kind",
    ]
    assert (form.page, form.paper) == ((), PaperSize.A4)
    assert official_form(pdf=official_pdf(size=(A4[1], A4[0]))).paper is PaperSize.A4_LANDSCAPE


def test_the_pdf_is_looked_for_beside_the_form_file(tmp_path: Path) -> None:
    file = tmp_path / "mau.toml"
    file.write_text(TEXT, encoding="utf-8")
    told = check_form_file(file, in_library=False).problems
    assert [problem.message for problem in told] == ["Không thấy tệp nền “mau.pdf”."]
    (tmp_path / "mau.pdf").write_bytes(official_pdf())
    assert check_form_file(file, in_library=False).form is not None
    assert check_form_text(TEXT.encode(), "mau.toml").form is None


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "message", "cure"),
    [
        (changed('background = "mau.pdf"', 'background = "../mau.pdf"'), "Tên tệp nền", "nằm cạnh"),
        (
            changed('background = "mau.pdf"', 'background = "mau.pdf"\npage = "x"'),
            "không viết trang in",
            "Bỏ page",
        ),
        (changed('background = "mau.pdf"\n', ""), "không có tệp nền", "Thêm background"),
        (
            changed('"mau.pdf"', '"mau.pdf"\nbackground_sha256 = "00"'),
            "không phải tệp đã dùng",
            "background_sha256 =",
        ),
        (changed('field = "requester.name"', 'field = "requester.nam"'), "Không có ô", "requester.name"),
        (changed('option = "Xây mới"', 'option = "Xây"'), "không có lựa chọn", "Xây mới"),
        (changed("page = 1", "page = 2"), "không có trang 2", "từ 1 đến 1"),
        (changed("width = 90", "width = 190"), "ra ngoài trang 25.0 mm", "rộng 210 mm"),
        (changed("height = 7", "height = 1"), "quá nhỏ", "cao ít nhất 2.0 mm"),
        (changed("left = 45", 'left = "45"'), "“left” phải là số", "mi-li-mét"),
        (changed("left = 45", "left = nan"), "“left” phải là số", "mi-li-mét"),
        (changed("left = 45\n", ""), "Thiếu khóa “left”", "left = …"),
        (changed("height = 7", 'height = 7\nas = "day"'), "thành dạng “day”", "capitals"),
        (changed("height = 7", 'height = 7\nalign = "giua"'), "không có giá trị", "center"),
        (changed("height = 7", "height = 7\nboxes = 12\npitch = 9"), "rộng hơn chỗ điền", "bỏ pitch"),
        (changed("height = 7", 'height = 7\nrow = 1\ncolumn = "a"'), "không phải bảng", "Bỏ row"),
    ],
)
def test_a_mistake_in_a_place_is_told_with_line_and_cure(text: str, message: str, cure: str) -> None:
    told = check_official(text)
    assert told.form is None
    found = [problem for problem in told.problems if message in problem.message]
    assert found, [str(problem) for problem in told.problems]
    assert cure in found[0].cure
    assert found[0].line > 0


def test_a_field_without_a_place_is_told() -> None:
    text = TEXT[: TEXT.index("# ngày sinh")] + TEXT[TEXT.index('[[print.place]]\nfield = "request.reason"') :]
    (problem,) = check_official(text).problems
    assert "“requester.birth” được hỏi mà không có chỗ in" in problem.message
    assert '[[print.place]] có field = "requester.birth"' in problem.cure


def test_the_page_of_a_form_is_written_or_official_but_never_missing() -> None:
    head = TEXT[: TEXT.index("[print]")]
    told = check_official(head + '[print]\npaper = "A4"\n').problems
    assert "Thiếu trang in." in [problem.message for problem in told]


def test_a_damaged_pdf_is_a_mistake_of_the_form_file_and_nothing_more() -> None:
    told = check_official(pdf=b"khong phai pdf").problems
    assert "không phải PDF" in told[0].message


def test_a_table_is_placed_cell_by_cell() -> None:
    table = """
[[question]]
say = "Nhà có ai ạ?"

  [[question.field]]
  key = "family"
  label = "Thành viên"
  type = "table"
  columns = [{ key = "name", title = "Họ tên" }, { key = "tie", title = "Quan hệ" }]
"""
    place = '\n[[print.place]]\nfield = "family"\npage = 1\nleft = 20\ntop = 100\nwidth = 60\nheight = 6\n'
    text = TEXT.replace("\n[print]", table + "\n[print]")
    (problem,) = check_official(text + place).problems
    assert "dòng nào, cột nào" in problem.message
    assert "name, tie" in problem.cure
    assert official_form(text + place + 'row = 1\ncolumn = "tie"\n').places[-1].column == "tie"


def test_an_editor_that_knows_the_schema_accepts_the_same_file() -> None:
    plain = tomllib.loads(TEXT)
    jsonschema.validate(
        plain | {"in_force": {"from": "2024-01-01"}, "checked": {"on": "2024-01-01", "against": "x"}},
        form_schema(),
    )
    plain["print"]["page"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, form_schema())
