"""A death told at the desk and done to the end by keyboard alone: what an officer types, question by question."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from desktop.domain.visit import VisitStep
from desktop.forms.definition import Field, FieldType
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import LAM

Shoot = Callable[[str], None]

TYPED = {
    "requester.relation": "con",
    "requester.ethnicity": "Kinh",
    "requester.phone": "0912345678",
    "deceased.name": "Trần Văn Đẩu",
    "deceased.birth": "5/3/1941",
    "deceased.ethnicity": "Kinh",
    "deceased.residence": "Thôn Xuân Thịnh, xã Thanh Bình Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh",
    "deceased.died_at": "7 giờ 30 phút 14/11/2026",
    "deceased.death_place": "Tại nhà",
    "deceased.death_cause": "Tuổi già",
    "extract.registered_at": "Ủy ban nhân dân xã Đức Thịnh",
    "extract.copies": "2",
    "subject.id_paper": "042041000777, Cục Cảnh sát, 5/3/2022",
    "subject.id_number": "042041000777",
    "subject.phone": "0912345678",
    "head.name": "Trần Văn Lâm",
    "head.id_number": "042060000456",
    "residence.request": "Xóa đăng ký thường trú của ông Trần Văn Đẩu",
    "funeral.when": "16/11/2026",
    "funeral.place": "Nghĩa trang thôn Xuân Thịnh",
    "merit.kind": "Thương binh",
}


class DeathVisit:
    """Walks one hand through the visit."""

    def __init__(self, hand: DeskHand) -> None:
        self.hand = hand

    def begin(self) -> None:
        """The card of the son, then the page of procedures."""
        self.hand.scan(LAM)
        self.hand.enter()
        assert self.hand.is_at(VisitStep.PROCEDURES)

    def answer_event(self, shoot: Shoot = lambda _name: None) -> None:
        """Not registered, no act on the portal, lived here, two benefits, copies, a widow, no orphans, no land."""
        hand = self.hand
        for number in (2, 2, 1):
            hand.digit(number)
        shoot("5-benefits")
        hand.digit(2)
        hand.digit(3)
        hand.enter()
        for number in (1, 1, 2, 2):
            hand.digit(number)

    def to_interview(self) -> None:
        """Ticks what lies on the table and goes on to write, whatever is still missing."""
        for number, row in enumerate(self.hand.steps.papers.rows[:9], 1):
            if not row.isChecked():
                self.hand.digit(number)
        self.hand.finish()
        assert self.hand.is_at(VisitStep.INTERVIEW), self.hand.step

    def answer_forms(self) -> None:
        """Answers every question of the five forms."""
        for _ in range(120):
            card = self.hand.steps.interview.card
            if not self.hand.is_at(VisitStep.INTERVIEW):
                return
            if card is None:
                self.hand.enter()
                continue
            for field in card.fields:
                if not self._answer(field.asked):
                    break
            else:
                here = self.hand.visit.interview.position
                if self.hand.is_at(VisitStep.INTERVIEW) and here == card.question.id:
                    self.hand.finish()

    def _answer(self, asked: Field) -> bool:
        """Answers one field where the keyboard is; gives whether the card is still the same."""
        hand = self.hand
        card = hand.steps.interview.card
        if card is None:
            return False
        held = card.field_with_keyboard()
        if held is None or held.asked.key != asked.key:
            return True
        known = hand.visit.interview.look(asked.key)
        if known is not None and not known.is_empty:
            hand.enter()
        elif asked.type in (FieldType.CHOICE, FieldType.YES_NO):
            hand.digit(1)
        elif asked.key in TYPED:
            hand.write(TYPED[asked.key])
            hand.enter()
        else:
            hand.key(Qt.Key.Key_F4)
        return hand.steps.interview.card is card

    def sign(self) -> None:
        """Reads to the end, the son signs."""
        hand = self.hand
        for _ in range(200):
            if hand.steps.read_back.is_agreed:
                break
            hand.enter()
        hand.digit(1)
        hand.enter()

    def conclude(self) -> None:
        """The verdicts, and everything printed."""
        self.hand.enter()
        self.hand.let_print()
