"""The page of today's dossiers over the records, with word of every look at one."""

from collections.abc import Callable

from desktop.app.attachment_wiring import AttachmentWiring
from desktop.core import Core
from desktop.domain.ids import DossierId, StaffId
from desktop.services.case_sheets import CaseSheets
from desktop.services.eform_sheet import EformSheet
from desktop.services.record_values import DossierDetail
from desktop.services.view_dossier import ViewDossier
from desktop.ui.icon_set import Icon
from desktop.ui.main_window import MainWindow, PageSpec
from desktop.ui.task_runner import TaskRunner
from desktop.ui.today_page import TodayPage
from desktop.ui.today_source import TodaySource


def build_today_page(
    core: Core, actor: Callable[[], StaffId | None], runner: TaskRunner, window: MainWindow
) -> TodayPage:
    """Build the page.

    Args:
        core: The open data folder.
        actor: Who is signed in now.
        runner: Runs what takes time.
        window: Takes the page's keys, and tells when nobody is here any more.
    """
    view = ViewDossier(core.store, clock=core.clock)
    of_case = CaseSheets(records=core.store, library=lambda: core.library, load_workday=core.workday)

    def look(dossier_id: DossierId) -> DossierDetail:
        who = actor()
        # Locked in the meantime: what was asked for is never shown, so it was not seen either.
        return core.store.read.detail(dossier_id) if who is None else view(who, dossier_id)

    def sheets(dossier_id: str) -> tuple[EformSheet, ...]:
        who = actor()
        return () if who is None else of_case(who, DossierId(dossier_id))

    source = TodaySource(
        reader=core.store.read,
        load_workday=core.workday,
        clock=core.clock,
        look=look,
        counter=lambda: core.office.status().name,
    )
    page = TodayPage(source.load, source.detail, runner, window.actions_registry, load_sheets=sheets)
    window.covered.connect(page.forget)
    window.closing.connect(page.forget)
    AttachmentWiring(core, page, runner, actor, window)
    return page


def today_spec(build: Callable[[], TodayPage]) -> PageSpec:
    """Give the page's place on the rail."""
    return PageSpec(key="today", label="Hôm nay", icon=Icon.TODAY, build=build, shortcut="F3")
