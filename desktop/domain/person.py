"""A person at the desk, the papers that name them, and how they are spoken to."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from desktop.domain.ids import PersonId
from desktop.domain.partial_date import PartialDate

_ADULT: Final = 18
_ELDER: Final = 60


class Sex(Enum):
    """Sex as identity papers give it."""

    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> str:
        """`Nam` or `Nữ`, as printed on forms."""
        return "Nam" if self is Sex.MALE else "Nữ"


class IdPaperKind(Enum):
    """Kinds of identity papers (Luật Căn cước 2023; CMND only in old dossiers)."""

    CITIZEN_ID_CARD = "citizen_id_card"
    IDENTITY_CARD = "identity_card"
    CMND = "cmnd"
    PASSPORT = "passport"
    E_IDENTITY = "e_identity"
    CERTIFICATE = "certificate"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The paper's name as forms write it."""
        return _PAPER_LABELS[self]


_PAPER_LABELS: Final = {
    IdPaperKind.CITIZEN_ID_CARD: "Thẻ căn cước công dân",
    IdPaperKind.IDENTITY_CARD: "Thẻ căn cước",
    IdPaperKind.CMND: "Chứng minh nhân dân",
    IdPaperKind.PASSPORT: "Hộ chiếu",
    IdPaperKind.E_IDENTITY: "Căn cước điện tử",
    IdPaperKind.CERTIFICATE: "Giấy chứng nhận căn cước",
    IdPaperKind.OTHER: "Giấy tờ khác",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdPaper:
    """One identity paper: its number, who issued it and when."""

    kind: IdPaperKind
    number: str
    issuer: str = ""
    issued_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the desk knows about somebody; "" and None mean not known.

    Attributes:
        id: Record id, None before the first saving.
        full_name: Exactly as on the paper, NFC; never rewritten.
        birth: Date of birth, perhaps a year alone.
        id_number: Personal identity number, 12 digits or "".
        id_paper: The paper shown.
        residence: Place of residence as printed, one line.
        old_id_number: Number of the former CMND, 9 or 12 digits or "".
    """

    id: PersonId | None = None
    full_name: str = ""
    birth: PartialDate | None = None
    sex: Sex | None = None
    id_number: str = ""
    id_paper: IdPaper | None = None
    residence: str = ""
    ethnicity: str = ""
    nationality: str = ""
    phone: str = ""
    old_id_number: str = ""
    email: str = ""


class Address(Enum):
    """The word a citizen is spoken to with; the officer changes it with one key."""

    BA = "bà"
    ONG = "ông"
    CHI = "chị"
    ANH = "anh"
    EM = "em"
    ONG_BA = "ông/bà"
    ANH_CHI = "anh/chị"

    @property
    def at_start(self) -> str:
        """The word at the start of a sentence: `Bà`, `Ông/bà`."""
        return self.value[0].upper() + self.value[1:]


def form_of_address(sex: Sex | None, age: int | None) -> Address:
    """Return how a citizen is addressed: 60 and older ông/bà, 18 to 59 anh/chị, younger em.

    An unknown age is answered with the respectful words of the old, an unknown sex with both words.

    Args:
        sex: Sex, if known.
        age: Whole years, if known.
    """
    if age is not None and age < _ADULT:
        return Address.EM
    elder = age is None or age >= _ELDER
    words = {
        Sex.MALE: (Address.ANH, Address.ONG),
        Sex.FEMALE: (Address.CHI, Address.BA),
        None: (Address.ANH_CHI, Address.ONG_BA),
    }
    return words[sex][elder]
