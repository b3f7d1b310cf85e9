"""Python's cyclic garbage is collected on the GUI thread only, while there is a window."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 1000


def is_emptied(one: QObject) -> bool:
    """Tells whether Python has emptied an object whose C++ half still lives, and still hears events.

    The collector empties what stands in a cycle first and destroys it afterwards. A widget that dies in between tells
    its filters of it; one that then asks for an attribute of its own finds none.
    """
    return not vars(one)


class GuiGarbage(QObject):
    """Keeps widgets from being destroyed by a worker.

    Python collects cycles in whichever thread happens to allocate; a forgotten widget in a cycle is then destroyed
    outside the GUI thread, and Qt crashes (seen, with a widget that holds itself and a busy worker).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collects the oldest generation that is due."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Collects once more and hands the work back to Python, if it was Python's before."""
        self._timer.stop()
        gc.collect()
        if self._was_enabled:
            gc.enable()
