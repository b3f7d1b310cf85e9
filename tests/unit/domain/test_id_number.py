import pytest

from desktop.domain.card_warning import CardWarningCode
from desktop.domain.id_number import PROVINCES, check_id_number, compact_number, is_id_number
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import Sex


def codes(text: str, year: int | None = None, sex: Sex | None = None) -> list[CardWarningCode]:
    birth = None if year is None else PartialDate(year=year)
    return [warning.code for warning in check_id_number(text, birth, sex)]


def test_63_provinces_are_known() -> None:
    assert (len(PROVINCES), PROVINCES["042"]) == (63, "Hà Tĩnh")


@pytest.mark.parametrize(
    "text", ["", "04215100012", "0421510001234", "04215100012a", "０４２１５１０００１２３", "042151000123\n"]
)
def test_only_twelve_digits_are_a_number(text: str) -> None:
    assert codes(text, 1951, Sex.FEMALE) == [CardWarningCode.NUMBER_NOT_12_DIGITS]
    assert not is_id_number(text)


@pytest.mark.parametrize(
    ("number", "year", "sex"),
    [("042151000123", 1951, Sex.FEMALE), ("042085000123", 1985, Sex.MALE), ("042315000789", 2015, Sex.FEMALE),
     ("001226000001", 2026, Sex.MALE), ("001226000001", None, None)],
)  # fmt: skip
def test_a_usual_number_says_nothing(number: str, year: int | None, sex: Sex | None) -> None:
    assert codes(number, year, sex) == []


def test_the_rest_only_warns() -> None:
    assert codes("003151000123", 1952, Sex.MALE) == [
        CardWarningCode.NUMBER_PROVINCE,
        CardWarningCode.NUMBER_SEX,
        CardWarningCode.NUMBER_YEAR,
    ]
    assert codes("042085000123", 1985, Sex.FEMALE) == [CardWarningCode.NUMBER_SEX]


def test_typed_groups_are_put_together() -> None:
    assert compact_number("042 151.000\u00a0123") == "042151000123"
