from dataclasses import replace

import pytest

from desktop.domain.help_session import Witness
from desktop.domain.witnesses import WitnessPart, witness_faults

AN = Witness(name="Lê Văn An", id_number="042080001234", residence="Thôn Đông Đoài")
BE = Witness(name="Phan Thị Bé", id_number="042185001235", residence="Thôn Xuân Thịnh")
ON_FORM = {"042151000123": "Nguyễn Thị Bưởi"}


def test_two_different_people_with_papers_may_witness() -> None:
    assert witness_faults((AN, BE), ON_FORM) == ()


def test_everything_that_is_missing_is_named_in_the_order_of_the_boxes() -> None:
    nobody = Witness(name="", id_number="", residence=" ")
    faults = witness_faults((AN, nobody), ON_FORM)
    assert [(one.number, one.part) for one in faults] == [(1, part) for part in WitnessPart]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("LeVanA", "đang có 0"),
        ("18391204", "đang có 8"),
        ("042080001234", "Trùng"),
        ("042151000123", "Nguyễn Thị Bưởi"),
    ],
)
def test_a_number_is_twelve_digits_of_somebody_else(number: str, words: str) -> None:
    (fault,) = witness_faults((AN, replace(BE, id_number=number)), ON_FORM)
    assert (fault.number, fault.part) == (1, WitnessPart.ID_NUMBER)
    assert words in fault.text


def test_a_number_typed_as_a_name_is_told_at_the_name() -> None:
    (fault,) = witness_faults((replace(AN, name="042080001234"), BE), ON_FORM)
    assert fault.part is WitnessPart.NAME
