"""Opening the window on a data folder, and closing it with everything saved."""

import argparse
import gc
import logging
import sys
import threading
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication, QWidget

from desktop.app.restoring import RESTART_CODE
from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.domain.errors import DeskError
from desktop.program_log import WINDOW_LOG, logging_to
from desktop.resources_dir import resources_dir
from desktop.ui.look import Look

_LOG = logging.getLogger(__name__)


def run_window(arguments: argparse.Namespace) -> int:
    """Open the window on the data folder of this PC; returns the exit code.

    Raises:
        DeskError: DATABASE_IN_USE and the other faults of opening; nothing was shown then.
    """
    data_dir: Path = arguments.data_dir
    app: QApplication | None = None
    fault: DeskError | None = None
    while True:
        with Core.open(data_dir) as core, logging_to(data_dir / WINDOW_LOG):
            app = app or QApplication(sys.argv[:1])
            station = build_station(app, core)
            code = _run_station(app, core, station, fault)
            fault = station.restoring.fault
        station.window.deleteLater()
        station.deleteLater()
        if code != RESTART_CODE:
            return code


def _run_station(app: QApplication, core: Core, station: Workstation, fault: DeskError | None) -> int:
    sys.excepthook = partial(_on_uncaught, station)
    threading.excepthook = lambda failed: _LOG.error("a thread failed", exc_info=failed.exc_value)
    station.start()
    if fault is not None:  # why a backup was not brought back
        station.window.show_fault(fault)
    fill_screen(station.window)
    if core.settings.window.full_screen:
        station.window.showFullScreen()
    else:
        station.window.showMaximized()
    # What stands now stays to the end: the collector, which stops the window while it looks, need not look at it.
    gc.freeze()
    try:
        return app.exec()
    finally:
        gc.unfreeze()
        station.stop()


def fill_screen(window: QWidget) -> None:
    """Give the window the size of its screen before it is maximised: without a window manager nobody else does."""
    window.setGeometry(window.screen().availableGeometry())


def build_station(app: QApplication, core: Core) -> Workstation:
    """Dress the application and build the workstation, not yet started and not yet shown."""
    app.setApplicationName("Không Viết")
    window = core.settings.window
    look = Look(
        app,
        resources_dir(),
        factor=window.text_percent / 100,
        is_high_contrast=window.theme == "high-contrast",
    )
    return Workstation(app, core, look)


def _on_uncaught(
    station: Workstation, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log a bug that reached Qt's loop and say it plainly; the program goes on, the draft is saved already."""
    _LOG.error("uncaught", exc_info=(kind, error, trace))
    station.window.show_bug()
