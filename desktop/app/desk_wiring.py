"""What the desk page gets of the core."""

from functools import partial

from desktop.app.settings_wiring import SettingsWiring
from desktop.core import Core
from desktop.scanning.image_reader import ZxingCardImageReader
from desktop.services.receive_supplement import ReceiveSupplement
from desktop.ui.desk.desk_page import DeskPage
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.main_window import MainWindow
from desktop.ui.task_runner import TaskRunner


def desk_services(core: Core, settings: SettingsWiring) -> DeskServices:
    """Give the desk its use cases and ports; printers are those that are set at the moment of asking."""
    return DeskServices(
        clock=core.clock,
        load_flow=core.flow,
        card_images=ZxingCardImageReader(),
        reader=core.store.read,
        drafts=core.store.drafts,
        papers=core.papers,
        print_declarations=core.print_declarations,
        print_blank=core.print_blank,
        print_guide=core.print_guide,
        print_review=core.print_review,
        print_slip=core.print_slip,
        supplements=ReceiveSupplement(core.store.read),
        conclude=core.conclude,
        print_jobs=core.store.print_jobs,
        print_decisions=core.print_desk,
        paper_printer=lambda: core.paper_printer(settings.settings),
        wake_printers=settings.wake_printers,
        keep_unfinished_days=core.settings.visits.keep_days,
    )


def build_desk_page(services: DeskServices, runner: TaskRunner, window: MainWindow) -> DeskPage:
    """Make the desk and tie it to its frame: header, badge, coming to the front."""
    page = DeskPage(services, runner, window.actions_registry)
    page.header_changed.connect(partial(window.set_header, "desk"))
    page.parked_changed.connect(partial(window.rail.set_badge, "desk"))
    page.shown_wanted.connect(partial(window.show_page, "desk"))
    return page
