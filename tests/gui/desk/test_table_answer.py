from pytestqt.qtbot import QtBot

from desktop.forms.answers import Answer
from desktop.forms.definition import Field, FieldType, TableColumn
from desktop.ui.desk.table_answer import TableAnswer
from desktop.ui.look import Look

PEOPLE = Field(
    key="people",
    label="Những người cùng đi",
    type=FieldType.TABLE,
    columns=(
        TableColumn(key="no", title="TT", counted=True, width=0.1),
        TableColumn(key="name", title="Họ và tên"),
        TableColumn(key="birth", title="Ngày sinh"),
        TableColumn(key="sign", title="Chữ ký", by_hand=True),
    ),
)


def test_the_officer_types_no_row_numbers_and_no_signatures_and_enter_on_an_empty_line_ends_the_table(
    qtbot: QtBot,
    look: Look,  # noqa: ARG001 - the boxes need their look
) -> None:
    answer = TableAnswer(PEOPLE)
    qtbot.addWidget(answer)
    answer.show()
    answer.activateWindow()
    qtbot.waitUntil(answer.isActiveWindow)
    assert [len(line) for line in answer.lines] == [2]
    answer.focus_at()
    for word in ("An", "2001", "Bình", "2004"):
        box = next(box for line in answer.lines for box in line if box.line.hasFocus())
        box.set_text(word)
        assert answer.take_enter()
    assert not answer.take_enter()
    assert answer.read().value == (("", "An", "2001", ""), ("", "Bình", "2004", ""))


def test_a_kept_table_is_shown_without_its_numbers_and_read_the_same(
    qtbot: QtBot,
    look: Look,  # noqa: ARG001 - the boxes need their look
) -> None:
    answer = TableAnswer(PEOPLE)
    qtbot.addWidget(answer)
    answer.show_answer(Answer(value=(("1", "An", "2001"),)), "")
    assert [box.text() for box in answer.lines[0]] == ["An", "2001"]
    assert answer.read().value == (("", "An", "2001", ""),)
