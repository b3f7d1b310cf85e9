"""What an officer types becomes a value of the field's type; what cannot be read is said in one sentence.

Nothing here raises for what was typed, and nothing is changed silently: `problem` says what is odd, the value is what
was understood (None: nothing).
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from desktop.domain.errors import DeskError
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind
from desktop.domain.text import fold, nfc
from desktop.forms.answers import AnswerValue, Moment
from desktop.forms.building import options_of
from desktop.forms.definition import Field, FieldType

_CLOCK: Final = re.compile(
    r"^\s*(?:lúc\s+)?(\d{1,2})\s*(?:giờ|h|:)(?:\s*(\d{1,2})(?![\d/.\-]))?\s*(?:phút|p)?\s*,?\s*(.*)$",
    re.IGNORECASE,
)
_PAPER_DAY: Final = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\b\d{4}\b(?!.*\d)")
_IDENTITY_LAW: Final = date(2024, 7, 1)
_MOST_DIGITS: Final = 15
_LONGEST: Final = 200
_SHORT: Final = frozenset({FieldType.MOMENT, FieldType.ID_PAPER, FieldType.NUMBER, FieldType.MONEY})
_TWELVE: Final = 12
_PHONE: Final = range(9, 12)
_LAST_HOUR: Final = 23
_LAST_MINUTE: Final = 59
_YES: Final = frozenset({"co", "c", "1", "x", "dung", "true"})
_NO: Final = frozenset({"khong", "k", "0", "2", "false"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The value understood (None: nothing) and what is odd about it ('' = fine)."""

    value: AnswerValue | None = None
    problem: str = ""


def read_typed(field: Field, text: str, today: date) -> Typed:  # noqa: C901, PLR0911, PLR0912 - one line a type
    """Understand what was typed into a field; an empty text gives no value and no problem."""
    words = nfc(text).strip()
    if not words:
        return Typed()
    if field.type in _SHORT and len(words) > _LONGEST:
        return Typed(problem="Chữ dài quá, xem lại có dán nhầm không.")
    match field.type:
        case FieldType.TEXT | FieldType.TEXTAREA | FieldType.ADDRESS | FieldType.COMPUTED:
            return Typed(value=words)
        case FieldType.DATE:
            return _day(words, today)
        case FieldType.MOMENT:
            return _moment(words, today)
        case FieldType.NUMBER | FieldType.MONEY:
            return _number(words)
        case FieldType.ID12:
            digits = "".join(words.split())
            fine = len(digits) == _TWELVE and digits.isascii() and digits.isdecimal()
            return Typed(value=digits, problem="" if fine else "Số định danh phải đủ 12 chữ số.")
        case FieldType.PHONE:
            digits = re.sub(r"[\s.\-]", "", words)
            fine = len(digits.lstrip("+")) in _PHONE and digits.lstrip("+").isdecimal()
            return Typed(value=digits, problem="" if fine else "Số điện thoại thường có 10 chữ số.")
        case FieldType.CHOICE:
            return _choice(field, words)
        case FieldType.MULTI:
            return _multi(field, words)
        case FieldType.YES_NO:
            folded = fold(words)
            if folded in _YES or words == options_of(field)[0]:
                return Typed(value=True)
            no = folded in _NO or words == options_of(field)[-1]
            return Typed(value=False) if no else Typed(problem="Gõ “có” hoặc “không”.")
        case FieldType.ID_PAPER:
            return _paper(words, today)
        case FieldType.TABLE:
            rows = tuple(
                tuple(cell.strip() for cell in row.split(";")) for row in words.splitlines() if row.strip()
            )
            return Typed(value=rows)
        case _:
            assert_never(field.type)


def _day(words: str, today: date) -> Typed:
    try:
        return Typed(value=PartialDate.parse(words, today=today))
    except DeskError as error:
        if error.params.get("reason") == "two_centuries":
            first, second = error.params.get("first", ""), error.params.get("second", "")
            return Typed(problem=f"Năm {first} hay {second}? Gõ đủ bốn chữ số của năm.")
        if error.params.get("reason") == "not_real":
            return Typed(problem="Không có ngày này trên lịch.")
        return Typed(problem="Gõ ngày như 5/3/1951, 3/1951 hoặc 1951.")


