"""The code on a citizen's card: `number|old number|name|birth|sex|address|issued`, and four more since 2024.

Fields are found by what they are - twelve digits, dates, `Nam`/`Nữ` - and never by counting pipes, because
scanners lose and double them.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from desktop.domain.card_warning import CardWarning, CardWarningCode
from desktop.domain.cards.issuer import expiry_of
from desktop.domain.cards.reading import CardKind, CardReading
from desktop.domain.cards.repair import is_damaged
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.id_number import check_id_number
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import Sex
from desktop.domain.text import fold

_NEW_CARD_FROM: Final = date(2024, 7, 1)
_FIELDS_AFTER_ISSUE: Final = 3
_ODD_IN_NAMES: Final = re.compile(r"[0-9,;:!\"#&()/+_|]")
_NUMBERS: Final = re.compile(
    r"[^0-9]{0,8}(?P<id>[0-9]{12})(?:[|\s]*(?P<old>[0-9]{12}|[0-9]{9})(?![0-9])|(?![0-9]))",
)
# Birth and sex stand together; this pair is the firmest ground in a damaged text. A blank alone does not join
# them: "1234 Nam Kỳ Khởi Nghĩa" is an address.
_BIRTH_AND_SEX: Final = re.compile(
    r"(?<![0-9])(?P<birth>[0-9]{4,8}|[0-9]{2}/[0-9]{2}/[0-9]{4})(?:\s*\|[|\s]*)?(?P<sex>nam|nữ|nu(?=\s*\|))",
    re.IGNORECASE,
)
_SEX_ALONE: Final = re.compile(r"\|\s*(?P<birth>)(?P<sex>nam|nữ|nu)\s*(?:\||$)", re.IGNORECASE)
_BIRTH_ALONE: Final = re.compile(
    r"(?<![0-9])(?P<birth>[0-9]{8})\s*\|(?P<sex>\s*[n?\ufffd](?:[^|0-9]{0,4}|0[0-9]{2,11})(?=\|))?",
    re.IGNORECASE,
)
_DATE_FIELD: Final = re.compile(r"\s*([0-9]{8}|[0-9]{2}/[0-9]{2}/[0-9]{4})\s*")
_NUMBER_AT_END: Final = re.compile(r"[0-9]{9,}$")
_DATE_AT_END: Final = re.compile(r"(?P<before>.*[^0-9/])(?P<day>[0-9]{8})\s*", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class _Fields:
    """The pieces of text found so far, and what is wrong with them."""

    id_number: str
    old_number: str = ""
    name: str = ""
    birth: str = ""
    sex: str = ""
    address: str = ""
    issued: str = ""
    tail: list[str] = field(default_factory=list)
    warnings: list[CardWarning] = field(default_factory=list)

    def warn(self, code: CardWarningCode, text: str) -> None:
        self.warnings.append(CardWarning(code=code, text=text))


def read_citizen_card(text: str, *, today: date) -> CardReading:
    """Read the repaired text of a citizen's card.

    Args:
        text: NFC text without blanks around it.
        today: The day of the visit; cards from the future and expired cards are warned about.

    Raises:
        DeskError: CARD_UNREADABLE with `reason` ``not_a_card`` if nothing of a card was recognised;
            CARD_NUMBER_INVALID if it is a card whose number is not whole.
    """
    found = _find_fields(text)
    birth = _birth(found, today)
    sex = _sex(found)
    issued = _issued(found, birth, today)
    _check_name(found)
    _check_address(found)
    found.warnings += check_id_number(found.id_number, birth, sex)
    expiry = None
    if issued is not None and birth is not None and not _is_after(birth, issued):
        expiry = expiry_of(birth, issued.first_day)
    if expiry is not None and expiry.first_day < today:
        found.warn(
            CardWarningCode.CARD_EXPIRED,
            f"Theo tuổi, thẻ có thể đã hết hạn từ {expiry.display()}. Xem ngày hết hạn in trên thẻ.",
        )
    return CardReading(
        kind=_kind(found, issued),
        id_number=found.id_number,
        old_id_number=found.old_number,
        full_name=found.name,
        birth=birth,
        sex=sex,
        address=found.address,
        issue_date=issued,
        expiry=expiry,
        extra=tuple(found.tail) if any(found.tail) else (),
        warnings=tuple(found.warnings),
    )


def _find_fields(text: str) -> _Fields:
    numbers = _NUMBERS.match(text)
    start = 0 if numbers is None else numbers.end()
    anchor = (
        _BIRTH_AND_SEX.search(text, start)
        or _SEX_ALONE.search(text, start)
        or _BIRTH_ALONE.search(text, start)
    )
    if numbers is None:
        if anchor is not None:
            raise DeskError(ErrorCode.CARD_NUMBER_INVALID)
        raise DeskError(ErrorCode.CARD_UNREADABLE, reason="not_a_card")
    found = _Fields(id_number=numbers["id"], old_number=numbers["old"] or "")
    if anchor is None or (not anchor["sex"] and len(_filled_cells(text[start : anchor.start()])) > 1):
        _take_without_anchor(found, text[start:])
        return found
    _take_name(found, text[start : anchor.start()])
    found.birth = anchor["birth"]
    found.sex = (anchor["sex"] or "").strip().lower()
    _take_tail(found, text[anchor.end() :])
    return found


def _filled_cells(text: str) -> list[str]:
    return [cell for cell in map(str.strip, text.split("|")) if cell]


def _take_without_anchor(found: _Fields, text: str) -> None:
    """Read a card that gives neither birth nor sex: the first words are the name, a date must follow."""
    cells = _filled_cells(text)
    if len(cells) < 2 or not any(map(_is_date, cells)):  # noqa: PLR2004 - a name and one thing more
        raise DeskError(ErrorCode.CARD_UNREADABLE, reason="not_a_card")
    _take_name(found, cells[0])
    _take_tail(found, "|".join(cells[1:]))


def _take_name(found: _Fields, text: str) -> None:
    cells = _filled_cells(text)
    if cells and cells[0].isascii() and cells[0].isdigit() and not found.old_number:
        found.old_number = cells.pop(0)
        found.warn(
            CardWarningCode.OLD_NUMBER_UNUSUAL,
            "Số CMND cũ không đủ 9 hoặc 12 chữ số. Đối chiếu với giấy tờ cũ, hoặc bỏ trống.",
        )
    found.name = " ".join(cells)
    if len(cells) > 1:
        found.warn(
            CardWarningCode.NAME_DAMAGED,
            "Tên bị ngắt giữa chừng khi quét. Đối chiếu tên với thẻ và gõ lại cho đúng.",
        )


def _take_tail(found: _Fields, text: str) -> None:
    cells = [cell.strip() for cell in text.split("|")]
    place = _issue_place(cells)
    if place is None:
        end = next((at + 1 for at, cell in enumerate(cells) if cell), len(cells))
        found.address = "".join(cells[:end])
        found.tail = cells[end + 1 :]
        if _NUMBER_AT_END.search(found.address):
            found.warn(
                CardWarningCode.ADDRESS_DAMAGED,
                "Địa chỉ có thể dính liền với ngày cấp. Đối chiếu địa chỉ với thẻ.",
            )
        return
    parts = [cell for cell in cells[:place] if cell]
    found.address = " ".join(parts)
    found.issued = cells[place]
    found.tail = cells[place + 1 :]
    if len(parts) > 1:
        found.warn(
            CardWarningCode.ADDRESS_DAMAGED,
            "Địa chỉ bị ngắt giữa chừng khi quét. Đối chiếu địa chỉ với thẻ.",
        )


def _issue_place(cells: list[str]) -> int | None:
    """Return where the day of issue stands; a day glued to the address is cut off into a field of its own."""
    for fits in (_is_date, _is_number):
        for place, cell in enumerate(cells):
            if fits(cell):
                return place
    for place, cell in enumerate(cells):
        glued = _DATE_AT_END.fullmatch(cell)
        if glued is not None and _is_date(glued["day"]):
            cells[place : place + 1] = [glued["before"].strip(), glued["day"]]
            return place + 1
    return None


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[0-9]{6,8}", cell) is not None


def _is_date(cell: str) -> bool:
    if not _DATE_FIELD.fullmatch(cell):
        return False
    try:
        return PartialDate.from_card(cell).is_full
    except DeskError:
        return False


def _birth(found: _Fields, today: date) -> PartialDate | None:
    if not found.birth:
        found.warn(
            CardWarningCode.BIRTH_MISSING,
            "Không thấy ngày sinh trong mã. Gõ ngày sinh theo thẻ.",
        )
        return None
    try:
        birth = PartialDate.from_card(found.birth)
    except DeskError:
        found.warn(
            CardWarningCode.BIRTH_UNREADABLE,
            f"Ngày sinh đọc được là “{found.birth}”, không có ngày này. Gõ ngày sinh theo thẻ.",
        )
        return None
    if birth.first_day > today:
        found.warn(
            CardWarningCode.BIRTH_IN_FUTURE,
            "Ngày sinh ở sau hôm nay. Đối chiếu ngày sinh với thẻ.",
        )
    elif not birth.is_full:
        found.warn(
            CardWarningCode.BIRTH_PARTIAL,
            f"Thẻ chỉ ghi {birth.official()}, không đủ ngày tháng sinh. Giữ nguyên như trên thẻ.",
        )
    return birth


def _sex(found: _Fields) -> Sex | None:
    match found.sex:
        case "nam":
            return Sex.MALE
        case "nữ":
            return Sex.FEMALE
        case "":
            found.warn(CardWarningCode.SEX_MISSING, "Không thấy giới tính trong mã. Chọn giới tính theo thẻ.")
        case _:
            found.warn(
                CardWarningCode.SEX_UNREADABLE,
                "Giới tính trong mã bị hỏng. Chọn giới tính theo thẻ.",
            )
    return None


def _issued(found: _Fields, birth: PartialDate | None, today: date) -> PartialDate | None:
    if not found.issued:
        found.warn(
            CardWarningCode.ISSUE_DATE_MISSING,
            "Không thấy ngày cấp trong mã. Gõ ngày cấp theo thẻ.",
        )
        return None
    try:
        issued = PartialDate.from_card(found.issued)
    except DeskError:
        found.warn(
            CardWarningCode.ISSUE_DATE_UNLIKELY,
            f"Ngày cấp đọc được là “{found.issued}”, không có ngày này. Gõ ngày cấp theo thẻ.",
        )
        return None
    if issued.first_day > today or (birth is not None and _is_after(birth, issued)):
        found.warn(
            CardWarningCode.ISSUE_DATE_UNLIKELY,
            "Ngày cấp ở sau hôm nay hoặc trước ngày sinh. Đối chiếu ngày cấp với thẻ.",
        )
    return issued


def _is_after(birth: PartialDate, issued: PartialDate) -> bool:
    return birth.first_day > issued.last_day


def _check_name(found: _Fields) -> None:
    if not found.name:
        found.warn(CardWarningCode.NAME_MISSING, "Không thấy họ tên trong mã. Gõ họ tên theo thẻ.")
    elif is_damaged(found.name) or _ODD_IN_NAMES.search(found.name):
        found.warn(
            CardWarningCode.NAME_DAMAGED,
            "Tên có ký tự lạ, có thể máy quét làm hỏng chữ. Đối chiếu tên với thẻ và gõ lại cho đúng.",
        )
    elif (found.name + found.address).isascii() and len(fold(found.address).split()) > 1:
        found.warn(
            CardWarningCode.NAME_WITHOUT_MARKS,
            "Tên và địa chỉ đều không có dấu, có thể máy quét làm mất dấu. Đối chiếu tên với thẻ.",
        )


def _check_address(found: _Fields) -> None:
    if not found.address:
        found.warn(CardWarningCode.ADDRESS_MISSING, "Không thấy nơi cư trú trong mã. Gõ nơi cư trú theo thẻ.")
    elif is_damaged(found.address):
        found.warn(
            CardWarningCode.ADDRESS_DAMAGED,
            "Địa chỉ có ký tự lạ, có thể máy quét làm hỏng chữ. Đối chiếu địa chỉ với thẻ.",
        )


def _kind(found: _Fields, issued: PartialDate | None) -> CardKind:
    """Tell the two cards apart by the day of issue; without it, by whether fields follow."""
    if issued is not None:
        new = issued.first_day >= _NEW_CARD_FROM
    else:
        new = any(found.tail) or len(found.tail) > _FIELDS_AFTER_ISSUE
    return CardKind.IDENTITY_2024 if new else CardKind.CITIZEN_ID_2021
