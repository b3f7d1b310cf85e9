"""The first start: a new office, a sample office, or one more counter of an office that is there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.app.sample_start import make_sample_office
from desktop.core import Core
from desktop.domain.errors import DeskError
from desktop.domain.office import StaffMember
from desktop.services.messages import message_for
from desktop.services.office_setup import FirstStartAnswers
from desktop.ui.first_start_page import FirstStartForm, FirstStartPage, OfficeChoice
from desktop.ui.join_start_page import JoinStartPage
from desktop.ui.main_window import MainWindow
from desktop.ui.task_runner import TaskRunner


class FirstStartWiring(QObject):
    """Covers the window until it is known whose counter this is.

    Signals:
        entered: An officer who is known to be who they are (`StaffMember`).
        joined: This counter has an office now, with its people; they unlock as everywhere.
    """

    entered = Signal(object)
    joined = Signal()

    def __init__(self, core: Core, window: MainWindow, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._core = core
        self._window = window
        self._runner = runner
        self._is_busy = False
        self._join_page: JoinStartPage | None = None

    @Slot()
    def ask(self) -> None:
        """Ask the three questions."""
        page = FirstStartPage(office_choices(self._core))
        page.finished.connect(self.answer)
        page.sample_requested.connect(self.make_sample)
        page.join_requested.connect(self.ask_code)
        self._window.cover(page)

    @Slot(object)
    def answer(self, form: FirstStartForm) -> None:
        """Open a new office."""
        answers = FirstStartAnswers(profile_id=form.profile_id, name=form.name, pin=form.pin)
        self._open(lambda: self._core.first_start(answers))

    @Slot()
    def make_sample(self) -> None:
        """Open a made-up office."""
        self._open(partial(make_sample_office, self._core))

    @Slot()
    def ask_code(self) -> None:
        """Ask for the pairing code of an office that is there."""
        page = JoinStartPage()
        page.join_requested.connect(self._on_code)
        page.back_requested.connect(self.ask)
        self._join_page = page
        self._window.cover(page)

    @Slot(str)
    def _on_code(self, code: str) -> None:
        if self._is_busy or self._join_page is None:
            return
        self._is_busy = True
        self._join_page.set_busy("Đang chép sổ của cơ quan về máy này.")
        self._runner.run(partial(_join, self._core, code), self._on_joined, on_end=self._end)

    def _on_joined(self, refused: str) -> None:
        if self._join_page is None:
            return
        self._join_page.set_busy("")
        if refused:
            self._join_page.refuse(refused)
            return
        self._join_page = None
        self.joined.emit()

    def _open(self, work: Callable[[], StaffMember]) -> None:
        """Open the office once: a second Enter or click before the first is done would make a second officer."""
        if self._is_busy:
            return
        self._is_busy = True
        self._runner.run(work, self.entered.emit, on_end=self._end)

    def _end(self) -> None:
        self._is_busy = False
        if self._join_page is not None:
            self._join_page.set_busy("")


def office_choices(core: Core) -> tuple[OfficeChoice, ...]:
    """Give the shipped offices, the newest first."""
    profiles = sorted(core.load_workday.profiles, key=lambda one: one.in_force_from, reverse=True)
    return tuple(OfficeChoice(id=one.id, name=one.short_name, note=one.desk_name) for one in profiles)


def _join(core: Core, code: str) -> str:
    """Join and take the first copy; gives why it was refused, empty when it worked."""
    try:
        core.office.join(code)
        core.office.sync_once()
    except DeskError as error:
        return message_for(error).text
    if not core.store.read.staff():
        return "Đã nối, nhưng cơ quan chưa có ai trong danh sách. Mở máy ở quầy đầu tiên trước rồi thử lại."
    return ""
