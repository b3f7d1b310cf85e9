"""Where the official words moved on, the screen says what to write there now, whatever stands in the box."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.forms.answers import Answer, Source
from desktop.forms.definition import Question
from desktop.forms.interview import Interview
from desktop.services.load_forms import load_library
from desktop.services.place_offers import PlaceNames
from desktop.ui.desk.question_card import AskedQuestion, QuestionCard
from desktop.ui.text_label import TextLabel

pytestmark = pytest.mark.usefixtures("look")
TODAY = date(2026, 11, 24)
PLAN_DAY = date(2023, 7, 25)


def card_of(question: Question, day: date, answers: dict[str, Answer]) -> QuestionCard:
    asked = AskedQuestion(question=question, spoken=question.say, to_whom="bà Bưởi", answers=answers, raw={})
    return QuestionCard(asked, day, lambda _key, _typed: (), PlaceNames(()))


def shown(card: QuestionCard) -> str:
    return " ".join(label.text() for label in card.findChildren(TextLabel) if not label.isHidden())


@pytest.mark.parametrize("day", [PLAN_DAY, TODAY])
def test_every_hint_of_every_form_shows_on_its_question(qtbot: QtBot, day: date) -> None:
    hints = 0
    for form in load_library().all_in_force(day):
        for question in form.questions:
            wanted = [one for one in (question.hint, *(field.hint for field in question.fields)) if one]
            if not wanted:
                continue
            card = card_of(question, day, {})
            qtbot.addWidget(card)
            for hint in wanted:
                assert hint in shown(card), f"{form.id} {question.id}"
            hints += len(wanted)
            card.deleteLater()
        QApplication.processEvents()
    assert hints > 50


def test_a_hint_stays_when_the_box_was_filled_typed_into_or_left_open(qtbot: QtBot) -> None:
    form = load_library().in_force("bao-tro-xa-hoi.nd176-2025.mau-02", TODAY)
    interview = Interview.start((form,), today=TODAY)
    hint = "Sổ hộ khẩu giấy đã bỏ từ 01/01/2023: ghi nơi thường trú hiện nay."
    question = next(one for one in interview.questions if any(f.hint == hint for f in one.fields))
    key = next(field.key for field in question.fields if field.hint == hint)
    for answer in (
        Answer(value="Thôn Xuân Thịnh", source=Source.CARD),
        Answer(value="Thôn Xuân Thịnh", source=Source.EARLIER),
        Answer(value="", source=Source.UNKNOWN),
    ):
        card = card_of(question, TODAY, {key: answer})
        qtbot.addWidget(card)
        assert hint in shown(card), answer.source
        field = next(one for one in card.fields if one.asked.key == key)
        field.say_missing()
        assert hint in shown(card)
