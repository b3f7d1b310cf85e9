"""At 150 % on a small screen the window stays inside it and no action leaves it."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.cards.recognise import read_card
from desktop.domain.visit import VisitStep
from desktop.forms.interview import Interview
from desktop.ui.desk.question_card import asked_question
from desktop.ui.look import Look
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.check_row import CheckRow
from desktop.ui.widgets.suggestion_list import SuggestionList
from tests.gui.desk.conftest import sit_down
from tests.gui.desk.test_keyboard_visits import to_interview, to_verdict
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import BUOI, Office


def outside(hand: DeskHand) -> list[str]:
    """The buttons that stick out of the window."""
    frame = hand.window.rect()
    found = []
    for button in hand.window.desk.findChildren(Button):
        if not button.isVisible():
            continue
        box = QRect(button.mapTo(hand.window, QPoint(0, 0)), button.size())
        if box.left() < frame.left() or box.right() > frame.right():
            found.append(button.text())
        elif button.width() < button.sizeHint().width():
            found.append(f"{button.text()} is cut")
    return found


@pytest.mark.parametrize("factor", [1.5, 2.0])
def test_larger_text_keeps_the_box_with_the_keyboard_in_view(
    factor: float, hand: DeskHand, look: Look
) -> None:
    to_interview(hand)
    hand.digit(1)
    hand.digit(8)
    look.set_factor(factor)
    hand.settle(0.05)
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    assert box.font().pixelSize() == current_theme().font(TextStyle.INPUT).pixelSize()
    seen = box.visibleRegion().boundingRect()
    assert seen.height() >= box.height() - 2, "but for a hairline at the edge of the view"
    assert seen.width() == box.width()


def test_who_declares_for_herself_is_asked_only_what_is_open(hand: DeskHand) -> None:
    flow = hand.visit.flow
    form = flow.library.get("bao-tro-xa-hoi.nd20-2021.mau-1d", "2021-07-01")
    person = read_card(BUOI, today=flow.workday.day).to_person()
    interview = Interview.start((form,), today=flow.workday.day).fill_person("requester", person)
    interview = interview.answer("requester.declares_for", "Bản thân").go_to("subject.ethnicity")
    question = interview.current
    assert question is not None
    asked = asked_question(interview, question, "bà Bưởi", {})
    assert [field.key for field in asked.question.fields] == ["subject.ethnicity"]
    assert asked.spoken == "Còn dân tộc thì sao ạ?"
    other = interview.answer("requester.declares_for", "Khai thay").go_to("subject.ethnicity")
    assert other.current is not None
    whole = asked_question(other, other.current, "bà Bưởi", {})
    assert "subject.name" in [field.key for field in whole.question.fields]


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_no_action_leaves_a_small_screen(factor: float, office: Office, qtbot: QtBot, look: Look) -> None:
    look.set_factor(factor)
    hand = sit_down(office, qtbot)
    hand.window.resize(1366, 697)
    QApplication.processEvents()
    assert (hand.window.width(), hand.window.height()) == (1366, 697)
    assert not outside(hand)
    to_interview(hand)
    assert not outside(hand)
    to_verdict(hand)
    assert not outside(hand)
    hand.enter()
    assert hand.is_at(VisitStep.PRINT)
    assert not outside(hand)
    assert (hand.window.width(), hand.window.height()) == (1366, 697)
    hand.window.shut()


def squeezed(hand: DeskHand) -> list[str]:
    """What is lower than it has to be to show its text whole."""
    found = []
    for one in hand.window.desk.findChildren(QWidget):
        if isinstance(one, TextLabel | Button | QLineEdit | CheckRow | SuggestionList) and one.isVisible():
            least = (
                one.heightForWidth(one.width()) if one.hasHeightForWidth() else one.minimumSizeHint().height()
            )
            if one.height() < least - 1:
                found.append(f"{type(one).__name__} {one.accessibleName()} {one.height()} < {least}")
    return found


@pytest.mark.parametrize("factor", [1.5, 2.0])
def test_at_large_text_everything_keeps_its_height_and_the_actions_stay(
    factor: float, office: Office, qtbot: QtBot, look: Look
) -> None:
    look.set_factor(factor)
    hand = sit_down(office, qtbot)
    hand.window.resize(1366, 768)
    hand.settle(0.05)
    assert not squeezed(hand)
    hand.scan(BUOI)
    assert not squeezed(hand)
    sizes = {line.font().pixelSize() for line in hand.steps.card.form.findChildren(QLineEdit)}
    assert sizes == {current_theme().font(TextStyle.INPUT).pixelSize()}
    hand.enter()
    assert not squeezed(hand)
    assert hand.steps.procedures.list.visibleRegion().boundingRect().height() > current_theme().px(56)
    hand.write("trich luc")
    hand.enter()
    assert not squeezed(hand)
    hand.settle(0.05)
    asked = QApplication.focusWidget()
    assert asked is not None
    assert asked.visibleRegion().boundingRect().height() >= asked.height() - 2
    hand.digit(1)
    assert hand.is_at(VisitStep.PAPERS)
    assert not squeezed(hand)
    assert hand.steps.papers.rows[0].visibleRegion().boundingRect().height() > current_theme().px(20)
    assert not outside(hand)
    look.set_factor(1.0)
    hand.settle(0.05)
    assert not squeezed(hand)
    hand.window.shut()


def test_the_keyboard_stays_where_one_types_when_the_columns_become_one_and_two_again(
    hand: DeskHand, look: Look
) -> None:
    look.set_factor(1.5)
    hand.scan(BUOI)
    hand.enter()
    hand.write("trich luc")
    line = hand.steps.procedures.search.line
    for width in (1920, 1366):
        hand.window.resize(width, 768 if width == 1366 else 1080)
        hand.settle(0.1)
        assert line.hasFocus(), f"at {width}"
    hand.enter()
    assert [one.code for one in hand.draft.procedures] == ["2.000635"]
    for width in (1920, 1366):
        hand.window.resize(width, 768 if width == 1366 else 1080)
        hand.settle(0.1)
    hand.digit(1)  # the answer of the pane: written for the citizen
    assert hand.is_at(VisitStep.PAPERS)
