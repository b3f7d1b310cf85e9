"""What two counters wrote differently, for somebody to choose; and work the shared log could not take."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import assert_never

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.services.field_words import EMPTY
from desktop.services.messages import message_for
from desktop.services.office_values import Choice, Conflict, ConflictKind
from desktop.services.ports_office import SharedOffice
from desktop.services.record_values import Changes
from desktop.ui.icon_set import Icon
from desktop.ui.office.conflict_card import ConflictCard
from desktop.ui.office.conflict_row import ConflictRow
from desktop.ui.office.conflict_view import (
    ConflictGroup,
    ConflictKey,
    ConflictLine,
    ConflictList,
    StuckLine,
)
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState

CARDS_AT_ONCE = 20
ELSEWHERE = "Đã chọn ở quầy khác."
CHANGED = "Giá trị đang có vừa đổi, chưa chọn được. Xem lại rồi chọn."


class ConflictSection(QWidget):
    """The decisions, the oldest record first. What is decided stays in its place as a word until the page is left.

    Args:
        load: the decisions in words; runs off the GUI thread.
        office: takes the decisions.
        runner: runs them.
        actor: who decides, None at the lock.

    Signals:
        decided: a :class:`Changes`; whatever shows those records reads again.
        dossier_requested: the id of a dossier to look at.
    """

    decided = Signal(Changes)
    dossier_requested = Signal(str)

    def __init__(
        self,
        load: Callable[[], ConflictList],
        office: SharedOffice,
        runner: TaskRunner,
        actor: Callable[[], StaffId | None],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._office = office
        self._runner = runner
        self._actor = actor
        self._rows: dict[ConflictKey, ConflictRow] = {}
        self._cards: list[QWidget] = []
        self._later: list[ConflictGroup] = []
        self._seen: set[ConflictKey] = set()
        self._is_fresh = True
        self._none = EmptyState(
            Icon.DONE,
            "Không có chỗ nào cần chọn",
            "Khi hai quầy ghi khác nhau vào một ô, cả hai giá trị sẽ hiện ở đây, không mất giá trị nào.",
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.TWO)
        self._more = Button("", ButtonKind.PLAIN, icon=Icon.DOWN)
        self._stuck = Card(padding=Space.TWO_HALF)
        self._stuck_lines = QVBoxLayout()
        self._stuck_shown: list[QWidget] = []
        self._offer = Button("Gửi lại", ButtonKind.PLAIN, icon=Icon.AGAIN)
        self._build()
        self._more.clicked.connect(self.show_more)
        self._offer.clicked.connect(self._on_offer)

    @property
    def rows(self) -> tuple[ConflictRow, ...]:
        """The decisions on the page, decided ones included."""
        return tuple(self._rows.values())

    @property
    def more_button(self) -> Button:
        """Shows the next records, where there are many."""
        return self._more

    @property
    def offer_button(self) -> Button:
        """Offers the stuck work once more."""
        return self._offer

    @property
    def empty_state(self) -> EmptyState:
        """What stands there while nothing waits."""
        return self._none

    @Slot()
    def open(self) -> None:
        """Reads everything anew and forgets what was decided before: the page was opened."""
        self._is_fresh = True
        self._none.hide()  # nothing is known yet
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Reads again: what was decided elsewhere meanwhile says so in its place, what is new is added below."""
        self._runner.run(self._load, self._take)

    @Slot()
    def show_more(self) -> None:
        """Shows the next records."""
        first = self._add_cards(CARDS_AT_ONCE)
        if first is not None:
            first.take_focus(Qt.FocusReason.TabFocusReason)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._focus_first(event.reason())

    def _focus_first(self, reason: Qt.FocusReason) -> None:
        row = next((one for one in self.rows if not one.settled), None)
        if row is not None:
            row.take_focus(reason)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TWO)
        column.addWidget(self._none)
        column.addLayout(self._list)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._stuck)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel("Việc sổ chung chưa nhận được", TextStyle.TITLE, wraps=True))
        advice = (
            "Những việc này vẫn còn và vẫn dùng được trên máy này, chỉ các quầy khác chưa thấy. "
            "Báo người phụ trách; cập nhật chương trình xong thì bấm Gửi lại."
        )
        words.addWidget(TextLabel(advice, TextStyle.SMALL, Tone.INK2, wraps=True))
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self._offer, 0, Qt.AlignmentFlag.AlignTop)
        self._stuck.column.addLayout(head)
        self._stuck.column.addLayout(self._stuck_lines)
        for widget in (self._none, self._more, self._stuck):
            widget.hide()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _take(self, found: ConflictList) -> None:
        lines = {line.key: line for line in found.lines}
        if self._is_fresh:
            self._clear()
            self._is_fresh = False
        for key, row in self._rows.items():
            if row.settled:
                continue
            if key not in lines:
                self._settle(row, ELSEWHERE)
            elif lines[key] != row.line:  # edited since, or decided in another card
                row.renew(lines[key])
        fresh = [group for group in found.groups if any(line.key not in self._seen for line in group.lines)]
        later = [_as_now(group, lines) for group in self._later]
        self._later = [group for group in later if group.lines]
        self._later += [_only_new(group, self._seen) for group in fresh]
        self._seen |= lines.keys()
        room = CARDS_AT_ONCE - len(self._cards)
        self._add_cards(max(room, 0))
        self._none.setVisible(not self._rows and not self._later and not found.stuck)
        self._show_stuck(found.stuck)
        if self.hasFocus():  # it was opened and had nothing to give the keyboard to yet
            self._focus_first(Qt.FocusReason.TabFocusReason)

    def _clear(self) -> None:
        self._rows.clear()
        held = QApplication.focusWidget()
        if held is not None and self.isAncestorOf(held):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # kept here until there are new cards: these go
        for card in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards, self._later = [], []
        self._seen.clear()

    def _add_cards(self, most: int) -> ConflictRow | None:
        now, self._later = self._later[:most], self._later[most:]
        first: ConflictRow | None = None
        for group in now:
            card = ConflictCard(group)
            for row in card.rows:
                row.chosen.connect(partial(self._on_chosen, row))
                row.open_requested.connect(self.dossier_requested)
                self._rows[row.line.key] = row
                first = first or row
            self._cards.append(card)
            self._list.addWidget(card)
        self._more.setVisible(bool(self._later))
        if self._later:
            self._more.set_text(f"Xem thêm, còn {len(self._later)} bản ghi")
        return first

    def _show_stuck(self, lines: tuple[StuckLine, ...]) -> None:
        for old in self._stuck_shown:
            self._stuck_lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._stuck_shown = []
        for line in lines:
            for words, style, tone in (
                (line.sentence, TextStyle.BODY_MEDIUM, Tone.INK),
                (line.why, TextStyle.SMALL, Tone.INK3),
            ):
                label = TextLabel(words, style, tone, wraps=True)
                self._stuck_shown.append(label)
                self._stuck_lines.addWidget(label)
        self._stuck.setVisible(bool(lines))

    def _on_chosen(self, row: ConflictRow, conflict: Conflict, choice: Choice) -> None:
        actor = self._actor()
        if actor is None:
            return
        row.set_busy(True)
        self._runner.run(
            partial(self._office.resolve, actor, conflict, choice),
            partial(self._after_choice, row, row.line, choice),
            on_error=partial(self._on_refused, row),
        )

    def _after_choice(self, row: ConflictRow, line: ConflictLine, choice: Choice, changes: Changes) -> None:
        words = _decided_words(line, choice)
        # A click puts the keyboard on the first pair, whichever was clicked: it goes on from the pair decided.
        self._settle(row, words, goes_on=self.isAncestorOf(QApplication.focusWidget() or self))
        self.decided.emit(changes)

    def _on_refused(self, row: ConflictRow, error: DeskError) -> None:
        row.set_busy(False)
        match error.code:
            case ErrorCode.RECORD_CHANGED:
                row.warn(CHANGED)
                self.refresh()
            case ErrorCode.ANSWERS_ERASED:
                self._settle(row, message_for(error).happened)
            case _:  # a full disk: the choice still waits
                self._runner.fault.emit(error)

    def _settle(self, row: ConflictRow, words: str, *, goes_on: bool = False) -> None:
        held = goes_on or any(option.hasFocus() for option in row.options)
        row.settle(words)
        if held:
            after = [*self.rows[self.rows.index(row) :], *self.rows]
            following = next((one for one in after if not one.settled), None)
            if following is not None:
                following.take_focus(Qt.FocusReason.TabFocusReason)
                # In the next round: the pair just decided has still its old height.
                QTimer.singleShot(0, following, partial(_bring_into_view, following))
            else:
                self.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_offer(self) -> None:
        self._offer.set_blocked("Đang gửi lại.")
        self._runner.run(
            self._office.offer_quarantined,
            lambda _: self.refresh(),
            on_end=partial(self._offer.set_blocked, ""),
        )


