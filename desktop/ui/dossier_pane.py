"""The detail of one dossier: who, what, what happened, and what is right to do next."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.ui.attachment_section import AttachmentSection
from desktop.ui.desk.working_column import scrolling
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.today_view import DossierCard, NextMove
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.hairline import Hairline
from desktop.ui.widgets.history_list import HistoryList
from desktop.ui.widgets.pill import Pill, PillKind


class DossierPane(Card):
    """A card for the dossier that is current in the list.

    Signals:
        move_requested: dossier id, the move's key, the reason (empty where none is needed).
    """

    move_requested = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=Space.TWO_HALF, parent=parent)
        self._card: DossierCard | None = None
        self._asked: NextMove | None = None
        self._name = TextLabel("", TextStyle.SECTION, wraps=True)
        self._pill = Pill(PillKind.WORKING)
        self._facts = TextLabel("", TextStyle.SMALL, Tone.INK2, wraps=True)
        self._procedure = TextLabel("", TextStyle.BODY_STRONG, wraps=True)
        self._note = TextLabel("", TextStyle.SMALL, Tone.INK2, wraps=True)
        self._history = HistoryList()
        self._attachments = AttachmentSection()
        self._body = QWidget()
        self._words = QVBoxLayout()
        self._acts = QWidget()
        self._buttons = QVBoxLayout()
        self._shown_buttons: list[Button] = []
        self._buttons.setSpacing(Space.ONE)
        self._reason = Field("Lý do", placeholder="viết ngắn, sẽ in trên giấy")
        self._reason_button = Button("Ghi lý do", ButtonKind.PRIMARY, key="Return", is_wide=True)
        self._rare = Button("Việc khác", ButtonKind.QUIET, key="Ctrl+M", is_wide=True)
        self._rare.clicked.connect(self.open_rare)
        self._none = EmptyState(
            Icon.INBOX, "Chưa chọn hồ sơ", "Chọn một dòng để xem diễn biến và việc nên làm.", is_tall=True
        )
        self._build()
        self._reason_button.clicked.connect(self._on_reason)
        self._reason.entered.connect(self._on_reason)
        self.show_dossier(None)

    @property
    def attachments(self) -> AttachmentSection:
        """The scans."""
        return self._attachments

    @property
    def shown(self) -> DossierCard | None:
        """The dossier shown."""
        return self._card

    def show_dossier(self, card: DossierCard | None) -> None:
        """Shows a dossier, or that none is chosen. What did not change stays: the keyboard, a reason half typed."""
        before, self._card = self._card, card
        if card is not None and before is not None and _is_same_but_for_scans(card, before):
            self._attachments.set_lines(card.attachments)
            return
        self._ask_reason(None)
        self._none.setVisible(card is None)
        self._body.setVisible(card is not None)
        for button in self._shown_buttons:
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._shown_buttons = []
        if card is None:
            return
        self._name.setText(card.person)
        self._pill.set_kind(card.pill)
        self._facts.setText(card.facts)
        self._procedure.setText(card.procedure)
        self._note.setText(card.note)
        self._note.setVisible(bool(card.note))
        self._history.set_entries(card.history)
        self._attachments.set_lines(card.attachments)
        self._rare.setVisible(bool(card.rare_moves))
        for number, move in enumerate(card.moves):
            kind = ButtonKind.DESTRUCTIVE if move.is_severe else ButtonKind.PLAIN
            kind = ButtonKind.PRIMARY if number == 0 and move.shortcut == "Return" else kind
            button = Button(move.text, kind, key=move.shortcut, icon=move.icon, is_wide=True)
            button.clicked.connect(partial(self.request, move.key))
            self._buttons.addWidget(button)
            self._shown_buttons.append(button)

    def request(self, key: str, _checked: bool = False) -> None:  # noqa: FBT002 - Qt hands it over
        """Asks for a move of the dossier shown; one that needs a reason opens the field for it first."""
        card = self._card
        move = (
            next((one for one in (*card.moves, *card.rare_moves) if one.key == key), None) if card else None
        )
        if move is None or self._card is None:
            return
        if move.needs_reason:
            self._ask_reason(move)
        else:
            self.move_requested.emit(self._card.id, move.key, "")

    def request_first(self) -> None:
        """Asks for the next right move, the one that wears Enter."""
        if self._card is not None and self._card.moves and self._card.moves[0].shortcut == "Return":
            self.request(self._card.moves[0].key)

    def request_by_shortcut(self, shortcut: str) -> None:
        """Asks for the move with this key, if there is one."""
        if self._card is not None:
            for move in self._card.moves:
                if move.shortcut == shortcut:
                    self.request(move.key)
                    return

    def rare_menu(self) -> QMenu:
        """Gives the menu of what is seldom done: the other slips, a refusal, a new day, a handover."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for move in self._card.rare_moves if self._card is not None else ():
            menu.addAction(move.text).triggered.connect(partial(self.request, move.key))
        return menu

    @Slot()
    def open_rare(self) -> None:
        """Opens the menu over its button; arrows and Enter choose, Esc closes."""
        if self._card is not None and self._card.rare_moves:
            menu = self.rare_menu()
            menu.popup(self._rare.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def take_focus(self) -> None:
        """Puts the keyboard on the next right move."""
        if self._shown_buttons:
            self._shown_buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_narrow(self, is_narrow: bool) -> None:
        """With large text the acts scroll with the words, before what happened: there is no room below."""
        is_inside = self._acts.parentWidget() is not self._body
        if is_narrow and not is_inside:
            self._words.insertWidget(2, self._acts)
        elif is_inside and not is_narrow and (column := self._body.layout()):
            column.addWidget(self._acts)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        inner = self._words
        inner.setSpacing(Space.HALF)
        for widget in (self._procedure, self._note):
            inner.addWidget(widget)
        inner.addSpacing(Space.ONE)
        inner.addWidget(self._history)
        inner.addSpacing(Space.ONE)
        inner.addWidget(self._attachments)
        inner.addStretch(1)
        scroll = scrolling(inner)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.HALF)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addSpacing(Space.ONE)
        column.addWidget(Hairline())
        column.addSpacing(Space.HALF)
        column.addWidget(scroll, 1)
        column.addWidget(self._acts)
        acts = QVBoxLayout(self._acts)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(Space.HALF)
        acts.addWidget(self._reason)
        acts.addWidget(self._reason_button)
        acts.addLayout(self._buttons)
        acts.addWidget(self._rare)
        self.column.addWidget(self._none)
        self.column.addWidget(self._body)

    def _ask_reason(self, move: NextMove | None) -> None:
        self._asked = move
        self._reason.setVisible(move is not None)
        self._reason_button.setVisible(move is not None)
        self._reason.set_text("")
        self._reason.set_error("")
        if move is not None:
            self._reason.set_label(move.asks or f"{move.text}: vì sao?")
            self._reason_button.set_text(move.text)
            self._reason.select_all()

    @Slot()
    def _on_reason(self) -> None:
        if self._asked is None or self._card is None:
            return
        reason = self._reason.text()
        if not reason:
            self._reason.set_error("Ghi lý do, một câu ngắn là đủ.")
            return
        self.move_requested.emit(self._card.id, self._asked.key, reason)


def _is_same_but_for_scans(card: DossierCard, before: DossierCard) -> bool:
    """Tell whether a card read again differs at most in where its scans are: that changes while they travel."""
    return replace(card, attachments=before.attachments) == before
