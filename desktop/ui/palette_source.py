"""Finds dossiers and procedures for the palette (Ctrl+K)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop.domain.calendar import office_time
from desktop.services.ports_records import RecordReader
from desktop.services.workday import Workday
from desktop.ui.icon_set import Icon
from desktop.ui.widgets.suggestion_list import Suggestion

DOSSIER: Final = "dossier:"
PROCEDURE: Final = "procedure:"
_MOST_DOSSIERS: Final = 5
_MOST_PROCEDURES: Final = 4
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteSource:
    """Searches off the GUI thread.

    Attributes:
        reader: The records.
        load_workday: Today at this office, with its procedures.
    """

    reader: RecordReader
    load_workday: Callable[[], Workday]

    def search(self, query: str) -> tuple[Suggestion, ...]:
        """Give the best finds first; a single letter finds nothing yet."""
        words = query.strip()
        if len(words) < _SHORTEST:
            return ()
        dossiers = tuple(
            Suggestion(
                key=DOSSIER + hit.row.id,
                title=f"{hit.row.number or 'Chưa có số'} · {hit.row.requester_name}",
                detail=(
                    f"{hit.row.procedure_name} · {office_time(hit.row.received_at):%d/%m/%Y}"
                    if hit.row.received_at is not None
                    else hit.row.procedure_name
                ),
                icon=Icon.ARCHIVE,
            )
            for hit in self.reader.search(words, limit=_MOST_DOSSIERS)
        )
        procedures = tuple(
            Suggestion(
                key=PROCEDURE + one.code,
                title=one.short_name,
                detail=f"thủ tục {one.code}",
                icon=Icon.FILE,
            )
            for one in self.load_workday().find_procedures(words)[:_MOST_PROCEDURES]
        )
        return (*procedures, *dossiers)
