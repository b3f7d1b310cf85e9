"""Numbers, dates, money and identity numbers as people say and write them in Vietnamese."""

from typing import Final

from desktop.domain.partial_date import PartialDate

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS: Final = ("", " nghìn", " triệu")
_BILLION: Final = 10**9
_LARGEST: Final = 10**18
_NO_BREAK_SPACE: Final = "\u00a0"
_GROUP: Final = 3


def number_words(number: int) -> str:
    """Return a whole number in words: 105 -> `một trăm linh năm`, 16000 -> `mười sáu nghìn`.

    Args:
        number: Between -10^18 and 10^18, both excluded.

    Raises:
        ValueError: The number is larger than words are used for.
    """
    if abs(number) >= _LARGEST:
        raise ValueError("number_words ends below 10^18")
    if number < 0:
        return f"âm {number_words(-number)}"
    return _words(number, padded=False) or _DIGITS[0]


def year_words(year: int) -> str:
    """Return a year in words as papers write it: 2026 -> `hai nghìn hai mươi sáu`."""
    thousands, rest = divmod(year, 1000)
    if not thousands or rest >= 100:  # noqa: PLR2004 - there are hundreds to be named
        return number_words(year)
    parts = [number_words(thousands), "nghìn"]
    if rest:
        parts.append(f"linh {_DIGITS[rest]}" if rest < len(_DIGITS) else number_words(rest))
    return " ".join(parts)


def date_words(day: PartialDate) -> str:
    """Return a date in words ("ghi bằng chữ"): `ngày mười lăm tháng ba năm hai nghìn hai mươi sáu`.

    Unknown parts are left out: `tháng ba năm ...`, `năm ...`.
    """
    parts = []
    if day.day is not None:
        parts.append(f"ngày {number_words(day.day)}")
    if day.month is not None:
        parts.append(f"tháng {month_words(day.month)}")
    parts.append(f"năm {year_words(day.year)}")
    return " ".join(parts)


def month_words(month: int) -> str:
    """Return a month's number in words; the fourth month is `tư`, never `bốn`."""
    return "tư" if month == 4 else number_words(month)  # noqa: PLR2004 - April


def spoken_date(day: PartialDate) -> str:
    """Return a date to be read aloud: `14 tháng 9 năm 2021`, `tháng 9 năm 2021`, `năm 2021`."""
    parts = []
    if day.day is not None:
        parts.append(str(day.day))
    if day.month is not None:
        parts.append(f"tháng {day.month}")
    parts.append(f"năm {day.year}")
    return " ".join(parts)


def money(dong: int) -> str:
    """Return an amount for screen and paper: `16.000 đ`, with a no-break space."""
    return f"{dong:,}".replace(",", ".") + f"{_NO_BREAK_SPACE}đ"


def spoken_money(dong: int) -> str:
    """Return an amount to be read aloud or written in words: `mười sáu nghìn đồng`."""
    return f"{number_words(dong)} đồng"


def spoken_id(number: str) -> str:
    """Return an identity number digit by digit in threes: `không bốn hai, một năm một, ...`.

    Letters (passports, health-insurance cards) are kept as they are.
    """
    said = [_DIGITS[int(sign)] if sign in "0123456789" else sign for sign in number if not sign.isspace()]
    return ", ".join(" ".join(said[place : place + _GROUP]) for place in range(0, len(said), _GROUP))


def _words(number: int, *, padded: bool) -> str:
    """Return the words of a number; "" for 0. `padded`: a larger unit was named before."""
    if number >= _BILLION:
        billions, rest = divmod(number, _BILLION)
        return f"{_words(billions, padded=padded)} tỷ {_words(rest, padded=True)}".rstrip()
    said: list[str] = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group:
            said.append(_group_words(group, padded=padded or bool(said)) + _GROUPS[place])
    return " ".join(said)


def _group_words(group: int, *, padded: bool) -> str:
    """Return 1 to 999 in words; `padded` names absent hundreds: `không trăm linh năm`."""
    hundreds, rest = divmod(group, 100)
    said = []
    if hundreds or padded:
        said.append(f"{_DIGITS[hundreds]} trăm")
    tens, units = divmod(rest, 10)
    match tens:
        case 0:
            said.append("linh" if said and units else "")
        case 1:
            said.append("mười")
        case _:
            said.append(f"{_DIGITS[tens]} mươi")
    said.append(_unit_words(units, after_ten=bool(tens), after_twenty=tens > 1))
    return " ".join(part for part in said if part)


def _unit_words(units: int, *, after_ten: bool, after_twenty: bool) -> str:
    match units:
        case 0:
            return ""
        case 1 if after_twenty:
            return "mốt"
        case 5 if after_ten:
            return "lăm"
        case _:
            return _DIGITS[units]
