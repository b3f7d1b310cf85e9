"""A thin line between parts of a page."""

from PySide6.QtWidgets import QFrame, QWidget


class Hairline(QFrame):
    """One px of line, lying or standing."""

    def __init__(self, *, is_vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("hairline", "true")
        if is_vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
