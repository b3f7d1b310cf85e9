from dataclasses import replace
from datetime import UTC, datetime

from desktop.domain.help_session import Finger, Signing, SigningKind
from desktop.domain.partial_date import PartialDate
from desktop.forms.answers import Answer, Answers, AnswerValue
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition
from desktop.forms.paper import OfficialSheet, RunKind
from tests.support.form_files import CONTEXT, form_of, form_text
from tests.support.official_forms import TEXT, official_form

NAME = "Nguyễn Thị Bưởi"


def sheet(
    answers: dict[str, AnswerValue], form: FormDefinition | None = None, **more: object
) -> OfficialSheet:
    given = Answers()
    for key, value in answers.items():
        given = given.with_answer(key, Answer(value=value))
    paper = compose(form or official_form(), given, CONTEXT, **more)  # type: ignore[arg-type]  # a test names real options
    assert paper.official is not None
    assert paper.blocks == ()
    return paper.official


def test_a_form_without_a_background_has_no_official_sheet() -> None:
    assert compose(form_of(form_text()), Answers(), CONTEXT).official is None


def test_answers_stand_in_their_places_and_options_are_marked() -> None:
    items = sheet({"requester.name": NAME, "request.kind": "Sửa chữa"}).items
    assert [(item.rows, item.marked) for item in items] == [
        ((NAME,), None),
        ((), None),
        ((), None),
        ((), False),
        ((), True),
    ]
    assert (items[0].page, items[0].left, items[0].label) == (0, 45.0, "Họ, chữ đệm, tên")


def test_a_blank_form_has_no_answer_in_any_place() -> None:
    blank = sheet({"requester.name": NAME, "request.kind": "Khác hẳn"}, blank=True)
    assert not any(item.rows or item.marked for item in blank.items)
    assert not blank.apart


def test_a_long_answer_keeps_its_lines() -> None:
    items = sheet({"request.reason": "Nhà dột\n\nMái hỏng"}).items
    assert items[2].rows == ("Nhà dột", "Mái hỏng")


def test_words_of_ones_own_that_no_box_can_show_are_kept_for_the_continuation_sheet() -> None:
    (apart,) = sheet({"request.kind": "Thay mái"}).apart
    assert (apart.label, apart.rows) == ("Loại nhà", ("Thay mái",))
    assert not sheet({"request.kind": "Xây mới"}).apart


def test_a_suggestion_nobody_accepted_is_marked_as_such() -> None:
    items = sheet({}, pending={"requester.name": NAME}).items
    assert (items[0].rows, items[0].kind) == ((NAME,), RunKind.PENDING)


def test_capitals_are_asked_for_by_the_place_or_by_the_field() -> None:
    loud = official_form(TEXT.replace("height = 7\n", "height = 7\ncapitals = true\n", 1))
    assert sheet({"requester.name": NAME}, loud).items[0].rows == ("NGUYỄN THỊ BƯỞI",)


def test_a_day_is_written_in_parts_where_the_page_has_parts() -> None:
    text = TEXT.replace('field = "requester.birth"', 'field = "requester.birth"\nas = "year"')
    form = official_form(text)
    birth = PartialDate(year=1951, month=3, day=5)
    assert sheet({"requester.birth": birth}, form).items[1].rows == ("1951",)


TABLE = """
[[question]]
say = "Nhà có ai ạ?"

  [[question.field]]
  key = "family"
  label = "Thành viên"
  type = "table"
  columns = [{ key = "name", title = "Họ tên" }, { key = "tie", title = "Quan hệ" }]
"""
CELLS = "".join(
    f'\n[[print.place]]\nfield = "family"\nrow = {row}\ncolumn = "{column}"\npage = 1\nleft = {left}\n'
    f"top = {100 + 8 * row}\nwidth = 60\nheight = 7\n"
    for row in (1, 2)
    for column, left in (("name", 20), ("tie", 90))
)


def test_rows_of_a_table_beyond_those_of_the_page_are_kept_for_the_continuation_sheet() -> None:
    form = official_form(TEXT.replace("\n[print]", TABLE + "\n[print]") + CELLS)
    rows = (("Lê Văn An", "chồng"), ("", ""), ("Lê Thị Bình", "con"), ("Lê Cẩm", "con", "thừa"))
    made = sheet({"family": rows}, form)
    assert [item.rows for item in made.items[-4:]] == [
        ("Lê Văn An",),
        ("chồng",),
        ("Lê Thị Bình",),
        ("con",),
    ]
    assert [(one.label, one.rows) for one in made.apart] == [
        ("Thành viên, dòng 3", ("Họ tên: Lê Cẩm; Quan hệ: con; thừa",))
    ]
    assert made.items[-1].label == "Thành viên, dòng 2, Quan hệ"


def test_a_fingerprint_and_witnesses_are_told_on_the_continuation_sheet() -> None:
    signing = Signing(
        at=datetime(2026, 11, 23, 9, tzinfo=UTC), kind=SigningKind.FINGERPRINT, finger=Finger.RIGHT_INDEX
    )
    (apart,) = sheet({}, signing={"requester": signing}).apart
    assert apart.label == "Ký tên: Người yêu cầu"
    assert apart.rows == ("Điểm chỉ: ngón trỏ phải",)
    assert not sheet({}, signing={"requester": replace(signing, kind=SigningKind.SIGNED)}).apart
