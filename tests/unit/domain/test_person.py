import pytest

from desktop.domain.person import Address, IdPaperKind, Sex, form_of_address


@pytest.mark.parametrize(
    ("sex", "age", "word"),
    [
        (Sex.FEMALE, 75, "bà"), (Sex.MALE, 60, "ông"), (Sex.FEMALE, 59, "chị"), (Sex.MALE, 18, "anh"),
        (Sex.MALE, 17, "em"), (None, 10, "em"), (None, 30, "anh/chị"), (None, 80, "ông/bà"),
        (Sex.FEMALE, None, "bà"), (None, None, "ông/bà"),
    ],
)  # fmt: skip
def test_people_are_spoken_to_by_age_and_sex(sex: Sex | None, age: int | None, word: str) -> None:
    assert form_of_address(sex, age).value == word


def test_words_start_a_sentence() -> None:
    assert [address.at_start for address in (Address.BA, Address.ONG_BA)] == ["Bà", "Ông/bà"]


def test_everything_has_a_vietnamese_name() -> None:
    assert [sex.label for sex in Sex] == ["Nam", "Nữ"]
    assert all(kind.label for kind in IdPaperKind)
