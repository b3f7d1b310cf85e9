import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.pin import hash_pin, is_pin


def test_only_the_right_pin_lets_in() -> None:
    stored = hash_pin("1234")
    assert is_pin("1234", stored)
    assert not is_pin("1235", stored)
    assert not is_pin("", stored)


def test_the_stored_text_never_holds_the_pin_and_differs_each_time() -> None:
    first, second = hash_pin("246810"), hash_pin("246810")
    assert "246810" not in first
    assert first != second


@pytest.mark.parametrize("pin", ["", "123", "1234567890123", "12a4", "12 34", "١٢٣٤", "-123", "１２３４"])
def test_a_pin_is_four_to_twelve_plain_digits(pin: str) -> None:
    with pytest.raises(DeskError) as caught:
        hash_pin(pin)
    assert caught.value.code is ErrorCode.INPUT_INVALID


@pytest.mark.parametrize("pin", ["1234", "123456789012"])
def test_the_shortest_and_the_longest_pin_are_taken(pin: str) -> None:
    assert is_pin(pin, hash_pin(pin))


@pytest.mark.parametrize("stored", ["", "1234", "$argon2id$v=19$broken"])
def test_an_empty_or_foreign_hash_lets_nobody_in(stored: str) -> None:
    assert not is_pin("1234", stored)
