"""Making a backup, and bringing one back; what a restore does is said before it is done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.calendar import date_text, office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.services.messages import message_for
from desktop.services.office_words import backup_line, moment_words
from desktop.services.ports_backup import KEPT_DAYS, BackupFacts, Backups, BackupState
from desktop.services.workday import Clock
from desktop.ui.icon_set import Icon
from desktop.ui.office.file_dialogs import FileDialogs
from desktop.ui.office.inline_ask import InlineAsk
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field

_KIND: Final = "Bản sao lưu Không Viết (*.bak)"
_SECRETS: Final = {ErrorCode.BACKUP_SECRET_WRONG, ErrorCode.BACKUP_SECRET_WEAK}


class BackupSection(QWidget):
    """Everything runs off the GUI thread; a fault stands at the field it belongs to.

    Args:
        backups: makes them and looks into them.
        runner: runs the calls.
        clock: the moment.
        actor: who is here, None at the lock.
        dialogs: ask for files.

    Signals:
        made: a :class:`BackupState`: a backup lies where it should.
        restore_requested: the file and its secret; the officer has read what will happen and agreed.
    """

    made = Signal(BackupState)
    restore_requested = Signal(str, str)

    def __init__(
        self,
        backups: Backups,
        runner: TaskRunner,
        clock: Clock,
        actor: Callable[[], StaffId | None],
        dialogs: FileDialogs,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._backups = backups
        self._runner = runner
        self._clock = clock
        self._actor = actor
        self._dialogs = dialogs
        self.state = Banner(BannerKind.INFO, "")
        self.password = Field("Mật khẩu của bản sao lưu", is_secret=True)
        self.password.set_hint("Để trống cả hai ô để dùng khóa phục hồi của máy này.")
        self.again = Field("Gõ lại mật khẩu", is_secret=True)
        self.make = Button("Chọn nơi lưu và sao lưu", ButtonKind.PRIMARY, icon=Icon.ARCHIVE)
        self.show_key = Button("Hiện khóa phục hồi", ButtonKind.PLAIN, icon=Icon.KEY)
        self.key = TextLabel("", TextStyle.SECTION, is_figures=True, wraps=True)
        self.file = Field("Tệp sao lưu")
        self._find = Button("Chọn tệp", ButtonKind.PLAIN, icon=Icon.FOLDER, is_small=True)
        self.secret = Field("Mật khẩu hoặc khóa phục hồi đã in", is_secret=True)
        self.secret.set_hint("Để trống nếu bản sao lưu dùng khóa phục hồi của chính máy này.")
        self.kept = TextLabel("", TextStyle.SMALL, Tone.INK2, wraps=True)
        self.look = Button("Xem bản sao lưu", ButtonKind.PLAIN, icon=Icon.EYE)
        self.question = InlineAsk()
        self._build()
        self.make.clicked.connect(self._on_make)
        self.show_key.clicked.connect(self._on_key)
        self._find.clicked.connect(self._on_find)
        self.look.clicked.connect(self._on_look)
        self.secret.entered.connect(self._on_look)

    @Slot()
    def refresh(self) -> None:
        """Reads when the last backup was made."""
        self._runner.run(self._backups.state, self._take)

    @Slot()
    def put_away(self) -> None:
        """Forgets every secret: the page is left, or the machine locked."""
        for field in (self.password, self.again, self.secret):
            field.set_text("")
            field.set_error("")
        self.key.setText("")
        self.key.hide()
        self.question.shut()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TWO)
        column.addWidget(self.state)
        new = Card(padding=Space.THREE)
        new.column.addWidget(TextLabel("Sao lưu", TextStyle.TITLE))
        words = (
            "Một tệp đã mã hóa và kiểm tra lại. Để ở USB hoặc máy khác, cất vào tủ; mỗi chiều một tệp là vừa."
        )
        new.column.addWidget(TextLabel(words, TextStyle.SMALL, Tone.INK2, wraps=True))
        new.column.addLayout(_row(self.password, self.again))
        new.column.addWidget(self.key)
        new.column.addLayout(_foot(self.show_key, self.make))
        column.addWidget(new)
        old = Card(padding=Space.THREE)
        old.column.addWidget(TextLabel("Phục hồi", TextStyle.TITLE))
        words = "Đưa dữ liệu của máy này về một bản sao lưu. Xem trước thì chưa có gì thay đổi."
        old.column.addWidget(TextLabel(words, TextStyle.SMALL, Tone.INK2, wraps=True))
        row = QHBoxLayout()
        row.setSpacing(Space.ONE)
        row.addWidget(self.file, 1)
        row.addWidget(self._find, 0, Qt.AlignmentFlag.AlignBottom)
        old.column.addLayout(row)
        old.column.addWidget(self.secret)
        old.column.addLayout(_foot(self.look))
        old.column.addWidget(self.question)
        old.column.addWidget(self.kept)
        self.kept.hide()
        column.addWidget(old)
        self.key.hide()

    def _take(self, state: BackupState) -> None:
        now = self._clock()
        late = backup_line(state.made_at, state.since, now)
        where = f"Tệp {state.file}." if state.file else "Cắm USB rồi sao lưu bản đầu tiên."
        if state.made_at is None:
            kind, words = BannerKind.INFO, "Máy này chưa sao lưu lần nào."
        else:
            kind, words = BannerKind.OK, f"Sao lưu gần nhất: {moment_words(state.made_at, now)}."
        if late is not None:
            kind, words = BannerKind.WARN, late.sentence
        self.state.tell(kind, words, where)
        told = (f"{one.file.name}, máy tự xóa ngày {date_text(one.until)}" for one in state.kept)
        self.kept.setText(f"Dữ liệu cũ đang cất: {'; '.join(told)}.")
        self.kept.setVisible(bool(state.kept))

    @Slot()
    def _on_make(self) -> None:
        actor = self._actor()
        is_same = self.password.text() == self.again.text()
        self.again.set_error("" if is_same else "Hai lần gõ khác nhau; gõ lại cả hai ô.")
        if not is_same or actor is None:
            return
        day = f"{office_time(self._clock()):%Y-%m-%d}"
        chosen = self._dialogs.new_file(self, "Nơi để bản sao lưu", f"khong-viet-{day}.bak", _KIND)
        if chosen:
            self.make.set_blocked("Đang sao lưu và kiểm tra lại.")
            self._runner.run(
                partial(self._backups.make, actor, Path(chosen), self.password.text()),
                self._after_making,
                on_error=partial(self._say, self.password),
                on_end=partial(self.make.set_blocked, ""),
            )

    def _after_making(self, state: BackupState) -> None:
        uses_key = not self.password.text()
        self.put_away()
        self._take(state)
        self.made.emit(state)
        if uses_key:
            self._on_key()

    @Slot()
    def _on_key(self) -> None:
        self._runner.run(self._backups.recovery_key, self._show_key)

    def _show_key(self, key: str) -> None:
        self.key.setText(
            f"{key}\nChép ra giấy, cất vào tủ: thiếu khóa này thì máy khác không mở được bản sao lưu."
        )
        self.key.show()

    @Slot()
    def _on_find(self) -> None:
        chosen = self._dialogs.old_file(self, "Chọn bản sao lưu", f"{_KIND};;Mọi tệp (*)")
        if chosen:
            self.file.set_text(chosen)

    @Slot()
    def _on_look(self) -> None:
        self.question.shut()
        self.file.set_error("" if self.file.text() else "Chọn tệp sao lưu.")
        self.secret.set_error("")
        if self.file.text():
            file, secret = self.file.text(), self.secret.text()
            self.look.set_blocked("Đang kiểm tra bản sao lưu.")
            self._runner.run(
                partial(self._backups.look_into, Path(file), secret),
                partial(self._ask, file, secret),
                on_error=self._on_unreadable,
                on_end=partial(self.look.set_blocked, ""),
            )

    def _on_unreadable(self, error: DeskError) -> None:
        self._say(self.secret if error.code in _SECRETS else self.file, error)

    def _ask(self, file: str, secret: str, facts: BackupFacts) -> None:
        when = moment_words(facts.made_at, self._clock())
        self.question.ask(
            f"Đưa máy này về bản sao lưu lúc {when}, gồm {facts.operations} thao tác?",
            "Những gì làm trên máy này sau lúc ấy không còn trong sổ của máy, trừ phần đã gửi vào sổ chung thì máy "
            f"nhận lại. Dữ liệu đang có được cất trong một tệp bên cạnh, {KEPT_DAYS} ngày sau máy tự xóa. "
            "Chương trình tự đóng rồi mở lại.",
            "Phục hồi và mở lại",
            partial(self.restore_requested.emit, file, secret),
            asker=lambda: self.look,
        )

    @staticmethod
    def _say(field: Field, error: DeskError) -> None:
        message = message_for(error)
        field.set_error(f"{message.happened} {message.to_do}")


def _row(*fields: Field) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.TWO)
    for field in fields:
        row.addWidget(field, 1)
    return row


def _foot(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.ONE)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
