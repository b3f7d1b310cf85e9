"""`khongviet demo --out DIR`: the seed's Tuesday, played through the real services and the real window, offscreen."""

import argparse
import os
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from desktop.app.run import build_station
from desktop.app.workstation import Workstation
from desktop.catalogue.calendars import load_calendar
from desktop.catalogue.offices import load_offices, office_on
from desktop.commands.outcome import Outcome
from desktop.core import Core
from desktop.demo.results import DemoFolder, VisitResult, dossier_plain, queue_ticket
from desktop.demo.set_clock import SetClock
from desktop.demo.visit_player import VisitPlayer
from desktop.domain.calendar import WorkingCalendar, day_text, office_moment
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitDraft
from desktop.resources_dir import resources_dir
from desktop.services.sample_day import SampleDay, load_sample_day
from desktop.services.sample_office import set_up_sample_office

FIRST_TUESDAY: Final = date(2023, 7, 25)
"""The first Tuesday after the plan KH 36/KH-UBND of 24 July 2023."""
_OPENING: Final = time(7, 30)
_EVENING: Final = time(17, 45)
_SMALL: Final = QSize(1366, 768)
_LARGE: Final = QSize(1920, 1080)
_SIGNED_AFTER: Final = timedelta(minutes=12)


def run_demo(arguments: argparse.Namespace) -> Outcome:
    """Play the day and leave its papers, tickets, pictures and summary in the folder.

    Raises:
        DeskError: DATE_INVALID; INPUT_INVALID for a day off, with the nearest day that can be played; CALENDAR and
            office faults for a day outside the shipped data; FILE_NOT_WRITABLE.
    """
    day = _day(arguments.date)
    _refuse_day_off(day)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = DemoFolder(arguments.out)
    folder.prepare()
    clock = SetClock(office_moment(day, _OPENING))
    running = QApplication.instance()  # one program may play two days; Qt allows one application
    app = running if isinstance(running, QApplication) else QApplication(["khongviet"])
    with Core.open(folder.data_dir(), clock=clock) as core:
        sample = load_sample_day(resources_dir())
        profile = core.load_workday.profile_on(day)
        members = set_up_sample_office(core.store, sample, profile.id, day, core.new_id)
        station = build_station(app, core)
        try:
            station.start()
            station.window.resize(_SMALL)
            station.window.show()
            station.sign_in(members["officer"])
            results = _play_day(station, core, clock, folder, sample)
        finally:
            station.window.hide()
            station.stop()
        plain = {
            "date": day.isoformat(),
            "office": profile.name,
            "visits": [result.plain() for result in results],
            "data": folder.data_dir().name,
        }
        summary = folder.write_summary(plain)
    return Outcome(plain=plain, text=_words(results, summary))


def _play_day(
    station: Workstation, core: Core, clock: SetClock, folder: DemoFolder, sample: SampleDay
) -> list[VisitResult]:
    player = VisitPlayer(station, core, clock, folder)
    played: list[tuple[VisitResult, VisitDraft]] = []
    player.hands.wait(lambda: station.desk.visit is not None, "the desk")
    ended: list[datetime] = []
    for visit in sample.visits:
        at = office_moment(core.workday().day, visit.at)
        clock.put(at)
        result = VisitResult(key=visit.key, title=visit.title, ticket=visit.ticket)
        ticket = queue_ticket(visit, core.workday(), at, waiting=sum(end > at for end in ended))
        result.papers += folder.write_ticket(ticket)
        draft = player.play(visit, result)
        ended.append(clock())
        played.append((result, draft))
        if not visit.stays_unsigned:
            clock.forward(_SIGNED_AFTER)
            for chosen in draft.procedures:
                if chosen.promise is Promise.SAME_DAY and chosen.dossier_id is not None:
                    core.move_dossier.sign_and_return(draft.owner, chosen.dossier_id)
    clock.put(office_moment(core.workday().day, _EVENING))
    station.look_at_clock()
    station.window.show_page("today")
    lapsing = [draft for visit, (_, draft) in zip(sample.visits, played, strict=True) if visit.stays_unsigned]
    reader = core.store.read
    player.hands.wait(
        lambda: all(
            reader.detail(chosen.dossier_id).dossier.turned_into_appointment
            for draft in lapsing
            for chosen in draft.procedures
            if chosen.dossier_id is not None
        ),
        "the promises not kept to become appointments",
    )
    player.hands.grab(folder.next_screen("hom-nay"))
    station.window.resize(_LARGE)
    player.hands.grab(folder.next_screen("hom-nay-1920"))
    station.window.show_page("settings")
    player.hands.grab(folder.next_screen("thiet-lap-1920"))
    station.lock()
    player.hands.grab(folder.next_screen("khoa-1920"))
    for result, draft in played:
        result.dossiers = [
            dossier_plain(reader.detail(chosen.dossier_id).dossier)
            for chosen in draft.procedures
            if chosen.dossier_id is not None
        ]
    return [result for result, _ in played]


def _day(text: str | None) -> date:
    if text is None:
        return FIRST_TUESDAY
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DeskError(ErrorCode.DATE_INVALID, text=text) from error


def _refuse_day_off(day: date) -> None:
    """Refuse a day on which nobody comes: every promise of the sample needs an open counter."""
    resources = resources_dir()
    profile = office_on(load_offices(resources / "offices"), day)
    calendar = load_calendar(resources / "calendars", profile.calendar_id)
    if calendar.is_working_day(day):
        return
    open_day = min(_working_days_around(calendar, day), key=lambda one: (abs(one - day), one < day))
    raise DeskError(
        ErrorCode.INPUT_INVALID,
        place="--date",
        problem=f"{day_text(day)} là ngày nghỉ ({calendar.day_name(day)}). "
        f"Ngày làm việc gần nhất: {day_text(open_day)} (--date {open_day.isoformat()}).",
    )


def _working_days_around(calendar: WorkingCalendar, day: date) -> Iterator[date]:
    yield calendar.next_working_day(day)
    earlier = day - timedelta(days=1)
    while not calendar.is_working_day(earlier):
        earlier -= timedelta(days=1)
    yield earlier


def _words(results: list[VisitResult], summary: Path) -> str:
    lines = [
        f"{result.ticket} {result.title}: "
        + ", ".join(f"{one['procedure']} {one['promise']}" for one in result.verdicts)
        + f" ({result.keys_pressed} phím, {result.fields_written} ô viết hộ)"
        for result in results
    ]
    return "\n".join([*lines, f"Kết quả nằm ở {summary.parent}"])
