"""Read whatever a scanner, a picture, the clipboard or a keyboard delivers from a card."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from desktop.domain.card_warning import CardWarning, CardWarningCode
from desktop.domain.cards.citizen import read_citizen_card
from desktop.domain.cards.insurance import is_insurance_card, read_insurance_card
from desktop.domain.cards.mrz import mrz_lines, read_mrz
from desktop.domain.cards.reading import CardReading, Repair
from desktop.domain.cards.repair import decode, decode_text, repair
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.id_number import compact_number, is_id_number

_LONGEST: Final = 4096
# Transport, not content. No-break space and U+0085 are left: in damaged text they are halves of letters.
_AROUND: Final = " \t\r\n\v\f\u0000\u0002\u0003\u0004\ufeff"

# Some scanners announce the kind of code before its text (AIM identifier, ISO/IEC 15424): `]Q1`.
_LEFT_DAMAGED: Final = frozenset(
    {
        CardWarningCode.NAME_DAMAGED,
        CardWarningCode.ADDRESS_DAMAGED,
        CardWarningCode.BIRTH_UNREADABLE,
        CardWarningCode.SEX_UNREADABLE,
    }
)
_SCANNER_MARK: Final = re.compile(r"^\][A-Za-z][0-9A-Za-z]")


def read_card(text: str | bytes, *, today: date) -> CardReading:
    """Read a card: CCCD of 2021, thẻ căn cước of 2024, health-insurance card, or the MRZ on the back.

    Whatever had to be repaired is told in `repairs` and warned about; the input is kept in `raw`.

    Args:
        text: What arrived; bytes are taken for UTF-8, else Windows-1258.
        today: The day of the visit.

    Raises:
        DeskError: CARD_UNREADABLE with `reason` ``empty``, ``too_long`` or ``not_a_card``;
            CARD_NUMBER_INVALID if a card's number has not 12 digits; CARD_NUMBER_ONLY for twelve digits and nothing
            else. Nothing else is ever raised.
    """
    if len(text) > _LONGEST:
        raise DeskError(ErrorCode.CARD_UNREADABLE, reason="too_long")
    decoded = decode(text) if isinstance(text, bytes) else decode_text(text)
    raw = _SCANNER_MARK.sub("", decoded.text.strip(_AROUND))
    if not raw:
        raise DeskError(ErrorCode.CARD_UNREADABLE, reason="empty")
    if is_id_number(compact_number(raw)):
        raise DeskError(ErrorCode.CARD_NUMBER_ONLY)
    return replace(_read(raw, decoded.repairs, today), raw=decoded.text)


def _read(raw: str, decoded: tuple[Repair, ...], today: date) -> CardReading:
    # These two are plain ASCII: nothing in them needs repairing, and their line ends mean something.
    lines = mrz_lines(raw)
    if lines is not None:
        return read_mrz(lines, today=today)
    if is_insurance_card(raw):
        return read_insurance_card(raw)
    whole = repair(raw)
    repairs = (*decoded, *whole.repairs)
    reading = read_citizen_card(whole.text.strip(_AROUND), today=today)
    is_whole = _LEFT_DAMAGED.isdisjoint(warning.code for warning in reading.warnings)
    told = tuple(_warning_of(one, is_whole=is_whole) for one in repairs)
    return replace(reading, repairs=repairs, warnings=(*told, *reading.warnings))


def _warning_of(repair_made: Repair, *, is_whole: bool) -> CardWarning:
    done = (
        "Máy đã sửa lại, đối chiếu tên và địa chỉ với thẻ."
        if is_whole
        else "Máy chỉ sửa được một phần; phần còn hỏng thì gõ lại theo thẻ."
    )
    return CardWarning(
        code=CardWarningCode.REPAIRED, text=f"Máy quét làm hỏng chữ ({repair_made.kind.label}). {done}"
    )
