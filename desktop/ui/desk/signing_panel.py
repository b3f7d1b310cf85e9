"""How the citizen signed: 1 by hand, 2 by a finger, 3 neither, with two witnesses."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.help_session import WITNESSES_NEEDED, Finger, Signing, SigningKind, Witness
from desktop.domain.id_number import compact_number
from desktop.domain.witnesses import WitnessPart, witness_faults
from desktop.ui.desk.citizen_words import CitizenWords
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon_mark import IconMark

_OTHER = "other"
_USUAL = (Finger.RIGHT_INDEX, Finger.LEFT_INDEX, Finger.RIGHT_THUMB, Finger.LEFT_THUMB)
_PLACES = {part: place for place, part in enumerate(WitnessPart)}
_SHORT = {
    SigningKind.SIGNED: "Ký",
    SigningKind.FINGERPRINT: "Điểm chỉ",
    SigningKind.WITNESSED: "Không ký được",
}


class SigningPanel(QWidget):
    """Three chips; the finger or the witnesses below them.

    Signals:
        signed: everything needed is there; :meth:`signing` gives it.
        moved: another way of signing was picked, or something was typed.

    Args:
        citizen: how the citizen is called.
        on_form: identity numbers on the forms with whose they are; none of them may witness.
    """

    signed = Signal()
    moved = Signal()

    def __init__(self, citizen: CitizenWords, on_form: Mapping[str, str]) -> None:
        super().__init__(None)
        self._on_form = on_form
        self.kind = ChoiceRow("", tuple(Choice(key=one.value, label=_SHORT[one]) for one in SigningKind))
        fingers = tuple(Choice(key=one.value, label=_start(one.label)) for one in _USUAL)
        self.finger = ChoiceRow("Ngón nào?", (*fingers, Choice(key=_OTHER, label="Ngón khác")))
        rest = tuple(one for one in Finger if one not in _USUAL)
        self.rest = ChoiceRow("", tuple(Choice(key=one.value, label=_start(one.label)) for one in rest))
        self.witnesses = tuple(
            (
                Field(f"Người làm chứng {number}"),
                Field("Số định danh", is_figures=True),
                Field("Nơi cư trú"),
            )
            for number in range(1, WITNESSES_NEEDED + 1)
        )
        self._people = QWidget()
        self._build(citizen)
        self.kind.chosen.connect(self._on_kind)
        self.finger.chosen.connect(self._on_finger)
        self.rest.chosen.connect(lambda _key: self.signed.emit())
        for box in (box for one in self.witnesses for box in one):
            box.edited.connect(partial(self._on_typed, box))

    def take_keyboard(self) -> None:
        """Gives the keyboard to the three chips."""
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_asking_witnesses(self) -> bool:
        """Whether the boxes of the witnesses are to be filled."""
        return self.kind.picked == SigningKind.WITNESSED.value

    @property
    def is_filled(self) -> bool:
        """Whether every box of the witnesses holds something."""
        return all(box.text() for boxes in self.witnesses for box in boxes)

    @property
    def next_words(self) -> str:
        """What Enter does at the boxes of the witnesses; empty while none are asked for."""
        if not self.is_asking_witnesses:
            return ""
        return "In tờ khai" if self.is_filled else "Ô tiếp"

    def enter(self) -> None:
        """Goes on to the next box of the witnesses, in order; past the last one it is done, or says what is wrong."""
        if not self.is_asking_witnesses:
            if self.kind.picked == SigningKind.SIGNED.value:
                self.signed.emit()
            return
        boxes = [box for one in self.witnesses for box in one]
        here = next((place for place, box in enumerate(boxes) if box.line.hasFocus()), -1)
        faults = self._show_faults(boxes[: here + 1])
        if not faults and here + 1 < len(boxes) and not self.is_filled:
            boxes[here + 1].line.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not faults and not self._show_faults(boxes):
            self.signed.emit()

    def _show_faults(self, boxes: Sequence[Field]) -> bool:
        """Says at each of these boxes what is wrong there, goes to the first; gives whether there is one."""
        found = {
            self.witnesses[fault.number][_PLACES[fault.part]]: fault.text
            for fault in witness_faults(self._witnesses(), self._on_form)
        }
        for box in boxes:
            box.set_error(found.get(box, ""))
        first = next((box for box in boxes if box in found), None)
        if first is not None:
            first.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None

    def so_far(self, at: datetime) -> Signing | None:
        """Gives as much of it as was chosen and typed by now, for the picture of the paper."""
        return self.signing(at) if self.kind.picked else None

    def signing(self, at: datetime) -> Signing:
        """Gives how it was signed; a rule of the domain checks it."""
        kind = SigningKind(self.kind.picked)
        key = self.rest.picked if self.finger.picked == _OTHER else self.finger.picked
        is_print = kind is SigningKind.FINGERPRINT and bool(key)
        return Signing(
            kind=kind,
            at=at,
            finger=Finger(key) if is_print else None,
            witnesses=self._witnesses() if kind is SigningKind.WITNESSED else (),
        )

    def _witnesses(self) -> tuple[Witness, ...]:
        return tuple(
            Witness(name=name.text(), id_number=compact_number(number.text()), residence=place.text())
            for name, number, place in self.witnesses
        )

    @Slot(str)
    def _on_kind(self, key: str) -> None:
        kind = SigningKind(key)
        self.finger.setVisible(kind is SigningKind.FINGERPRINT)
        self.rest.setVisible(False)
        self._people.setVisible(kind is SigningKind.WITNESSED)
        self.moved.emit()
        match kind:
            case SigningKind.SIGNED:
                self.signed.emit()
            case SigningKind.FINGERPRINT:
                self.finger.setFocus(Qt.FocusReason.OtherFocusReason)
            case SigningKind.WITNESSED:
                self.witnesses[0][0].line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self, box: Field, _text: str) -> None:
        box.set_error("")
        self.moved.emit()

    @Slot(str)
    def _on_finger(self, key: str) -> None:
        if key == _OTHER:
            self.rest.show()
            self.rest.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.signed.emit()

    def _build(self, citizen: CitizenWords) -> None:
        card = Card(has_shadow=True)
        head = QHBoxLayout()
        head.setSpacing(Space.ONE)
        head.addWidget(IconMark(Icon.SIGN, Tone.ACCENT, size=18, is_bare=True))
        head.addWidget(TextLabel("Trước khi in", TextStyle.LABEL, Tone.ACCENT))
        head.addStretch(1)
        card.column.addLayout(head)
        card.column.addWidget(
            TextLabel(
                f"{citizen.term_first} ký thế nào? Tờ khai in ra có sẵn chỗ ký ấy.",
                TextStyle.QUESTION,
                wraps=True,
            )
        )
        people = QVBoxLayout(self._people)
        people.setContentsMargins(0, 0, 0, 0)
        people.setSpacing(Space.ONE)
        people.addWidget(
            TextLabel(
                "Hai người làm chứng khác nhau, không có lợi ích liên quan, xuất trình giấy tờ tùy thân.",
                TextStyle.SMALL,
                Tone.INK2,
                wraps=True,
            )
        )
        for name, number, place in self.witnesses:
            row = QHBoxLayout()
            row.setSpacing(Space.ONE)
            row.addWidget(name, 5)
            row.addWidget(number, 4)
            people.addLayout(row)
            people.addWidget(place)
        for widget in (self.kind, self.finger, self.rest, self._people):
            card.column.addWidget(widget)
        for widget in (self.finger, self.rest, self._people):
            widget.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)


def _start(words: str) -> str:
    return words[:1].upper() + words[1:]
