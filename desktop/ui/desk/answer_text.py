"""An answer as an officer would type it, and what the program says it understood. Pure words, no widgets."""

from datetime import date
from typing import assert_never

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper
from desktop.domain.speech import money, spoken_date
from desktop.domain.text import fold, group_id
from desktop.forms.answers import Answer, AnswerValue, Moment
from desktop.forms.building import options_of
from desktop.forms.definition import Field, FieldType
from desktop.forms.interview import Interview
from desktop.services.place_offers import PlaceNames

_BIRTH = "birth"
_REGISTERED_AT = ".registered_at"


def text_of(value: AnswerValue, field: Field) -> str:  # noqa: PLR0911 - one line a kind
    """Gives the words that, typed into the field, mean this value again."""
    match value:
        case bool():
            words = options_of(field) or ("Có", "Không")
            return words[0] if value else words[-1]
        case int():
            return f"{value:,}".replace(",", ".") if field.type is FieldType.MONEY else str(value)
        case str():
            return value
        case PartialDate():
            return value.display()
        case Moment():
            return _moment(value)
        case IdPaper():
            issued = value.issued_on.display() if value.issued_on is not None else ""
            return ", ".join(part for part in (value.number, value.issuer, issued) if part)
        case tuple():
            rows = (row if isinstance(row, str) else "; ".join(row) for row in value)
            return ("; " if all(isinstance(row, str) for row in value) else "\n").join(rows)
        case _:
            assert_never(value)


def short_text(answer: Answer, field: Field) -> str:
    """Gives the answer in a few words, for the list of what was already asked; numbers in groups of three."""
    if answer.is_empty:
        return ""
    value = answer.value
    if isinstance(value, IdPaper):
        return f"{value.kind.label} {group_id(value.number)}"
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return f"{len(value)} dòng"
    if isinstance(value, str) and field.type is FieldType.ID12:
        return group_id(value)
    if isinstance(value, int) and not isinstance(value, bool) and field.type is FieldType.MONEY:
        return money(value)
    return text_of(value, field)


def understood(value: AnswerValue | None, field: Field, today: date) -> str:
    """Gives the line below a field that says what was understood; empty where the words speak for themselves."""
    match value:
        case PartialDate():
            return _day(value, field, today)
        case Moment():
            said = spoken_date(value.day)
            return said if value.hour is None else f"{_clock(value)}, {said}"
        case IdPaper():
            issued = f"cấp {value.issued_on.display()}" if value.issued_on is not None else ""
            parts = (value.kind.label, group_id(value.number), value.issuer, issued)
            return " · ".join(part for part in parts if part)
        case str() if field.type is FieldType.ID12:
            return group_id(value)
        case int() if field.type is FieldType.MONEY:
            return money(value)
        case _:
            return ""


def offices_here(interview: Interview, key: str, typed: str, places: PlaceNames) -> tuple[str, ...]:
    """Gives this office and those it took over, where the place of a registration is asked for: typed all day long."""
    if not key.endswith(_REGISTERED_AT):
        return ()
    told = interview.context
    former = places.merged_into(
        told.get("office.commune", ""), told.get("office.province", ""), interview.today
    )
    names = (told.get("office.name", ""), *(f"Ủy ban nhân dân {commune}" for commune in former))
    wanted = fold(typed).split()
    return tuple(name for name in names if name and all(word in fold(name) for word in wanted))


def _day(day: PartialDate, field: Field, today: date) -> str:
    said = spoken_date(day)
    age = day.age_on(today) if field.part == _BIRTH else None
    return f"{said}, {age} tuổi" if age is not None else said


def _moment(moment: Moment) -> str:
    day = moment.day.display()
    return day if moment.hour is None else f"{_clock(moment)} {day}"


def _clock(moment: Moment) -> str:
    return f"{moment.hour} giờ {moment.minute} phút" if moment.minute is not None else f"{moment.hour} giờ"
