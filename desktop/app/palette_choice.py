"""Going to what was chosen in the command palette."""

from desktop.ui.desk.desk_page import DeskPage
from desktop.ui.main_window import MainWindow
from desktop.ui.palette_source import DOSSIER, PROCEDURE
from desktop.ui.today_page import TodayPage


def follow_choice(window: MainWindow, desk: DeskPage, key: str) -> None:
    """Show the dossier, or take the procedure into the open visit.

    Args:
        window: The window.
        desk: Its desk page.
        key: What the palette gave: a kind and an id.
    """
    if key.startswith(DOSSIER):
        window.show_page("today")
        page = window.page_widget("today")
        if isinstance(page, TodayPage):
            page.open_dossier(key.removeprefix(DOSSIER))
    elif key.startswith(PROCEDURE):
        window.show_page("desk")
        visit, code = desk.visit, key.removeprefix(PROCEDURE)
        if visit is not None:
            visit.act(lambda flow, draft, now: flow.choose(draft, code, now), undo="Chọn thủ tục")
            visit.replaced.emit()
