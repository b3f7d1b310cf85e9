import unicodedata

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.messages import codes_with_sentences, message_for
from desktop.services.shared_office_sentences import SHARED_OFFICE


def test_every_fault_has_a_sentence() -> None:
    assert codes_with_sentences() == frozenset(ErrorCode)


@pytest.mark.parametrize("code", list(ErrorCode))
def test_every_sentence_says_what_happened_and_what_to_do_now(code: ErrorCode) -> None:
    message = message_for(DeskError(code))

    assert message.happened
    assert message.to_do
    assert unicodedata.is_normalized("NFC", message.text)
    assert "{" not in message.text
    assert "!" not in message.text


def test_a_fault_of_the_shared_records_never_sends_an_officer_to_another_disk_for_a_servers_sake() -> None:
    happened, to_do = SHARED_OFFICE[ErrorCode.OFFICE_SERVER_UNPROVEN]
    assert "chứng thư" in to_do
    assert "ổ chia sẻ" not in happened + to_do


def test_who_meets_a_certificate_of_another_day_is_sent_to_this_pcs_clock_first() -> None:
    _, to_do = SHARED_OFFICE[ErrorCode.OFFICE_CERTIFICATE_DATE]
    assert to_do.startswith("Kiểm tra ngày giờ máy này trước")
    assert to_do.index("ngày giờ") < to_do.index("báo người trông máy chủ")


def test_parameters_and_place_stand_in_the_sentence() -> None:
    message = message_for(DeskError(ErrorCode.PROCEDURE_UNKNOWN, place="dòng 3", procedure="9.999"))

    assert "9.999" in message.happened
    assert "dòng 3" in message.text
