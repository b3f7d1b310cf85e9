"""What the desk page gets of the core."""

from desktop.app.settings_wiring import SettingsWiring
from desktop.core import Core
from desktop.scanning.image_reader import ZxingCardImageReader
from desktop.ui.desk.desk_services import DeskServices


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
        print_review=core.print_review,
        print_slip=core.print_slip,
        conclude=core.conclude,
        print_jobs=core.store.print_jobs,
        print_decisions=core.print_desk,
        paper_printer=lambda: core.paper_printer(settings.settings),
        wake_printers=settings.wake_printers,
    )
