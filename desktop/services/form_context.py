"""The places of forms and slips that nobody is asked for: the office, the day, the officer, the dossier.

The keys are those of `desktop.forms.vocabulary.CONTEXT_KEYS`; a test holds that no other is used.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from desktop.domain.calendar import office_time
from desktop.domain.deadline import LimitKind, TimeLimit
from desktop.domain.dossier import Dossier
from desktop.domain.office import OfficeProfile, SlipSet, StaffMember
from desktop.domain.person import Person
from desktop.domain.procedure import Procedure
from desktop.domain.speech import money
from desktop.domain.verdict import Verdict
from desktop.services.slip_places import book_name
from desktop.services.workday import Workday

# The abbreviation in "Số: .../TTPVHCC (BPTNTKQ)": which half of it an office uses follows its generation of slips.
_UNIT_CODES: Final = {SlipSet.CIRCULAR_2018: "BPTNTKQ", SlipSet.CIRCULAR_2025: "TTPVHCC"}

_WARD: Final = "phường "
_WARD_BUSINESS: Final = "Phòng Kinh tế, Hạ tầng và Đô thị"
_COMMUNE_BUSINESS: Final = "Phòng Kinh tế"


def office_context(workday: Workday, officer: StaffMember | None) -> Mapping[str, str]:
    """Give the places of the office and of the officer on this day."""
    return {
        **profile_context(workday.profile, workday.day),
        "officer.name": officer.name if officer is not None else "",
        "officer.title": officer.title if officer is not None else "",
        "officer.phone": workday.profile.phone,
    }


def profile_context(profile: OfficeProfile, day: date) -> Mapping[str, str]:
    """Give the places of an office on a day, without anybody working there."""
    return {
        "today": day.isoformat(),
        "office.name": profile.name,
        "office.superior": " ".join(profile.letterhead[:-1]) or profile.parent.upper(),
        "office.unit": profile.desk_name,
        "office.desk_heading": profile.letterhead[-1] if profile.letterhead else profile.desk_name.upper(),
        "office.unit_code": _UNIT_CODES[profile.slip_set],
        "office.business_office": business_office(profile),
        "office.commune": profile.commune,
        "office.district": profile.district,
        "office.area": ", ".join(filter(None, (profile.district, profile.province))),
        "office.province": profile.province,
        "office.place": profile.place_line,
        "office.chairman_title": profile.chairman_title,
        "office.phone": profile.phone,
    }


def business_office(profile: OfficeProfile) -> str:
    """Name the office papers of a household business go to: as set, else as wards and communes call theirs."""
    if profile.business_office:
        return profile.business_office
    usual = _WARD_BUSINESS if profile.commune.casefold().startswith(_WARD) else _COMMUNE_BUSINESS
    return f"{usual} {profile.commune}"


def dossier_context(
    dossier: Dossier,
    person: Person | None,
    procedure: Procedure | None,
    verdict: Verdict | None,
    *,
    missing: tuple[str, ...] = (),
    reason: str = "",
    desk: str = "",
) -> Mapping[str, str]:
    """Give the places of one dossier for the desk's own slips.

    Args:
        dossier: The dossier.
        person: Who handed it in.
        procedure: Its row of the catalogue.
        verdict: Of the visit that is being concluded.
        missing: Names of papers that are not there.
        reason: Why, in words.
        desk: Where a result is fetched when nothing else was agreed.

    Without the procedure's row (a catalogue that no longer knows it) papers stand by their keys and no limit is named.
    """
    papers = procedure.papers if procedure is not None else ()
    names = {paper.key: f"{paper.name} ({paper.kind.label})" for paper in papers}
    limit = procedure.limits.get(dossier.channel) if procedure is not None else None
    return {
        "dossier.number": dossier.number,
        "dossier.slip_number": dossier.number,
        "dossier.code": dossier.portal_code,
        "dossier.procedure": dossier.procedure_name,
        "dossier.person": dossier.requester_name,
        "dossier.person_id": person.id_number if person is not None else "",
        "dossier.address": person.residence if person is not None else "",
        "dossier.phone": person.phone if person is not None else "",
        "dossier.email": person.email if person is not None else "",
        "dossier.authorised_by": dossier.authorised_by,
        "dossier.papers": "\n".join(names.get(key, key) for key in dossier.papers),
        "dossier.sets": "01",
        "dossier.limit": limit_words(limit) if limit is not None else "",
        "dossier.received": _local(dossier.received_at),
        "dossier.due": _local(dossier.due or (verdict.due if verdict is not None else None)),
        "dossier.return_place": dossier.return_place or desk,
        "dossier.book": _book(dossier),
        "dossier.book_number": dossier.register_no,
        "dossier.missing": "\n".join(missing),
        "dossier.reason": reason,
        "dossier.qr": dossier.portal_code or dossier.number,
        "dossier.fee": "" if dossier.fee is None else money(dossier.fee),
        "dossier.solver": procedure.authority if procedure is not None else "",
        "dossier.state": dossier.state.label,
    }


def _book(dossier: Dossier) -> str:
    if not dossier.register_no or dossier.received_at is None:
        return ""
    return book_name(dossier.register_sector, office_time(dossier.received_at).year)


def limit_words(limit: TimeLimit) -> str:
    """Give a statutory limit as slips write it: "22 ngày làm việc"."""
    words = {
        LimitKind.SAME_DAY: "trong ngày",
        LimitKind.WORKING_HOURS: f"{limit.amount} giờ làm việc",
        LimitKind.WORKING_DAYS: f"{limit.amount} ngày làm việc",
        LimitKind.DAYS: f"{limit.amount} ngày",
        LimitKind.MONTHS: f"{limit.amount} tháng",
        LimitKind.ON_AGREEMENT: "theo thỏa thuận",
    }
    return words[limit.kind]


def _local(moment: datetime | None) -> str:
    """Give a moment as office time without zone, as the forms read it."""
    return "" if moment is None else office_time(moment).replace(tzinfo=None).isoformat(timespec="minutes")
