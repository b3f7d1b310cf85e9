"""The code on a health-insurance card (thẻ BHYT): names as hexadecimal UTF-8, `$` at the end."""

import re
from contextlib import suppress
from typing import Final

from desktop.domain.card_warning import CardWarning, CardWarningCode
from desktop.domain.cards.reading import CardKind, CardReading
from desktop.domain.cards.repair import is_damaged
from desktop.domain.errors import DeskError
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import Sex
from desktop.domain.text import nfc

# Two letters and thirteen digits are no other card; a number without letters needs a name in hexadecimal, and
# twelve digits, which an identity card has too, also a birth and a sex as only this card writes them.
_CARD: Final = re.compile(
    r"[A-Z]{2}[0-9]{13}\|.*"
    r"|[0-9]{10}\|(?:[0-9A-F]+|-)\|.*"
    r"|[0-9]{12}\|[0-9A-F]{2,}\|[0-9/]{4,10}\|[12]\|.*",
    re.DOTALL | re.IGNORECASE,
)
_HEXADECIMAL: Final = re.compile(r"[0-9A-Fa-f]+")
_EMPTY: Final = "-"
_BIRTH, _SEX, _ADDRESS, _VALID_TO, _ISSUED = 2, 3, 4, 7, 8


def is_insurance_card(text: str) -> bool:
    """Whether a text starts like a health-insurance card: its number and a name in hexadecimal."""
    return _CARD.fullmatch(text) is not None


def read_insurance_card(text: str) -> CardReading:
    """Read a health-insurance card; call it only where `is_insurance_card` says yes.

    Layouts beyond the twelfth field are not published and are left alone.
    """
    cells = [cell.strip() for cell in text.removesuffix("$").split("|")]
    cells += [""] * (_ISSUED + 1 - len(cells))
    warnings = [
        CardWarning(
            code=CardWarningCode.NOT_AN_IDENTITY_PAPER,
            text="Thẻ bảo hiểm y tế không phải giấy tờ tùy thân. Gõ 12 số định danh theo thẻ căn cước.",
        ),
    ]
    name, address = _hex_text(cells[1]), _hex_text(cells[_ADDRESS])
    if not name or is_damaged(name):
        warnings.append(
            CardWarning(
                code=CardWarningCode.NAME_DAMAGED,
                text="Tên trong mã thẻ bảo hiểm bị hỏng. Đối chiếu tên với thẻ và gõ lại cho đúng.",
            ),
        )
    birth = _date(cells[_BIRTH])
    if birth is None:
        warnings.append(
            CardWarning(
                code=CardWarningCode.BIRTH_MISSING,
                text="Không đọc được ngày sinh trong mã. Gõ ngày sinh theo thẻ.",
            ),
        )
    return CardReading(
        kind=CardKind.HEALTH_INSURANCE,
        document_number=cells[0].upper(),
        full_name=name,
        birth=birth,
        sex={"1": Sex.MALE, "2": Sex.FEMALE}.get(cells[_SEX]),
        address=address,
        issue_date=_date(cells[_ISSUED]),
        expiry=_date(cells[_VALID_TO]),
        warnings=tuple(warnings),
    )


def _hex_text(cell: str) -> str:
    """Return hexadecimal UTF-8 as text, a lost half of a sign as U+FFFD; other text as it stands, `-` as nothing."""
    if cell == _EMPTY:
        return ""
    try:
        if len(cell) % 2 and _HEXADECIMAL.fullmatch(cell):
            return nfc(bytes.fromhex(cell[:-1]).decode("utf-8", errors="replace")).strip() + "\ufffd"
        return nfc(bytes.fromhex(cell).decode("utf-8", errors="replace")).strip()
    except ValueError:
        return cell


def _date(cell: str) -> PartialDate | None:
    with suppress(DeskError):
        return PartialDate.from_card(cell)
    return None
