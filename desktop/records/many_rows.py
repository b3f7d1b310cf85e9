"""Statements that write many rows, or are asked at every exchange with the office: compiled once.

A page of the office's log is some thousand rows in seven tables, and sending one change asks six short questions.
SQLAlchemy's own way costs more there than SQLite does; here it writes the text of the statement, once.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Delete, Insert, Select, TextClause, Update
from sqlalchemy.dialects import sqlite

from desktop.records.tables import UtcDateTime, utc_text

_DIALECT: Final = sqlite.dialect(paramstyle="qmark")

Row = Mapping[str, Any]
Values = tuple[Any, ...]
_NONE: Final[Row] = MappingProxyType({})


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


class Query:
    """One statement that reads, in a transaction of `Database`: it says the faults of the driver in plain words.

    Args:
        statement: Each column has a name, and a type that is in Python what it is in SQLite.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        self._text = str(compiled)
        self._names = compiled.positiontup or []
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        names = statement.selected_columns.keys()
        row: Any = namedtuple("Row", names)  # type: ignore[misc]  # noqa: PYI024 - known here only
        self._row = row._make

    def all(self, connection: Connection, values: Row = _NONE) -> list[Any]:
        """Give the rows, whose values have the names of their columns.

        Raises:
            KeyError: A value that the statement asks for is missing.
        """
        driver = connection.connection.driver_connection
        if driver is None:
            raise RuntimeError("the connection is closed")
        known = {**self._fixed, **values}
        rows = driver.execute(self._text, [known[name] for name in self._names])
        return list(map(self._row, rows))


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
