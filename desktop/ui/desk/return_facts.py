"""Where the result is fetched, and who sent the citizen: what the receipt says besides the papers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.person import Person
from desktop.domain.procedure import Channel
from desktop.domain.visit import VisitDraft
from desktop.ui.tokens import Space
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.field import Field

_WAYS = {Channel.DIRECT: "Tại quầy", Channel.POSTAL: "Qua bưu chính", Channel.ONLINE: "Trực tuyến"}
_TO = {Channel.POSTAL: "Gửi đến địa chỉ", Channel.ONLINE: "Thư điện tử (email)"}


class ReturnFacts(QWidget):
    """At the desk unless the citizen says otherwise; an address is asked only where something is sent.

    Args:
        draft: the visit, with what was said so far.
        person: the citizen, for the address and the e-mail that are known.
        may_be_sent: whether the procedures let somebody else come.

    Signals:
        returned: carries the `Channel` and where it goes.
        authorised: carries who sent them, in words.
    """

    returned = Signal(object, str)
    authorised = Signal(str)

    def __init__(self, draft: VisitDraft, person: Person | None, *, may_be_sent: bool) -> None:
        super().__init__(None)
        self._person = person
        self.ways = ChoiceRow(
            "Nhận kết quả ở đâu?", tuple(Choice(key=way.value, label=label) for way, label in _WAYS.items())
        )
        self.ways.pick(draft.return_by.value)
        self.to = Field("Gửi đến địa chỉ")
        self.sent_by = Field(
            "Đến thay ai? (bỏ trống nếu không)", placeholder="Họ tên, số định danh, giấy ủy quyền"
        )
        self.sent_by.set_text(draft.authorised_by)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE)
        for widget in (self.ways, self.to, self.sent_by):
            column.addWidget(widget)
        self.sent_by.setVisible(may_be_sent)  # with a parent: before, it would be a window for a moment
        self._show_to(draft.return_by, draft.return_to)
        self.ways.chosen.connect(self._on_way)
        self.to.edited.connect(lambda text: self.returned.emit(Channel(self.ways.picked), text))
        self.sent_by.edited.connect(self.authorised)

    def pick(self, number: int) -> bool:
        """Picks a way by its digit, 1 to 3; gives whether there is one."""
        if not 1 <= number <= len(_WAYS):
            return False
        way = tuple(_WAYS)[number - 1]
        self.ways.pick(way.value)
        self._on_way(way.value)
        return True

    def _on_way(self, key: str) -> None:
        way = Channel(key)
        self._show_to(way, "")
        self.returned.emit(way, self.to.text())

    def _show_to(self, way: Channel, said: str) -> None:
        known = ""
        if self._person is not None:
            known = {Channel.POSTAL: self._person.residence, Channel.ONLINE: self._person.email}.get(way, "")
        self.to.set_label(_TO.get(way, ""))
        self.to.set_text(said or known)
        self.to.setVisible(way in _TO)
