"""A whole sample office over a real encrypted database, for tests that walk through visits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from desktop.core import Core
from desktop.domain.calendar import office_moment
from desktop.domain.office import StaffMember
from desktop.resources_dir import resources_dir
from desktop.services.conclude_visit import ConcludedVisit
from desktop.services.sample_day import SampleDay, SampleVisit, load_sample_day
from desktop.services.sample_office import PlaySample, set_up_sample_office

TUESDAY_2023 = date(2023, 7, 25)
TUESDAY_2026 = date(2026, 11, 17)


class SetClock:
    """A clock that stands where a test puts it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, kw_only=True)
class SampleDesk:
    """The core, its people, and the sample visits of one day."""

    core: Core
    clock: SetClock
    staff: dict[str, StaffMember]
    sample: SampleDay
    day: date

    @property
    def officer(self) -> StaffMember:
        return self.staff["officer"]

    def visit(self, key: str) -> SampleVisit:
        return next(one for one in self.sample.visits if one.key == key)

    def at(self, clock: time) -> datetime:
        self.clock.now = office_moment(self.day, clock)
        return self.clock.now

    def play(self, key: str) -> ConcludedVisit:
        visit = self.visit(key)
        self.clock.now = office_moment(self.day, visit.at) + timedelta(minutes=8)
        player = PlaySample(
            flow=self.core.flow(),
            conclude=self.core.conclude,
            print_declarations=self.core.print_declarations,
            move=self.core.move_dossier,
        )
        return player(visit, self.officer.id)

    def print_all(self) -> None:
        for worker in self.core.print_workers():
            while worker.run_once():
                pass


@contextmanager
def sample_desk(data_dir: Path, day: date = TUESDAY_2026) -> Iterator[SampleDesk]:
    clock = SetClock(office_moment(day, time(7, 30)))
    sample = load_sample_day(resources_dir())
    with Core.open(data_dir, clock=clock) as core:
        profile = core.load_workday.profile_on(day)
        staff = set_up_sample_office(core.store, sample, profile.id, day, core.new_id)
        yield SampleDesk(core=core, clock=clock, staff=staff, sample=sample, day=day)
