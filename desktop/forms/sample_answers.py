"""Invented answers to try a form on: few, usual, far too long. Never those of a citizen."""

from datetime import date, timedelta
from enum import Enum
from random import Random
from typing import Final

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind
from desktop.forms.answers import Answer, Answers, AnswerValue, Moment
from desktop.forms.building import options_of
from desktop.forms.definition import Field, FieldType, FormDefinition, TableColumn
from desktop.forms.invented_people import InventedPerson, invent_person, invent_text


class SampleKind(Enum):
    """How much is answered."""

    BLANK = "blank"
    SPARSE = "sparse"
    FULL = "full"
    OVERFULL = "overfull"


_WORDS: Final = {
    "name": "Nguyễn Thị Bưởi",
    "ethnicity": "Kinh",
    "nationality": "Việt Nam",
    "residence": "Thôn Đông Đoài, xã Đức Thịnh, tỉnh Hà Tĩnh",
    "hometown": "Xã Đức Thịnh, tỉnh Hà Tĩnh",
    "contact": "Thôn Đông Đoài, xã Đức Thịnh, tỉnh Hà Tĩnh",
    "email": "nguyenthibuoi@example.vn",
}
_LONG: Final = {
    "name": "Công Tằng Tôn Nữ Nguyễn Phước Khánh Huyền Trân Bảo Ngọc Ánh Nguyệt",
}
_TEXT: Final = "Theo lời khai của người yêu cầu"
_LONG_TEXT: Final = (
    "Nhà số 128/24/6B, ngõ 45, đường Nguyễn Biểu kéo dài, tổ dân phố Thượng Ích, thôn Đông Đoài, xã Đức Thịnh, "
    "tỉnh Hà Tĩnh, gần Nhà văn hóa thôn, trước đây là xã Thanh Bình Thịnh, huyện Đức Thọ"
)
_LONG_TEXT_TIMES: Final = 4
_ROWS: Final = {SampleKind.SPARSE: 1, SampleKind.FULL: 3, SampleKind.OVERFULL: 14}
_DAY: Final = PartialDate(year=1951, month=3, day=5)
_PAPER: Final = IdPaper(
    kind=IdPaperKind.IDENTITY_CARD,
    number="042151000123",
    issuer="Bộ Công an",
    issued_on=PartialDate(year=2024, month=8, day=12),
)


def sample_answers(
    form: FormDefinition, kind: SampleKind, today: date, *, seed: int | None = None
) -> Answers:
    """Give answers to a form: none, the required ones alone, all of them, or all of them far too long.

    Args:
        form: The form.
        kind: How much is answered.
        today: No answer lies after this day.
        seed: Other people and other choices for each number; None always gives the same.
    """
    answers = Answers()
    luck = _Luck(Random(seed), today) if seed is not None and kind is not SampleKind.OVERFULL else None  # noqa: S311 - sample data, not secrets
    if kind is SampleKind.BLANK:
        return answers
    for field in form.fields:
        if field.type is FieldType.COMPUTED or (kind is SampleKind.SPARSE and not field.required):
            continue
        value = (luck.value(field) if luck is not None else None) or _value(field, kind, today)
        if value is not None:
            answers = answers.with_answer(field.key, Answer(value=value))
    return answers


class _Luck:
    """Invented values that fit together, person by person."""

    def __init__(self, chance: Random, today: date) -> None:
        self._chance = chance
        self._today = today
        self._people: dict[str, InventedPerson] = {}

    def value(self, field: Field) -> AnswerValue | None:  # noqa: C901, PLR0911 - one line a kind
        """Give a value, None where the fixed one will do."""
        person = self._person(field.role)
        options = options_of(field)
        match field.type:
            case FieldType.DATE:
                return person.birth if field.part == "birth" else self._day()
            case FieldType.MOMENT:
                return Moment(day=self._day(), hour=self._chance.randrange(7, 17), minute=15)
            case FieldType.CHOICE:
                fits = field.part == "sex" and person.sex in options
                return person.sex if fits else self._chance.choice(options) if options else None
            case FieldType.MULTI:
                count = self._chance.randint(1, len(options)) if options else 0
                chosen = self._chance.sample(options, count)
                return tuple(option for option in options if option in chosen)
            case FieldType.NUMBER:
                return self._chance.randint(1, 12)
            case FieldType.MONEY:
                return self._chance.randint(1, 5000) * 10_000
            case FieldType.ID12:
                return person.paper.number
            case FieldType.PHONE:
                return person.phone
            case FieldType.ID_PAPER:
                return person.paper
            case FieldType.TEXT | FieldType.TEXTAREA | FieldType.ADDRESS:
                return person.words.get(field.part) or invent_text(self._chance)
            case FieldType.YES_NO | FieldType.TABLE | FieldType.COMPUTED:
                return None

    def _person(self, role: str) -> InventedPerson:
        if role not in self._people:
            self._people[role] = invent_person(self._chance, self._today, child=role == "child")
        return self._people[role]

    def _day(self) -> PartialDate:
        return PartialDate.of(self._today - timedelta(days=self._chance.randrange(400)))


def _value(field: Field, kind: SampleKind, today: date) -> AnswerValue | None:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    match field.type:
        case FieldType.DATE:
            return PartialDate(year=1951) if kind is SampleKind.SPARSE else _date(field, today)
        case FieldType.MOMENT:
            return Moment(day=_date(field, today), hour=9, minute=15)
        case FieldType.CHOICE:
            options = options_of(field)
            return _longest(options, kind) if options else None
        case FieldType.MULTI:
            options = options_of(field)
            return options[:1] if kind is SampleKind.SPARSE else options
        case FieldType.YES_NO:
            return True
        case FieldType.NUMBER:
            return 99 if kind is SampleKind.OVERFULL else 2
        case FieldType.MONEY:
            return 999_999_999_000 if kind is SampleKind.OVERFULL else 16_000
        case FieldType.ID12:
            return _PAPER.number
        case FieldType.PHONE:
            return "0912345678"
        case FieldType.ID_PAPER:
            return _PAPER
        case FieldType.TABLE:
            row = tuple(_cell(column, kind) for column in field.columns)
            return (row,) * max(_ROWS[kind], field.min_rows)
        case FieldType.TEXTAREA:
            long = kind is SampleKind.OVERFULL
            return "; ".join((_LONG_TEXT,) * _LONG_TEXT_TIMES) if long else _words(field.part, kind)
        case FieldType.TEXT | FieldType.ADDRESS:
            return _words(field.part, kind)
        case FieldType.COMPUTED:
            return None


def _cell(column: TableColumn, kind: SampleKind) -> str:
    if not column.typed:
        return ""
    match column.type:
        case FieldType.DATE:
            return _DAY.display()
        case FieldType.CHOICE:
            return _longest(column.options, kind)
        case FieldType.ID12:
            return _PAPER.number
        case FieldType.NUMBER | FieldType.MONEY:
            return "999.999.999.000" if kind is SampleKind.OVERFULL else "2"
        case _:
            return _words(column.key, kind)


def _date(field: Field, today: date) -> PartialDate:
    return _DAY if field.part == "birth" else PartialDate.of(today)


def _longest(options: tuple[str, ...], kind: SampleKind) -> str:
    return max(options, key=len) if kind is SampleKind.OVERFULL else options[0]


def _words(part: str, kind: SampleKind) -> str:
    if kind is SampleKind.OVERFULL:
        return _LONG.get(part, _LONG_TEXT)
    return _WORDS.get(part, _TEXT)
