"""How long answers are kept, how many dossiers are past it, and letting go of them after one question."""

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.calendar import date_text
from desktop.domain.errors import DeskError
from desktop.domain.ids import StaffId
from desktop.services.erase_expired import Erasure, Expiry, erased_words, retention_words
from desktop.services.messages import message_for
from desktop.ui.icon_set import Icon
from desktop.ui.office.inline_ask import InlineAsk
from desktop.ui.task_runner import Lane, TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field

_NONE: Final = "Chưa có hồ sơ nào hết hạn lưu nội dung."
_WHAT: Final = (
    "Câu trả lời, bản quét, và số giấy tờ, nơi ở, điện thoại của người không còn hồ sơ nào khác sẽ bị xóa ở mọi quầy,"
    " không lấy lại được, cả trong dữ liệu cũ mà máy này cất lại khi phục hồi. Dòng trong sổ, số hồ sơ, ngày giờ còn"
    " nguyên. Bản sao lưu cũ vẫn còn nội dung: hủy bản cũ."
)


class Keeping(Protocol):
    """What the card asks of the office's answers; every call may take seconds."""

    def look(self) -> Expiry:
        """Give what has expired."""
        ...

    def erase(self, actor: StaffId) -> Erasure:
        """Erase it; raises the faults of the records and of the office's store."""
        ...

    def keep(self, actor: StaffId, days: int) -> Expiry:
        """Keep answers for another number of days; raises INPUT_INVALID. Gives what has expired then."""
        ...


class RetentionCard(Card):
    """Everything runs off the GUI thread; nothing is erased before the officer has read what that means.

    Args:
        keeping: does it.
        runner: runs the calls.
        actor: who is here, None at the lock.

    Signals:
        told: what was erased, in words.
    """

    told = Signal(str)

    def __init__(
        self,
        keeping: Keeping,
        runner: TaskRunner,
        actor: Callable[[], StaffId | None],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(padding=Space.THREE, parent=parent)
        self._keeping = keeping
        self._runner = runner
        self._actor = actor
        self._expiry: Expiry | None = None
        self.line = TextLabel("", TextStyle.ROW_STRONG, wraps=True)
        self.source = TextLabel("", TextStyle.SMALL, Tone.INK2, wraps=True)
        self.days = Field("Số ngày lưu", is_figures=True)
        self.change = Button("Đổi số ngày", ButtonKind.PLAIN)
        self.erase = Button("Xóa nội dung", ButtonKind.PLAIN, icon=Icon.REMOVE)
        self.question = InlineAsk()
        self._build()
        self.change.clicked.connect(self._on_change)
        self.days.entered.connect(self._on_change)
        self.erase.clicked.connect(self._on_erase)

    @Slot()
    def refresh(self) -> None:
        """Counts anew."""
        self._runner.run(self._keeping.look, self._take, lane=Lane.FREE)

    @Slot()
    def put_away(self) -> None:
        """Asks no longer: the page is left, or the machine locked."""
        self.question.shut()

    def _build(self) -> None:
        self.column.addWidget(TextLabel("Thời hạn lưu nội dung hồ sơ", TextStyle.TITLE))
        self.column.addWidget(self.line)
        self.column.addWidget(self.source)
        row = QHBoxLayout()
        row.setSpacing(Space.ONE)
        row.addWidget(self.days)
        row.addWidget(self.change, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        self.column.addWidget(self.question)
        self.erase.hide()

    def _take(self, expiry: Expiry) -> None:
        self._expiry = expiry
        count = expiry.dossiers
        self.line.setText(f"{count} hồ sơ đã hết hạn lưu nội dung." if count else _NONE)
        self.source.setText(retention_words(expiry.retention))
        self.days.set_text(str(expiry.retention.days))
        self.days.set_error("")
        if not count and self.erase.hasFocus():
            self.change.setFocus(Qt.FocusReason.TabFocusReason)
        self.erase.setVisible(bool(count))

    @Slot()
    def _on_change(self) -> None:
        actor, typed = self._actor(), self.days.text()
        if not typed.isdecimal():
            self.days.set_error("Ghi số ngày bằng chữ số.")
        elif self._expiry is not None and int(typed) == self._expiry.retention.days:
            self.days.set_error("")  # not a decision of the office's own: nothing was changed
        elif actor is not None:
            self.question.shut()
            self._runner.run(
                partial(self._keeping.keep, actor, int(typed)),
                self._take,
                on_error=self._say,
                lane=Lane.FREE,
            )

    @Slot()
    def _on_erase(self) -> None:
        expiry = self._expiry
        if expiry is not None:
            day = date_text(expiry.last_day)
            self.question.ask(
                f"Xóa nội dung của {expiry.dossiers} hồ sơ đã xong đến hết ngày {day}?",
                _WHAT,
                "Xóa nội dung",
                self._do,
                asker=lambda: self.erase,
            )

    def _do(self) -> None:
        actor = self._actor()
        if actor is not None:
            self.erase.set_blocked("Đang xóa.")
            self._runner.run(
                partial(self._keeping.erase, actor),
                self._after,
                on_error=self._say,
                on_end=partial(self.erase.set_blocked, ""),
                lane=Lane.FREE,
            )

    def _after(self, erasure: Erasure) -> None:
        self.told.emit(erased_words(erasure))
        self.refresh()

    def _say(self, error: DeskError) -> None:
        message = message_for(error)
        self.days.set_error(f"{message.happened} {message.to_do}")
