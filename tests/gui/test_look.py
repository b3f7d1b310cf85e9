"""One look for the whole program, changed at once."""

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.keys import cap_text
from desktop.ui.look import Look
from desktop.ui.style_sheet import StyleSheet
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import FIGURE_FAMILY, HIGH_CONTRAST, TEXT_FAMILY, TextStyle

pytestmark = pytest.mark.usefixtures("look")


def test_the_shipped_typefaces_are_used_and_not_substitutes() -> None:
    assert {TEXT_FAMILY, FIGURE_FAMILY} <= set(QFontDatabase.families())
    assert QFontInfo(current_theme().font(TextStyle.BODY)).family().startswith(TEXT_FAMILY)


def test_figures_stand_under_each_other() -> None:
    metrics = QFontMetricsF(current_theme().figures(TextStyle.BODY))
    assert metrics.horizontalAdvance("11:11") == pytest.approx(metrics.horizontalAdvance("00:00"))


def test_weights_differ() -> None:
    theme = current_theme()
    widths = [
        QFontMetricsF(theme.font(TextStyle.BODY, weight=weight)).horizontalAdvance("Nguyễn Thị Bưởi")
        for weight in (400, 500, 600, 700)
    ]
    assert widths == sorted(set(widths))


def test_text_grows_from_100_to_200_and_back(qtbot: QtBot, look: Look) -> None:
    label = TextLabel("Nội dung", TextStyle.BODY)
    qtbot.addWidget(label)
    sizes = [label.font().pixelSize()]
    for _ in range(8):
        look.make_larger()
        sizes.append(label.font().pixelSize())
    assert sizes[0] == 14
    assert sizes[-1] == 28
    assert sizes == sorted(sizes)
    look.reset()
    assert label.font().pixelSize() == 14
    look.make_smaller()
    assert look.factor == 1.0


def test_high_contrast_reaches_palette_and_widgets(qtbot: QtBot, look: Look) -> None:
    with qtbot.waitSignal(look.changed):
        look.set_high_contrast(True)
    assert QApplication.palette().color(QPalette.ColorRole.WindowText).name().upper() == HIGH_CONTRAST.ink
    assert current_theme().border() == 2


def test_a_template_with_an_unknown_token_is_refused() -> None:
    with pytest.raises(KeyError, match="violet"):
        StyleSheet("QLabel { color: $violet; }").text(current_theme())


@pytest.mark.parametrize(
    ("sequence", "words"),
    [
        ("Ctrl+Return", "Ctrl Enter"), ("Shift+Return", "Shift Enter"), ("F4", "F4"), ("Ctrl+=", "Ctrl ="),
        ("Ctrl+-", "Ctrl -"), ("Alt+Left", "Alt ←"), ("Esc", "Esc"), ("Ctrl++", "Ctrl +"), ("", ""),
    ],
)  # fmt: skip
def test_key_caps_say_what_is_printed_on_the_keyboard(sequence: str, words: str) -> None:
    assert cap_text(sequence) == words
