"""A backup brought back from the running window: the old records are gone from the list and kept beside it."""

import argparse
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import run
from desktop.app.backup_work import BackupWork
from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.domain.ids import StaffId
from desktop.domain.office import StaffMember, StaffRole

PASSWORD = "mưa dầm thấm lâu"


def somebody(number: str) -> StaffMember:
    return StaffMember(id=StaffId(number), name=f"Người {number}", title="", role=StaffRole.OFFICER)


def prepare(data_dir: Path, file: Path) -> None:
    with Core.open(data_dir) as core:
        core.save_staff(StaffId("s1"), somebody("s1"), pin="2580")
        BackupWork(core).make(StaffId("s1"), file, PASSWORD)
        core.save_staff(StaffId("s1"), somebody("s2"), pin="2580")


@pytest.mark.parametrize(("secret", "left"), [(PASSWORD, ["s1"]), ("sai mật khẩu rồi", ["s1", "s2"])])
def test_the_program_opens_anew_on_what_it_has_then(
    qapp: QApplication,
    data_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    secret: str,
    left: list[str],
) -> None:
    file = tmp_path / "sao-luu.bak"
    prepare(data_dir, file)
    stations: list[Workstation] = []
    seen: list[list[str]] = []
    said: list[int] = []
    build = run.build_station

    def build_and_play(app: QApplication, core: Core) -> Workstation:
        station = build(app, core)
        stations.append(station)
        if len(stations) == 1:
            QTimer.singleShot(0, lambda: station.office.restore_requested.emit(str(file), secret))
        else:
            seen.append([one.id for one in core.store.read.staff()])
            QTimer.singleShot(0, lambda: said.append(len(station.window.messages.banners)))
            QTimer.singleShot(0, lambda: qapp.exit(0))
        return station

    monkeypatch.setattr(run, "QApplication", lambda _arguments: qapp)
    monkeypatch.setattr(run, "build_station", build_and_play)
    assert run.run_window(argparse.Namespace(data_dir=data_dir)) == 0
    assert seen == [left]
    assert said == [0 if secret == PASSWORD else 1]
    assert bool(list(data_dir.glob("records-truoc-khoi-phuc-*.db"))) is (secret == PASSWORD)
