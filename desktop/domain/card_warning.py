"""What the officer has to look at again after a card was read. A warning never blocks."""

from dataclasses import dataclass
from enum import StrEnum


class CardWarningCode(StrEnum):
    """Why a reading needs a second look."""

    REPAIRED = "repaired"
    NAME_DAMAGED = "name_damaged"
    NAME_MISSING = "name_missing"
    NAME_WITHOUT_MARKS = "name_without_marks"
    ADDRESS_DAMAGED = "address_damaged"
    ADDRESS_MISSING = "address_missing"
    BIRTH_MISSING = "birth_missing"
    BIRTH_UNREADABLE = "birth_unreadable"
    BIRTH_PARTIAL = "birth_partial"
    BIRTH_IN_FUTURE = "birth_in_future"
    SEX_MISSING = "sex_missing"
    SEX_UNREADABLE = "sex_unreadable"
    ISSUE_DATE_MISSING = "issue_date_missing"
    ISSUE_DATE_UNLIKELY = "issue_date_unlikely"
    OLD_NUMBER_UNUSUAL = "old_number_unusual"
    NUMBER_NOT_12_DIGITS = "number_not_12_digits"
    NUMBER_PROVINCE = "number_province"
    NUMBER_SEX = "number_sex"
    NUMBER_YEAR = "number_year"
    CARD_EXPIRED = "card_expired"
    CHECK_DIGIT = "check_digit"
    NOT_AN_IDENTITY_PAPER = "not_an_identity_paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWarning:
    """One thing to check, said to the officer in Vietnamese: what, and what to do.

    Attributes:
        code: Stable name, for programs.
        text: The sentence, for people.
    """

    code: CardWarningCode
    text: str
