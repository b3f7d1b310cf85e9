"""Saves pictures of the components and pages: ``python -m tests.support.gallery --out DIR``."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.resources_dir import resources_dir
from desktop.ui.command_palette import CommandPalette
from desktop.ui.icon_set import Icon
from desktop.ui.look import Look
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.suggestion_list import Suggestion
from tests.support.component_sheet import component_sheet, verdict_sheet
from tests.support.page_sheet import (
    SampleWindow,
    first_start_sheet,
    lock_sheet,
    sample_window,
    settings_sheet,
)

SIZES = (QSize(1366, 768), QSize(1920, 1080))


def save(widget: QWidget, size: QSize, file: Path) -> None:
    """Shows a widget at a size and saves what it looks like."""
    widget.resize(size)
    widget.show()
    QApplication.processEvents()
    widget.grab().save(str(file))


def main() -> int:
    """Saves every sheet and page in both themes, at 100 % and 150 %."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    look = Look(app, resources_dir())
    runner = TaskRunner()
    sheets: dict[str, Callable[[], QWidget]] = {
        "components": component_sheet,
        "verdict": verdict_sheet,
        "lock": lambda: lock_sheet(runner),
        "first-start": first_start_sheet,
        "today": lambda: _today(look),
        "palette": lambda: _palette(look),
        "keys": lambda: _keys(look),
        "settings": lambda: settings_sheet(runner, look),
    }
    for name, build in sheets.items():
        if arguments.only and arguments.only not in name:
            continue
        for factor, contrast in ((1.0, False), (1.5, False), (2.0, False), (1.0, True)):
            look.set_factor(factor)
            look.set_high_contrast(contrast)
            sheet = build()
            theme = "contrast" if contrast else "light"
            for size in SIZES:
                save(sheet, size, arguments.out / f"{name}-{theme}-{round(factor * 100)}-{size.width()}.png")
            sheet.close()
            sheet.deleteLater()
            QApplication.processEvents()
    runner.close()
    return 0


def _settle(sample: SampleWindow) -> None:
    sample.window.resize(SIZES[0])
    sample.window.show()
    while not sample.runner.is_idle:
        QApplication.processEvents()


def _today(look: Look) -> QWidget:
    sample = sample_window(look)
    _settle(sample)
    sample.today.search.set_text("nguyen thi")
    sample.today.refresh()
    sample.today.search.line.setFocus()
    _settle(sample)
    return sample.window


def _palette(look: Look) -> QWidget:
    sample = sample_window(look)
    _settle(sample)
    found = (
        Suggestion(
            key="p1", title="Chứng thực bản sao từ bản chính", detail="thủ tục · 2.000815", icon=Icon.FILE
        ),
        Suggestion(key="p2", title="Chứng thực chữ ký", detail="thủ tục · 2.000884", icon=Icon.FILE),
        Suggestion(
            key="d1", title="A015 · Nguyễn Thị Thanh Mai", detail="chứng thực 6 trang", icon=Icon.ARCHIVE
        ),
    )
    palette = CommandPalette(
        sample.window, sample.window.actions_registry, lambda words: found if words else (), sample.runner
    )
    palette.open_on("today")
    QTest.keyClicks(palette.field.line, "chung thuc")
    QTest.qWait(120)
    _settle(sample)
    return sample.window


def _keys(look: Look) -> QWidget:
    sample = sample_window(look)
    _settle(sample)
    sample.window.actions_registry.action("keys").trigger()
    return sample.window


if __name__ == "__main__":
    raise SystemExit(main())
