import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import PersonId
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind, Person, Sex
from desktop.domain.text import nfc
from desktop.services.plain_person import person_from_plain, person_to_plain

WORDS = st.text().map(lambda text: nfc(text).strip())  # as everything is that enters the program
BIRTHS = st.none() | st.builds(PartialDate, year=st.integers(1900, 2026))
PAPERS = st.none() | st.builds(
    IdPaper, kind=st.sampled_from(IdPaperKind), number=WORDS, issuer=WORDS, issued_on=BIRTHS
)
PEOPLE = st.builds(
    Person,
    id=st.none() | st.just(PersonId("p")),
    full_name=WORDS,
    birth=BIRTHS,
    sex=st.none() | st.sampled_from(Sex),
    id_paper=PAPERS,
    residence=WORDS,
    phone=WORDS,
)


@given(PEOPLE)
def test_a_person_in_a_draft_comes_back_whole(person: Person) -> None:
    assert person_from_plain(json.loads(json.dumps(person_to_plain(person)))) == person


def test_keys_of_a_newer_program_are_passed_over() -> None:
    plain = {**person_to_plain(Person(full_name="H'Mông Ưng")), "email": "x"}
    assert person_from_plain(plain).full_name == "H'Mông Ưng"


def test_an_empty_person_is_somebody_unknown() -> None:
    assert person_from_plain({}) == Person()


@pytest.mark.parametrize(
    "change",
    [
        {"birth": "hôm qua"},
        {"birth": 1951},
        {"sex": "x"},
        {"id_paper": {"kind": "?"}},
        {"id_paper": {"kind": "cmnd", "issued_on": "31/2"}},
        {"full_name": 3},
    ],
)
def test_a_damaged_person_is_said_to_be_unreadable(change: dict[str, object]) -> None:
    plain = {**person_to_plain(Person(full_name="A")), **json.loads(json.dumps(change))}
    with pytest.raises(DeskError) as caught:
        person_from_plain(plain)
    assert caught.value.code is ErrorCode.DRAFT_UNREADABLE
