"""Which numbers only one record of the office may carry.

Identity numbers of people are not among them: they stand sealed in the log, and a citizen who was entered twice is
found by the look-up at the counter.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from desktop.domain.calendar import office_time
from desktop.records.canonical import Fields
from desktop.services.record_values import Entity
from desktop.sync.entries import Claim

# Kind of record to the lists of fields that make up one number. Fields that are empty or absent claim nothing.
_UNIQUE: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    Entity.DOSSIER.value: (("number",), ("portal_code",)),
    Entity.TICKET.value: (("day", "number"),),
}


def claims_of(entity: str, fields: Fields) -> tuple[Claim, ...]:
    """Give the claims a record makes as it stands."""
    claims = []
    for names in _UNIQUE.get(entity, ()):
        parts = [fields.get(name) for name in names]
        if all(isinstance(part, str) and part for part in parts):
            key = "/".join(str(part) for part in parts)
            claims.append(Claim(scope=f"{entity}.{names[-1]}", key=key))
    if entity == Entity.DOSSIER.value:
        claims += _register_claim(fields)
    return tuple(claims)


def _register_claim(fields: Fields) -> tuple[Claim, ...]:
    """Give the claim on a line of the register: one book a year of office days and sector."""
    sector, number, received = (
        fields.get(name) for name in ("register_sector", "register_no", "received_at")
    )
    if not (isinstance(sector, str) and isinstance(number, str) and number and isinstance(received, str)):
        return ()
    try:
        year = office_time(datetime.fromisoformat(received)).year
    except (ValueError, OverflowError):
        return ()  # no moment: a bug or another program wrote it
    return (Claim(scope=f"{Entity.DOSSIER.value}.register_no", key=f"{year}/{sector}/{number}"),)
