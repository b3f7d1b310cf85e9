import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.forms.paper import Boxes, PaperSize, Run, RunKind, Tick
from desktop.printing.pdf.fonts import Face, paper_fonts
from desktop.printing.pdf.inline import (
    Blank,
    DigitBoxes,
    Manner,
    Piece,
    Place,
    TickBox,
    Typesetter,
    total_width,
)
from desktop.printing.pdf.page_setup import page_setup
from desktop.printing.pdf.rows import balanced_rows, break_rows
from desktop.printing.pdf.sketch import Pen
from desktop.services.rendered_paper import Look
from tests.support.random_papers import long_text

PEN = Pen(Face.SERIF, 13.0)


@pytest.fixture
def setter() -> Typesetter:
    return Typesetter(paper_fonts(), page_setup(PaperSize.A4), Look.PRINT)


@given(text=long_text, width=st.floats(30, 500), first=st.floats(10, 500))
def test_breaking_loses_no_letter_and_fills_no_row_beyond_its_width(
    text: str, width: float, first: float
) -> None:
    setter = Typesetter(paper_fonts(), page_setup(PaperSize.A4), Look.PRINT)
    rows = break_rows(setter, setter.text(text, PEN), width, min(first, width))
    letters = "".join(atom.text for row in rows for atom in row.atoms if isinstance(atom, Piece))
    assert letters.replace(" ", "") == text.replace(" ", "")
    for number, row in enumerate(rows):
        assert row.width == pytest.approx(total_width(row.atoms))
        assert row.width <= (min(first, width) if number == 0 else width) + 0.1
    assert [row.last for row in rows] == [False] * (len(rows) - 1) + [True]


def test_a_mark_is_never_torn_from_its_letter(setter: Typesetter) -> None:
    text = "x̃" * 60
    for row in break_rows(setter, setter.text(text, PEN), 40):
        assert isinstance(row.atoms[0], Piece)
        assert not row.atoms[0].text.startswith("\u0303")


def test_a_no_break_space_keeps_a_sum_and_its_currency_together(setter: Typesetter) -> None:
    rows = break_rows(setter, setter.text("Lệ phí 16.000\u00a0đ", PEN), 75)
    assert [atom.text for atom in rows[-1].atoms if isinstance(atom, Piece)] == ["16.000\u00a0đ"]


def test_centred_text_is_broken_into_lines_of_like_length(setter: Typesetter) -> None:
    text = (
        "Áp dụng đối với đối tượng quy định tại khoản 5 Điều 5 Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của"
    )
    plain = break_rows(setter, setter.text(text, PEN), 450)
    balanced = balanced_rows(setter, setter.text(text, PEN), 450)
    assert len(balanced) == len(plain)
    assert max(row.width for row in balanced) < max(row.width for row in plain)


def test_digit_boxes_too_many_for_a_row_go_on_below(setter: Typesetter) -> None:
    atoms = setter.atoms((Boxes(digits="042151000123", count=12),), 13)
    rows = break_rows(setter, atoms, 80)
    boxes = [atom for row in rows for atom in row.atoms if isinstance(atom, DigitBoxes)]
    assert sum(box.number for box in boxes) == 12
    assert "".join(box.digits for box in boxes) == "042151000123"
    assert all(row.width <= 80.01 for row in rows)


def test_more_digits_than_boxes_get_more_boxes(setter: Typesetter) -> None:
    (boxes,) = setter.atoms((Boxes(digits="1234", count=2),), 13)
    assert isinstance(boxes, DigitBoxes)
    assert boxes.number == 4


def test_an_unanswered_place_is_the_leader_at_the_end_and_a_blank_elsewhere(setter: Typesetter) -> None:
    empty = Run(text="", kind=RunKind.VALUE, key="k")
    at_end = setter.atoms((Run(text="Số: "), empty), 13, Manner(leader=True))
    inside = setter.atoms((empty, Run(text=" bản")), 13, Manner(leader=True))
    assert isinstance(at_end[-1], Place)
    assert isinstance(inside[0], Blank)


def test_dots_written_in_a_form_become_a_drawn_blank_of_their_width(setter: Typesetter) -> None:
    atoms = setter.atoms((Run(text="ngày "), Run(text="............ ", key="day"), Run(text="tháng")), 13)
    blank = next(atom for atom in atoms if isinstance(atom, Blank))
    assert blank.key == "day"
    assert blank.width == pytest.approx(setter.fonts[Face.SERIF].width("............", 13))


def test_a_tick_and_its_words_go_to_the_next_row_together(setter: Typesetter) -> None:
    items = tuple(
        Tick(checked=False, label=(Run(text=f"Lựa\u00a0chọn\u00a0{number}"),)) for number in range(6)
    )
    for row in break_rows(setter, setter.atoms(items, 13), 120):
        assert isinstance(row.atoms[0], TickBox)
        assert not isinstance(row.atoms[-1], TickBox)
