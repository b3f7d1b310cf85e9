"""Two windows over two data folders and one share: the second counter joins at its first start."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.run import build_station
from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.domain.ids import DossierId, StaffId
from desktop.services.office_values import Choice, OfficeState
from desktop.services.register_entry import EnterDossier, RegisterEntry
from desktop.ui.first_start_page import FirstStartForm, FirstStartPage
from desktop.ui.join_start_page import JoinStartPage
from desktop.ui.lock_page import LockPage
from desktop.ui.today_page import TodayPage
from desktop.ui.today_table import TodayTable
from tests.support.office import SetClock


@pytest.fixture
def cores(tmp_path: Path) -> Iterator[tuple[Core, Core]]:
    now = datetime.now(UTC)  # the share's clock is the real one, and one far from it gives no numbers
    with (
        Core.open(tmp_path / "one", clock=SetClock(now)) as one,
        Core.open(tmp_path / "two", clock=SetClock(now)) as two,
    ):
        yield one, two


def station_of(qtbot: QtBot, app: QApplication, core: Core) -> Workstation:
    built = build_station(app, core)
    qtbot.addWidget(built.window)
    built.start()
    built.window.resize(1366, 768)
    built.window.show()
    return built


def test_a_second_counter_joins_at_its_first_start_and_both_see_each_other(
    qtbot: QtBot, qapp: QApplication, cores: tuple[Core, Core], tmp_path: Path
) -> None:
    (tmp_path / "share").mkdir()
    first = station_of(qtbot, qapp, cores[0])
    first.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: first.desk.visit is not None and first.runner.is_idle, timeout=20_000)
    cores[0].office.create(str(tmp_path / "share"), "Quầy 1")
    first.exchange.wake()
    code = cores[0].office.invite("Quầy 2")

    second = station_of(qtbot, qapp, cores[1])
    # Both windows live in one program here, and the first has the keyboard: its F3 is the list of today.
    second.window.activateWindow()
    start = second.window.findChild(FirstStartPage)
    assert isinstance(start, FirstStartPage)
    start.join_requested.emit()
    page = second.window.findChild(JoinStartPage)
    assert isinstance(page, JoinStartPage)
    page.code.set_text("KV1.nham")
    page.join.click()
    qtbot.waitUntil(lambda: page.code.message != "" and second.runner.is_idle, timeout=20_000)
    page.code.set_text(f"{code[:60]}\n{code[60:]}")
    page.join.click()
    qtbot.waitUntil(lambda: second.window.findChild(LockPage) is not None, timeout=30_000)

    officer = cores[1].store.read.staff()[0]
    assert officer.name == "Lê Thị Hạnh"
    second.sign_in(officer)
    second.window.show_page("today")
    entry = RegisterEntry(procedure_code="2.000635", requester_name="Trần Thị Bưởi")
    made = EnterDossier(cores[0].store, clock=cores[0].clock, new_id=cores[0].new_id)(officer.id, entry)
    qtbot.waitUntil(lambda: len(cores[1].store.read.search("buoi")) == 1, timeout=30_000)
    today = second.window.page_widget("today")
    assert isinstance(today, TodayPage)
    qtbot.waitUntil(lambda: bool(today.findChildren(TodayTable)[0].model().rowCount()), timeout=20_000)
    decide_together(qtbot, cores, StaffId(officer.id), made.id)
    for station in (first, second):
        station.stop()


def decide_together(qtbot: QtBot, cores: tuple[Core, Core], officer: StaffId, dossier: str) -> None:
    """Both change one field before they can hear of each other; one decides; both show the same."""
    for core, note in zip(cores, ("hai bản", "ba bản"), strict=True):
        with core.store.begin(officer) as work:
            work.dossiers.save(replace(work.dossiers.get(dossier), note=note))
    qtbot.waitUntil(
        lambda: cores[0].office.status().conflicts == 1 or _agree(cores, dossier),
        timeout=30_000,
    )
    for conflict in cores[0].office.conflicts():
        cores[0].office.resolve(officer, conflict, Choice.MINE)
    qtbot.waitUntil(lambda: _agree(cores, dossier), timeout=30_000)
    qtbot.waitUntil(
        lambda: all(core.office.status().state is OfficeState.SHARED for core in cores), timeout=30_000
    )


def _agree(cores: tuple[Core, Core], dossier: str) -> bool:
    shown = {core.store.read.detail(DossierId(dossier)).dossier.note for core in cores}
    return len(shown) == 1 and not any(core.office.status().conflicts for core in cores)
