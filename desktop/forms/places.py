"""Writes one value into one place of the paper: `{key}` and `{key:format}`, answers and places of the office."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import assert_never

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper
from desktop.domain.speech import date_words, number_words
from desktop.domain.text import capitals
from desktop.forms.answers import AnswerValue, Moment
from desktop.forms.vocabulary import CONTEXT_DAYS, CONTEXT_MOMENTS

_WORDS_END = 10**18
_PADDED_MONTHS = 2


def show(value: AnswerValue, form: str = "", *, money: bool = False, yes_no: tuple[str, ...] = ()) -> str:  # noqa: PLR0911 - one line a kind
    """The value as it stands on paper, in one of the formats of the vocabulary; '' where there is nothing.

    Args:
        value: The answer.
        form: Format name, '' for the usual one.
        money: Whether a whole number is an amount (16.000).
        yes_no: The two words for true and false.
    """
    match value:
        case bool():
            words = yes_no or ("Có", "Không")
            return words[0] if value else words[-1]
        case int():
            return _number(value, form, money=money)
        case str():
            return _text(value, form)
        case PartialDate():
            return _day(value, form)
        case Moment():
            return _moment(value, form)
        case IdPaper():
            return _paper(value, form)
        case tuple():
            return ", ".join(
                row if isinstance(row, str) else " - ".join(cell for cell in row if cell.strip())
                for row in value
            )
        case _:
            assert_never(value)


def _number(value: int, form: str, *, money: bool) -> str:
    if form == "words" and abs(value) < _WORDS_END:
        return number_words(value)
    return f"{value:,}".replace(",", ".") if money else str(value)


def _text(value: str, form: str) -> str:
    text = value.strip()
    match form:
        case "capitals":
            return capitals(text)
        case "start":
            return text[:1].upper() + text[1:]
        case "given":
            return text.split()[-1] if text else ""
        case _:
            return text


def _day(day: PartialDate, form: str) -> str:
    match form:
        case "day":
            return "" if day.day is None else f"{day.day:02d}"
        case "month":
            return "" if day.month is None else _month(day.month)
        case "year":
            return str(day.year)
        case "long":
            return day.official()
        case "words":
            return date_words(day)
        case _:
            return day.display()


def _month(month: int) -> str:
    """Months 1 and 2 with a leading zero, as NĐ 30/2020 writes dates."""
    return f"{month:02d}" if month <= _PADDED_MONTHS else str(month)


def _moment(moment: Moment, form: str) -> str:
    hour = "" if moment.hour is None else f"{moment.hour:02d}"
    minute = "" if moment.minute is None else f"{moment.minute:02d}"
    match form:
        case "hour":
            return hour
        case "minute":
            return minute
        case "":
            clock = f"{hour} giờ {minute} phút, " if hour and minute else f"{hour} giờ, " if hour else ""
            return (
                f"{clock}ngày {moment.day.display()}" if moment.day.is_full else clock + moment.day.display()
            )
        case "date":
            return moment.day.display()
        case _:
            return _day(moment.day, form)


def _paper(paper: IdPaper, form: str) -> str:
    issued = paper.issued_on.display() if paper.issued_on else ""
    match form:
        case "kind":
            return paper.kind.label
        case "number":
            return paper.number.strip()
        case "issuer":
            return paper.issuer.strip()
        case "issued":
            return issued
        case _:
            words = f"{paper.kind.label} số {paper.number.strip()}"
            if paper.issuer.strip():
                words += f", do {paper.issuer.strip()} cấp" + (f" ngày {issued}" if issued else "")
            elif issued:
                words += f", cấp ngày {issued}"
            return words


def context_value(key: str, context: Mapping[str, str]) -> AnswerValue:
    """A place of the office; days and moments stand in the context as ISO text.

    A text that is no ISO day is shown as it is.
    """
    text = context.get(key, "")
    try:
        if key in CONTEXT_DAYS:
            return PartialDate.of(date.fromisoformat(text))
        if key in CONTEXT_MOMENTS:
            at = datetime.fromisoformat(text)
            return Moment(day=PartialDate.of(at.date()), hour=at.hour, minute=at.minute)
    except ValueError:
        return text
    return text
