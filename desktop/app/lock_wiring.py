"""The lock page of this office: who may sign in here."""

from typing import Final

from desktop.core import Core
from desktop.domain.calendar import office_time
from desktop.domain.ids import StaffId
from desktop.services.office_setup import SAMPLE_SETTING
from desktop.ui.lock_page import LockPage, StaffName
from desktop.ui.task_runner import TaskRunner

_SAMPLE_PINS: Final = "Dữ liệu mẫu: mã PIN lần lượt là 1234, 2345, 3456, 4567"


def build_lock_page(core: Core, runner: TaskRunner, *, last: str) -> LockPage:
    """Give the page with the names of everybody who has a PIN.

    Args:
        core: The open data folder.
        runner: Checks the PIN.
        last: Id of who sat here last, empty for nobody.
    """
    reader = core.store.read
    staff = tuple(
        StaffName(id=one.id, name=one.name, title=one.title)
        for one in reader.staff()
        if one.active and one.pin_hash
    )
    profile = core.load_workday.profile_on(office_time(core.clock()).date())
    is_sample = reader.office_settings().get(SAMPLE_SETTING) is True
    return LockPage(
        staff,
        lambda staff_id, pin: core.sign_in(StaffId(staff_id), pin),
        runner,
        office=f"{profile.short_name}. {_SAMPLE_PINS}" if is_sample else profile.short_name,
        last=last,
    )
