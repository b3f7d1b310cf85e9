"""What the eight steps of a visit have in common: they show the draft, and they answer the keys of the desk."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLayout, QWidget

from desktop.domain.visit import VisitStep
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.task_runner import TaskRunner


class Command(Enum):
    """What a key of the desk asks of the step in view; the value is the key."""

    ENTER = "Return"
    FINISH = "Ctrl+Return"
    BACK = "Shift+Return"
    UNKNOWN = "F4"
    AGAIN = "F5"
    WHOLE_PAGE = "F6"
    SLIP = "F7"
    APPOINT = "F9"
    CORRECT = "Ctrl+E"
    SEARCH = "Ctrl+F"
    OPEN = "Ctrl+O"
    PRINT = "Ctrl+P"
    PASTE = "Ctrl+V"
    PLACE = "Ctrl+N"
    DISMISS = "Escape"


class StepPage(QWidget):
    """One step. It holds no state of its own that is not in the draft.

    Args:
        visit: the visit on the desk.
        services: what the desk may ask.
        runner: runs what may take long.

    Signals:
        left: this step is done; the desk opens the next one.
        wanted: another step is asked for; carries the `VisitStep`.
        told: something to say for a moment; carries the sentence.
    """

    left = Signal()
    wanted = Signal(object)
    told = Signal(str)

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(None)
        self.visit = visit
        self.services = services
        self.runner = runner
        self.setProperty("surface", "canvas")

    @property
    def step(self) -> VisitStep:
        """Which step it is."""
        raise NotImplementedError

    def open(self) -> None:
        """Shows the draft and takes the keyboard."""
        raise NotImplementedError

    def close_step(self) -> None:
        """Another step comes into view; what is half typed is in the draft already."""

    def forget(self) -> None:
        """Another citizen comes: nothing of the last one stays, not even in hidden widgets."""
        raise NotImplementedError

    def command(self, command: Command) -> bool:
        """Answers a key; gives whether it meant something here."""
        raise NotImplementedError

    def give_keyboard(self, widget: QWidget, take: Callable[[], None] | None = None) -> None:
        """Gives the keyboard to a widget, at once where it is on the screen: the next key may be waiting already.

        A widget not shown yet has it as soon as it is; not where a lock has covered it meanwhile.

        Args:
            widget: what is to have the keyboard.
            take: takes it in the widget's own way.
        """

        def give() -> None:
            if self.isVisibleTo(self.window()):  # not the widget: its layout may be about to show it
                (take or widget.setFocus)()

        if widget.isVisible():
            give()
        else:
            QTimer.singleShot(0, widget, give)


def clear_layout(layout: QLayout) -> None:
    """Takes everything out of a layout and throws the widgets away."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)
            QObject.deleteLater(inner)
