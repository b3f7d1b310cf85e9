"""The machine-readable lines on the back of a card: TD1, three lines of thirty signs (ICAO 9303-5).

They cross-check number, birth, sex and expiry. The name has no marks and is of no use on a form.
"""

import re
from contextlib import suppress
from datetime import date
from typing import Final

from desktop.domain.card_warning import CardWarning, CardWarningCode
from desktop.domain.cards.reading import CardKind, CardReading
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.id_number import check_id_number, is_id_number, year_in_number
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import Sex

_LINE: Final = 30
_SHAPE: Final = re.compile(
    r"I[A-Z<]VNM[A-Z0-9<]{24}[0-9]"
    r"[0-9<]{6}[0-9][MF<][0-9<]{6}[0-9][A-Z<]{3}[A-Z0-9<]{11}[0-9]"
    r"[A-Z<]{30}",
)
_BREAKS: Final = re.compile(r"[|\s]+")
_WEIGHTS: Final = (7, 3, 1)
_FOR_LIFE: Final = "991231"


def mrz_lines(text: str) -> tuple[str, str, str] | None:
    """Return the three lines of a TD1 zone, or None if the text is something else."""
    signs = _BREAKS.sub("", text).upper()
    # Fillers behind the name carry nothing; readers lose and double them.
    signs = signs[: 2 * _LINE] + signs[2 * _LINE :].rstrip("<").ljust(_LINE, "<")
    if not _SHAPE.fullmatch(signs):
        return None
    return signs[:_LINE], signs[_LINE : 2 * _LINE], signs[2 * _LINE :]


def check_digit(signs: str) -> str:
    """Return the check digit of ICAO 9303-3: weights 7, 3, 1; letters from 10, `<` as 0."""
    values = (0 if sign == "<" else int(sign, 36) for sign in signs)
    return str(sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def read_mrz(lines: tuple[str, str, str], *, today: date) -> CardReading:
    """Read the three lines; every wrong check digit is a warning that names its field.

    Raises:
        DeskError: CARD_NUMBER_INVALID if the identity number is not whole.
    """
    upper, middle, lower = lines
    number = upper[15:29].rstrip("<")
    if not is_id_number(number):
        raise DeskError(ErrorCode.CARD_NUMBER_INVALID)
    warnings = _check_digits(upper, middle)
    birth = _date(middle[:6], _birth_year(middle[:2], number, today))
    if birth is None:
        warnings.append(
            CardWarning(
                code=CardWarningCode.BIRTH_UNREADABLE,
                text="Không đọc được ngày sinh trong dòng MRZ. Gõ ngày sinh theo thẻ.",
            ),
        )
    sex = {"M": Sex.MALE, "F": Sex.FEMALE}.get(middle[7])
    warnings += check_id_number(number, birth, sex)
    for_life = middle[8:14] == _FOR_LIFE
    expiry = None if for_life else _date(middle[8:14], 2000 + int(middle[8:10].replace("<", "0")))
    if expiry is not None and expiry.last_day < today:
        warnings.append(
            CardWarning(
                code=CardWarningCode.CARD_EXPIRED,
                text=f"Thẻ hết hạn từ {expiry.display()}. Xem ngày hết hạn in trên thẻ, nhắc đổi thẻ.",
            ),
        )
    warnings.append(
        CardWarning(
            code=CardWarningCode.NAME_WITHOUT_MARKS,
            text="Dòng MRZ không có dấu tiếng Việt. Gõ họ tên có dấu theo mặt trước thẻ.",
        ),
    )
    return CardReading(
        kind=CardKind.MRZ_TD1,
        id_number=number,
        document_number=upper[5:14].rstrip("<"),
        full_name=" ".join(lower.replace("<", " ").split()),
        birth=birth,
        sex=sex,
        expiry=expiry,
        warnings=tuple(warnings),
    )


def _check_digits(upper: str, middle: str) -> list[CardWarning]:
    checks = (
        ("số thẻ", upper[5:14], upper[14]),
        ("số định danh", upper[15:29], upper[29]),
        ("ngày sinh", middle[:6], middle[6]),
        ("ngày hết hạn", middle[8:14], middle[14]),
        ("cả dòng", upper[5:] + middle[:7] + middle[8:15] + middle[18:29], middle[29]),
    )
    return [
        CardWarning(
            code=CardWarningCode.CHECK_DIGIT,
            text=f"Số kiểm tra của {what} trong dòng MRZ không khớp. Đọc lại dòng này hoặc gõ theo thẻ.",
        )
        for what, signs, digit in checks
        if check_digit(signs) != digit
    ]


def _birth_year(short: str, number: str, today: date) -> int:
    """Complete the year by the century in the identity number; a contradiction shows up as its warning."""
    year = int(short.replace("<", "0"))
    told = year_in_number(number)
    century = told // 100 * 100
    return century + year if century + year <= today.year else 1900 + year


def _date(signs: str, year: int) -> PartialDate | None:
    month, day = (int(signs[at : at + 2].replace("<", "0")) or None for at in (2, 4))
    with suppress(DeskError):
        return PartialDate(year=year, month=month, day=day)
    return None
