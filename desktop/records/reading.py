"""Reading fields of stored documents: typed, with defaults, and a plain fault when a document is broken."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, cast

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.plain import Plain
from desktop.records.tables import sound_moment

# What a column of the database holds.
_NUMBER_MAX: Final = 2**63 - 1


def filled(**fields: object) -> dict[str, object]:
    """Give the fields that have a value; None is written as an absent field."""
    return {name: value for name, value in fields.items() if value is not None}


def plain_fields(fields: Mapping[str, object]) -> Mapping[str, Plain]:
    """Give opened fields as the plain values they are: they have come out of JSON."""
    return cast("Mapping[str, Plain]", fields)


def text_of(fields: Mapping[str, object], name: str, default: str = "") -> str:
    """Give a text."""
    value = fields.get(name, default)
    if not isinstance(value, str):
        raise _broken(name)
    return value


def number_of(fields: Mapping[str, object], name: str, default: int = 0) -> int:
    """Give a whole number."""
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _NUMBER_MAX:
        raise _broken(name)
    return value


def texts_of(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Give a list of texts."""
    value = fields.get(name, [])
    if not isinstance(value, list):
        raise _broken(name)
    return tuple(str(item) for item in value)


def moment_of(fields: Mapping[str, object], name: str) -> datetime:
    """Give an aware UTC moment that must be there."""
    try:
        return sound_moment(text_of(fields, name))
    except ValueError as error:
        raise _broken(name) from error


def optional_moment_of(fields: Mapping[str, object], name: str) -> datetime | None:
    """Give an aware UTC moment, or None when it is absent."""
    return moment_of(fields, name) if name in fields else None


def _broken(name: str) -> DeskError:
    return DeskError(ErrorCode.DATABASE_DAMAGED, field=name)
