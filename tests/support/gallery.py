"""Saves pictures of the components and pages: ``python -m tests.support.gallery --out DIR``."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, Qt  # noqa: E402 - the platform has to be chosen before
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget  # noqa: E402

from desktop.resources_dir import resources_dir  # noqa: E402
from desktop.ui.look import Look  # noqa: E402
from tests.support.component_sheet import component_sheet, verdict_sheet  # noqa: E402

SIZES = (QSize(1366, 768), QSize(1920, 1080))
SHEETS: dict[str, Callable[[], QWidget]] = {"components": component_sheet, "verdict": verdict_sheet}


def save(widget: QWidget, size: QSize, file: Path) -> None:
    """Shows a widget at a size and saves what it looks like."""
    widget.resize(size)
    widget.show()
    QApplication.processEvents()
    widget.grab().save(str(file))


def main() -> int:
    """Saves every sheet in both themes, at 100 % and 150 %."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    look = Look(app, resources_dir())
    for name, build in SHEETS.items():
        if arguments.only and arguments.only not in name:
            continue
        for factor, contrast in ((1.0, False), (1.5, False), (1.0, True)):
            look.set_factor(factor)
            look.set_high_contrast(contrast)
            sheet = build()
            theme = "contrast" if contrast else "light"
            for size in SIZES:
                save(sheet, size, arguments.out / f"{name}-{theme}-{round(factor * 100)}-{size.width()}.png")
            sheet.close()
            sheet.deleteLater()
            QApplication.processEvents()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
