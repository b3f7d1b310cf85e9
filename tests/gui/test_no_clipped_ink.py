"""Vietnamese capitals rise above what the font says; nothing of them may be cut off."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.drawing import LEFT, Ink, draw_text
from desktop.ui.look import Look
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TEXT_FACTORS, Height, TextStyle
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.field import Field

pytestmark = pytest.mark.usefixtures("look")

LETTERS = "ỂẪỘỰỴ"


def edge_ink(image: QImage, ground: QColor) -> list[int]:
    """Gives which of the first and last row of pixels differ from the ground."""
    rows = (0, image.height() - 1)
    return [y for y in rows if any(image.pixelColor(x, y) != ground for x in range(image.width()))]


@pytest.mark.parametrize("factor", TEXT_FACTORS)
@pytest.mark.parametrize("style", TextStyle)
@pytest.mark.parametrize("is_figures", [False, True])
def test_a_label_shows_every_mark(
    qtbot: QtBot, look: Look, style: TextStyle, factor: float, is_figures: bool
) -> None:
    look.set_factor(factor)
    label = TextLabel(LETTERS, style, is_figures=is_figures)
    label.setAutoFillBackground(True)
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    image = label.grab().toImage()
    assert edge_ink(image, image.pixelColor(0, image.height() // 2 - image.height() // 2 + 1)) == []


@pytest.mark.parametrize("factor", TEXT_FACTORS)
def test_a_wrapped_label_shows_every_mark(qtbot: QtBot, look: Look, factor: float) -> None:
    look.set_factor(factor)
    label = TextLabel(f"{LETTERS} {LETTERS}", TextStyle.BODY, wraps=True)
    qtbot.addWidget(label)
    width = label.fontMetrics().horizontalAdvance(LETTERS) + 6
    label.resize(width, label.heightForWidth(width))
    image = label.grab().toImage()
    assert edge_ink(image, image.pixelColor(image.width() - 1, 1)) == []


@pytest.mark.parametrize("factor", TEXT_FACTORS)
def test_a_field_shows_every_mark(qtbot: QtBot, look: Look, factor: float) -> None:
    look.set_factor(factor)
    field = Field("Tên")
    qtbot.addWidget(field)
    field.set_text(LETTERS)
    field.resize(400, field.sizeHint().height())
    field.show()
    image = field.line.grab().toImage()
    assert edge_ink(image, image.pixelColor(image.width() - 2, 0)) == []


@pytest.mark.parametrize("factor", TEXT_FACTORS)
def test_controls_keep_air_round_their_words(qtbot: QtBot, look: Look, factor: float) -> None:
    look.set_factor(factor)
    for widget in (Button(LETTERS), ChoiceRow("", (Choice(key="a", label=LETTERS),))):
        qtbot.addWidget(widget)
        widget.resize(widget.sizeHint())
        widget.show()
    theme = current_theme()
    image = QImage(QSize(600, theme.px(Height.LIST_ROW)), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    ink = Ink(font=theme.font(TextStyle.ROW_STRONG), colour=QColor("black"))
    draw_text(painter, image.rect().toRectF(), LETTERS, ink, LEFT)
    painter.end()
    assert edge_ink(image, QColor("white")) == []


def test_the_check_itself_sees_cut_letters(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    label = TextLabel(LETTERS, TextStyle.QUESTION)
    QVBoxLayout(holder).addWidget(label)
    label.setContentsMargins(0, 0, 0, 0)
    label.resize(label.sizeHint().width(), label.fontMetrics().ascent() - 6)
    image = label.grab().toImage()
    assert edge_ink(image, image.pixelColor(image.width() - 1, 0)) != []
