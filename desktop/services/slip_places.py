"""The places only some of the desk's own slips have: the new day of an apology, a stop, handovers, the register.

They stand beside the places of `desktop.services.form_context.dossier_context`, which every slip has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.calendar import date_text, office_time
from desktop.domain.dossier import Dossier, DossierState
from desktop.domain.handover import Handover, outcome_of
from desktop.domain.office import SlipSet
from desktop.domain.person import Person
from desktop.domain.procedure import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One dossier as the register tells it.

    Attributes:
        dossier: With its number in the register; one received before registers were numbered has none.
        authority: Who solves it.
        returned_at: When the result was handed over, or None.
        received_by: How the result is received, ``"Trực tiếp"``; may be empty.
    """

    dossier: Dossier
    person: Person | None
    authority: str
    returned_at: datetime | None = None
    received_by: str = ""
    note: str = ""


def apology_places(first_due: datetime | None, new_due: datetime) -> Mapping[str, str]:
    """Give the day that was promised and the new one an apology promises."""
    first = {"dossier.due": _local(first_due)} if first_due is not None else {}
    return {**first, "dossier.new_due": _local(new_due)}


def stop_places(
    *, asked_at: datetime, asked_by: Channel, state: DossierState, returned: str
) -> Mapping[str, str]:
    """Give who stopped a dossier when and how.

    Args:
        asked_at: When the citizen asked for it.
        asked_by: In which way.
        state: Where the dossier stood at that moment.
        returned: Papers and fees given back, in words.
    """
    return {
        "dossier.asked_at": _local(asked_at),
        "dossier.asked_by": asked_by.label,
        "dossier.state": state.label,
        "dossier.returned": returned,
    }


def control_places(
    handovers: Sequence[Handover], due: datetime | None, *, partner: str = ""
) -> Mapping[str, str]:
    """Give the hands a dossier went through: two rows each, giving and taking, as the slip rules them.

    Args:
        handovers: Oldest first.
        due: What the result of each handing over is measured by.
        partner: Who works on it too, in words.
    """
    rows: list[str] = []
    for one in handovers:
        at = office_time(one.at)
        clock = f"{at:%H} giờ {at:%M} phút, ngày {date_text(at.date())}"
        rows.append(_row(f"1. Giao: {one.from_unit}", f"{clock}. Người giao: {one.giver}"))
        rows.append(
            _row(f"2. Nhận: {one.to_unit}", f"Người nhận: {one.taker}", outcome_of(one.at, due), one.note),
        )
    return {"dossier.handovers": "\n".join(rows), "dossier.partner": partner}


def register_places(
    entries: Sequence[RegisterEntry], slip_set: SlipSet, *, sector: str, first: date, last: date
) -> Mapping[str, str]:
    """Give the rows of the register in the columns of the office's generation of slips.

    A case finished at once has no appointment (NĐ 118/2025 Điều 17 khoản 4): its row says so in that column.
    """
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    days = date_text(first) if first == last else f"{date_text(first)} đến {date_text(last)}"
    return {
        "register.rows": "\n".join(_register_row(entry, slip_set) for entry in entries),
        "register.sector": sector,
        "register.span": f"năm {first.year}" if whole else f"năm {first.year}, ngày {days}",
        "register.book": book_name(sector, first.year),
    }


def book_name(sector: str, year: int) -> str:
    """Give what stands after "Quyển số": one book a year and sector, since it is never full."""
    return f"01/{year} {sector}".strip()


def _register_row(entry: RegisterEntry, slip_set: SlipSet) -> str:
    dossier, person = entry.dossier, entry.person
    at_once = dossier.is_same_day and dossier.slip_printed_at is None
    contact = (
        "; ".join(part for part in (person.residence, person.phone) if part) if person is not None else ""
    )
    first = (dossier.register_no, dossier.portal_code or dossier.number, dossier.procedure_name)
    rest = (
        dossier.requester_name,
        contact,
        entry.authority,
        _day(dossier.received_at),
        "Giải quyết ngay" if at_once else _day(dossier.due),
        _day(entry.returned_at),
        entry.received_by,
        "",
    )
    match slip_set:
        case SlipSet.CIRCULAR_2018:
            return _row(*first, "01", *rest, entry.note)
        case SlipSet.CIRCULAR_2025:
            return _row(*first, *rest)


def _row(*cells: str) -> str:
    """Give one row; a tab or a line inside a cell would tear the table."""
    return "\t".join(" ".join(cell.split()) for cell in cells)


def _day(moment: datetime | None) -> str:
    return "" if moment is None else date_text(office_time(moment).date())


def _local(moment: datetime) -> str:
    """Give a moment as office time without zone, as the forms read it."""
    return office_time(moment).replace(tzinfo=None).isoformat(timespec="minutes")
