"""Below an address: what a place named in it is called now. The address is only changed by a key."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.place_offers import PlaceNames
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.icon_mark import IconMark
from desktop.ui.widgets.key_cap import KeyCap

KEY = "Ctrl+N"


class PlaceNote(QWidget):
    """Goes through what may be written: as typed, with the present name behind it, the present name alone.

    Args:
        places: the names that changed.
        day: the day of the case.
    """

    def __init__(self, places: PlaceNames, day: date) -> None:
        super().__init__(None)
        self._places = places
        self._day = day
        self._readings: tuple[str, ...] = ()
        self._at = 0
        self._words = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.ACCENT, wraps=True)
        self._next = TextLabel("", TextStyle.SMALL, Tone.INK2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.ONE)
        row.addWidget(IconMark(Icon.PLACE, Tone.ACCENT, size=20, is_bare=True))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._words)
        foot = QHBoxLayout()
        foot.setSpacing(Space.ONE)
        self._cap = KeyCap(KEY)
        foot.addWidget(self._cap)
        foot.addWidget(self._next)
        foot.addStretch(1)
        column.addLayout(foot)
        row.addLayout(column, 1)
        self.hide()

    @property
    def words(self) -> str:
        """What is said about the address; empty where every name still holds."""
        return self._words.text() if self._readings else ""

    def look(self, address: str) -> None:
        """Reads an address as it stands; what this note wrote itself is known to it."""
        if address in self._readings:
            self._at = self._readings.index(address)
        else:
            offers = self._places.offers(address, self._day)
            self._readings = (address, *self._places.readings(address, self._day)) if offers else ()
            self._at = 0
            self._words.setText("\n".join(offer.line for offer in offers))
        self._show()

    def following(self) -> str | None:
        """Gives what the key writes next; None where there is nothing to choose from."""
        if len(self._readings) <= 1:
            return None
        return self._readings[(self._at + 1) % len(self._readings)]

    def _show(self) -> None:
        self.setVisible(bool(self._readings))
        after = (self._at + 1) % len(self._readings) if self._readings else 0
        is_added = bool(self._readings) and self._readings[after].startswith(self._readings[0])
        forward = "ghi thêm tên nay, giữ tên cũ" if is_added else "chỉ ghi tên nay"
        self._next.setText(forward if after else "về như đã gõ")
        has_key = len(self._readings) > 1
        self._next.setVisible(has_key)
        self._cap.setVisible(has_key)
