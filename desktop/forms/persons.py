"""A person of the case between `Person` and the answers `role.part`."""

from collections.abc import Mapping

from desktop.domain.id_number import compact_number
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, Person, Sex
from desktop.forms.answers import Answer, Answers, AnswerValue, Source
from desktop.forms.vocabulary import PERSON_PARTS

_REPLACEABLE = frozenset({Source.CARD, Source.EARLIER, Source.DEFAULT, Source.UNKNOWN})


def known_parts(person: Person) -> dict[str, AnswerValue]:
    """What is known of a person, by part name; unknown parts are left out."""
    found: dict[str, AnswerValue | None] = {
        "name": person.full_name,
        "birth": person.birth,
        "sex": person.sex.label if person.sex else None,
        "id_number": person.id_number,
        "id_paper": person.id_paper,
        "residence": person.residence,
        "ethnicity": person.ethnicity,
        "nationality": person.nationality,
        "phone": person.phone,
    }
    return {part: value for part, value in found.items() if value is not None and value != ""}


def filled_by(
    answers: Answers, role: str, parts: Mapping[str, AnswerValue], source: Source, at: str
) -> Answers:
    """Answers with the role's parts filled. An earlier card's parts go away, typed ones stay as they are."""
    for part in PERSON_PARTS:
        old = answers.get(f"{role}.{part}")
        if old is not None and old.source in _REPLACEABLE:
            answers = answers.without(f"{role}.{part}")
    for part, value in parts.items():
        if f"{role}.{part}" not in answers:
            answers = answers.with_answer(f"{role}.{part}", Answer(value=value, source=source, at=at))
    return answers


def person_of(answers: Answers, role: str) -> Person:
    """The person as the answers tell it, to be kept for the next visit."""

    def text(part: str) -> str:
        value = answers.value(f"{role}.{part}")
        return value.strip() if isinstance(value, str) else ""

    birth, paper = answers.value(f"{role}.birth"), answers.value(f"{role}.id_paper")
    return Person(
        full_name=text("name"),
        birth=birth if isinstance(birth, PartialDate) else None,
        sex=next((sex for sex in Sex if sex.label == text("sex")), None),
        id_number=text("id_number"),
        id_paper=paper if isinstance(paper, IdPaper) else None,
        residence=text("residence"),
        ethnicity=text("ethnicity"),
        nationality=text("nationality"),
        phone=text("phone"),
    )


def numbers_on_form(answers: Answers) -> dict[str, str]:
    """The identity numbers of everybody in the answers, each with the name it belongs to ("" where it has none)."""
    found: dict[str, str] = {}
    for role in dict.fromkeys(key.partition(".")[0] for key in answers):
        person = person_of(answers, role)
        for number in (person.id_number, person.id_paper.number if person.id_paper is not None else ""):
            if number:
                found[compact_number(number)] = person.full_name
    return found
