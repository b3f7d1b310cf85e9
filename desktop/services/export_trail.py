"""The trail as words, and as a table for whoever has to answer for it; taking it out is itself left in the trail."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from desktop.domain.calendar import date_text, office_time
from desktop.domain.ids import StaffId
from desktop.services.field_words import entity_word, field_word, value_words
from desktop.services.office_values import TrailKind, TrailRow
from desktop.services.ports_records import Records
from desktop.services.record_values import AuditAction, Entity

TITLES: Final = ("Lúc", "Ai", "Việc", "Loại", "Bản ghi", "Ô đã sửa, lý do", "Ở quầy")
KIND_WORDS: Final[Mapping[TrailKind, str]] = {
    TrailKind.VIEWED: "Xem",
    TrailKind.CHANGED: "Sửa",
    TrailKind.PRINTED: "In",
    TrailKind.EXPORTED: "Xuất",
    TrailKind.ERASED: "Xóa",
}
NEW: Final = "Ghi mới"
_THE_OFFICE: Final = "Cơ quan này"
_OTHERS: Final = {"backup": "Bản sao lưu", "form": "Mẫu tờ khai"}
"""What no record is, as the trail's lines name it."""
_REFUSED: Final = "Không nhận vào sổ"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """One line in the order of `TITLES`; no value of a field ever stands in it."""

    cells: tuple[str, ...]


def trail_line(row: TrailRow, names: Mapping[str, str]) -> TrailLine:
    """Say one line.

    Args:
        row: The line.
        names: Names of staff by id.
    """
    return TrailLine(
        cells=(
            f"{office_time(row.at):%H:%M %d/%m/%Y}",
            names.get(row.by, "không rõ ai"),
            NEW if row.is_new and row.kind is TrailKind.CHANGED else KIND_WORDS[row.kind],
            _OTHERS.get(row.other, row.other) if row.other else entity_word(row.entity),
            _record(row, names),
            _fields(row),
            "máy này" if row.here else row.counter or "quầy khác",
        )
    )


def _record(row: TrailRow, names: Mapping[str, str]) -> str:
    if row.other:
        return row.title
    match row.entity:
        case Entity.ROSTER:
            return _duty(row.row_id, names)
        case Entity.AUDIT:
            return " đến ".join(_day(part) for part in row.row_id.split("/"))
        case Entity.OFFICE if not row.title:
            return _THE_OFFICE
        case Entity.CONFLICT if not row.title:
            return "bản ghi chưa có ở máy này"
        case _:
            return row.title or row.row_id


def _duty(row_id: str, names: Mapping[str, str]) -> str:
    day, _, rest = row_id.partition("/")
    staff_id, _, duty = rest.rpartition("/")
    words = value_words(Entity.ROSTER, "duty", duty)
    return f"{_day(day)} · {names.get(staff_id, 'không rõ ai')} · {words}" if duty else row_id


def _day(text: str) -> str:
    try:
        return date_text(date.fromisoformat(text))
    except ValueError:
        return text


def _fields(row: TrailRow) -> str:
    of = row.about or row.entity
    if of is Entity.ANSWERS:  # a form's keys may name what they hold
        return _REFUSED if row.refused else row.reason
    words = ", ".join(field_word(of, name) for name in row.fields)
    if row.refused:  # first: a narrow column cuts its end
        refused = f"{_REFUSED}: {', '.join(field_word(of, name) for name in row.refused)}"
        words = f"{refused}; đã nhận: {words}" if words else refused
    return words or row.reason


class ExportTrail:
    """Writes lines as a CSV file that spreadsheets open with its Vietnamese letters.

    Args:
        records: Keeps word of the export.
        write: Writes a file whole or not at all; raises `DISK_FULL`, `FILE_NOT_WRITABLE`.
    """

    def __init__(self, records: Records, write: Callable[[Path, bytes], None]) -> None:
        self._records = records
        self._write = write

    def __call__(
        self, actor: StaffId, file: Path, lines: Sequence[TrailLine], first: date, last: date
    ) -> int:
        """Write the lines; gives how many. The word of it is kept first: what cannot be noted is not written.

        Raises:
            DeskError: Faults of the records and of the file.
        """
        with self._records.begin(actor) as work:
            work.audit.add(
                AuditAction.EXPORTED, Entity.AUDIT.value, f"{first.isoformat()}/{last.isoformat()}"
            )
        text = io.StringIO(newline="")
        table = csv.writer(text)
        table.writerow(TITLES)
        table.writerows([_harmless(cell) for cell in line.cells] for line in lines)
        self._write(file, text.getvalue().encode("utf-8-sig"))
        return len(lines)


def _harmless(cell: str) -> str:
    """A name that begins like a formula must not be calculated by a spreadsheet."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
