"""One paper on its way to the printer, with its true state and what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from desktop.domain.ids import PrintJobId
from desktop.services.messages import message_for
from desktop.services.ports_printing import PrintJob, PrintState
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon_mark import IconMark

_LOOK = {
    PrintState.QUEUED: (Icon.WAIT, Tone.ACCENT, "Đang chờ máy in"),
    PrintState.SENDING: (Icon.PRINTER, Tone.ACCENT, "Đang in"),
    PrintState.SENT: (Icon.PRINTER_DONE, Tone.OK, "Đã in xong"),
    PrintState.FAILED: (Icon.PRINTER_FAULT, Tone.BAD, "Chưa in được"),
    PrintState.UNSURE: (Icon.WARNING, Tone.WARN, "Không rõ đã in xong chưa"),
}


class JobRow(QWidget):
    """A card with one paper.

    Signals:
        retry_wanted, found, reprint_wanted, aside_wanted: what was clicked; carries the job's id.
    """

    retry_wanted = Signal(str)
    found = Signal(str)
    reprint_wanted = Signal(str)
    aside_wanted = Signal(str)

    def __init__(self, job: PrintJob, *, is_aside: bool, is_first_open: bool) -> None:
        super().__init__(None)
        self._job_id: PrintJobId = job.id
        icon, tone, word = _LOOK[job.state]
        copy = " · bản in lại" if job.reprint_of is not None else ""
        card = Card(padding=Space.TWO)
        line = QHBoxLayout()
        line.setSpacing(Space.TWO)
        line.addWidget(IconMark(icon, tone, size=44, is_round=True))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(f"{job.title}{copy}", TextStyle.ROW_STRONG, wraps=True))
        state = f"{word}, để sau" if is_aside and job.state is not PrintState.SENT else word
        words.addWidget(TextLabel(f"Khổ {job.media.value} · {state}", TextStyle.BODY, tone, wraps=True))
        sentence = self._sentence(job)
        if sentence:
            words.addWidget(TextLabel(sentence, TextStyle.SMALL, Tone.INK, wraps=True))
        line.addLayout(words, 1)
        for button in self._buttons(job, is_first_open=is_first_open and not is_aside):
            line.addWidget(button)
        card.column.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.setAccessibleName(f"{job.title}, {state}")

    @staticmethod
    def _sentence(job: PrintJob) -> str:
        if job.state is PrintState.UNSURE:
            return "Xem khay giấy rồi chọn."
        if job.state is PrintState.FAILED and job.error_code is not None:
            message = message_for(DeskError(job.error_code))
            return f"{message.happened} {message.to_do}"
        return ""

    def _buttons(self, job: PrintJob, *, is_first_open: bool) -> tuple[Button, ...]:
        """Gives the buttons; the first open job answers the digits 1 and 2."""
        keys = ("1", "2") if is_first_open else ("", "")
        job_id = self._job_id
        match job.state:
            case PrintState.FAILED:
                retry = Button("In tiếp", key=keys[0])
                aside = Button("Để sau", key=keys[1])
                retry.clicked.connect(lambda: self.retry_wanted.emit(job_id))
                aside.clicked.connect(lambda: self.aside_wanted.emit(job_id))
                return (aside, retry)
            case PrintState.UNSURE:
                found = Button("Đã có giấy", key=keys[0])
                again = Button("In lại", key=keys[1])
                found.clicked.connect(lambda: self.found.emit(job_id))
                again.clicked.connect(lambda: self.reprint_wanted.emit(job_id))
                return (again, found)
            case PrintState.SENT:
                again = Button("In lại", is_small=True)
                again.clicked.connect(lambda: self.reprint_wanted.emit(job_id))
                return (again,)
            case PrintState.QUEUED | PrintState.SENDING:
                return ()
