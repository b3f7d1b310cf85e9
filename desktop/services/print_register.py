"""The register of what the desk received: read from the dossiers, drawn by sector and year or day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.domain.calendar import office_time
from desktop.domain.dossier import Dossier, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import PrintJobId, StaffId
from desktop.domain.numbering import RegisterNumber
from desktop.domain.procedure import Channel
from desktop.services.ports_records import RecordReader, Records
from desktop.services.print_papers import PaperDesk
from desktop.services.slip_places import RegisterEntry
from desktop.services.slips import Slip, SlipWriter
from desktop.services.workday import Clock, Workday

_FETCHED = {Channel.DIRECT: "Trực tiếp", Channel.ONLINE: "Trực tuyến", Channel.POSTAL: "Qua bưu chính"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSpan:
    """Which part of the register: one sector, from one office day to another of the same year."""

    sector: str
    first: date
    last: date

    @classmethod
    def of_year(cls, sector: str, year: int) -> "RegisterSpan":
        """Return the whole book of a year."""
        return cls(sector=sector, first=date(year, 1, 1), last=date(year, 12, 31))


def sector_of(workday: Workday, dossier: Dossier) -> str:
    """Give the sector whose register a dossier stands in; one never entered goes by its procedure."""
    if dossier.register_sector:
        return dossier.register_sector
    procedure = workday.edition(dossier.procedure_code, dossier.procedure_edition)
    return procedure.sector if procedure is not None else ""


class PrintRegister:
    """Draws and prints parts of the register."""

    def __init__(
        self, records: Records, reader: RecordReader, slips: SlipWriter, papers: PaperDesk, *, clock: Clock
    ) -> None:
        self._records = records
        self._reader = reader
        self._slips = slips
        self._papers = papers
        self._clock = clock

    def entries(self, workday: Workday, first: date, last: date) -> Mapping[str, tuple[RegisterEntry, ...]]:
        """Give the entries of a time by sector, each in the order of its numbers."""
        found: dict[str, list[RegisterEntry]] = {}
        for dossier, person in self._reader.received_between(first, last):
            procedure = workday.edition(dossier.procedure_code, dossier.procedure_edition)
            returned = dossier.last_move(MoveKind.RETURN_RESULT)
            entry = RegisterEntry(
                dossier=dossier,
                person=person,
                authority=procedure.authority if procedure is not None else "",
                returned_at=returned.at if returned is not None else None,
                received_by=dossier.return_place or _FETCHED[dossier.channel],
                note="" if returned is not None or not dossier.state.is_final else dossier.state.label,
            )
            found.setdefault(sector_of(workday, dossier), []).append(entry)
        return {sector: tuple(sorted(some, key=_order)) for sector, some in sorted(found.items())}

    def compose(self, workday: Workday, span: RegisterSpan) -> Slip:
        """Give a part of the register as it stands now.

        Raises:
            DeskError: INPUT_INVALID for a time in more than one year, or a sector with nothing in it; FORM_UNKNOWN.
        """
        if span.first > span.last or span.first.year != span.last.year:
            raise DeskError(ErrorCode.INPUT_INVALID, problem="một lần in chỉ trong một năm.")
        entries = self.entries(workday, span.first, span.last)
        if span.sector not in entries:
            known = ", ".join(entries) or "không có lĩnh vực nào"
            raise DeskError(
                ErrorCode.INPUT_INVALID,
                problem=f"không có hồ sơ nào của lĩnh vực “{span.sector}” trong thời gian này (có: {known}).",
            )
        return self._slips.register(
            workday, entries[span.sector], sector=span.sector, first=span.first, last=span.last
        )

    def __call__(self, actor: StaffId, workday: Workday, span: RegisterSpan) -> PrintJobId:
        """Queue a part of the register.

        Raises:
            DeskError: As `compose`; faults of the records.
        """
        slip = self.compose(workday, span)
        with self._records.begin(actor) as work:
            return self._papers.queue_slip(work, slip, self._clock(), by=actor)

    def of_day(self, actor: StaffId, workday: Workday) -> tuple[PrintJobId, ...]:
        """Queue the register of this office day, one sheet a sector; nothing where nothing came in."""
        day = workday.day
        return tuple(
            self(actor, workday, RegisterSpan(sector=sector, first=day, last=day))
            for sector in self.entries(workday, day, day)
        )


def _order(entry: RegisterEntry) -> tuple[bool, tuple[int, int], str]:
    dossier = entry.dossier
    received = office_time(dossier.received_at).isoformat() if dossier.received_at is not None else ""
    if not dossier.register_no:
        return False, (0, 0), received
    return True, RegisterNumber.parse(dossier.register_no).order, received
