"""The places of forms and slips that nobody is asked for: the office, the day, the officer, the dossier."""

from collections.abc import Mapping
from datetime import date

from desktop.services.workday import Workday


def office_context(workday: Workday, officer: str) -> Mapping[str, str]:
    """Give the places of the office on this day, as docs/forms.md lists them."""
    profile = workday.profile
    return {
        "office.name": profile.name,
        "office.short_name": profile.short_name,
        "office.commune": profile.commune,
        "office.province": profile.province,
        "office.district": profile.district,
        "office.desk": profile.desk_name,
        "office.registrar": profile.registrar,
        "office.chairman_title": profile.chairman_title,
        "office.chairman": profile.chairman,
        "office.place": profile.place_line,
        "office.phone": profile.phone,
        "office.address": profile.address,
        "office.letterhead_1": profile.letterhead[0] if profile.letterhead else "",
        "office.letterhead_2": profile.letterhead[1] if len(profile.letterhead) > 1 else "",
        "officer.name": officer,
        **day_context(workday.day),
    }


def day_context(day: date) -> Mapping[str, str]:
    """Give the places of a date as it is written on papers: days and the months 1 and 2 with a leading zero."""
    return {"today.day": f"{day.day:02d}", "today.month": month_text(day.month), "today.year": str(day.year)}


def month_text(month: int) -> str:
    """Give a month as NĐ 30/2020 writes it: 01, 02, then 3 to 12."""
    return f"{month:02d}" if month <= 2 else str(month)  # noqa: PLR2004 - January and February
