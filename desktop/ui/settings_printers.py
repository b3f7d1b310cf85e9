"""Where papers and tickets go, and a page to prove it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.settings_view import PrinterSetup, PrinterState, SettingsView
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.choice_row import MOST, Choice, ChoiceRow
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.hairline import Hairline
from desktop.ui.widgets.rail import Lamp

_TONES = {Lamp.READY: Tone.OK, Lamp.LOOK: Tone.WARN, Lamp.STOPPED: Tone.BAD}


class SettingsPrinters(QWidget):
    """Printers of this machine.

    Signals:
        saved: a :class:`PrinterSetup`, sent when a field is left or a queue is picked.
        test_requested: "paper" or "ticket".
    """

    saved = Signal(PrinterSetup)
    test_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setup = PrinterSetup()
        self._queues = ChoiceRow("Máy in của máy tính này", ())
        self._folder = Field(
            "Hoặc ghi tệp PDF vào thư mục",
            hint="Dùng khi chưa có máy in: giấy nằm trong thư mục này, in sau.",
        )
        self._target = Field("Máy in số thứ tự", placeholder="tcp://192.168.1.50:9100", is_figures=True)
        self._target.set_hint(
            "Địa chỉ mạng tcp://…:9100, cổng serial:…, hoặc tệp file:…. Để trống nếu không có."
        )
        self._paper_state = TextLabel("", TextStyle.SMALL_MEDIUM, wraps=True)
        self._ticket_state = TextLabel("", TextStyle.SMALL_MEDIUM, wraps=True)
        self._try_paper = Button("In thử tờ khai", ButtonKind.PLAIN, icon=Icon.PRINTER)
        self._try_ticket = Button("In thử số thứ tự", ButtonKind.PLAIN, icon=Icon.TICKET)
        self._build()
        self._queues.chosen.connect(self._on_queue)
        self._folder.left.connect(self._on_left)
        self._target.left.connect(self._on_left)
        self._try_paper.clicked.connect(lambda: self.test_requested.emit("paper"))
        self._try_ticket.clicked.connect(lambda: self.test_requested.emit("ticket"))

    @property
    def setup(self) -> PrinterSetup:
        """What is set now."""
        return self._setup

    @property
    def fields(self) -> tuple[Field, Field]:
        """Folder of papers, target of tickets."""
        return self._folder, self._target

    def show_settings(self, view: SettingsView) -> None:
        """Shows the printers and how they are."""
        self._setup = view.printers
        queues = view.queues[:MOST]
        self._queues.setVisible(bool(queues))
        self._queues.set_choices(tuple(Choice(key=queue, label=queue) for queue in queues))
        self._queues.pick(view.printers.paper_queue)
        self._folder.set_text(view.printers.paper_folder)
        self._target.set_text(view.printers.ticket_target)
        self._say(self._paper_state, view.paper_state)
        self._say(self._ticket_state, view.ticket_state)
        has_paper = bool(view.printers.paper_queue or view.printers.paper_folder)
        self._try_paper.set_blocked("" if has_paper else "Chọn máy in hoặc ghi thư mục trước.")
        self._try_ticket.set_blocked(
            "" if view.printers.ticket_target else "Ghi địa chỉ máy in số thứ tự trước."
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE_HALF)
        for title, widgets, state, button in (
            (
                "Tờ khai, giấy tiếp nhận, kết quả",
                (self._queues, self._folder),
                self._paper_state,
                self._try_paper,
            ),
            ("Số thứ tự và phiếu nhỏ", (self._target,), self._ticket_state, self._try_ticket),
        ):
            column.addWidget(TextLabel(title, TextStyle.TITLE))
            for widget in widgets:
                column.addWidget(widget)
            foot = QHBoxLayout()
            foot.addWidget(state, 1)
            foot.addWidget(button)
            column.addLayout(foot)
            column.addWidget(Hairline())

    @staticmethod
    def _say(label: TextLabel, state: PrinterState | None) -> None:
        label.setText(state.sentence if state is not None else "")
        if state is not None:
            label.set_tone(_TONES[state.lamp])

    def _save(self, queue: str) -> None:
        setup = PrinterSetup(
            paper_queue=queue, paper_folder=self._folder.text(), ticket_target=self._target.text()
        )
        if setup != self._setup:
            self._setup = setup
            self.saved.emit(setup)

    @Slot(str)
    def _on_queue(self, queue: str) -> None:
        self._save(queue)

    @Slot(str)
    def _on_left(self, _text: str) -> None:
        self._save(self._setup.paper_queue)
