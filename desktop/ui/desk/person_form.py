"""What is known of the requester, field by field; what the card said is locked until Ctrl E."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from desktop.domain.id_number import check_id_number, compact_number, is_id_number
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind, Person, Sex
from desktop.domain.speech import spoken_date
from desktop.domain.text import group_id
from desktop.forms.definition import Field as Asked
from desktop.forms.definition import FieldType
from desktop.forms.typed import read_typed
from desktop.services.place_offers import PlaceNames
from desktop.ui.desk.place_note import PlaceNote
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.date_field import DateField, DateReading
from desktop.ui.widgets.field import Field, FieldState

_BIRTH = Asked(key="person.birth", label="Ngày sinh", type=FieldType.DATE)
_SEPARATOR = "|"


class PersonForm(QWidget):
    """The requester's name, birth, sex, number, residence, phone.

    Signals:
        edited: something was changed by hand; :meth:`person` gives the result.
        card_pasted: the text of a whole card was pasted into a box, which stays as it was; carries it.
    """

    edited = Signal()
    card_pasted = Signal(str)

    def __init__(self, today: date, places: PlaceNames) -> None:
        super().__init__(None)
        self._today = today
        self._shown = Person()
        self._is_locked = False
        self.name = Field("Họ, chữ đệm, tên")
        self.birth = DateField("Ngày sinh", self._understand)
        self.sex = ChoiceRow("Giới tính", tuple(Choice(key=one.value, label=one.label) for one in Sex))
        self.number = Field("Số định danh", is_figures=True, placeholder="12 chữ số")
        self.residence = Field("Nơi cư trú", placeholder="thôn, xã, tỉnh")
        self.phone = Field("Điện thoại", is_figures=True, placeholder="nếu có, để gọi khi có kết quả")
        self.place = PlaceNote(places, today)
        self._paper = TextLabel("", TextStyle.SMALL, Tone.INK2, wraps=True)
        self._build()
        for field in self._fields():
            field.edited.connect(self._on_edited)
        self.sex.chosen.connect(self._on_edited)
        self.sex.chosen.connect(self._go_on)
        self.number.left.connect(self._check_number)

    @property
    def is_locked(self) -> bool:
        """Whether the values of the card are locked."""
        return self._is_locked

    def show_person(self, person: Person, *, is_from_card: bool) -> None:
        """Shows a person; values of a card are locked."""
        self._shown = person
        self._is_locked = is_from_card
        self.name.set_text(person.full_name)
        self.birth.set_text(person.birth.display() if person.birth is not None else "")
        self.sex.pick(person.sex.value if person.sex is not None else "")
        self.number.set_text(group_id(person.id_number))
        self.residence.set_text(person.residence)
        self.phone.set_text(person.phone)
        self.birth.check(self.birth.text())
        for field in self._fields():
            if field is not self.phone:
                field.set_state(
                    FieldState.READ_ONLY if is_from_card and field.text() else FieldState.NORMAL,
                    field.message,
                )
        for chip in self.sex.chips:
            chip.setEnabled(not is_from_card or person.sex is None)
        self._check_number(self.number.text())
        self.place.look(self.residence.text())
        self._say_paper(person.id_paper)

    def take_place(self) -> bool:
        """Writes the next reading of the residence, if a place in it has another name now (Ctrl+N)."""
        following = self.place.following()
        if following is None:
            return False
        QGuiApplication.inputMethod().commit()
        self.residence.set_state(
            FieldState.NORMAL, "Giá trị từ thẻ, đang sửa tay." if self._is_locked else ""
        )
        self.residence.set_text(following)
        self.place.look(following)
        self.edited.emit()
        return True

    def unlock(self) -> None:
        """Lets everything be changed (Ctrl+E)."""
        self._is_locked = False
        for field in self._fields():
            field.set_state(FieldState.NORMAL)
        for chip in self.sex.chips:
            chip.setEnabled(True)
        self.birth.check(self.birth.text())
        held = next((field for field in self._fields() if field.line.hasFocus()), self.name)
        held.select_all()

    def person(self) -> Person:
        """Gives the person as it stands; what cannot be understood is left out."""
        digits = compact_number(self.number.text())
        birth = read_typed(_BIRTH, self.birth.text(), self._today).value
        paper = self._shown.id_paper
        if digits != self._shown.id_number:
            kind = IdPaperKind.CITIZEN_ID_CARD if is_id_number(digits) else IdPaperKind.OTHER
            paper = IdPaper(kind=kind, number=digits) if digits else None
        return replace(
            self._shown,
            full_name=self.name.text(),
            birth=birth if isinstance(birth, PartialDate) else None,
            sex=Sex(self.sex.picked) if self.sex.picked else None,
            id_number=digits if is_id_number(digits) else "",
            id_paper=paper,
            residence=self.residence.text(),
            phone=self.phone.text(),
        )

    def next_open(self, *, is_from_start: bool = False) -> QWidget | None:
        """Gives the next thing to fill in after the one that has the keyboard, None past the last."""
        order: tuple[Field | ChoiceRow, ...] = (self.name, self.birth, self.sex, self.number, self.residence)
        held = -1
        for place, one in enumerate(order):
            is_held = (
                any(chip.hasFocus() for chip in one.chips)
                if isinstance(one, ChoiceRow)
                else one.line.hasFocus()
            )
            held = place if is_held and not is_from_start else held
        for one in order[held + 1 :]:
            is_filled = bool(one.picked) if isinstance(one, ChoiceRow) else bool(one.text())
            if not is_filled:
                return one
        return None

    def _fields(self) -> tuple[Field, ...]:
        return (self.name, self.birth, self.number, self.residence, self.phone)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.TWO)
        grid.setVerticalSpacing(Space.ONE_HALF)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self.birth, 1, 0, top)
        grid.addWidget(self.sex, 1, 1, top)
        grid.addWidget(self.number, 2, 0, top)
        grid.addWidget(self.phone, 2, 1, top)
        grid.addWidget(self.residence, 3, 0, 1, 2)
        grid.addWidget(self.place, 4, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE)
        column.addLayout(grid)
        column.addWidget(self._paper)

    def _say_paper(self, paper: IdPaper | None) -> None:
        if paper is None:
            self._paper.setText("")
            return
        issued = (
            f"cấp ngày {paper.issued_on.display()}" if paper.issued_on is not None else "chưa rõ ngày cấp"
        )
        self._paper.setText(" · ".join(part for part in (paper.kind.label, paper.issuer, issued) if part))

    def _understand(self, text: str) -> DateReading:
        typed = read_typed(_BIRTH, text, self._today)
        if not isinstance(typed.value, PartialDate):
            return DateReading(text="", sentence=typed.problem, state=FieldState.ERROR)
        try:
            age = typed.value.age_on(self._today)
        except DeskError:
            age = None
        said = spoken_date(typed.value)
        return DateReading(
            text=typed.value.display(), sentence=f"{said}, {age} tuổi" if age is not None else said
        )

    @Slot(str)
    def _check_number(self, text: str) -> None:
        digits = compact_number(text)
        if not digits:
            self.number.set_warning("") if self.number.state is FieldState.WARNING else None
            return
        birth = read_typed(_BIRTH, self.birth.text(), self._today).value
        sex = Sex(self.sex.picked) if self.sex.picked else None
        told = check_id_number(digits, birth if isinstance(birth, PartialDate) else None, sex)
        if told:
            self.number.set_warning(told[0].text)
        elif self.number.state is FieldState.WARNING:
            self.number.set_warning("")

    @Slot()
    def _go_on(self) -> None:
        """One key picks and goes on."""
        following = self.next_open()
        if following is not None:
            following.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_edited(self) -> None:
        pasted = next((field for field in self._fields() if field.text().count(_SEPARATOR) > 1), None)
        if pasted is not None:
            card = pasted.text()
            pasted.line.undo()
            if _SEPARATOR in pasted.text():
                pasted.set_text("")
            self.card_pasted.emit(card)
            return
        self.place.look(self.residence.text())
        if len(compact_number(self.number.text())) >= len("042151000123"):
            self._check_number(self.number.text())
        self.edited.emit()
