"""The paper with its heading: what it is, how many pages, the key that shows it whole."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.icon_mark import IconMark
from desktop.ui.widgets.paper_view import PaperView


class PaperPanel(QWidget):
    """A heading of 48 px over a :class:`PaperView`.

    Args:
        runner: draws the pages.
        key: the key of "Toàn trang"; the page listens to it and calls :meth:`toggle_whole_page`.
    """

    def __init__(self, runner: TaskRunner, *, key: str = "F6", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PaperView(runner)
        self._caption = ""
        self._words = TextLabel("", TextStyle.NOTE, Tone.INK2)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = Button("Toàn trang", ButtonKind.QUIET, key=key, is_small=True)
        self.setProperty("surface", "desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._whole.clicked.connect(self.toggle_whole_page)
        self.view.drawn.connect(self._on_drawn)

    def set_caption(self, caption: str) -> None:
        """Says which form it is, "mẫu theo Thông tư 04/2024/TT-BTP"."""
        self._caption = caption
        self._on_drawn(self.view.page_count)

    @Slot()
    def toggle_whole_page(self) -> None:
        """Shows whole pages, or the width again."""
        self.view.set_whole_page(not self.view.is_whole_page)
        self._whole.set_text("Vừa khổ ngang" if self.view.is_whole_page else "Toàn trang")

    @override
    def sizeHint(self) -> QSize:
        return QSize(646, 664)

    def _build(self) -> None:
        head = QWidget()
        head.setFixedHeight(current_theme().px(Height.STEP_BAR))
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.TWO_HALF, 0, Space.ONE_HALF, 0)
        row.setSpacing(Space.ONE)
        row.addWidget(IconMark(Icon.FILE, Tone.INK2, size=18, is_bare=True))
        row.addWidget(TextLabel("Giấy sẽ in", TextStyle.BODY_STRONG))
        row.addWidget(self._words, 1)
        row.addWidget(self._whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.view, 1)

    @Slot(int)
    def _on_drawn(self, count: int) -> None:
        pages = f"{count} trang" if count else ""
        self._words.setText(" · ".join(part for part in (pages, self._caption) if part))
