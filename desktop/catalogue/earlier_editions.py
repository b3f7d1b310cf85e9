"""Earlier editions of a row, written as what was different then: one law changed, the rest of the row holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from desktop.catalogue.toml_file import read_citation
from desktop.domain.plain import PlainReader
from desktop.domain.procedure import OnlineLevel, Procedure


def with_earlier(procedure: Procedure, rows: Sequence[PlainReader]) -> tuple[Procedure, ...]:
    """Give the editions of a row, the earliest first; the row itself begins when the last earlier one has ended.

    Args:
        procedure: The row as it stands, in force from the first day of the earliest edition.
        rows: Its `[[procedure.earlier]]`, the earliest first.

    Raises:
        DeskError: FILE_INVALID where an edition ends before it begins, or after the row.
    """
    editions: list[Procedure] = []
    first = procedure.in_force_from
    for row in rows:
        last = row.day("to")
        if last < first or last >= (procedure.in_force_to or date.max):
            raise row.fault(
                "to", "không nằm sau bản trước và trước bản hiện nay", "xếp các bản từ cũ đến mới"
            )
        editions.append(_earlier(procedure, row, first, last))
        row.refuse_others()
        first = last + timedelta(days=1)
    return (*editions, replace(procedure, in_force_from=first))


def _earlier(procedure: Procedure, row: PlainReader, first: date, last: date) -> Procedure:
    papers = procedure.papers
    if row.has("data_available") and not row.flag("data_available"):
        papers = tuple(replace(paper, data_available=False) for paper in papers)
    return replace(
        procedure,
        edition=row.text("edition"),
        in_force_from=first,
        in_force_to=last,
        source=read_citation(row, "source") if row.has("source") else procedure.source,
        online_level=row.choice("online_level", OnlineLevel, procedure.online_level),
        papers=papers,
    )
