"""Asks for the file a form begins with: a Word document, or an official page as PDF."""

from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


class StartFile(Enum):
    """What a form may begin with: words of the button, its key, title and filter of the dialog."""

    WORD = ("Nhập từ Word", "Ctrl+O", "Chọn tệp Word của mẫu", "Tệp Word (*.docx)")
    PDF = ("Dùng trang PDF làm nền", "Ctrl+B", "Chọn trang PDF chính thức", "Tệp PDF (*.pdf)")

    @property
    def words(self) -> str:
        """What the button says."""
        return self.value[0]

    @property
    def key(self) -> str:
        """The key that does the same."""
        return self.value[1]


def choose_start_file(kind: StartFile, parent: QWidget) -> Path | None:
    """Asks for a file; None when the officer thinks better of it."""
    _, _, title, pattern = kind.value
    name, _ = QFileDialog.getOpenFileName(parent, title, "", pattern)
    return Path(name) if name else None
