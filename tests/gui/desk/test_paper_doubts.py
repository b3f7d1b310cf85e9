from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.desk.read_back_column import ReadBackColumn
from desktop.ui.look import Look


def test_what_is_not_sure_of_a_paper_stands_under_the_reading_until_the_next_citizen(
    qtbot: QtBot,
    look: Look,  # noqa: ARG001 - the column needs its look
) -> None:
    column = ReadBackColumn(QWidget())
    qtbot.addWidget(column)
    column.doubt(("Khai tử: cách trình bày chưa đối chiếu với bản gốc.",))
    column.say("Đọc lại", "Dòng 1 / 9", 0.1)
    assert "chưa đối chiếu" in column.doubts
    column.forget()
    assert column.doubts == ""
