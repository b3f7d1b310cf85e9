"""Copying into the e-form: one box, one key, and the next one; nothing stays in the clipboard."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.services.eform_sheet import LEFT_EMPTY, EformSheet, SheetRow
from desktop.ui.clipboard_keeper import KEPT_MS, ClipboardKeeper
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.choice_row import MOST, Choice, ChoiceRow
from desktop.ui.widgets.sheet_list import SheetList

_SECONDS: Final = KEPT_MS // 1000
_KEPT: Final = (
    f"Chữ đã chép tự xóa khỏi bộ nhớ tạm sau {_SECONDS} giây, khi khóa máy, tạm gác và khi xong lượt."
)
_ROOM_FOR_FORMS: Final = 470
_ROOM_FOR_BANNER: Final = 560
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EformSheetView(QWidget):
    """The sheets of one case.

    Args:
        clipboard: takes what is copied, and takes it back.

    Signals:
        copied: boxes were copied; carries the ids of all copied so far, as a frozenset.
        closed: the officer goes back.
    """

    copied = Signal(object)
    closed = Signal()

    def __init__(self, clipboard: ClipboardKeeper) -> None:
        super().__init__(None)
        self._clipboard = clipboard
        self._sheets: tuple[EformSheet, ...] = ()
        self._sheet: EformSheet | None = None
        self._copied: frozenset[str] = frozenset()
        self.list = SheetList()
        self.forms = ChoiceRow("", ())
        self._online = QWidget()
        self._banners = QVBoxLayout(self._online)
        self._banners.setContentsMargins(0, 0, 0, 0)
        self._kept = TextLabel(_KEPT, TextStyle.SMALL, Tone.INK2, wraps=True)
        self._count = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.INK2)
        self._label = TextLabel("", TextStyle.LABEL, Tone.INK2, wraps=True)
        self._value = TextLabel("", TextStyle.SECTION, wraps=True)
        self._said = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.OK, wraps=True)
        self.primary = Button("Chép, sang ô sau", ButtonKind.PRIMARY, key="Return", icon=Icon.CLIP)
        self.whole_row = Button("Chép cả dòng bảng", key="Ctrl+Return")
        self.back = Button("Ô trước", ButtonKind.QUIET, key="Shift+Return")
        self.close_button = Button("Đóng", ButtonKind.QUIET, key="Escape")
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self.list.lit.connect(self._on_lit)
        self.list.picked.connect(lambda _row: self.copy_next())
        self.forms.chosen.connect(self._on_form)
        self.primary.clicked.connect(self.copy_next)
        self.whole_row.clicked.connect(self.copy_table_row)
        self.back.clicked.connect(self.step_back)
        self.close_button.clicked.connect(self.shut)

    @property
    def copied_ids(self) -> frozenset[str]:
        """The boxes copied so far, over all forms of the case."""
        return self._copied

    def show_sheets(self, sheets: tuple[EformSheet, ...], copied: frozenset[str]) -> None:
        """Shows a case; the first box not copied yet has the keyboard."""
        self._sheets, self._copied = sheets, copied
        choices = tuple(Choice(key=one.form.id, label=one.form.short_name) for one in sheets[:MOST])
        self.forms.set_choices(choices if len(choices) > 1 else ())
        self._fit()
        self._said.setText("")
        if sheets:
            self._show_form(sheets[0])

    def forget(self) -> None:
        """Another citizen comes, or the screen is locked: nothing of the case stays."""
        self._sheets, self._sheet, self._copied = (), None, frozenset()
        self.list.set_rows((), frozenset())
        self.forms.set_choices(())
        for label in (self._label, self._value, self._said, self._count):
            label.setText("")
        self._clipboard.clear()

    # --- the keys ---

    @Slot()
    def copy_next(self) -> None:
        """Copies the box and goes on to the next one that holds something."""
        row = self.list.current
        if row is None or self._sheet is None:
            return
        if row.copy:
            self._clipboard.copy(row.copy)
            self._tick((row,))
            self._said.setText(f"Đã chép “{row.label}”. Dán vào ô trên Cổng.")
        self._go_on(row)

    @Slot()
    def copy_table_row(self) -> None:
        """Copies every cell of the table row at once and goes on behind it."""
        row, sheet = self.list.current, self._sheet
        cells = sheet.row_of_table(row) if row is not None and sheet is not None else ()
        if not cells or sheet is None:
            return
        self._clipboard.copy(sheet.text_of_table_row(cells[0]))
        self._tick(cells)
        self._said.setText(f"Đã chép cả dòng {cells[0].table_row} của bảng, mỗi cột cách nhau một Tab.")
        self._go_on(cells[-1])

    @Slot()
    def step_back(self) -> None:
        """Goes to the box before; nothing is unticked."""
        row, sheet = self.list.current, self._sheet
        if row is not None and sheet is not None and sheet.rows.index(row) > 0:
            self.list.stand_at(sheet.rows[sheet.rows.index(row) - 1])

    @Slot()
    def shut(self) -> None:
        """Goes back to where the officer came from."""
        self._clipboard.clear()
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_next()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy_table_row()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.step_back()
        elif event.key() in _ENTER:
            self.copy_next()
        elif event.key() == Qt.Key.Key_Escape:
            self.shut()
        elif self._is_form_digit(event):
            self._on_form(self._sheets[event.key() - Qt.Key.Key_1.value].form.id)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In low windows and with large text the boxes need the room; digits still change the form."""
        room = self.height() / current_theme().factor
        self.forms.setVisible(len(self._sheets) > 1 and room >= _ROOM_FOR_FORMS)
        self._online.setVisible(self._banners.count() > 0 and room >= _ROOM_FOR_BANNER)
        self._kept.setVisible(room >= _ROOM_FOR_FORMS)

    def _is_form_digit(self, event: QKeyEvent) -> bool:
        number = event.key() - Qt.Key.Key_1.value
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return is_plain and len(self._sheets) > 1 and 0 <= number < min(len(self._sheets), MOST)

    # --- inside ---

    def _tick(self, rows: tuple[SheetRow, ...]) -> None:
        if self._sheet is None:
            return
        self._copied |= {box_id(self._sheet, row) for row in rows}
        self.copied.emit(self._copied)
        self._show_rows(self._sheet)

    def _go_on(self, row: SheetRow) -> None:
        if self._sheet is None:
            return
        rows = self._sheet.rows
        following = next((one for one in rows[rows.index(row) + 1 :] if one.copy), None)
        if following is not None:
            self.list.stand_at(following)
        elif self._left(self._sheet) == 0:
            self._said.setText("Đã chép hết các ô của tờ này.")

    def _left(self, sheet: EformSheet) -> int:
        return sum(bool(row.copy) and box_id(sheet, row) not in self._copied for row in sheet.rows)

    @Slot(str)
    def _on_form(self, form_id: str) -> None:
        found = next((one for one in self._sheets if one.form.id == form_id), None)
        if found is not None:
            self._said.setText("")
            self._show_form(found)

    def _show_form(self, sheet: EformSheet) -> None:
        self._sheet = sheet
        self.forms.pick(sheet.form.id)
        while (item := self._banners.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if sheet.online_only:
            names = "; ".join(one.partition(" ")[2] for one in sheet.online_only)
            text = "Người dân tự đăng nhập, tự giữ mật khẩu và mã OTP."
            self._banners.addWidget(Banner(BannerKind.INFO, f"Chỉ nhận trực tuyến: {names}", text))
        self._fit()
        self._show_rows(sheet)
        fresh = next((one for one in sheet.rows if one.copy and box_id(sheet, one) not in self._copied), None)
        first = fresh or next(iter(sheet.rows), None)
        if first is not None:
            self.list.stand_at(first)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rows(self, sheet: EformSheet) -> None:
        prefix = f"{sheet.form.id}/"
        mine = {one.removeprefix(prefix) for one in self._copied if one.startswith(prefix)}
        self.list.set_rows(sheet.rows, frozenset(mine))
        full = sum(bool(row.copy) for row in sheet.rows)
        missing = f" · {len(sheet.missing)} ô chưa có câu trả lời" if sheet.missing else ""
        self._count.setText(
            f"{sheet.form.short_name} · Đã chép {full - self._left(sheet)} / {full} ô{missing}"
        )

    @Slot(object)
    def _on_lit(self, row: SheetRow | None) -> None:
        if row is None:
            return
        self._label.setText(" · ".join(part for part in ("Sắp chép", row.section, row.label) if part))
        self._value.setText(row.copy or LEFT_EMPTY)
        self.whole_row.setVisible(bool(row.table_row))
        self.primary.set_text("Chép, sang ô sau" if row.copy else "Bỏ qua, sang ô sau")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(TextLabel("Chép vào biểu mẫu điện tử", TextStyle.PAGE_TITLE), 1)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        card = Card(padding=1)
        card.column.setContentsMargins(1, Space.HALF, 1, Space.HALF)
        card.column.addWidget(self.list, 1)
        now = Card(padding=Space.TWO)
        now.column.setSpacing(Space.HALF)
        for label in (self._label, self._value, self._said):
            now.column.addWidget(label)
        bar = ActionBar()
        bar.add_left(self.close_button)
        bar.add_left(self.back)
        bar.add_right(self.whole_row)
        bar.add_right(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, 0)
        column.setSpacing(Space.ONE)
        column.addLayout(head)
        column.addWidget(self.forms)
        column.addWidget(self._online)
        column.addWidget(card, 1)
        column.addWidget(now)
        column.addWidget(self._kept)
        column.addWidget(bar)


def box_id(sheet: EformSheet, row: SheetRow) -> str:
    """Gives the name of a box among all forms of the case."""
    return f"{sheet.form.id}/{row.id}"
