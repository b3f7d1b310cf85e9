"""The counters of the office, and joining, inviting, leaving."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.messages import message_for
from desktop.services.office_values import CounterRow, OfficeState, OfficeStatus
from desktop.services.office_words import Grade, status_words
from desktop.services.ports_office import SharedOffice
from desktop.services.workday import Clock
from desktop.ui.icon_set import Icon
from desktop.ui.office import counter_questions
from desktop.ui.office.counter_line import CounterLine
from desktop.ui.office.counter_list import CounterList
from desktop.ui.office.file_dialogs import FileDialogs
from desktop.ui.office.inline_ask import InlineAsk
from desktop.ui.office.invite_card import InviteCard
from desktop.ui.office.join_cards import JoinCards
from desktop.ui.task_runner import Lane, TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card

T = TypeVar("T")
_KINDS: Final = {Grade.READY: BannerKind.OK, Grade.LOOK: BannerKind.WARN, Grade.STOPPED: BannerKind.BAD}
_WAIT: Final = "Đang hỏi sổ chung."


class CounterSection(QWidget):
    """The office as this counter sees it; alone, the two ways to share.

    Whatever asks the store runs in the free lane: a network that is gone must not hold up the records.

    Args:
        office: the shared records.
        runner: runs its calls.
        clock: the moment.
        dialogs: ask for folders.

    Signals:
        changed: this counter joined, left or stands otherwise now.
        told: a word for the toast.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(
        self,
        office: SharedOffice,
        runner: TaskRunner,
        clock: Clock,
        dialogs: FileDialogs,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._runner = runner
        self._clock = clock
        self._stood: tuple[OfficeState, ErrorCode | None] | None = None
        self._state = Banner(BannerKind.INFO, "")
        self._bring_back = Button("Ghi lại phần bị mất từ máy này", ButtonKind.PRIMARY, icon=Icon.RESTART)
        self._ask = InlineAsk()
        self._note = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.WARN, wraps=True)
        self._list = CounterList()
        self._leave = Button("Rời sổ chung", ButtonKind.QUIET)
        self._put_back = Button("Sổ chung vừa phục hồi", ButtonKind.QUIET)
        self.invite_card = InviteCard(office, runner, clock)
        self.join_cards = JoinCards(dialogs)
        self._joined = QWidget()
        self._build()
        self._connect()

    @property
    def lines(self) -> tuple[CounterLine, ...]:
        """The counters shown."""
        return self._list.lines

    @property
    def state(self) -> Banner:
        """How this counter stands."""
        return self._state

    @property
    def note(self) -> str:
        """Why the list of counters may be old, empty when it is not."""
        return self._note.text()

    @property
    def question(self) -> InlineAsk:
        """What is asked before something that cannot be taken back."""
        return self._ask

    @property
    def buttons(self) -> tuple[Button, Button, Button]:
        """Leave, bring back what this counter sees is lost, say that the store was put back though it sees nothing."""
        return self._leave, self._bring_back, self._put_back

    @Slot()
    def refresh(self) -> None:
        """Reads how this counter stands, then asks the store for the others."""
        self._runner.run(self._office.status, self._take_status)

    def follow(self, status: OfficeStatus) -> None:
        """Shows how this counter stands now; the store is asked again only when that is something else."""
        self._show_status(status)
        if (status.state, status.fault) != self._stood:
            self._ask_counters(status)

    @Slot()
    def put_away(self) -> None:
        """Forgets the pairing code and what was asked: the page is left, or the machine locked."""
        self.invite_card.pairing.put_away()
        self._ask.shut()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TWO)
        for widget in (self._state, self._ask, self.join_cards, self._joined):
            column.addWidget(widget)
        column.insertWidget(1, self._bring_back, 0, Qt.AlignmentFlag.AlignRight)
        joined = QVBoxLayout(self._joined)
        joined.setContentsMargins(0, 0, 0, 0)
        joined.setSpacing(Space.TWO)
        counters = Card(padding=Space.THREE)
        head = QHBoxLayout()
        head.addWidget(TextLabel("Các quầy", TextStyle.TITLE), 1)
        head.addWidget(self._put_back)
        head.addWidget(self._leave)
        counters.column.addLayout(head)
        counters.column.addWidget(self._note)
        counters.column.addWidget(self._list)
        joined.addWidget(counters)
        joined.addWidget(self.invite_card)
        self._note.hide()
        self._joined.hide()
        self.join_cards.hide()
        self._bring_back.hide()

    def _connect(self) -> None:
        self._list.retire_requested.connect(self._on_retire)
        self.join_cards.create_requested.connect(self._on_create)
        self.join_cards.join_requested.connect(self._on_join)
        self._leave.clicked.connect(self._on_leave)
        self._bring_back.clicked.connect(self._on_bring_back)
        self._put_back.clicked.connect(self._on_put_back)
        self.invite_card.pairing.copied.connect(
            lambda: self.told.emit("Đã chép mã ghép máy. Dán xong thì cất mã đi.")
        )

    def _take_status(self, status: OfficeStatus) -> None:
        self._show_status(status)
        self._ask_counters(status)

    def _show_status(self, status: OfficeStatus) -> None:
        words = status_words(status, self._clock())
        exchange = next(line for line in words.lines if line.grade is words.grade)
        is_alone = status.state is OfficeState.ALONE
        kind = BannerKind.INFO if is_alone else _KINDS[words.grade]
        here = f"Máy này là quầy {status.counter_no}, {status.name}." if status.counter_no else ""
        self._state.tell(kind, exchange.sentence, here)
        going, held = self._joined if is_alone else self.join_cards, QApplication.focusWidget()
        if held is not None and going.isAncestorOf(held):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # it would fall to the rail
        self.join_cards.setVisible(is_alone)
        self._joined.setVisible(not is_alone)
        went_back = status.fault is ErrorCode.OFFICE_WENT_BACK
        self._bring_back.setVisible(went_back)
        self._put_back.setVisible(not went_back)

    def _ask_counters(self, status: OfficeStatus) -> None:
        self._stood = (status.state, status.fault)
        if status.state is not OfficeState.ALONE:
            self._runner.run(
                self._office.counters, self._take_counters, on_error=self._on_no_counters, lane=Lane.FREE
            )

    def _take_counters(self, rows: Sequence[CounterRow]) -> None:
        self._list.show_rows(rows, self._clock())
        self.invite_card.avoid([row.name for row in rows])
        self._say_note("")

    def _on_no_counters(self, error: DeskError) -> None:
        old = " Danh sách dưới đây là lần hỏi trước." if self._list.lines else ""
        self._say_note(f"{message_for(error).happened}{old}")

    def _say_note(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))

    @Slot(str, str)
    def _on_create(self, address: str, name: str) -> None:
        self._run(partial(self._office.create, address, name), self._after_joining, self.join_cards.set_busy)

    @Slot(str)
    def _on_join(self, code: str) -> None:
        self._run(
            partial(self._office.join, code),
            self._after_joining,
            self.join_cards.set_busy,
            on_error=self._on_join_refused,
        )

    def _on_join_refused(self, error: DeskError) -> None:
        message = message_for(error)
        self.join_cards.code.set_error(f"{message.happened} {message.to_do}")
        self.join_cards.code.select_all()

    def _after_joining(self, _done: None) -> None:
        self.join_cards.clear()
        self.told.emit("Đã nối vào sổ chung. Máy tự chia sẻ từ bây giờ.")
        self._after()

    def _on_retire(self, row: CounterRow) -> None:
        self._ask.ask(
            *counter_questions.retire(row.name, row.counter_no),
            partial(self._retire, row),
            asker=partial(self._list.retire_button, row.client_id),
        )

    def _retire(self, row: CounterRow) -> None:
        self._run(
            partial(self._office.retire, row.client_id), lambda _: self._after(), self._leave.set_blocked
        )

    @Slot()
    def _on_leave(self) -> None:
        leave = partial(self._run, self._office.leave, lambda _: self._after(), self._leave.set_blocked)
        self._ask.ask(*counter_questions.LEAVE, leave, asker=lambda: self._leave)

    @Slot()
    def _on_put_back(self) -> None:
        bring_back = partial(
            self._run, self._office.bring_back, self._after_bringing_back, self._put_back.set_blocked
        )
        self._ask.ask(*counter_questions.PUT_BACK, bring_back, asker=lambda: self._put_back)

    @Slot()
    def _on_bring_back(self) -> None:
        self._run(self._office.bring_back, self._after_bringing_back, self._bring_back.set_blocked)

    def _after_bringing_back(self, count: int) -> None:
        if count:
            self.told.emit(f"Đã ghi lại {count} mục vào sổ chung.")
        else:
            self.told.emit("Không có mục nào phải ghi lại nguyên văn; mỗi máy tự gửi lại phần của mình.")
        self._after()

    def _after(self) -> None:
        self.refresh()
        self.changed.emit()

    def _run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        block: Callable[[str], None],
        *,
        on_error: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Run a call that asks the store, once at a time."""
        block(_WAIT)
        self._runner.run(work, on_done, on_error=on_error, on_end=partial(block, ""), lane=Lane.FREE)
