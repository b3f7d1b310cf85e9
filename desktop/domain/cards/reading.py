"""The outcome of reading a card: values, what had to be repaired, what to check."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from desktop.domain.card_warning import CardWarning
from desktop.domain.cards.issuer import issuer_on
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind, Person, Sex


class CardKind(StrEnum):
    """Which card, and which of its codes, was read."""

    CITIZEN_ID_2021 = "citizen_id_2021"
    IDENTITY_2024 = "identity_2024"
    HEALTH_INSURANCE = "health_insurance"
    MRZ_TD1 = "mrz_td1"

    @property
    def label(self) -> str:
        """The card's Vietnamese name."""
        return _CARD_LABELS[self]


_CARD_LABELS: Final = {
    CardKind.CITIZEN_ID_2021: "Thẻ căn cước công dân",
    CardKind.IDENTITY_2024: "Thẻ căn cước",
    CardKind.HEALTH_INSURANCE: "Thẻ bảo hiểm y tế",
    CardKind.MRZ_TD1: "Dòng MRZ mặt sau thẻ",
}


class RepairKind(StrEnum):
    """How the scanner or the computer had damaged the text."""

    BYTE_NUMBERS = "byte_numbers"
    MOJIBAKE = "mojibake"
    ENTITIES = "entities"
    PERCENT = "percent"
    DECOMPOSED = "decomposed"
    CP1258 = "cp1258"
    UTF16 = "utf16"
    FULL_WIDTH = "full_width"
    INVISIBLE = "invisible"
    SEPARATORS = "separators"

    @property
    def label(self) -> str:
        """What had happened to the letters, in a few words."""
        return _REPAIR_LABELS[self]


_REPAIR_LABELS: Final = {
    RepairKind.BYTE_NUMBERS: "chữ có dấu thành dãy số",
    RepairKind.MOJIBAKE: "đọc nhầm bảng mã",
    RepairKind.ENTITIES: "chữ có dấu thành ký hiệu trang web",
    RepairKind.PERCENT: "chữ có dấu thành dấu phần trăm",
    RepairKind.DECOMPOSED: "chữ và dấu tách rời",
    RepairKind.CP1258: "bảng mã Windows-1258",
    RepairKind.UTF16: "bảng mã UTF-16",
    RepairKind.FULL_WIDTH: "chữ số khổ rộng",
    RepairKind.INVISIBLE: "ký tự ẩn hoặc xuống dòng",
    RepairKind.SEPARATORS: "dấu ngăn cách bị đổi",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One repair, shown to the officer as before and after.

    Attributes:
        kind: What kind of damage was undone.
        before: The damaged words as they arrived.
        after: The same words repaired.
    """

    kind: RepairKind
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReading:
    """What a card said; "" and None mean that the card did not say it.

    The code on a card is not signed: a reading is never a verified identity.

    Attributes:
        kind: The card.
        id_number: 12 digits, or "" (health-insurance card).
        old_id_number: Former CMND number or "".
        full_name: As on the card, NFC; capitals without marks if only the MRZ was read.
        birth: Date of birth, perhaps a year alone.
        sex: Sex, None if missing or damaged.
        address: Residence as on the card, unchanged.
        issue_date: Day of issue.
        expiry: End of validity: printed in the MRZ, else computed from the ages 14, 25, 40, 60
            (Luật Căn cước 2023 Điều 21); None if unknown or for life.
        document_number: Number of the health-insurance card or of the MRZ document, or "".
        extra: Further fields of a 2024 card, in order (children's cards); meaning not published.
        warnings: What to check, most important first.
        repairs: What was changed to get these values.
        raw: The text as it came, for the officer to compare; never logged.
    """

    kind: CardKind
    id_number: str = field(default="", repr=False)
    old_id_number: str = field(default="", repr=False)
    full_name: str = field(default="", repr=False)
    birth: PartialDate | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)
    address: str = field(default="", repr=False)
    issue_date: PartialDate | None = field(default=None, repr=False)
    expiry: PartialDate | None = field(default=None, repr=False)
    document_number: str = field(default="", repr=False)
    extra: tuple[str, ...] = field(default=(), repr=False)
    warnings: tuple[CardWarning, ...] = ()
    repairs: tuple[Repair, ...] = ()
    raw: str = field(default="", repr=False)

    def to_person(self) -> Person:
        """Return the person the card names, with the card as identity paper.

        A health-insurance card is no identity paper, and the letters of an MRZ have no marks: the person
        of the first has no paper, the name of the second is left empty.
        """
        return Person(
            full_name="" if self.kind is CardKind.MRZ_TD1 else self.full_name,
            birth=self.birth,
            sex=self.sex,
            id_number=self.id_number,
            id_paper=self._paper(),
            residence=self.address,
            old_id_number=self.old_id_number,
        )

    def _paper(self) -> IdPaper | None:
        if self.kind is CardKind.HEALTH_INSURANCE:
            return None
        new_card = self.kind is CardKind.IDENTITY_2024
        return IdPaper(
            kind=IdPaperKind.IDENTITY_CARD if new_card else IdPaperKind.CITIZEN_ID_CARD,
            number=self.id_number,
            issuer="" if self.issue_date is None else issuer_on(self.issue_date.first_day),
            issued_on=self.issue_date,
        )
