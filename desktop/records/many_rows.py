"""Statements that write many rows, compiled once.

A page of the office's log is some thousand rows in seven tables. SQLAlchemy's own way costs more for each row there
than SQLite does; here it writes the text of the statement, and the driver gets the rows.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Delete, Insert, TextClause, Update
from sqlalchemy.dialects import sqlite

from desktop.records.tables import UtcDateTime, utc_text

_DIALECT: Final = sqlite.dialect(paramstyle="qmark")

Row = Mapping[str, Any]


class ManyRows:
    """One statement for rows that all have the same columns.

    Args:
        statement: An insert names every column of its table, an update every column that it sets.
    """

    def __init__(self, statement: Insert | Update | Delete | TextClause) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        names = compiled.positiontup or []
        moments = frozenset(name for name in names if isinstance(compiled.binds[name].type, UtcDateTime))
        self._text = str(compiled)
        self._pick = _picker(names, moments)

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write the rows, in order; none is nothing.

        Raises:
            DeskError: The faults of the database.
            KeyError: A row without one of the columns.
        """
        if rows:
            connection.exec_driver_sql(self._text, [self._pick(row) for row in rows])


def _picker(names: Sequence[str], moments: frozenset[str]) -> Callable[[Row], tuple[Any, ...]]:
    if moments:
        return lambda row: tuple(
            utc_text(row[name]) if name in moments and row[name] is not None else row[name] for name in names
        )
    if len(names) == 1:
        return lambda row: (row[names[0]],)
    return itemgetter(*names)
