"""PINs of the people at the counter: kept only as a salted, slow hash."""

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from desktop.domain.errors import DeskError, ErrorCode

PIN_SHORTEST: Final = 4
PIN_LONGEST: Final = 12

# Light enough for an old counter PC (about 50 ms), heavy enough that a copied database cannot be searched
# through quickly; the database itself is encrypted, the PIN only tells colleagues apart.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_pin(pin: str) -> str:
    """Give the hash to store.

    Raises:
        DeskError: INPUT_INVALID when the PIN is not 4 to 12 digits.
    """
    if not (pin.isascii() and pin.isdigit() and PIN_SHORTEST <= len(pin) <= PIN_LONGEST):
        raise DeskError(
            ErrorCode.INPUT_INVALID, problem=f"mã PIN gồm {PIN_SHORTEST} đến {PIN_LONGEST} chữ số."
        )
    return _HASHER.hash(pin)


def is_pin(pin: str, stored: str) -> bool:
    """Tell whether a PIN fits the stored hash; an empty or foreign hash fits nothing."""
    try:
        return _HASHER.verify(stored, pin)
    except (VerificationError, InvalidHashError):
        return False
