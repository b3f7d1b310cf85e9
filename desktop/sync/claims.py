"""Which numbers only one record of the office may carry.

Identity numbers of people are not among them: they stand sealed in the log, and a citizen who was entered twice is
found by the look-up at the counter.
"""

from collections.abc import Mapping
from typing import Final

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
    return tuple(claims)
