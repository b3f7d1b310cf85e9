import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.ticket import Ticket, clean, ticket_from_bytes, ticket_to_bytes
from tests.support.ticket_samples import all_tickets, queue_ticket


@pytest.mark.parametrize("ticket", all_tickets())
def test_a_stored_ticket_comes_back_as_it_was(ticket: Ticket) -> None:
    assert ticket_from_bytes(ticket_to_bytes(ticket)) == ticket


def test_the_same_ticket_is_stored_as_the_same_bytes() -> None:
    assert ticket_to_bytes(queue_ticket()) == ticket_to_bytes(replace(queue_ticket()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"kind":"queue","format":1}',
        b'{"kind":"other","format":1}',
        b'{"format":9}',
    ],
)
def test_bytes_that_are_no_ticket_are_a_fault_and_not_a_crash(data: bytes) -> None:
    with pytest.raises(DeskError) as caught:
        ticket_from_bytes(data)
    assert caught.value.code is ErrorCode.PRINT_CONTENT_INVALID


@pytest.mark.parametrize(
    ("key", "value"),
    [("waiting", "ba"), ("number", 47), ("issued_at", "hôm qua"), ("service", None)],
)
def test_a_ticket_with_a_wrong_field_is_refused(key: str, value: object) -> None:
    plain = json.loads(ticket_to_bytes(queue_ticket()))
    plain[key] = value
    with pytest.raises(DeskError):
        ticket_from_bytes(json.dumps(plain).encode())


@given(st.text())
def test_words_on_paper_are_composed_and_on_one_line(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(letter) == "Cc" for letter in cleaned)
    assert clean(cleaned) == cleaned
