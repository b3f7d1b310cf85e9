"""Invented people, each seed others: names, birthdays, cards, homes that fit together. Nobody's real ones."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind

_FAMILY: Final = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Lương",
    "Tôn Thất",
)
_MEN: Final = ("Văn Ẩn", "Đức Thịnh", "Hữu Nghĩa", "Quốc Khánh", "Minh Tuấn", "Xuân Trường", "Bá Ngọc", "Y")
_WOMEN: Final = ("Thị Bưởi", "Thị Hoài Thương", "Ngọc Ánh", "Thị Phượng", "Khánh Huyền", "Mai", "Thị Lượng")
_HAMLETS: Final = ("Thôn Đông Đoài", "Thôn Thượng Ích", "Thôn Quang Lĩnh", "Tổ dân phố 3", "Xóm Bãi Vạn")
_COMMUNES: Final = (
    "xã Đức Thịnh, tỉnh Hà Tĩnh",
    "xã Đức Thọ, tỉnh Hà Tĩnh",
    "xã Kim Liên, tỉnh Nghệ An",
    "phường Trần Phú, tỉnh Hà Tĩnh",
)
_GROUPS: Final = ("Kinh", "Kinh", "Kinh", "Thái", "Mường", "Chứt")
_TEXTS: Final = (
    "Theo lời khai của người yêu cầu",
    "Bổ sung hồ sơ xin việc làm",
    "Nhà ở đã xuống cấp, mái dột, không có khả năng sửa chữa",
    "Đề nghị cơ quan xem xét, giải quyết theo quy định",
)
_MEN_DIGITS: Final = {19: 0, 20: 2}
_YEAR: Final = 365
_OLDEST: Final = 92
_ISSUED_WITHIN: Final = 5 * _YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedPerson:
    """What a form may ask about a person."""

    name: str
    sex: str
    birth: PartialDate
    ethnicity: str
    residence: str
    hometown: str
    paper: IdPaper
    phone: str
    email: str

    @property
    def words(self) -> dict[str, str]:
        """The parts that are text."""
        return {
            "name": self.name,
            "ethnicity": self.ethnicity,
            "nationality": "Việt Nam",
            "residence": self.residence,
            "hometown": self.hometown,
            "contact": self.residence,
            "email": self.email,
        }


def invent_person(chance: Random, today: date, *, child: bool = False) -> InventedPerson:
    """Invent one person.

    Args:
        chance: Where the luck comes from.
        today: Nobody is born and no card is issued after this day.
        child: Younger than fourteen.
    """
    woman = chance.random() < 0.5  # noqa: PLR2004 - half of the people
    given = chance.choice(_WOMEN if woman else _MEN)
    age = chance.randrange(14) if child else chance.randrange(18, _OLDEST)
    born = today - timedelta(days=age * _YEAR + chance.randrange(1, _YEAR))
    digit = _MEN_DIGITS[born.year // 100] + int(woman)
    number = f"042{digit}{born.year % 100:02d}{chance.randrange(10**6):06d}"
    issued = max(born + timedelta(days=1), today - timedelta(days=chance.randrange(1, _ISSUED_WITHIN)))
    place = f"{chance.choice(_HAMLETS)}, {chance.choice(_COMMUNES)}"
    return InventedPerson(
        name=f"{chance.choice(_FAMILY)} {given}",
        sex="Nữ" if woman else "Nam",
        birth=PartialDate.of(born),
        ethnicity=chance.choice(_GROUPS),
        residence=place,
        hometown=_started(chance.choice(_COMMUNES)),
        paper=IdPaper(
            kind=IdPaperKind.IDENTITY_CARD,
            number=number,
            issuer="Bộ Công an",
            issued_on=PartialDate.of(issued),
        ),
        phone=f"09{chance.randrange(10**8):08d}",
        email=f"nguoi{chance.randrange(1000)}@example.vn",
    )


def invent_text(chance: Random) -> str:
    """Invent an answer in words."""
    return chance.choice(_TEXTS)


def _started(text: str) -> str:
    return text[:1].upper() + text[1:]
