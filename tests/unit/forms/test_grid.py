"""A ruled frame with its rows written in the form file: marriage columns, boxes to tick under a heading."""

import pytest

from desktop.forms.answers import Answer, Answers
from desktop.forms.compose import compose
from desktop.forms.paper import ComposedPaper, Run, Signatures, Table, Tick
from tests.support.form_files import CONTEXT, check, form_of, form_text

FIELDS = ('key = "sick"\nlabel = "Ốm"\ntype = "yes_no"', 'key = "job"\nlabel = "Nghề"')
GRID = """[khung "Nội dung 50%" "Có" "Không"]
| Ốm đau | {sick?Có} | {sick?Không} |
| **Nghề** | {job} |
: Hết
"""


def table_of(paper: ComposedPaper) -> Table:
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    return table


def test_a_frame_keeps_its_rows_and_column_widths() -> None:
    form = form_of(form_text(*FIELDS, page=GRID))
    answers = Answers({"sick": Answer(value=False), "job": Answer(value="Thợ mộc")})
    table = table_of(compose(form, answers, CONTEXT))
    assert [(column.title, column.width) for column in table.columns] == [
        ("Nội dung", 0.5),
        ("Có", None),
        ("Không", None),
    ]
    assert [len(row) for row in table.rows] == [3, 3]
    assert [row[1].items for row in table.rows][1] == (
        Run(text="Thợ mộc", kind=table.rows[1][1].items[0].kind, key="job"),  # type: ignore[union-attr]  # a Run
    )


def test_a_lone_box_in_a_frame_says_nothing_because_the_heading_does() -> None:
    form = form_of(form_text(*FIELDS, page=GRID))
    row = table_of(compose(form, Answers({"sick": Answer(value=False)}), CONTEXT)).rows[0]
    assert row[1].items == (Tick(checked=False, key="sick"),)
    assert row[2].items == (Tick(checked=True, key="sick"),)


def test_an_empty_frame_has_no_dots_in_its_cells() -> None:
    form = form_of(form_text(*FIELDS, page=GRID))
    row = table_of(compose(form, Answers(), CONTEXT, blank=True)).rows[1]
    assert row[1].items == (Run(text="", kind=row[1].items[0].kind, key="job"),)  # type: ignore[union-attr]  # a Run
    assert not any(cell.leader for cell in row)


def test_lines_under_a_place_to_sign_come_from_the_form() -> None:
    page = '{sick}\n{job}\n[ky trong "CHỦ HỘ" "" "ngày ......" "(7) Họ và tên: ......" "(7) Số: ......"]\n'
    paper = compose(form_of(form_text(*FIELDS, page=page)), Answers(), CONTEXT)
    (signatures,) = (block for block in paper.blocks if isinstance(block, Signatures))
    assert signatures.columns[0].below == ("(7) Họ và tên: ......", "(7) Số: ......")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("{sick}\n{job}\n[khung]\n", "thiếu tên cột"),
        ("{sick}\n{job}\n| a | b |\n", "phía trên không có [khung]"),
        ('{sick}\n{job}\n[khung "A" "B"]\n| a | b | c |\n', "Dòng có 3 ô mà khung có 2 cột"),
        ('{sick}\n{job}\n[khung "A 60%" "B 50%"]\n| a | b |\n', "rộng hơn trang"),
        ('[khung "A" "B"]\n| {sick} | {jop} |\n| {job} | |\n', "jop"),
    ],
)
def test_a_slip_in_a_frame_is_told(page: str, words: str) -> None:
    checked = check(form_text(*FIELDS, page=page))
    assert checked.form is None
    assert any(words in str(problem) for problem in checked.problems), [str(p) for p in checked.problems]
