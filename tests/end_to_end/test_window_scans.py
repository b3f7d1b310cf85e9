"""Scans in the composed window over a real core."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.attachment_wiring import AttachmentWiring
from desktop.app.run import build_station
from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.domain.calendar import office_moment
from desktop.domain.ids import StaffId
from desktop.services.record_values import AuditAction
from desktop.ui.today_page import TodayPage
from tests.support.office import SetClock


@pytest.fixture
def core(data_dir: Path) -> Iterator[Core]:
    with Core.open(data_dir, clock=SetClock(office_moment(date(2026, 11, 17), time(9, 40)))) as opened:
        yield opened


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, core: Core) -> Iterator[Workstation]:
    built = build_station(qapp, core)
    qtbot.addWidget(built.window)
    built.start()
    built.window.resize(1366, 768)
    built.window.show()
    yield built
    built.stop()


def test_a_scan_is_attached_and_opened_from_todays_list_and_gone_behind_the_lock(
    qtbot: QtBot, station: Workstation, core: Core, tmp_path: Path
) -> None:
    station.first.make_sample()
    qtbot.waitUntil(lambda: station.desk.visit is not None, timeout=20_000)
    scan = tmp_path / "Giấy báo tử.png"
    Image.new("L", (60, 80), 200).save(scan)
    seen: list[tuple[Path, bytes]] = []
    station.window.show_page("today")
    page = station.window.page_widget("today")
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.pane.shown is not None and station.runner.is_idle)
    (wiring,) = page.findChildren(AttachmentWiring)
    wiring._dialogs.old_file = lambda *_: str(scan)  # type: ignore[method-assign]  # the officer chooses
    wiring._view = lambda file: not seen.append((file, file.read_bytes()))  # type: ignore[func-returns-value]  # none is meant
    QTest.keyClick(page.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.pane.attachments.lines) == 1)
    (line,) = page.pane.attachments.lines
    assert (line.name, line.place, line.can_open) == (scan.name, "Đã có trên máy này", True)

    page.pane.attachments.open_buttons[0].click()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][1] == scan.read_bytes()
    assert seen[0][0].exists()
    with core.store.begin(station.actor or StaffId("")) as work:
        assert [event.action for event in work.audit.of("attachment", line.id)] == [AuditAction.VIEWED]
    station.lock()
    assert not seen[0][0].exists()
    assert wiring.opened.files == ()
