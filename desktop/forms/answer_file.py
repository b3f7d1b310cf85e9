"""The answers of a JSON file: what `khongviet forms render --answers` is given.

Nothing is changed silently: a value of the wrong kind, a hidden sign, a key the form does not have and an answer
the form does not print are each told in one sentence.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Final, assert_never

from desktop.domain.errors import DeskError
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper
from desktop.domain.text import nfc
from desktop.forms.answers import Answer, Answers, AnswerValue, Moment, answer_from_plain
from desktop.forms.definition import Field, FieldType, FormDefinition
from desktop.forms.problems import did_you_mean
from desktop.forms.scope import scope_of
from desktop.forms.typed import Typed, read_typed

# Controls but tabs and line ends, signs that turn the direction of writing round, halves of signs.
_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_HIDDEN: Final = Typed(problem="Có ký tự ẩn không in được; xóa rồi gõ lại.")


def answers_from_file(
    fields: Mapping[str, Field], plain: Mapping[str, object], today: date
) -> tuple[Answers, tuple[str, ...]]:
    """Answers by key: words as they are typed on screen, lists for tables, or what `Answers.to_plain` writes.

    Args:
        fields: The fields of the form, by key.
        plain: The JSON object; null leaves a field empty.
        today: The day that decides the century of a short year.

    Returns:
        The answers and one sentence for each key that is unknown or could not be read.
    """
    answers, problems = Answers(), []
    for key, raw in plain.items():
        field = fields.get(key)
        if field is None:
            problems.append(f"{key[:60]}: mẫu không có ô này. {did_you_mean(key, fields)}")
            continue
        if _is_stored(raw):
            with suppress(ValueError, DeskError):
                answer = answer_from_plain(raw)
                if _fits(field, answer.value):
                    answers = answers.with_answer(key, answer)
                    continue
        typed = _read(field, raw, today)
        if typed.value is not None:
            answers = answers.with_answer(key, Answer(value=typed.value))
        if typed.problem:
            problems.append(f"{key}: {typed.problem}")
    return answers, tuple(problems)


def unprinted_answers(form: FormDefinition, answers: Answers, today: date) -> tuple[str, ...]:
    """Say which answers the form does not print: its conditions hide them, or it takes another answer's words."""
    scope = scope_of(form, answers, today)
    told: list[str] = []
    for key in answers:
        own, used = answers.get(key), scope.answers.get(key)
        if key not in scope.visible:
            told.append(f"{key}: không in, vì với các câu trả lời này mẫu không hỏi ô đó.")
        elif own is not None and used is not None and own.value != used.value:
            told.append(f"{key}: không in câu trả lời này, vì mẫu lấy từ ô khác.")
    return tuple(told)


def _is_stored(raw: object) -> bool:
    return isinstance(raw, dict) and {"t", "v"} <= raw.keys()


def _read(field: Field, raw: object, today: date) -> Typed:  # noqa: PLR0911 - one line a kind
    match raw:
        case None:
            return Typed()
        case bool():
            return Typed(value=raw) if field.type is FieldType.YES_NO else _wanted(field)
        case str() | int() if field.type is not FieldType.TABLE:
            words = str(raw)
            return _HIDDEN if _UNPRINTABLE.search(words) else read_typed(field, words, today)
        case list() if field.type is FieldType.TABLE:
            return _rows(field, raw)
        case list() if field.type is FieldType.MULTI:
            return _choices(field, raw, today)
        case dict() if field.type is FieldType.DATE:
            return _date(raw)
        case _:
            return _wanted(field)


def _choices(field: Field, raw: Sequence[object], today: date) -> Typed:
    chosen: dict[str, None] = {}
    for one in raw:
        typed = _read(field, one, today) if isinstance(one, str) else _wanted(field)
        if typed.problem:
            return typed
        if isinstance(typed.value, tuple):
            chosen.update((word, None) for word in typed.value if isinstance(word, str))
    return Typed(value=tuple(chosen))


def _rows(field: Field, raw: Sequence[object]) -> Typed:
    rows: list[tuple[str, ...]] = []
    for number, row in enumerate(raw, 1):
        cells = _row(field, row)
        if cells is None:
            return _wanted(field)
        if len(cells) > len(field.columns):
            return Typed(problem=f"Dòng {number} có {len(cells)} ô, bảng chỉ có {len(field.columns)} cột.")
        if any(map(_UNPRINTABLE.search, cells)):
            return _HIDDEN
        rows.append(cells)
    return Typed(value=tuple(rows))


def _row(field: Field, row: object) -> tuple[str, ...] | None:
    """Return the cells of a row: a list in the order of the columns, or an object by the columns' keys."""
    if isinstance(row, dict):
        names = [column.key for column in field.columns]
        if not row.keys() <= set(names):
            return None
        row = [row.get(name) for name in names]
    if not isinstance(row, list) or not all(isinstance(cell, str | int | None) for cell in row):
        return None
    return tuple("" if cell is None else nfc(str(cell)).strip() for cell in row)


def _date(raw: Mapping[object, object]) -> Typed:
    """Read a day as `khongviet card --json` writes it."""
    parts = [raw.get(name) for name in ("year", "month", "day")]
    if not all(part is None or (isinstance(part, int) and not isinstance(part, bool)) for part in parts):
        return Typed(problem="Ngày phải là day, month, year, mỗi cái một số.")
    year, month, day = (part if isinstance(part, int) else None for part in parts)
    if year is None or raw.keys() - {"year", "month", "day"}:
        return Typed(problem="Ngày phải có year, và chỉ có day, month, year.")
    try:
        return Typed(value=PartialDate(year=year, month=month, day=day))
    except DeskError:
        return Typed(problem="Không có ngày này trên lịch.")


def _fits(field: Field, value: AnswerValue) -> bool:  # noqa: PLR0911 - one line a kind
    match field.type:
        case FieldType.DATE:
            return isinstance(value, PartialDate)
        case FieldType.MOMENT:
            return isinstance(value, Moment)
        case FieldType.ID_PAPER:
            return isinstance(value, IdPaper)
        case FieldType.YES_NO:
            return isinstance(value, bool)
        case FieldType.NUMBER | FieldType.MONEY:
            return isinstance(value, int) and not isinstance(value, bool)
        case FieldType.TABLE:
            return isinstance(value, tuple) and not any(isinstance(row, str) for row in value)
        case FieldType.MULTI:
            return isinstance(value, tuple) and all(isinstance(row, str) for row in value)
        case (
            FieldType.TEXT
            | FieldType.TEXTAREA
            | FieldType.ADDRESS
            | FieldType.COMPUTED
            | FieldType.ID12
            | FieldType.PHONE
            | FieldType.CHOICE
        ):
            return isinstance(value, str) and not _UNPRINTABLE.search(value)
        case _:
            assert_never(field.type)


def _wanted(field: Field) -> Typed:
    return Typed(problem=f"Phải là {_WANTED.get(field.type, 'chữ trong ngoặc kép')}.")


_WANTED: Final = {
    FieldType.DATE: 'ngày trong ngoặc kép, ví dụ "5/3/1951"',
    FieldType.MOMENT: 'thời điểm trong ngoặc kép, ví dụ "9h15 20/11/2026"',
    FieldType.ID_PAPER: 'chữ trong ngoặc kép: "số, nơi cấp, ngày cấp"',
    FieldType.YES_NO: "true hoặc false",
    FieldType.NUMBER: "số nguyên",
    FieldType.MONEY: "số nguyên",
    FieldType.TABLE: "danh sách các dòng, mỗi dòng là danh sách các ô theo thứ tự cột",
    FieldType.MULTI: "danh sách các mục",
}
