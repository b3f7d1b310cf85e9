"""The sample office of the first start: its people, and the visits of its Tuesday up to this hour."""

from datetime import date, timedelta

from desktop.core import Core
from desktop.domain.calendar import office_time
from desktop.domain.office import RosterEntry, StaffMember
from desktop.resources_dir import resources_dir
from desktop.services.sample_day import SampleVisit, load_sample_day
from desktop.services.sample_office import PlaySample, set_up_sample_office
from desktop.services.visit_flow import VisitFlow


def make_sample_office(core: Core) -> StaffMember:
    """Make the sample office and play its visits; gives the officer who is signed in.

    Visits of later hours are played on the last working day, so that no dossier comes from the future.

    Raises:
        DeskError: Faults of the records.
    """
    sample = load_sample_day(resources_dir())
    now = office_time(core.clock())
    today = now.date()
    members = set_up_sample_office(
        core.store, sample, core.load_workday.profile_on(today).id, today, core.new_id
    )
    officer = members["officer"]
    past = [visit for visit in sample.visits if visit.at < now.time()]
    later = [visit for visit in sample.visits if visit not in past]
    if later:
        earlier = _last_working_day(core, today)
        with core.store.begin(officer.id) as work:
            for entry in core.store.read.roster_on(today):
                work.roster.save(RosterEntry(day=earlier, staff_id=entry.staff_id, duty=entry.duty))
        _play(core, later, earlier, officer)
    _play(core, past, today, officer)
    return officer


def _last_working_day(core: Core, today: date) -> date:
    calendar = core.load_workday(today).calendar
    day = today - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _play(core: Core, visits: list[SampleVisit], day: date, officer: StaffMember) -> None:
    flow = VisitFlow(workday=core.load_workday(day), library=core.library, new_id=core.new_id)
    play = PlaySample(
        flow=flow,
        conclude=core.conclude,
        print_declarations=core.print_declarations,
        move=core.move_dossier,
    )
    for visit in visits:
        play(visit, officer.id)
