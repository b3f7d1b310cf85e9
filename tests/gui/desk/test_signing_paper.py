"""The paper beside the signing: it frames where to sign and has the room that the chosen way needs."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from desktop.domain.errors import ErrorCode
from desktop.domain.visit import VisitStep
from desktop.forms.read_back import SpokenLine
from desktop.services.ports_printing import PrintState
from desktop.ui.desk.answered_row import AnsweredRow
from desktop.ui.desk.spoken_card import SpokenCard
from desktop.ui.drawing import wrapped_height
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle
from desktop.ui.widgets.paper_view import PaperView
from tests.gui.desk.test_keyboard_visits import ask_for_oneself, read_to_the_end, to_interview
from tests.support.desk_hand import DeskHand
from tests.support.pdf_words import words_on as printed_words

LONG = "Thẻ căn cước số 042 151 000 123, Bộ Công an cấp ngày 12 tháng 8 năm 2024, có giá trị không thời hạn"


def to_signing(hand: DeskHand) -> PaperView:
    to_interview(hand)
    ask_for_oneself(hand)
    read_to_the_end(hand)
    return hand.steps.read_back._panel.view


def wait_for(hand: DeskHand, qtbot: QtBot, done: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: hand.window.runner.is_idle and done())


def paper_words(view: PaperView) -> str:
    return printed_words(view._shown.pdf) if view._shown is not None else ""


def test_the_place_to_sign_is_framed_and_in_sight(hand: DeskHand, qtbot: QtBot) -> None:
    view = to_signing(hand)
    wait_for(hand, qtbot, lambda: bool(view._signing_boxes()))
    assert view._signing_words == "Bà Bưởi ký hoặc điểm chỉ ở đây"
    (box,) = view._signing_boxes()
    assert view.viewport().rect().toRectF().contains(box)
    hand.digit(1)
    assert view._signing_words == "Bà Bưởi ký ở đây"


def test_the_paper_shows_the_room_for_the_finger_once_it_is_chosen(hand: DeskHand, qtbot: QtBot) -> None:
    view = to_signing(hand)
    hand.digit(2)
    wait_for(hand, qtbot, lambda: "Điểm chỉ" in paper_words(view))
    hand.digit(2)
    wait_for(hand, qtbot, lambda: "Điểm chỉ: ngón trỏ trái" in paper_words(view))
    assert view._signing_boxes()
    assert view._signing_words == "", "nothing is written into the box for the finger"


def test_the_witnesses_appear_on_the_paper_as_they_are_written(hand: DeskHand, qtbot: QtBot) -> None:
    view = to_signing(hand)
    hand.digit(3)
    hand.write("Lê Văn An")
    wait_for(hand, qtbot, lambda: "Lê Văn An" in paper_words(view))
    boxes = view._signing_boxes()
    assert boxes, "where the witnesses sign is framed"
    assert view._signing_words == "", "and nothing is written over their names"


def test_nothing_is_framed_while_lines_are_still_read(hand: DeskHand, qtbot: QtBot) -> None:
    to_interview(hand)
    ask_for_oneself(hand)
    view = hand.steps.read_back._panel.view
    wait_for(hand, qtbot, lambda: view.page_count > 0)
    assert not view._signing_boxes()


def test_a_declaration_that_did_not_print_is_told_while_the_citizen_waits_to_sign(hand: DeskHand) -> None:
    to_signing(hand)
    hand.digit(1)
    store = hand.window.office.core.store.print_jobs
    job = store.get(hand.draft.print_jobs[-1])
    assert job is not None
    store.save(job.begun().failed(ErrorCode.PRINTER_NO_PAPER))
    trouble = hand.steps.read_back.trouble
    hand.until(trouble.isVisible)
    hand.digit(1)  # paper was added: go on printing
    hand.window.office.print_all()
    hand.until(lambda: not trouble.isVisible())
    seen = store.get(job.id)
    assert seen is not None
    assert seen.state is PrintState.SENT
    assert hand.is_at(VisitStep.READ_BACK), "and the signature is still waited for"
    hand.enter()
    assert hand.is_at(VisitStep.VERDICT)


def test_lines_read_before_and_after_stand_whole_however_long(hand: DeskHand, qtbot: QtBot) -> None:
    card = SpokenCard()
    qtbot.addWidget(card)
    lines = tuple(
        SpokenLine(key=f"k{at}", label=LONG, value=LONG, spoken=LONG, section="") for at in range(3)
    )
    card.show_line(lines, 1, is_paused=False)
    card.resize(QSize(592, 700))
    card.show()
    hand.settle()
    rows = card.findChildren(AnsweredRow)
    assert len(rows) == 2
    font = current_theme().font(TextStyle.BODY_STRONG)
    for row in rows:
        _, room = row._rooms(row.width(), row._inks()[2])
        assert row.height() >= wrapped_height(font, LONG, room) > 32
