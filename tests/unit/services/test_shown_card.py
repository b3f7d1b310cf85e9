from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest

from desktop.domain.cards.recognise import read_card
from desktop.forms.answers import Source
from desktop.services.shown_card import is_card_shown
from tests.support.office import SampleDesk, sample_desk

EXTRACT = "2.000635"


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


def test_a_card_that_was_read_is_the_identity_paper_of_every_procedure(desk: SampleDesk) -> None:
    now, flow = desk.at(time(8)), desk.core.flow()
    person = read_card(desk.visit("trich-luc-khai-sinh").card, today=desk.day).to_person()
    draft = flow.take_person(flow.open(desk.officer.id, now), person, now, source=Source.CARD)
    assert is_card_shown(draft)
    assert flow.choose(draft, EXTRACT, now).procedures[0].papers == ("id",)
    taken_off = flow.tick_paper(flow.choose(draft, EXTRACT, now), EXTRACT, "id", now, lies_here=False)
    assert flow.choose(taken_off, "1.000656", now).procedures[0].papers == (), "the officer has the last word"


def test_who_was_typed_or_known_before_still_has_to_show_a_paper(desk: SampleDesk) -> None:
    now, flow = desk.at(time(8)), desk.core.flow()
    person = read_card(desk.visit("trich-luc-khai-sinh").card, today=desk.day).to_person()
    draft = flow.take_person(flow.open(desk.officer.id, now), person, now, source=Source.EARLIER)
    draft = flow.choose(draft, EXTRACT, now)
    assert not is_card_shown(draft)
    assert draft.procedures[0].papers == ()
    carded = flow.take_person(draft, person, now, source=Source.CARD)
    assert carded.procedures[0].papers == ("id",), "the card came after the number was typed"
