"""The dossiers of the person on the card that wait for papers: each with what was missing, and the way to take it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.calendar import date_text, office_time
from desktop.services.receive_supplement import WaitingDossier
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.icon_set import Icon
from desktop.ui.tokens import Space
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button

_MOST = 3


class WaitingPapers(QWidget):
    """A banner a dossier, the one that came last first; Enter takes the first, a click any.

    Signals:
        chosen: carries the `WaitingDossier`.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(None)
        self.shown: tuple[WaitingDossier, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.ONE)

    def show_waiting(self, waiting: tuple[WaitingDossier, ...]) -> None:
        """Shows these; none takes no room."""
        clear_layout(self._column)
        self.shown = waiting[:_MOST]
        for number, one in enumerate(self.shown):
            buttons: tuple[Button, ...] = ()
            if number:  # the first is the page's own Enter
                take = Button("Nhận bổ sung", is_small=True)
                take.clicked.connect(partial(self.chosen.emit, one))
                buttons = (take,)
            asked = office_time(one.dossier.moves[-1].at).date()
            title = f"Đang chờ bổ sung: {one.dossier.procedure_name}"
            text = f"Yêu cầu ngày {date_text(asked)}: {one.missing}"
            self._column.addWidget(
                Banner(BannerKind.WARN, title, text, icon=Icon.FILE_MISSING, buttons=buttons)
            )
        self.setVisible(bool(self.shown))
