from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError
from desktop.sync.pairing import Pairing, read_code, write_code

PAIRING = Pairing(
    address="//may-chu/so-chung", dataset_id="d1", office_key=bytes(32), invitation="bí mật", name="Quầy 2"
)


def test_a_code_survives_copying_with_line_breaks_spaces_and_quotes() -> None:
    code = write_code(PAIRING)
    pasted = f" “{code[:40]}\r\n {code[40:]}” "
    assert read_code(pasted) == PAIRING


@given(place=st.integers(min_value=4, max_value=100), letter=st.sampled_from("AZaz09-_"))
def test_a_slip_of_the_hand_is_noticed(place: int, letter: str) -> None:
    code = write_code(PAIRING)
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong != code:
        with pytest.raises(DeskError, match="pairing_code_invalid"):
            read_code(wrong)


@given(st.text())
def test_nothing_pasted_by_mistake_breaks_the_program(text: str) -> None:
    with pytest.raises(DeskError, match="pairing_code_invalid"):
        read_code("KV1." + text)


@pytest.mark.parametrize("address", ["", "  ", "a\0b", "postgresql://quay@may%00chu/so", "hai\ndòng"])
def test_a_code_that_leads_nowhere_is_no_code(address: str) -> None:
    with pytest.raises(DeskError, match="pairing_code_invalid"):
        read_code(write_code(replace(PAIRING, address=address)))


def test_a_code_with_half_a_key_is_no_code() -> None:
    with pytest.raises(DeskError, match="pairing_code_invalid"):
        read_code(write_code(replace(PAIRING, office_key=bytes(16))))
