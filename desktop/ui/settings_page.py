"""Settings of the office and of this machine."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.look import Look
from desktop.ui.settings_printers import SettingsPrinters
from desktop.ui.settings_roster import SettingsRoster
from desktop.ui.settings_screen import SettingsScreen
from desktop.ui.settings_view import NewStaff, PrinterSetup, SettingsView
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.staff_row import StaffRow

_WIDEST = 980


class SettingsPage(QWidget):
    """One page, four cards; everything is stored when it is changed, there is no save button.

    Args:
        load: everything shown; runs off the GUI thread.
        runner: runs it.
        look: theme and text size.

    Signals:
        office_chosen: id of another office profile.
        roster_changed: today's whole roster, a tuple of :class:`RosterLine`.
        staff_added: a :class:`NewStaff`.
        printers_saved: a :class:`PrinterSetup`.
        test_requested: "paper" or "ticket".
    """

    office_chosen = Signal(str)
    roster_changed = Signal(tuple)
    staff_added = Signal(NewStaff)
    printers_saved = Signal(PrinterSetup)
    test_requested = Signal(str)

    def __init__(
        self,
        load: Callable[[], SettingsView],
        runner: TaskRunner,
        look: Look,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._runner = runner
        self._offices: list[StaffRow] = []
        self._office_list = QVBoxLayout()
        self._office_list.setSpacing(Space.HALF)
        self._roster_title = TextLabel("", TextStyle.SMALL, Tone.INK2, wraps=True)
        self.roster = SettingsRoster()
        self.printers = SettingsPrinters()
        self.screen_settings = SettingsScreen(look)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self.roster.changed.connect(self.roster_changed)
        self.roster.staff_added.connect(self.staff_added)
        self.printers.saved.connect(self.printers_saved)
        self.printers.test_requested.connect(self.test_requested)

    @property
    def offices(self) -> tuple[StaffRow, ...]:
        """The rows of the office profiles."""
        return tuple(self._offices)

    @Slot()
    def refresh(self) -> None:
        """Reads everything again: first show, or something changed."""
        self._runner.run(self._load, self._take)

    def _build(self) -> None:
        body = QWidget()
        body.setProperty("surface", "clear")
        body.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TWO)
        offices = QVBoxLayout()
        offices.addLayout(self._office_list)
        for title, content in (
            ("Hồ sơ đơn vị", offices),
            ("Trực hôm nay", self.roster),
            ("Máy in", self.printers),
            ("Màn hình", self.screen_settings),
        ):
            card = Card(padding=Space.THREE)
            card.column.addWidget(TextLabel(title, TextStyle.SECTION))
            if content is self.roster:
                card.column.addWidget(self._roster_title)
            if isinstance(content, QWidget):
                card.column.addWidget(content)
            else:
                card.column.addLayout(content)
            column.addWidget(card)
        column.addStretch(1)
        holder = QWidget()
        holder.setProperty("surface", "clear")
        row = QHBoxLayout(holder)
        row.setContentsMargins(Space.THREE, Space.TWO_HALF, Space.THREE, Space.TWO_HALF)
        row.addWidget(body, 1)
        scroll = QScrollArea()
        scroll.setWidget(holder)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _take(self, view: SettingsView) -> None:
        for old in self._offices:
            self._office_list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._offices = []
        for one in view.offices:
            row = StaffRow(one.name, one.note, icon=Icon.OFFICE)
            row.setChecked(one.id == view.office_id)
            row.clicked.connect(lambda _checked=False, key=one.id: self.office_chosen.emit(key))
            self._offices.append(row)
            self._office_list.addWidget(row)
        words = (
            f"{view.day[:1].upper()}{view.day[1:]}. Chỉ người trực viết hộ được viết thay người dân; "
            "có người ký mới trả kết quả ngay được."
        )
        self._roster_title.setText(words)
        self.roster.set_lines(view.roster)
        self.printers.show_settings(view)
