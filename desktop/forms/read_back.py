"""What is read aloud to the citizen before signing: every answer with the words people say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper
from desktop.domain.speech import spoken_date
from desktop.domain.text import group_id
from desktop.forms.answers import Answer, Answers, AnswerValue, Moment, Source
from desktop.forms.building import options_of
from desktop.forms.compose import day_of
from desktop.forms.definition import Field, FieldType, FormDefinition
from desktop.forms.interview import Interview
from desktop.forms.office_rows import clean_rows
from desktop.forms.places import show

LEFT_EMPTY = "để trống"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """One line: the official label, the value as on paper, the words to say, its key, and the part it belongs to."""

    label: str
    value: str
    spoken: str
    key: str
    section: str


def read_back(
    definitions: Iterable[FormDefinition], answers: Answers, context: Mapping[str, str]
) -> tuple[SpokenLine, ...]:
    """Every answer of all forms once, in the order of asking; a required 'không nhớ' is said as left empty."""
    interview = Interview(
        definitions=tuple(definitions), today=day_of(context), answers=answers, context=context
    )
    lines: list[SpokenLine] = []
    for question in interview.questions:
        for asked in question.fields:
            answer = interview.look(asked.key)
            if answer is None:
                continue
            if answer.is_empty and not (asked.required and answer.source is Source.UNKNOWN):
                continue
            block = interview.persons.get(asked.role)
            lines.append(
                SpokenLine(
                    label=asked.label,
                    value=_written(asked, answer),
                    spoken=_spoken(asked, answer),
                    key=asked.key,
                    section=block.title if block else question.title,
                )
            )
    return tuple(lines)


def _written(asked: Field, answer: Answer) -> str:
    if answer.is_empty:
        return ""
    form = "capitals" if asked.capitals else ""
    return _one_line(show(answer.value, form, money=asked.type is FieldType.MONEY, yes_no=_yes_no(asked)))


def _spoken(asked: Field, answer: Answer) -> str:
    return LEFT_EMPTY if answer.is_empty else _one_line(_say(asked, answer.value))


def _say(asked: Field, value: AnswerValue) -> str:  # noqa: PLR0911 - one line a kind
    match value:
        case bool():
            return show(value, yes_no=_yes_no(asked))
        case int():
            words = show(value, money=asked.type is FieldType.MONEY)
            return f"{words} đồng" if asked.type is FieldType.MONEY else words
        case str():
            return group_id("".join(value.split())) if asked.type is FieldType.ID12 else value
        case PartialDate():
            return spoken_date(value)
        case Moment():
            return _say_moment(value)
        case IdPaper():
            return _say_paper(value)
        case tuple():
            return "; ".join(
                row if isinstance(row, str) else ", ".join(c for c in row if c.strip()) for row in value
            )
        case _:
            assert_never(value)


def _say_moment(moment: Moment) -> str:
    day = spoken_date(moment.day)
    said = f"ngày {day}" if moment.day.is_full else day
    if moment.hour is None:
        return said
    minute = f" {moment.minute} phút" if moment.minute else ""
    return f"{moment.hour} giờ{minute}, {said}"


def _say_paper(paper: IdPaper) -> str:
    said = f"{paper.kind.label} số {group_id(''.join(paper.number.split()))}"
    if paper.issuer.strip():
        said += f", {paper.issuer.strip()} cấp"
    elif paper.issued_on:
        said += ", cấp"
    if paper.issued_on:
        said += f" ngày {spoken_date(paper.issued_on)}"
    return said


def _yes_no(asked: Field) -> tuple[str, ...]:
    return options_of(asked) if asked.type is FieldType.YES_NO else ()


def _one_line(text: str) -> str:
    return " ".join(clean_rows(text))
