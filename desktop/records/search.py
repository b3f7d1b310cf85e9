"""Finding dossiers as somebody types: without marks, by number, by code, newest first.

The full-text index gives row numbers in falling order, which is "newest first" by construction, so a query
stops after `limit` hits however many there are.
"""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    TableClause,
    bindparam,
    column,
    or_,
    select,
    table,
)

from desktop.domain.text import fold, nfc
from desktop.records.derive import words_of
from desktop.records.dossier_rows import row_value
from desktop.records.tables import DOSSIER_ROW, PERSON_NUMBER
from desktop.services.record_values import SearchFilters, SearchHit

_ID_NUMBER: Final = re.compile(r"\d{9}|\d{12}")
_CODE: Final = re.compile(r"[\w.]+-\d{6}-\d+|\d{6}-\d+", re.ASCII)
_SPACING: Final = re.compile(r"[\s.\u00a0]+")
_NO_FILTERS: Final = SearchFilters()

Conditions: TypeAlias = tuple[ColumnElement[bool], ...]


def _index(name: str) -> TableClause:
    return table(name, column("rowid"), column(name))


def _full_text(index: TableClause) -> Select[tuple[object, ...]]:
    return (
        select(DOSSIER_ROW)
        .select_from(index.join(DOSSIER_ROW, DOSSIER_ROW.c.id == index.c.rowid))
        .where(index.c[index.name].op("MATCH")(bindparam("words")))
        .order_by(index.c.rowid.desc())
        .limit(bindparam("most"))
    )


# Built once: building the statement anew for each letter typed cost as much as running it.
_MARKED: Final = _full_text(_index("search_marked"))
_FOLDED: Final = _full_text(_index("search_folded"))


def search(
    connection: Connection, query: str, *, limit: int, filters: SearchFilters | None = None
) -> tuple[SearchHit, ...]:
    """Find dossiers; those that agree in every mark, or in their number, come first."""
    wanted = nfc(query).strip().lower()
    narrowing = () if filters is None or filters == _NO_FILTERS else _narrowing(filters)
    direct = _direct(wanted, narrowing)
    if direct is not None:
        rows = connection.execute(direct.limit(limit)).all()
        if rows:
            return tuple(SearchHit(row=row_value(row), exact=True) for row in rows)
    words = words_of(wanted)
    if not words or limit <= 0:
        return ()
    exact = _matching(connection, _narrowed(_MARKED, narrowing), words, limit)
    hits = [SearchHit(row=row_value(row), exact=True) for row in exact]
    if len(hits) < limit:
        seen = {row.id for row in exact}
        loose = _matching(
            connection, _narrowed(_FOLDED, narrowing), words_of(fold(wanted)), limit + len(seen)
        )
        others = [row for row in loose if row.id not in seen][: limit - len(hits)]
        hits += [SearchHit(row=row_value(row), exact=False) for row in others]
    return tuple(hits)


def match_expression(words: list[str]) -> str:
    """Give the FTS5 query: every word, the last one as a beginning.

    Words hold letters and digits only, so quoting them leaves nothing of FTS5's own language.
    """
    quoted = [f'"{word}"' for word in words]
    return " ".join([*quoted[:-1], quoted[-1] + " *"])


def _direct(wanted: str, narrowing: Conditions) -> Select[tuple[object, ...]] | None:
    number = _SPACING.sub("", wanted)
    if _ID_NUMBER.fullmatch(number):
        people = select(PERSON_NUMBER.c.person_id).where(PERSON_NUMBER.c.number == number)
        where: ColumnElement[bool] = DOSSIER_ROW.c.requester_id.in_(people)
    elif _CODE.fullmatch(wanted):
        where = or_(DOSSIER_ROW.c.number == wanted, DOSSIER_ROW.c.portal_code == wanted.upper())
    else:
        return None
    return select(DOSSIER_ROW).where(where, *narrowing).order_by(DOSSIER_ROW.c.id.desc())


def _narrowed(statement: Select[tuple[object, ...]], narrowing: Conditions) -> Select[tuple[object, ...]]:
    return statement.where(*narrowing) if narrowing else statement


def _matching(
    connection: Connection, statement: Select[tuple[object, ...]], words: list[str], most: int
) -> Sequence[Row[tuple[object, ...]]]:
    return connection.execute(statement, {"words": match_expression(words), "most": most}).all()


def _narrowing(filters: SearchFilters) -> Conditions:
    # `|| ""` keeps SQLite from walking a filter's index instead of the full-text one.
    row = DOSSIER_ROW.c
    conditions: list[ColumnElement[bool]] = []
    if filters.states:
        conditions.append(row.state.concat("").in_(sorted(state.value for state in filters.states)))
    if filters.procedure_code:
        conditions.append(row.procedure_code == filters.procedure_code)
    if filters.officer_id is not None:
        conditions.append(row.officer_id == filters.officer_id)
    if filters.received_from is not None:
        conditions.append(row.day.concat("") >= filters.received_from.isoformat())
    if filters.received_to is not None:
        conditions.append(row.day.concat("") <= filters.received_to.isoformat())
    return tuple(conditions)
