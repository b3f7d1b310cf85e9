"""For a counter that works alone: making the office's shared records, or joining those that are there."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.office.file_dialogs import FileDialogs
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field

_FILE_WORDS = (
    "Thư mục dùng chung trên mạng: không cần cài gì thêm, nhưng còn là bản thử, hợp với vài quầy; "
    "máy giữ thư mục phải bật suốt ngày."
)
_SERVER_WORDS = (
    "Máy chủ PostgreSQL: cần người cài một lần, đổi lại nhanh, chịu được mất mạng giữa chừng, "
    "và không quầy nào sửa được việc đã ghi."
)


class JoinCards(QWidget):
    """Two cards side by side in meaning, one below the other on the page.

    Args:
        dialogs: ask for a folder.

    Signals:
        create_requested: the address and what this counter is called.
        join_requested: the pairing code.
    """

    create_requested = Signal(str, str)
    join_requested = Signal(str)

    def __init__(self, dialogs: FileDialogs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dialogs = dialogs
        self.code = Field("Mã ghép máy", placeholder="dán mã vào đây", is_figures=True)
        self.code.set_hint(
            "Xin mã ở quầy đầu tiên (ổ chia sẻ thì quầy nào cũng được): trang Cơ quan, Các quầy, Mời thêm một quầy."
        )
        self.join = Button("Nối vào sổ chung", ButtonKind.PRIMARY, icon=Icon.ENTER)
        self.name = Field("Tên quầy này", placeholder="Quầy 1")
        self.address = Field("Nơi để sổ chung", placeholder="thư mục dùng chung, hoặc postgresql://…")
        self._folder = Button("Chọn thư mục", ButtonKind.PLAIN, icon=Icon.FOLDER, is_small=True)
        self.create_office = Button("Mở sổ chung", ButtonKind.PLAIN, icon=Icon.PLUS)
        self._build()
        self.join.clicked.connect(self._on_join)
        self.code.entered.connect(self._on_join)
        self._folder.clicked.connect(self._on_folder)
        self.create_office.clicked.connect(self._on_create)
        self.address.entered.connect(self._on_create)

    def set_busy(self, why: str) -> None:
        """Blocks both buttons while one of them works; an empty reason frees them."""
        self.join.set_blocked(why)
        self.create_office.set_blocked(why)

    def clear(self) -> None:
        """Forgets what was typed: it has been used."""
        for field in (self.code, self.name, self.address):
            field.set_text("")
            field.set_error("")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TWO)
        join = self._card(
            column,
            "Nối vào sổ chung đã có",
            "Máy chép sổ về, rồi gửi lên những gì máy này đã làm. Không có gì bị ghi đè.",
        )
        join.column.addWidget(self.code)
        join.column.addWidget(self.join, 0, Qt.AlignmentFlag.AlignRight)
        new = self._card(
            column,
            "Mở sổ chung mới",
            "Dành cho quầy đầu tiên của cơ quan. Mọi hồ sơ trên máy này vào sổ chung.",
        )
        new.column.addWidget(self.name)
        row = QHBoxLayout()
        row.setSpacing(Space.ONE)
        row.addWidget(self.address, 1)
        row.addWidget(self._folder, 0, Qt.AlignmentFlag.AlignBottom)
        new.column.addLayout(row)
        for words in (_FILE_WORDS, _SERVER_WORDS):
            new.column.addWidget(TextLabel(words, TextStyle.SMALL, Tone.INK2, wraps=True))
        new.column.addWidget(self.create_office, 0, Qt.AlignmentFlag.AlignRight)

    @staticmethod
    def _card(column: QVBoxLayout, title: str, words: str) -> Card:
        card = Card(padding=Space.THREE)
        card.column.addWidget(TextLabel(title, TextStyle.TITLE, wraps=True))
        card.column.addWidget(TextLabel(words, TextStyle.SMALL, Tone.INK2, wraps=True))
        column.addWidget(card)
        return card

    @Slot()
    def _on_join(self) -> None:
        code = "".join(self.code.text().split())  # a pasted code may be broken into lines
        self.code.set_error("" if code else "Dán mã ghép máy vào đây.")
        if code:
            self.join_requested.emit(code)

    @Slot()
    def _on_folder(self) -> None:
        chosen = self._dialogs.folder(self, "Chọn thư mục dùng chung để sổ chung")
        if chosen:
            self.address.set_text(chosen)

    @Slot()
    def _on_create(self) -> None:
        name, address = self.name.text(), self.address.text()
        self.name.set_error("" if name else "Ghi tên quầy này, ví dụ Quầy 1.")
        self.address.set_error("" if address else "Chọn thư mục, hoặc ghi địa chỉ máy chủ.")
        if name and address:
            self.create_requested.emit(address, name)
