"""Records named in a query: however many, in one statement whose text stays the same and is prepared once."""

import json
from collections.abc import Collection
from typing import Final

from sqlalchemy import TextClause, text

AMONG_KEYS: Final[TextClause] = text(
    "(entity, row_id) IN"
    " (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:named))"
)
"""Rows of the records that `named` names by kind and id."""
AMONG_SCOPES: Final[TextClause] = text("scope IN (SELECT value FROM json_each(:named))")
"""Keys of the records that `named` names by id."""


def named(records: Collection[str] | Collection[tuple[str, str]]) -> dict[str, str]:
    """Give the parameter of a query for these records."""
    return {"named": json.dumps(sorted(records))}
