"""Whether two people may witness for somebody who can neither sign nor leave a fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.help_session import Witness
from desktop.domain.id_number import is_id_number


class WitnessPart(StrEnum):
    """What is written down of a witness."""

    NAME = "name"
    ID_NUMBER = "id_number"
    RESIDENCE = "residence"


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessFault:
    """What is wrong with one witness.

    Attributes:
        number: Which witness, from 0.
        part: Where it has to be put right.
        text: What is wrong, in Vietnamese.
    """

    number: int
    part: WitnessPart
    text: str


def witness_faults(witnesses: tuple[Witness, ...], on_form: Mapping[str, str]) -> tuple[WitnessFault, ...]:
    """Return what has to be put right before these people may sign as witnesses, in the order of the boxes.

    Each one is named, shows a paper with a number of 12 digits, is not the other one and has no part in the case.

    Args:
        witnesses: As written down, empty parts too.
        on_form: Identity numbers that stand on the forms already, each with whose it is.
    """
    faults: list[WitnessFault] = []
    for number, one in enumerate(witnesses):
        before = witnesses[:number]
        text = _name_fault(one)
        if text:
            faults.append(WitnessFault(number=number, part=WitnessPart.NAME, text=text))
        text = _number_fault(one, before, on_form)
        if text:
            faults.append(WitnessFault(number=number, part=WitnessPart.ID_NUMBER, text=text))
        if not one.residence.strip():
            faults.append(
                WitnessFault(
                    number=number, part=WitnessPart.RESIDENCE, text="Ghi nơi cư trú của người làm chứng."
                )
            )
    return tuple(faults)


def _name_fault(one: Witness) -> str:
    if not one.name.strip():
        return "Ghi họ tên người làm chứng."
    return "Họ tên không có chữ số." if any(letter.isdigit() for letter in one.name) else ""


def _number_fault(one: Witness, before: tuple[Witness, ...], on_form: Mapping[str, str]) -> str:
    number = one.id_number
    if not number:
        return "Ghi số định danh trên giấy tờ của người làm chứng."
    if not is_id_number(number):
        digits = sum(letter.isdigit() for letter in number)
        return f"Số định danh có 12 chữ số, đang có {digits}."
    if any(number == other.id_number for other in before):
        return "Trùng với người làm chứng kia. Phải là hai người khác nhau."
    if number in on_form:
        whose = on_form[number] or "người trong tờ khai"
        return f"Đây là số của {whose}. Người có tên trong tờ khai không làm chứng được."
    return ""
