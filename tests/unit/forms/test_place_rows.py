from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.forms.place_rows import PlaceRow, place_rows, with_background, with_place, without_place
from tests.support.form_files import form_text
from tests.support.official_forms import TEXT, official_form

NEW = PlaceRow(
    field="requester.name", page=1, left=20.5, top=150, width=60, height=7, align="center", size=11
)


def test_rows_are_read_in_the_order_of_the_file_even_while_other_things_are_wrong() -> None:
    rows = place_rows(TEXT.replace('name = "Mẫu thử"', "nam = 3"))
    assert [row.field for row in rows][:2] == ["requester.name", "requester.birth"]
    assert (rows[0].left, rows[1].align, rows[3].option) == (45.0, "center", "Xây mới")
    assert place_rows("không phải = = toml") == ()


def test_a_place_is_added_behind_the_last_and_every_other_letter_stays() -> None:
    text = with_place(TEXT, NEW)
    assert text.startswith(TEXT.rstrip("\n"))
    assert place_rows(text)[-1] == NEW
    assert len(official_form(text).places) == len(official_form().places) + 1


def test_moving_a_place_touches_its_own_numbers_alone() -> None:
    commented = TEXT.replace("top = 44\nwidth = 40", "top = 44   # đo bằng thước\nwidth = 40")
    row = place_rows(commented)[1]
    text = with_place(commented, replace(row, left=141.25, top=45), 1)
    assert place_rows(text)[1] == replace(row, left=141.25, top=45)
    before, after = commented.split("\n"), text.split("\n")
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ("left = 140", "left = 141.25"),
        ("top = 44   # đo bằng thước", "top = 45   # đo bằng thước"),
    ]


def test_a_changed_place_says_what_it_did_not_say_and_forgets_what_it_no_longer_says() -> None:
    text = with_place(TEXT, replace(place_rows(TEXT)[1], align="", boxes=10), 1)
    row = place_rows(text)[1]
    assert (row.align, row.boxes) == ("", 10)
    assert "# ngày sinh, ba chỗ" in text


@pytest.mark.parametrize("at", range(5))
def test_a_place_taken_away_is_gone_and_the_others_stay(at: int) -> None:
    rows = list(place_rows(TEXT))
    text = without_place(TEXT, at)
    del rows[at]
    assert list(place_rows(text)) == rows
    assert "# ngày sinh, ba chỗ" in text
    assert with_place(text, NEW).count("[[print.place]]") == 5


def test_a_place_that_is_not_there_cannot_be_changed() -> None:
    with pytest.raises(IndexError):
        with_place(TEXT, NEW, 5)
    with pytest.raises(IndexError):
        without_place(form_text(), 0)


def test_lines_of_windows_and_tables_behind_the_print_table_are_left_alone() -> None:
    windows = TEXT.replace("\n", "\r\n")
    assert place_rows(with_place(windows, NEW))[-1] == NEW
    moved = (
        TEXT[TEXT.index("[print]") :]
        + "\n"
        + TEXT[: TEXT.index("[print]")].partition("[in_force]")[2].join(["[in_force]", ""])
    )
    text = with_place(moved, NEW)
    assert place_rows(text)[-1] == NEW
    assert "[in_force]" in text[text.index("20.5") :]


def test_the_background_is_named_and_its_fingerprint_kept_in_step() -> None:
    written = form_text()
    assert place_rows(with_background(written, "a.pdf")) == ()
    text = with_background(TEXT, "moi.pdf", "ab" * 32)
    assert 'background = "moi.pdf"' in text
    assert f'background_sha256 = "{"ab" * 32}"' in text
    assert with_background(with_background(text, "khac.pdf"), "mau.pdf") == TEXT
    assert 'background = "a.pdf"' in with_background('id = "x"\n', "a.pdf")


measures = st.floats(0.01, 400).map(lambda number: round(number, 2))
rows = st.builds(
    PlaceRow,
    field=st.sampled_from(["requester.name", "today"]),
    page=st.integers(1, 9),
    left=measures,
    top=measures,
    width=measures,
    height=measures,
    format=st.sampled_from(["", "day"]),
    option=st.text(max_size=12).filter(lambda text: text.isprintable()),
    size=st.none() | measures,
    align=st.sampled_from(["", "left", "right"]),
    capitals=st.booleans(),
)


@given(st.lists(rows, min_size=1, max_size=4), st.data())
def test_whatever_is_written_is_read_back(wanted: list[PlaceRow], data: st.DataObject) -> None:
    text = TEXT[: TEXT.index("[[print.place]]")]
    for row in wanted:
        text = with_place(text, row)
    assert list(place_rows(text)) == wanted
    at = data.draw(st.integers(0, len(wanted) - 1))
    other = data.draw(rows)
    wanted[at] = other
    assert list(place_rows(with_place(text, other, at))) == wanted
