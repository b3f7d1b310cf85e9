"""Identities of records: UUIDv7 text, one type per kind so that they cannot be mixed up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NewType
from uuid import UUID

DossierId = NewType("DossierId", str)
PersonId = NewType("PersonId", str)
StaffId = NewType("StaffId", str)
VisitId = NewType("VisitId", str)
HelpSessionId = NewType("HelpSessionId", str)
PrintJobId = NewType("PrintJobId", str)
TicketId = NewType("TicketId", str)
AnswersId = NewType("AnswersId", str)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BYTES = 10
_MILLISECONDS_MAX = (1 << 48) - 1


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class FormRef:
    """One version of one form definition; an old case reprints in its own version."""

    form_id: str
    version: str


def moment_of(uuid: str) -> datetime:
    """Return the moment of a UUIDv7, to the millisecond.

    Raises:
        ValueError: The text is no UUID.
    """
    return _EPOCH + timedelta(milliseconds=UUID(uuid).int >> 80)


def uuid7(moment: datetime, randomness: bytes) -> str:
    """Return the UUIDv7 (RFC 9562) of a moment as lower-case text.

    Time and chance are handed in, so that the same arguments always give the same id.

    Args:
        moment: Aware moment from 1970 on; kept to the millisecond.
        randomness: Exactly 10 bytes, fresh from the system for every id.

    Raises:
        ValueError: The moment is naive or before 1970, or the randomness has another length.
    """
    if moment.tzinfo is None:
        message = "uuid7 needs an aware moment"
        raise ValueError(message)
    if len(randomness) != _RANDOM_BYTES:
        message = f"uuid7 needs {_RANDOM_BYTES} random bytes"
        raise ValueError(message)
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    if not 0 <= milliseconds <= _MILLISECONDS_MAX:
        message = "uuid7 counts from 1970"
        raise ValueError(message)
    chance = int.from_bytes(randomness, "big")
    high = (milliseconds << 16) | (0x7 << 12) | (chance >> 68)
    low = (0b10 << 62) | (chance & ((1 << 62) - 1))
    return str(UUID(int=(high << 64) | low))
