"""The keys of this page, behind F1."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.actions import ActionRegistry
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle
from desktop.ui.widgets.key_cap import KeyCap
from desktop.ui.widgets.overlay import Overlay


class KeyPage(Overlay):
    """Lists every key that works on the page now, in two columns."""

    def __init__(self, parent: QWidget, registry: ActionRegistry) -> None:
        super().__init__(parent, width=760)
        self._registry = registry
        self._body: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Phím của trang này")
        self.card.column.setContentsMargins(Space.THREE, Space.TWO_HALF, Space.THREE, Space.THREE)
        self.card.column.addWidget(TextLabel("Phím của trang này", TextStyle.SECTION))

    def open_on(self, page: str) -> None:
        """Shows the keys of a page."""
        if self._body is not None:
            self._body.deleteLater()
        self._body = QWidget()
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.ONE_HALF)
        grid.setVerticalSpacing(Space.ONE)
        specs = [spec for spec in self._registry.specs(page) if spec.key]
        half = (len(specs) + 1) // 2
        for place, spec in enumerate(specs):
            column = 2 * (place // half)
            cap = KeyCap(spec.key)
            grid.addWidget(
                cap, place % half, column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
            grid.addWidget(TextLabel(spec.text, TextStyle.BODY, is_centred=True), place % half, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.card.column.addWidget(self._body)
        self.open()