def _moment(words: str, today: date) -> Typed:
    clock = _CLOCK.match(words)
    day_words = re.sub(r"^ngày\s+(?=\d+[/.\-])", "", clock.group(3) if clock else words)
    day = _day(day_words, today)
    if not isinstance(day.value, PartialDate):
        return day
    if clock is None:
        return Typed(value=Moment(day=day.value))
    hour, minute = int(clock.group(1)), int(clock.group(2)) if clock.group(2) else None
    if hour > _LAST_HOUR or (minute or 0) > _LAST_MINUTE:
        return Typed(value=Moment(day=day.value), problem="Giờ từ 0 đến 23, phút từ 0 đến 59.")
    return Typed(value=Moment(day=day.value, hour=hour, minute=minute))


def _number(words: str) -> Typed:
    digits = re.sub(r"(?:đồng|đ|bản|tháng)$", "", words.lower()).strip()
    digits = re.sub(r"(?<=\d)[. ](?=\d{3}(?:\D|$))", "", digits)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _MOST_DIGITS:
        return Typed(problem="Chỉ gõ chữ số, ví dụ 500.000.")
    return Typed(value=int(digits))


def _choice(field: Field, words: str) -> Typed:
    option = _option(field.options, words)
    if option is None and not field.other:
        return Typed(problem="Chọn một trong các mục.")
    return Typed(value=option or words)


def _multi(field: Field, words: str) -> Typed:
    whole = _option(field.options, words)
    if whole is not None:
        return Typed(value=(whole,))
    parts = [part.strip() for part in re.split(r"[;\n]", words) if part.strip()]
    chosen = [_option(field.options, part) or (part if field.other else None) for part in parts]
    if not chosen or None in chosen:
        return Typed(problem="Chọn trong các mục có sẵn, cách nhau bằng dấu chấm phẩy.")
    return Typed(value=tuple(dict.fromkeys(option for option in chosen if option is not None)))


def _option(options: tuple[str, ...], words: str) -> str | None:
    if words in options:
        return words
    fitting = [option for option in options if fold(option) == fold(words)]
    if len(fitting) == 1:
        return fitting[0]
    if words.isascii() and words.isdecimal() and len(words) <= 2 and 1 <= int(words) <= len(options):  # noqa: PLR2004 - two digits are enough for any list
        return options[int(words) - 1]
    return None


def _paper(words: str, today: date) -> Typed:
    """'042151000123, Bộ Công an, 12/8/2024': number first, then who issued it, then when."""
    number, _, rest = words.partition(",")
    number = "".join(number.split())
    issued: PartialDate | None = None
    found = _PAPER_DAY.search(rest)
    if found:
        day = _day(found.group(), today)
        issued = day.value if isinstance(day.value, PartialDate) else None
    issuer = rest[: found.start()] + rest[found.end() :] if found and issued else rest
    issuer = re.sub(r"\b(?:cấp\s+)?ngày\s*$", "", " ".join(issuer.split()).strip(" ,"))
    kind = _kind(number, issued)
    problem = "" if kind is not IdPaperKind.OTHER else "Xem lại số và chọn loại giấy tờ."
    paper = IdPaper(kind=kind, number=number, issuer=issuer.removeprefix("do ").strip(" ,"), issued_on=issued)
    return Typed(value=paper, problem=problem)


def _kind(number: str, issued: PartialDate | None) -> IdPaperKind:
    if number.isascii() and number.isdecimal():
        if len(number) == _TWELVE:
            new = issued is not None and issued.first_day >= _IDENTITY_LAW
            return IdPaperKind.IDENTITY_CARD if new else IdPaperKind.CITIZEN_ID_CARD
        return IdPaperKind.CMND if len(number) == 9 else IdPaperKind.OTHER  # noqa: PLR2004 - digits of a CMND
    return IdPaperKind.PASSPORT if re.fullmatch(r"[A-Z]\d{7,8}", number) else IdPaperKind.OTHER
