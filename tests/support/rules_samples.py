"""Ready-made calendars, procedures, offices, cases and dossiers for the tests of the rules."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from desktop.catalogue.calendars import load_calendar
from desktop.catalogue.offices import load_office
from desktop.catalogue.procedures import find_procedure, load_editions
from desktop.domain.calendar import OFFICE_ZONE
from desktop.domain.case import Case, Promise, SignerPresence
from desktop.domain.dossier import Dossier
from desktop.domain.ids import DossierId, StaffId
from desktop.domain.procedure import SignerLevel
from desktop.resources_dir import resources_dir

RESOURCES: Path = resources_dir()
CALENDAR = load_calendar(RESOURCES / "calendars", "ha-tinh")
EDITIONS = load_editions(RESOURCES / "procedures")
NOW_PROFILE = load_office(RESOURCES / "offices", "duc-thinh-2026")
SEED_PROFILE = load_office(RESOURCES / "offices", "thanh-binh-thinh-2023")
OFFICER = StaffId("officer")
DEPUTY = SignerPresence(name="Trần Văn Hòa", title="Phó Chủ tịch", level=SignerLevel.CHAIRMAN_OR_DEPUTY)
CHAIRMAN = SignerPresence(name="Lê Văn Tám", title="Chủ tịch", level=SignerLevel.CHAIRMAN)

EXTRACT = find_procedure(EDITIONS, "2.000635", date(2026, 12, 1))
MARITAL = find_procedure(EDITIONS, "1.004873", date(2026, 12, 1))
WILL = find_procedure(EDITIONS, "2.001019", date(2026, 12, 1))
DEATH = find_procedure(EDITIONS, "1.000656", date(2026, 12, 1))


def at(text: str) -> datetime:
    """Give a moment of the office's wall clock, `2026-12-01T09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE)


def moments(first_year: int, last_year: int) -> st.SearchStrategy[datetime]:
    """Give a strategy of moments of the office's wall clock, to the start of the last year."""
    first, last = (at(f"{year}-01-01").replace(tzinfo=None) for year in (first_year, last_year))
    return st.datetimes(first, last, timezones=st.just(OFFICE_ZONE))


def a_case(**changes: Any) -> Case:  # noqa: ANN401 - any field of a case
    """Give a case on a model Tuesday with everything in order."""
    case = Case(
        procedure=EXTRACT,
        received=at("2026-12-01T09:51"),
        requested_help=True,
        writer_name="Lê Thị Hạnh",
        writer_on_roster=True,
        papers_total=1,
        signers=(DEPUTY,),
    )
    return replace(case, **changes)


def a_draft(**changes: Any) -> Dossier:  # noqa: ANN401 - any field of a dossier
    """Give a dossier nobody has received yet."""
    dossier = Dossier(
        id=DossierId("d1"),
        procedure_code="2.000635",
        procedure_edition="2026",
        procedure_name="Cấp bản sao trích lục hộ tịch",
        requester_id=None,
        requester_name="Nguyễn Thị Mẫu",
        officer_id=OFFICER,
        created_at=datetime(2026, 12, 1, 2, 0, tzinfo=UTC),
    )
    return replace(dossier, **changes)


def received(promise: Promise = Promise.SAME_DAY) -> Dossier:
    """Give a dossier received on a Tuesday morning and promised for that day."""
    return a_draft().receive(
        at("2026-12-01T09:51"),
        OFFICER,
        number="261201-0001",
        promise=promise,
        due=at("2026-12-01T17:30"),
        calendar_version="v1",
    )
