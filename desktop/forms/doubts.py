"""What deserves a second look: never blocks, says what is odd and about whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind
from desktop.forms.answers import Answer, Moment, Source
from desktop.forms.definition import FieldType
from desktop.forms.scope import ID_DIGITS, Scope

_TWELVE = frozenset({IdPaperKind.CITIZEN_ID_CARD, IdPaperKind.IDENTITY_CARD, IdPaperKind.E_IDENTITY})


class DoubtCode(Enum):
    """Kinds of doubts."""

    SAME_NUMBER = "same_number"
    BEFORE_BIRTH = "before_birth"
    IN_FUTURE = "in_future"
    NOT_TWELVE_DIGITS = "not_twelve_digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One doubt: a Vietnamese sentence and the fields it is about."""

    code: DoubtCode
    text: str
    keys: tuple[str, ...]


def doubts(scopes: Sequence[Scope], today: date) -> tuple[Doubt, ...]:
    """All doubts of a case, each once."""
    found: dict[Doubt, None] = {}
    answers: dict[str, Answer] = {}
    labels: dict[str, str] = {}
    titles: dict[str, str] = {}
    kinds: dict[str, FieldType] = {}
    for scope in scopes:
        for key, answer in scope.answers.items():
            if not answer.is_empty:
                answers.setdefault(key, answer)
        for asked in scope.form.fields:
            labels.setdefault(asked.key, asked.label)
            kinds.setdefault(asked.key, asked.type)
        for block in scope.form.persons:
            titles.setdefault(block.role, block.title)
    for source in (
        _same_numbers(answers, titles),
        _dates(answers, labels, today),
        _digits(answers, labels, kinds),
    ):
        found.update(dict.fromkeys(source))
    return tuple(found)


def _same_numbers(answers: Mapping[str, Answer], titles: Mapping[str, str]) -> Iterator[Doubt]:
    """The same number in two roles; one person in two roles is told by `same_as` and is no doubt."""
    owners: dict[str, dict[str, str]] = {}
    for key, answer in answers.items():
        role, _, part = key.partition(".")
        if part not in ("id_number", "id_paper") or answer.source is Source.COMPUTED:
            continue
        value = answer.value
        number = value.number if isinstance(value, IdPaper) else value if isinstance(value, str) else ""
        digits = "".join(number.split())
        if digits:
            owners.setdefault(digits, {}).setdefault(role, key)
    for by_role in owners.values():
        if len(by_role) > 1:
            names = " và ".join(titles.get(role, role).lower() for role in by_role)
            yield Doubt(
                code=DoubtCode.SAME_NUMBER,
                text=f"Cùng một số giấy tờ ghi cho {names}. Xem lại số của từng người.",
                keys=tuple(by_role.values()),
            )


def _dates(answers: Mapping[str, Answer], labels: Mapping[str, str], today: date) -> Iterator[Doubt]:
    for key, answer in answers.items():
        day = _day_of(answer)
        if day is None:
            continue
        label = labels.get(key, key)
        if day.first_day > today:
            yield Doubt(code=DoubtCode.IN_FUTURE, text=f"“{label}” là ngày chưa tới.", keys=(key,))
        birth_key = f"{key.partition('.')[0]}.birth"
        birth = answers.get(birth_key)
        born = birth.value if birth is not None else None
        if key != birth_key and isinstance(born, PartialDate) and day.last_day < born.first_day:
            yield Doubt(
                code=DoubtCode.BEFORE_BIRTH, text=f"“{label}” đứng trước ngày sinh.", keys=(birth_key, key)
            )


def _day_of(answer: Answer) -> PartialDate | None:
    match answer.value:
        case PartialDate():
            return answer.value
        case Moment(day=day):
            return day
        case IdPaper(issued_on=issued):
            return issued
        case _:
            return None


def _digits(
    answers: Mapping[str, Answer], labels: Mapping[str, str], kinds: Mapping[str, FieldType]
) -> Iterator[Doubt]:
    for key, answer in answers.items():
        value = answer.value
        if isinstance(value, IdPaper) and value.kind in _TWELVE:
            number = value.number
        elif isinstance(value, str) and kinds.get(key) is FieldType.ID12:
            number = value
        else:
            continue
        digits = "".join(number.split())
        if len(digits) != ID_DIGITS or not (digits.isascii() and digits.isdecimal()):
            label = labels.get(key, key)
            yield Doubt(code=DoubtCode.NOT_TWELVE_DIGITS, text=f"“{label}” không đủ 12 chữ số.", keys=(key,))
