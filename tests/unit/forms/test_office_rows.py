from desktop.forms.answers import Answer, Answers
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition, PageItem, PageKind
from desktop.forms.office_rows import clean_rows, office_rows
from desktop.forms.paper import Run, Table
from desktop.forms.read_back import read_back
from tests.support.form_files import CONTEXT, check, form_of, form_text

PAGE = '[khung "Đơn vị 60%" "Ghi chú"]\n[dong dossier.handovers 3]\n| Ký | |\n'
NUMBERED = """key = "people"
label = "Người"
type = "table"
min_rows = 4
columns = [ { key = "no", title = "TT", counted = true }, { key = "name", title = "Họ tên" } ]"""


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


def test_a_counted_column_numbers_the_rows_and_keeps_a_typed_number() -> None:
    form = form_of(form_text(NUMBERED, page="[bang people]\n"))
    answer = Answer(value=(("", "An"), ("7", "Bình"), ("", "Chi")))
    paper = compose(form, Answers().with_answer("people", answer), CONTEXT)
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert words(table) == [["1", "An"], ["7", "Bình"], ["3", "Chi"]]
    assert table.min_rows == 4
    (line,) = read_back([form], Answers().with_answer("people", answer), CONTEXT)
    assert line.value == "An, 7 - Bình, Chi"
    assert line.spoken == "An; 7, Bình; Chi"


def test_a_table_of_numbers_alone_is_a_mistake() -> None:
    only = NUMBERED.replace(', { key = "name", title = "Họ tên" }', "")
    problems = [str(problem) for problem in check(form_text(only, page="[bang people]\n")).problems]
    assert any("không có cột nào để hỏi" in problem for problem in problems)


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
