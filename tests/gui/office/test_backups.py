"""Backups from the window, with real files: made, looked into, refused with a sentence at the field."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app import backup_work
from desktop.app.backup_work import BackupWork
from desktop.core import Core
from desktop.domain.calendar import date_text
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.backup_note import NOTE_FILE, read_note, write_note
from desktop.records.recovery_key import read_recovery_key
from desktop.services.ports_backup import BackupState
from desktop.services.record_values import AuditAction
from desktop.ui.look import Look
from tests.support.fake_office import NOW
from tests.support.office_scene import OfficeScene, OneFile, alone_office, office_scene

PASSWORD = "mưa dầm thấm lâu"


def back_up(scene: OfficeScene, file: Path, first: str = PASSWORD, second: str = PASSWORD) -> None:
    scene.open("backup")
    scene.backup._dialogs = OneFile(file)
    scene.backup.password.set_text(first)
    scene.backup.again.set_text(second)
    scene.backup.make.click()
    scene.settle()


def test_a_backup_is_made_and_remembered_and_leaves_word(look: Look, core: Core, tmp_path: Path) -> None:
    file = tmp_path / "sao-luu.bak"
    with office_scene(look, core, alone_office()) as scene:
        back_up(scene, file)
        assert file.is_file()
        assert "Sao lưu gần nhất: 09:50" in scene.backup.state.title
        assert scene.window.toast.text == "Đã sao lưu và kiểm tra lại."
        assert scene.backup.password.text() == ""
        with core.store.begin(next(iter(core.store.read.staff())).id) as work:
            assert [one.action for one in work.audit.of("backup", file.name)] == [AuditAction.BACKED_UP]


def test_two_different_passwords_make_no_backup(look: Look, core: Core, tmp_path: Path) -> None:
    with office_scene(look, core, alone_office()) as scene:
        back_up(scene, tmp_path / "khac.bak", PASSWORD, "mưa dầm thấm nhanh")
        assert "Hai lần gõ khác nhau" in scene.backup.again.message
        assert not (tmp_path / "khac.bak").exists()


def test_a_short_password_says_how_long_it_must_be(look: Look, core: Core, tmp_path: Path) -> None:
    with office_scene(look, core, alone_office()) as scene:
        back_up(scene, tmp_path / "ngan.bak", "123", "123")
        assert "ít nhất 12 ký tự" in scene.backup.password.message
        assert not (tmp_path / "ngan.bak").exists()


def test_without_a_password_the_recovery_key_is_made_and_shown(
    look: Look, core: Core, tmp_path: Path
) -> None:
    with office_scene(look, core, alone_office()) as scene:
        back_up(scene, tmp_path / "khoa.bak", "", "")
        key = read_recovery_key(core.data_dir)
        assert key
        assert key in scene.backup.key.text()
        assert BackupWork(core).look_into(tmp_path / "khoa.bak", key.lower().replace("-", "")).operations
        scene.window.show_page("desk")
        assert scene.backup.key.text() == ""


def test_a_full_or_missing_stick_is_said_at_the_field(look: Look, core: Core, tmp_path: Path) -> None:
    with office_scene(look, core, alone_office()) as scene:
        back_up(scene, tmp_path / "khong-co-usb" / "a.bak")
        assert "Không ghi được tệp" in scene.backup.password.message
        assert not scene.window.messages.banners


def test_a_full_disk_of_this_pc_makes_no_backup_that_the_trail_does_not_know(
    look: Look, core: Core, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: object, _actor: object) -> None:
        raise DeskError(ErrorCode.DISK_FULL)

    monkeypatch.setattr(type(core.store), "begin", full)
    with office_scene(look, core, alone_office()) as scene:
        back_up(scene, tmp_path / "day.bak")
        assert "không ghi được vào nhật ký nên chưa sao lưu" in scene.backup.password.message
        assert not (tmp_path / "day.bak").exists()


def test_a_backup_that_failed_is_told_as_failed_in_the_trail(look: Look, core: Core, tmp_path: Path) -> None:
    with office_scene(look, core, alone_office()) as scene:
        back_up(scene, tmp_path / "khong-co-usb" / "hut.bak")
        with core.store.begin(core.store.read.staff()[0].id) as work:
            assert [one.reason for one in work.audit.of("backup", "hut.bak")] == ["", "Không thành"]


def test_what_a_restore_does_is_said_before_it_is_asked_for(look: Look, core: Core, tmp_path: Path) -> None:
    file = tmp_path / "sao-luu.bak"
    BackupWork(core).make(core.store.read.staff()[0].id, file, PASSWORD)
    with office_scene(look, core, alone_office()) as scene:
        scene.open("backup")
        asked: list[tuple[str, str]] = []
        scene.wiring.restore_requested.connect(lambda path, secret: asked.append((path, secret)))
        scene.backup.file.set_text(str(file))
        scene.backup.secret.set_text("sai mật khẩu rồi")
        scene.backup.look.click()
        scene.settle()
        assert "Mật khẩu sao lưu không đúng" in scene.backup.secret.message
        scene.backup.secret.set_text(PASSWORD)
        scene.backup.look.click()
        scene.settle()
        assert "Đưa máy này về bản sao lưu lúc 09:50" in scene.backup.question.sentence
        assert "cất trong một tệp bên cạnh, 30 ngày sau máy tự xóa" in scene.backup.question.sentence
        assert not asked
        QTest.keyClick(scene.backup.question.buttons[1], Qt.Key.Key_Escape)
        assert scene.backup.look.hasFocus()
        scene.backup.look.click()
        scene.settle()
        scene.backup.question.buttons[0].click()
        assert asked == [(str(file), PASSWORD)]


def test_what_a_restore_kept_is_named_with_the_day_on_which_it_goes(look: Look, core: Core) -> None:
    with office_scene(look, core, alone_office()) as scene:
        scene.open("backup")
        assert not scene.backup.kept.isVisible()
    name = f"records-truoc-khoi-phuc-{NOW - timedelta(days=3):%Y%m%dT%H%M%S%fZ}.db"
    (core.data_dir / name).write_bytes(b"x")
    with office_scene(look, core, alone_office()) as scene:
        scene.open("backup")
        until = date_text((NOW + timedelta(days=27)).date())
        assert scene.backup.kept.text() == f"Dữ liệu cũ đang cất: {name}, máy tự xóa ngày {until}."
    (core.data_dir / name).unlink()


def test_a_damaged_or_foreign_file_changes_nothing(look: Look, core: Core, tmp_path: Path) -> None:
    file = tmp_path / "hong.bak"
    BackupWork(core).make(core.store.read.staff()[0].id, file, PASSWORD)
    file.write_bytes(file.read_bytes()[:5000] + b"x" + file.read_bytes()[5001:])
    with office_scene(look, core, alone_office()) as scene:
        scene.open("backup")
        scene.backup.file.set_text(str(file))
        scene.backup.secret.set_text(PASSWORD)
        scene.backup.look.click()
        scene.settle()
        assert "Tệp sao lưu hỏng" in scene.backup.file.message
        scene.backup.file.set_text(str(tmp_path / "khong-co.bak"))
        scene.backup.look.click()
        scene.settle()
        assert scene.backup.file.message


def test_a_foreign_file_without_any_secret_is_called_no_backup(
    look: Look, core: Core, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_work, "read_recovery_key", lambda _folder: "")
    foreign = tmp_path / "don.docx"
    foreign.write_bytes(b"no backup")
    with office_scene(look, core, alone_office()) as scene:
        scene.open("backup")
        scene.backup.file.set_text(str(foreign))
        scene.backup.look.click()
        scene.settle()
        assert "Tệp sao lưu hỏng" in scene.backup.file.message
        assert "không đúng" not in scene.backup.secret.message


def test_after_a_week_the_rail_and_the_panel_remember(look: Look, core: Core) -> None:
    old = BackupState(made_at=NOW - timedelta(days=9), file="E:/a.bak", since=NOW - timedelta(days=90))
    write_note(core.data_dir, old)
    with office_scene(look, core, alone_office()) as scene:
        assert "Đã 9 ngày chưa sao lưu." in scene.wiring.panel.sentences
        scene.window.rail.office_button.click()
        next(button for button in scene.wiring.panel.steps if button.text() == "Sao lưu").click()
        scene.settle()
        assert scene.page.section == "backup"
        assert scene.backup.state.title == "Đã 9 ngày chưa sao lưu."


def test_a_broken_note_costs_a_reminder_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / NOTE_FILE).write_text("{", encoding="utf-8")
    assert read_note(tmp_path, NOW) == BackupState(made_at=None, file="", since=NOW)
    assert read_note(tmp_path, NOW + timedelta(days=3)).since == NOW


def test_a_backup_without_any_secret_here_is_asked_for_one(core: Core, tmp_path: Path) -> None:
    file = tmp_path / "sao-luu.bak"
    BackupWork(core).make(core.store.read.staff()[0].id, file, PASSWORD)
    with pytest.raises(DeskError) as refused:
        BackupWork(core).look_into(file, "")
    assert refused.value.code is ErrorCode.BACKUP_SECRET_WRONG
