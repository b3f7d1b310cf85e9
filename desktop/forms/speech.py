"""The question as the officer says it: `{requester.address_term}`, `{subject.name:given}` filled in."""

from collections.abc import Callable, Mapping
from datetime import date

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import Address, Sex, form_of_address
from desktop.forms.answers import Answer, Source
from desktop.forms.definition import PersonBlock, Place, Question, TickPlace
from desktop.forms.page import read_template
from desktop.forms.places import context_value, show
from desktop.forms.vocabulary import CONTEXT_KEYS

Look = Callable[[str], Answer | None]


def spoken_question(
    question: Question,
    look: Look,
    persons: Mapping[str, PersonBlock],
    context: Mapping[str, str],
    today: date,
) -> str:
    """Fill the places of a question.

    A name that is not known yet is said as the block's `called`; `context["address_term"]` (the officer's own choice)
    goes before the rule of age and sex for the requester.
    """
    words: list[str] = []
    for piece in read_template(question.say)[0]:
        match piece:
            case Place(key=key, format=form):
                words.append(_place(key, form, look, persons, context, today))
            case TickPlace(option=option):
                words.append(option)
            case _:
                words.append(piece.text)
    text = " ".join("".join(words).split())
    return text[:1].upper() + text[1:]


def _place(
    key: str,
    form: str,
    look: Look,
    persons: Mapping[str, PersonBlock],
    context: Mapping[str, str],
    today: date,
) -> str:
    role, _, part = key.partition(".")
    if part == "address_term":
        return show(address_term(role, look, context, today), form)
    if part == "called":
        return show(_called(role, look, persons, context, today), form)
    if key in CONTEXT_KEYS:
        return show(context_value(key, context), form)
    answer = look(key)
    if answer is not None and not answer.is_empty:
        return show(answer.value, form)
    return _unnamed(persons.get(role))


def _called(
    role: str, look: Look, persons: Mapping[str, PersonBlock], context: Mapping[str, str], today: date
) -> str:
    name, own = look(f"{role}.name"), look("requester.name")
    if name is None or name.is_empty or not isinstance(name.value, str):
        return _unnamed(persons.get(role))
    if role == "requester" or (
        name.source is Source.COMPUTED and own is not None and own.value == name.value
    ):
        return address_term("requester", look, context, today)
    given = show(name.value, "given")
    sex, birth = look(f"{role}.sex"), look(f"{role}.birth")
    known = (sex is not None and not sex.is_empty) and (birth is not None and not birth.is_empty)
    term = address_term(role, look, {}, today)
    if term == Address.EM.value:
        return f"cháu {given}"
    return f"{term} {given}" if known else name.value.strip()


def _unnamed(block: PersonBlock | None) -> str:
    return (block.called or block.title.lower()) if block is not None else "…"


def address_term(role: str, look: Look, context: Mapping[str, str], today: date) -> str:
    """'bà', 'ông', 'chị', 'anh', 'em' for a person of the case."""
    chosen = context.get("address_term", "") if role == "requester" else ""
    if chosen:
        return chosen
    sex_answer, birth_answer = look(f"{role}.sex"), look(f"{role}.birth")
    label = "" if sex_answer is None or sex_answer.is_empty else sex_answer.value
    sex = next((sex for sex in Sex if sex.label == label), None)
    birth = None if birth_answer is None else birth_answer.value
    age = birth.age_on(today) if isinstance(birth, PartialDate) else None
    return form_of_address(sex, age).value
