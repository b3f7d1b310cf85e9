"""Inviting one more counter: its name, then the pairing code to carry there."""

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.ports_office import SharedOffice
from desktop.services.workday import Clock
from desktop.ui.icon_set import Icon
from desktop.ui.office.pairing_card import PairingCard
from desktop.ui.task_runner import Lane, TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field

VALID: Final = timedelta(hours=1)


class InviteCard(Card):
    """Asks the store for a code, off the GUI thread.

    Args:
        office: the shared records.
        runner: runs the call.
        clock: the moment, for until when the code works.
    """

    def __init__(
        self, office: SharedOffice, runner: TaskRunner, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(padding=Space.THREE, parent=parent)
        self._office = office
        self._runner = runner
        self._clock = clock
        self._example = "Quầy 2"
        self.name = Field("Tên quầy mới", placeholder=self._example)
        self.invite = Button("Lấy mã ghép máy", ButtonKind.PLAIN, icon=Icon.KEY)
        self.pairing = PairingCard()
        self.column.addWidget(TextLabel("Mời thêm một quầy", TextStyle.TITLE, wraps=True))
        row = QHBoxLayout()
        row.setSpacing(Space.TWO)
        row.addWidget(self.name, 1)
        row.addWidget(self.invite, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        self.column.addWidget(self.pairing)
        self.invite.clicked.connect(self._on_invite)
        self.name.entered.connect(self._on_invite)

    def avoid(self, names: Collection[str]) -> None:
        """Offers as an example a name that no counter has or had."""
        self._example = next(name for number in count(2) if (name := f"Quầy {number}") not in names)
        self.name.set_placeholder(self._example)

    @Slot()
    def _on_invite(self) -> None:
        name = self.name.text()
        self.name.set_error("" if name else f"Ghi tên quầy mới, ví dụ {self._example}.")
        if name:
            self.invite.set_blocked("Đang hỏi sổ chung.")
            self._runner.run(
                partial(self._office.invite, name, valid=VALID),
                partial(self._show_code, name),
                on_end=partial(self.invite.set_blocked, ""),
                lane=Lane.FREE,
            )

    def _show_code(self, name: str, code: str) -> None:
        now = self._clock()
        self.pairing.show_code(code, name, now + VALID, now)
        self.name.set_text("")
