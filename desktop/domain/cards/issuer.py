"""Who issued a card, and until when it is valid: neither stands in the code on the card."""

from datetime import date
from typing import Final

from desktop.domain.partial_date import PartialDate

_POLICE_DEPARTMENT_FROM: Final = date(2018, 10, 10)
_MINISTRY_FROM: Final = date(2024, 7, 1)
_RENEWAL_AGES: Final = (14, 25, 40, 60)
_EARLY_RENEWAL_YEARS: Final = 2


def issuer_on(issued: date) -> str:
    """Return the authority that issued identity cards on a day, as forms ask for it ("nơi cấp")."""
    if issued < _POLICE_DEPARTMENT_FROM:
        return "Cục Cảnh sát đăng ký quản lý cư trú và dữ liệu quốc gia về dân cư"
    if issued < _MINISTRY_FROM:
        return "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
    return "Bộ Công an"


def expiry_of(birth: PartialDate, issued: date) -> PartialDate | None:
    """Return the day a card loses its validity; None if it is for life.

    Cards are renewed at 14, 25, 40 and 60; one issued within the two years before such an age is valid
    until the next (Luật Căn cước 2023, Điều 21). A partly known birth counts as its last possible day.
    """
    born = birth.last_day
    for age in _RENEWAL_AGES:
        if issued < _birthday(born, age - _EARLY_RENEWAL_YEARS):
            return PartialDate.of(_birthday(born, age))
    return None


def _birthday(born: date, age: int) -> date:
    year = min(born.year + age, date.max.year)
    if (born.month, born.day) == (2, 29) and not _is_leap(year):
        return date(year, 2, 28)
    return date(year, born.month, born.day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
