"""The personal identity number (số định danh cá nhân): 12 digits, and what they usually tell.

Twelve digits are the only rule in force (Luật Căn cước 2023, Điều 12). Province, sex and year are habits of
numbering (NĐ 137/2015 Điều 13): numbers set anew after a correction may break them, so these only warn.
There is no check digit.
"""

import re
from typing import Final

from desktop.domain.card_warning import CardWarning, CardWarningCode
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import Sex

_TWELVE_DIGITS: Final = re.compile(r"[0-9]{12}")
_GROUPING: Final = re.compile(r"[\s.\u00a0]+")
_FIRST_CENTURY: Final = 1900

PROVINCES: Final = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang",
    "010": "Lào Cai", "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái",
    "017": "Hòa Bình", "019": "Thái Nguyên", "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang",
    "025": "Phú Thọ", "026": "Vĩnh Phúc", "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng",
    "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định", "037": "Ninh Bình",
    "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị",
    "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định",
    "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum",
    "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước",
    "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu",
    "079": "Thành phố Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang", "083": "Bến Tre",
    "084": "Trà Vinh", "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang",
    "092": "Cần Thơ", "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip
"""Province of birth registration by the first three digits: the 63 of before 2025, which numbers keep."""


def is_id_number(text: str) -> bool:
    """Whether a text is exactly twelve digits 0 to 9."""
    return _TWELVE_DIGITS.fullmatch(text) is not None


def compact_number(text: str) -> str:
    """Return a typed number without blanks and dots: `042 151 000 123` -> `042151000123`."""
    return _GROUPING.sub("", text)


def check_id_number(
    text: str,
    birth: PartialDate | None = None,
    sex: Sex | None = None,
) -> tuple[CardWarning, ...]:
    """Say what is unusual about an identity number.

    Args:
        text: The number, ungrouped.
        birth: Date of birth to compare with, if known.
        sex: Sex to compare with, if known.

    Returns:
        One NUMBER_NOT_12_DIGITS alone if it cannot be an identity number at all (the only hard rule);
        otherwise the soft warnings, perhaps none.
    """
    if not is_id_number(text):
        return (
            _warning(
                CardWarningCode.NUMBER_NOT_12_DIGITS,
                "Số định danh cá nhân phải có đúng 12 chữ số. Xem lại số ở mặt trước thẻ.",
            ),
        )
    found: list[CardWarning] = []
    if text[:3] not in PROVINCES:
        found.append(
            _warning(
                CardWarningCode.NUMBER_PROVINCE,
                f"Ba số đầu “{text[:3]}” không phải mã tỉnh quen gặp. Đối chiếu số với thẻ.",
            ),
        )
    if sex is not None and (int(text[3]) % 2 == 1) is not (sex is Sex.FEMALE):
        found.append(
            _warning(
                CardWarningCode.NUMBER_SEX,
                "Số định danh không khớp với giới tính. Đối chiếu số và giới tính với thẻ.",
            ),
        )
    if birth is not None and birth.year != year_in_number(text):
        found.append(
            _warning(
                CardWarningCode.NUMBER_YEAR,
                "Số định danh không khớp với năm sinh. Đối chiếu số và ngày sinh với thẻ.",
            ),
        )
    return tuple(found)


def year_in_number(number: str) -> int:
    """Return the year of birth that the 4th to 6th of twelve digits usually tell."""
    return _FIRST_CENTURY + 100 * (int(number[3]) // 2) + int(number[4:6])


def _warning(code: CardWarningCode, text: str) -> CardWarning:
    return CardWarning(code=code, text=text)
