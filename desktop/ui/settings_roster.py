"""Who is on duty today, and people to add."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.settings_view import NewStaff, RosterDuty, RosterLine
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import DUTY_WIDTH, Space, TextStyle, Tone
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.check_row import CheckRow
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.hairline import Hairline


class SettingsRoster(QWidget):
    """The roster of today.

    Signals:
        changed: the whole new roster of today, a tuple of :class:`RosterLine`.
        staff_added: a :class:`NewStaff`.
    """

    changed = Signal(tuple)
    staff_added = Signal(NewStaff)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[RosterLine, ...] = ()
        self._rows: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._name = Field("Họ, chữ đệm, tên")
        self._title = Field("Chức danh", placeholder="Công chức tư pháp – hộ tịch")
        self._pin = Field("Mã PIN", hint="4 đến 12 chữ số", is_secret=True, is_figures=True)
        self._signs = CheckRow("Được ký kết quả", note="Chủ tịch, Phó Chủ tịch, người được ủy quyền")
        self._add = Button("Thêm người", ButtonKind.PLAIN, icon=Icon.PERSON_NEW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE)
        column.addLayout(self._list)
        column.addSpacing(Space.ONE)
        column.addWidget(TextLabel("Thêm người của đơn vị", TextStyle.TITLE))
        row = QHBoxLayout()
        row.setSpacing(Space.TWO)
        for field in (self._name, self._title, self._pin):
            row.addWidget(field)
        column.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self._signs, 1)
        foot.addWidget(self._add)
        column.addLayout(foot)
        self._add.clicked.connect(self._on_add)
        self._pin.entered.connect(self._on_add)

    @property
    def fields(self) -> tuple[Field, Field, Field]:
        """Name, title, PIN of somebody new."""
        return self._name, self._title, self._pin

    def set_lines(self, lines: tuple[RosterLine, ...]) -> None:
        """Shows the people and their duties of today."""
        self._lines = lines
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(line) for line in lines]
        for row in self._rows:
            self._list.addWidget(row)

    def set_duty(self, staff_id: str, duty: RosterDuty, *, is_on: bool) -> None:
        """Puts somebody on duty, or takes them off, and tells."""
        self._lines = tuple(
            line
            if line.staff_id != staff_id
            else RosterLine(
                staff_id=line.staff_id,
                name=line.name,
                title=line.title,
                duties=line.duties | {duty} if is_on else line.duties - {duty},
                until=line.until,
            )
            for line in self._lines
        )
        self.changed.emit(self._lines)

    def _row(self, line: RosterLine) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, Space.HALF, 0, Space.HALF)
        row.setSpacing(Space.ONE_HALF)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(line.name, TextStyle.BODY_STRONG, wraps=True))
        title = f"{line.title} · đến {line.until}" if line.until else line.title
        words.addWidget(TextLabel(title, TextStyle.SMALL, Tone.INK2, wraps=True))
        row.addWidget(Avatar(line.name))
        row.addLayout(words, 1)
        for duty in RosterDuty:
            tick = CheckRow(duty.value)
            tick.setAccessibleName(f"{line.name}: {duty.value}")
            tick.setChecked(duty in line.duties)
            tick.setMaximumWidth(DUTY_WIDTH)
            tick.toggled.connect(
                lambda is_on, staff_id=line.staff_id, which=duty: self.set_duty(staff_id, which, is_on=is_on)
            )
            row.addWidget(tick, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        column.addWidget(Hairline())
        return widget

    @Slot()
    def _on_add(self) -> None:
        name, pin = self._name.text(), self._pin.text()
        is_pin = pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12  # noqa: PLR2004 - the rule of the sentence
        self._name.set_error("" if name else "Ghi họ tên.")
        self._pin.set_error("" if is_pin else "Mã PIN gồm 4 đến 12 chữ số.")
        if not name:
            self._name.select_all()
        elif not is_pin:
            self._pin.select_all()
        else:
            new = NewStaff(name=name, title=self._title.text(), pin=pin, is_signer=self._signs.isChecked())
            for field in self.fields:
                field.set_text("")
            self._signs.setChecked(False)
            self.staff_added.emit(new)
