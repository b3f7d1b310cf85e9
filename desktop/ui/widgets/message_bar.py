"""Banners above a page: at most two, newest first."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.tokens import Space
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind

MOST = 2


class MessageBar(QWidget):
    """A place for messages that takes no room while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.THREE, Space.ONE_HALF, Space.THREE, 0)
        self._column.setSpacing(Space.ONE)
        self.hide()

    @property
    def banners(self) -> tuple[Banner, ...]:
        """What is shown, newest first."""
        return tuple(self._banners)

    def tell(
        self,
        kind: BannerKind,
        title: str,
        text: str = "",
        *,
        buttons: tuple[Button, ...] = (),
        is_closable: bool = True,
    ) -> Banner:
        """Shows a message; the same title is not shown twice, the oldest of three goes.

        Args:
            kind: how grave it is.
            title: what happened.
            text: what to do now.
            buttons: what settles it.
            is_closable: it has "Đã rõ"; without it one of the buttons has to settle the matter.
        """
        for banner in [banner for banner in self._banners if banner.title == title]:
            self.remove(banner)
        close = Button("Đã rõ", ButtonKind.QUIET, is_small=True)
        banner = Banner(kind, title, text, buttons=(*buttons, close) if is_closable else buttons)
        close.clicked.connect(lambda _checked=False, gone=banner: self.remove(gone))
        self._banners.insert(0, banner)
        self._column.insertWidget(0, banner)
        for old in self._banners[MOST:]:
            self.remove(old)
        self.show()
        return banner

    def remove(self, banner: Banner) -> None:
        """Takes a message away."""
        if banner in self._banners:
            self._banners.remove(banner)
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._banners))

    def clear(self) -> None:
        """Takes every message away: another citizen, another user."""
        for banner in self.banners:
            self.remove(banner)
