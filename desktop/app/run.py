"""Opening the window on a data folder, and closing it with everything saved."""

import argparse
import logging
import logging.handlers
import sys
import threading
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtWidgets import QApplication

from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.resources_dir import resources_dir
from desktop.ui.look import Look

_LOG = logging.getLogger(__name__)
_LOG_FILE: Final = "khongviet.log"
_LOG_BYTES: Final = 1_000_000
_LOG_FILES: Final = 3


def run_window(arguments: argparse.Namespace) -> int:
    """Open the window on the data folder of this PC; returns the exit code.

    Raises:
        DeskError: DATABASE_IN_USE and the other faults of opening; nothing was shown then.
    """
    data_dir: Path = arguments.data_dir
    with Core.open(data_dir) as core:
        _log_to(data_dir / _LOG_FILE)
        app = QApplication(sys.argv[:1])
        station = build_station(app, core)
        sys.excepthook = partial(_on_uncaught, station)
        threading.excepthook = lambda failed: _LOG.error("a thread failed", exc_info=failed.exc_value)
        station.start()
        if core.settings.window.full_screen:
            station.window.showFullScreen()
        else:
            station.window.showMaximized()
        try:
            return app.exec()
        finally:
            station.stop()


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


def _log_to(file: Path) -> None:
    """Write the log beside the data: ids and codes only, never names, numbers or answers."""
    handler = logging.handlers.RotatingFileHandler(
        file, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=(handler,), force=True)


def _on_uncaught(
    station: Workstation, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log a bug that reached Qt's loop and say it plainly; the program goes on, the draft is saved already."""
    _LOG.error("uncaught", exc_info=(kind, error, trace))
    station.window.show_bug()
