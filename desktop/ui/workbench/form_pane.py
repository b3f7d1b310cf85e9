"""The detail of one form: where it comes from, how sure its words are, and what may be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.pill import Pill, PillKind
from desktop.ui.workbench.form_lines import FormLine


class FormPane(Card):
    """A card for the row that is current in the list.

    Signals:
        asked: a button; carries "open", "copy", "print" or "discard".
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=Space.TWO_HALF, parent=parent)
        self._line: FormLine | None = None
        self._title = TextLabel("", TextStyle.SECTION, wraps=True)
        self._pill = Pill(PillKind.IN_USE)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(Space.ONE_HALF)
        self._shown_facts: list[QWidget] = []
        self._body = QWidget()
        self._none = EmptyState(
            Icon.FILE, "Chưa chọn mẫu", "Chọn một dòng để xem nguồn gốc và việc làm được.", is_tall=True
        )
        self._open = Button("Xem", ButtonKind.PRIMARY, key="Return", icon=Icon.EYE, is_wide=True)
        self._copy = Button("Chép để sửa", key="Ctrl+E", icon=Icon.EDIT, is_wide=True)
        self._print = Button("In tờ trống", key="Ctrl+P", icon=Icon.PRINTER, is_wide=True)
        self._discard = Button(
            "Bỏ bản đang sửa", ButtonKind.DESTRUCTIVE, key="Ctrl+R", icon=Icon.REMOVE, is_wide=True
        )
        self._build()
        for button, what in (
            (self._open, "open"),
            (self._copy, "copy"),
            (self._print, "print"),
            (self._discard, "discard"),
        ):
            button.clicked.connect(lambda _checked=False, name=what: self.asked.emit(name))
        self.show_line(None)

    def show_line(self, line: FormLine | None) -> None:
        """Shows a row, or that none is chosen."""
        self._line = line
        self._none.setVisible(line is None)
        self._body.setVisible(line is not None)
        is_form = line is not None and line.ref is not None
        self._open.setVisible(line is not None)
        self._copy.setVisible(is_form)
        self._print.setVisible(is_form)
        self._discard.setVisible(line is not None and line.draft is not None)
        for old in self._shown_facts:
            self._facts.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown_facts = []
        if line is None:
            return
        self._title.setText(line.title)
        self._pill.set_kind(line.pill)
        self._open.set_text("Xem" if is_form else "Sửa tiếp" if line.draft is not None else "Mở để sửa")
        for label, words in line.facts:
            fact = QWidget()
            fact.setProperty("surface", "clear")
            column = QVBoxLayout(fact)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(TextLabel(label, TextStyle.LABEL, Tone.INK2))
            column.addWidget(TextLabel(words, TextStyle.BODY, wraps=True))
            self._facts.addWidget(fact)
            self._shown_facts.append(fact)

    def _build(self) -> None:
        words = QWidget()
        words.setProperty("surface", "clear")
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, Space.ONE, 0)
        inner.setSpacing(Space.ONE_HALF)
        inner.addWidget(self._title)
        inner.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addLayout(self._facts)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(words)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE)
        column.addWidget(scroll, 1)
        for button in (self._open, self._copy, self._print, self._discard):
            column.addWidget(button)
        self.column.addWidget(self._none, 1)
        self.column.addWidget(self._body, 1)