def _bring_into_view(row: ConflictRow) -> None:
    parent = row.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if isinstance(parent, QScrollArea):
        parent.ensureWidgetVisible(row, 0, Space.THREE)


def _as_now(group: ConflictGroup, lines: Mapping[ConflictKey, ConflictLine]) -> ConflictGroup:
    return replace(group, lines=tuple(lines[line.key] for line in group.lines if line.key in lines))


def _only_new(group: ConflictGroup, seen: set[ConflictKey]) -> ConflictGroup:
    return replace(group, lines=tuple(line for line in group.lines if line.key not in seen))


def _decided_words(line: ConflictLine, choice: Choice) -> str:
    """Say what was chosen."""
    side = line.offered if choice is Choice.MINE else line.standing
    match line.conflict.kind:
        case ConflictKind.REMOVAL if choice is Choice.MINE:
            done = "Đã xóa mục ấy"
        case ConflictKind.FIELD:
            done = f"Đã chọn {EMPTY}" if side.value == EMPTY else f"Đã chọn “{side.value}”"
        case ConflictKind.REMOVAL | ConflictKind.GONE | ConflictKind.STATE | ConflictKind.NUMBER:
            return "Đã giữ như đang có."
        case kind:
            assert_never(kind)
    return f"{done}. Các quầy khác sẽ thấy như vậy."
