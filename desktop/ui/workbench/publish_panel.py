"""Putting a form into use: from which day, what it replaces, which answers given before no longer fit."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.domain.calendar import weekday_name
from desktop.domain.errors import DeskError
from desktop.domain.partial_date import PartialDate
from desktop.domain.speech import spoken_date
from desktop.services.form_workbench import FormMisfits, Succession
from desktop.services.messages import message_for
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.date_field import DateField, DateReading
from desktop.ui.widgets.field import FieldState
from desktop.ui.workbench.misfit_list import MisfitList

_FIRST: Final = date(2000, 1, 1)
_AHEAD: Final = timedelta(days=3660)
_HOW: Final = "Gõ đủ ngày, tháng, năm, viết ngắn cũng được: 1/1/27, 010127."


class PublishPanel(QWidget):
    """Asks for the day and says what follows from it.

    Args:
        today: Gives the office's day.

    Signals:
        day_changed: another day was typed; carries it, or None while it is not understood.
        confirmed: Enter in the field.
    """

    day_changed = Signal(object)
    confirmed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._title = TextLabel("", TextStyle.PAGE_TITLE, wraps=True)
        self._name = TextLabel("", TextStyle.ROW, Tone.INK2, wraps=True)
        self._field = DateField("Dùng từ ngày", self._understand)
        self._banner = Banner(BannerKind.INFO, "")
        self._visits = MisfitList()
        self._invented = MisfitList()
        self._day: date | None = None
        self._build()
        self._field.edited.connect(self._on_edited)
        self._field.entered.connect(self.confirmed)

    @property
    def field(self) -> DateField:
        """Where the day is typed."""
        return self._field

    @property
    def day(self) -> date | None:
        """The day understood."""
        return self._day

    @property
    def sentence(self) -> str:
        """What follows from the day."""
        return f"{self._banner.title} {self._banner.accessibleDescription()}".strip()

    @property
    def misfits(self) -> tuple[str, ...]:
        """The answers that no longer fit, as shown: those of the visits in work, then invented ones."""
        return self._visits.rows + self._invented.rows

    @property
    def visit_sentence(self) -> str:
        """How many visits in work are concerned."""
        return self._visits.title

    def begin(self, name: str, mends: str) -> None:
        """Asks for the day of a form, tomorrow by default; a mended file keeps its version and has no day."""
        self._name.setText(name)
        self.show_misfits(None)
        self._field.setVisible(not mends)
        if mends:
            self._title.setText("Ghi lại tệp đã sửa")
            self._day = None
            words = "Phiên bản giữ nguyên, hồ sơ viết theo tệp này in lại như trang bên cạnh."
            self._banner.tell(BannerKind.INFO, f"Ghi đè tệp {mends}.", words)
            return
        self._title.setText("Đưa vào dùng từ ngày nào?")
        tomorrow = self._today() + timedelta(days=1)
        self._field.set_text(f"{tomorrow:%d/%m/%Y}")
        self._on_edited(self._field.text())
        self._field.select_all()

    def show_succession(self, after: Succession) -> None:
        """Says what a day means."""
        day = self._day
        if day is None:
            return
        if after.taken:
            words = "Chọn ngày khác; bản đã có không bị ghi đè để hồ sơ cũ in lại được."
            self._banner.tell(BannerKind.WARN, f"Ngày {day:%d/%m/%Y} đã có một phiên bản.", words)
            return
        if after.before is None:
            title = f"Mẫu này chưa có phiên bản nào trước {day:%d/%m/%Y}."
        else:
            title = f"Thay phiên bản {after.before.version} từ {day:%d/%m/%Y}."
        words = "Lượt mới từ ngày ấy viết theo mẫu này; hồ sơ cũ và lượt đang mở giữ mẫu của mình."
        if after.after is not None:
            words += f" Từ {after.after.in_force.first:%d/%m/%Y} lại dùng phiên bản {after.after.version}."
        is_past = day <= self._today()
        if is_past:
            words += " Ngày này không ở tương lai: lượt mở từ bây giờ dùng mẫu này ngay."
        self._banner.tell(BannerKind.WARN if is_past else BannerKind.INFO, title, words)

    def show_misfits(self, found: FormMisfits | None) -> None:
        """Lists answers given before that the changed form no longer takes; None while they are looked for."""
        if found is None:
            self._visits.tell("")
            self._invented.tell("")
            return
        rows = tuple(f"{row.visits} lượt: {row.what}" for row in found.visits.rows)
        self._visits.tell(found.visits.text, rows)
        count = len(found.invented)
        self._invented.tell(
            f"Thử một bộ câu trả lời bịa của bản cũ: {count} câu không còn hợp, không mất đi, chỉ không in nữa."
            if count
            else "Thử một bộ câu trả lời bịa của bản cũ: vẫn hợp với mẫu mới."
            if found.has_invented
            else "",
            found.invented,
        )

    def show_fault(self, error: DeskError) -> None:
        """Says why it was refused."""
        message = message_for(error)
        self._banner.tell(BannerKind.BAD, message.happened, message.to_do)

    def _build(self) -> None:
        card = Card(padding=Space.THREE, has_shadow=True)
        card.column.addWidget(self._title)
        card.column.addWidget(self._name)
        card.column.addWidget(self._field)
        card.column.addWidget(self._banner)
        card.column.addSpacing(Space.ONE)
        card.column.addWidget(self._visits)
        card.column.addWidget(self._invented)
        body = QWidget()
        body.setProperty("surface", "clear")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(card)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def _understand(self, text: str) -> DateReading:
        day = self._read(text)
        if day is None:
            return DateReading(text="", sentence=_HOW, state=FieldState.ERROR)
        words = f"{weekday_name(day)}, {spoken_date(PartialDate.of(day))}"
        return DateReading(text=f"{day:%d/%m/%Y}", sentence=words[:1].upper() + words[1:])

    def _read(self, text: str) -> date | None:
        """Understand a whole day, not before the year 2000 and not further ahead than ten years."""
        latest = self._today() + _AHEAD
        try:
            found = PartialDate.parse(text, today=self._today(), earliest=_FIRST, latest=latest)
        except DeskError:
            return None
        return found.first_day if found.is_full and _FIRST <= found.first_day <= latest else None

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self._day = self._read(text)
        if self._day is None:
            self._banner.tell(BannerKind.INFO, "Gõ ngày bắt đầu dùng.", _HOW)
        else:
            self._field.check(text)
        self.day_changed.emit(self._day)
