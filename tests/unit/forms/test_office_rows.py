from desktop.forms.answers import Answers
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition, PageItem, PageKind
from desktop.forms.office_rows import clean_rows, office_rows
from desktop.forms.paper import Run, Table
from tests.support.form_files import CONTEXT, check, form_of, form_text

PAGE = '[khung "Đơn vị 60%" "Ghi chú"]\n[dong dossier.handovers 3]\n| Ký | |\n'


def words(table: Table) -> list[list[str]]:
    return [[item.text for cell in row for item in cell.items if isinstance(item, Run)] for row in table.rows]


def table_of(form: FormDefinition, rows: str, *, blank: bool = False) -> Table:
    paper = compose(form, Answers(), {**CONTEXT, "dossier.handovers": rows}, blank=blank)
    return next(block for block in paper.blocks if isinstance(block, Table))


def test_rows_of_the_office_stand_above_those_to_be_filled_by_hand() -> None:
    table = table_of(form_of(form_text(page=PAGE)), "Một cửa\tđủ\nPhòng")
    assert words(table) == [["Một cửa", "đủ"], ["Phòng"], [], ["Ký"]]
    assert [column.width for column in table.columns] == [0.6, None]


def test_a_blank_form_has_only_empty_rows() -> None:
    assert words(table_of(form_of(form_text(page=PAGE)), "Một cửa\tđủ", blank=True)) == [[], [], [], ["Ký"]]


def test_cells_beyond_the_columns_are_left_out_and_signs_of_control_vanish() -> None:
    item = PageItem(kind=PageKind.ROWS, line=1, name="register.rows")
    rows = office_rows({"register.rows": "a\x07\tb\tc\n\n d \n"}, item, columns=2)
    texts = [[item.text for cell in row for item in cell.items if isinstance(item, Run)] for row in rows]
    assert texts == [["a", "b"], ["d"]]
    assert all(len(row) == 2 for row in rows)
    assert clean_rows(" a\x00b \n\n c") == ["a b", "c"]


def test_mistakes_around_such_rows_are_told() -> None:
    for page, said in (
        ("[dong dossier.handovers]\n", "phía trên không có [khung]"),
        ('[khung "A"]\n[dong dossier.handover]\n', "Không có bảng “dossier.handover”"),
        ('[khung "A"]\n[dong dossier.handovers nhiều]\n', "chỉ cần tên bảng và số dòng"),
        ('[khung "A"]\n[dong]\n', "thiếu tên ô"),
        ("Giao: {dossier.handovers}\n", "không đặt trong dòng được"),
        ("[danh-sach register.rows]\n", "Không có ô “register.rows”"),
    ):
        problems = [str(problem) for problem in check(form_text(page=page)).problems]
        assert any(said in problem for problem in problems), (page, problems)
