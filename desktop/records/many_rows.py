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
Values = tuple[Any, ...]


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
        self.run_plain(connection, [self._pick(row) for row in rows])

    def run_plain(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Write rows that are what the driver takes already: their values in the order of the statement."""
        if rows:
            connection.exec_driver_sql(self._text, rows)


def _picker(names: Sequence[str], moments: frozenset[str]) -> Callable[[Row], Values]:
    if len(names) == 1:
        return lambda row: (row[names[0]],)
    pick = itemgetter(*names)
    if not moments:
        return pick
    places = [place for place, name in enumerate(names) if name in moments]

    def picked(row: Row) -> Values:
        values = list(pick(row))
        for place in places:
            if values[place] is not None:
                values[place] = utc_text(values[place])
        return tuple(values)

    return picked
