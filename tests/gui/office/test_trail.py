"""The trail: by days, person and kind; no value ever; taking it out leaves word."""

import csv
from pathlib import Path

from desktop.core import Core
from desktop.domain.ids import StaffId
from desktop.services.export_trail import TITLES, ExportTrail, TrailLine
from desktop.services.record_values import AuditAction
from desktop.ui.look import Look
from tests.support.fake_office import NOW
from tests.support.office_scene import OfficeScene, OneFile, alone_office, office_scene

DAY = NOW.date()


def column(scene: OfficeScene, title: str) -> list[str]:
    return [line.cells[TITLES.index(title)] for line in scene.trail.rows.lines]


def test_the_last_week_is_shown_the_newest_first(look: Look, core: Core) -> None:
    with office_scene(look, core, alone_office()) as scene:
        scene.open("trail")
        assert column(scene, "Việc") == ["Xem", "Sửa", "In", "Sửa", "Xóa", "Xuất"]
        assert scene.trail.rows.lines[1].cells == (
            "09:46 24/11/2026",
            "Ngô Anh Tuấn",
            "Sửa",
            "Hồ sơ",
            "261124-0007 · Nguyễn Thị Bưởi",
            "Số bản sao, Ghi chú",
            "quầy khác",
        )
        assert "6 dòng" in scene.trail.count


def test_days_person_and_kind_narrow_it(look: Look, core: Core) -> None:
    with office_scene(look, core, alone_office()) as scene:
        scene.open("trail")
        scene.trail.first.set_text("24/11/2026")
        scene.trail.refresh()
        scene.settle()
        assert len(scene.trail.rows.lines) == 4
        scene.trail.kinds.choose(2)
        scene.settle()
        assert column(scene, "Việc") == ["Sửa", "Sửa"]
        scene.trail.person.set_text("tuan")
        scene.trail.refresh()
        scene.settle()
        assert column(scene, "Ai") == ["Ngô Anh Tuấn"]
        scene.trail.person.set_text("khong ai")
        scene.trail.refresh()
        scene.settle()
        assert "Không có ai" in scene.trail.person.message


def test_days_typed_wrongly_are_said_at_the_field(look: Look, core: Core) -> None:
    with office_scene(look, core, alone_office()) as scene:
        scene.open("trail")
        scene.trail.first.set_text("hôm qua")
        scene.trail.refresh()
        assert "Gõ ngày" in scene.trail.first.message
        scene.trail.first.set_text("25/11/2026")
        scene.trail.refresh()
        assert "Ngày cuối phải sau" in scene.trail.last.message


def test_an_export_is_a_table_and_stands_in_the_trail(look: Look, core: Core, tmp_path: Path) -> None:
    file = tmp_path / "nhat-ky.csv"
    with office_scene(look, core, alone_office()) as scene:
        scene.open("trail")
        scene.trail._dialogs = OneFile(file)
        scene.trail.export_button.click()
        scene.settle()
        table = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
        assert table[0] == list(TITLES)
        assert len(table) == 7
        assert "Đã xuất 6 dòng" in scene.window.toast.text
        with core.store.begin(StaffId("s1")) as work:
            events = work.audit.of("audit", "2026-11-17/2026-11-24")
        assert [(one.by, one.action) for one in events] == [("s1", AuditAction.EXPORTED)]


def test_a_name_that_looks_like_a_formula_is_not_calculated(core: Core, tmp_path: Path) -> None:
    written: dict[Path, bytes] = {}
    export = ExportTrail(core.store, written.__setitem__)
    line = TrailLine(cells=("09:00", "=HYPERLINK(1)", "Xem", "Hồ sơ", "+84", "", "máy này"))
    export(StaffId("s1"), tmp_path / "a.csv", [line], DAY, DAY)
    assert "'=HYPERLINK(1)" in written[tmp_path / "a.csv"].decode("utf-8-sig")
    assert "'+84" in written[tmp_path / "a.csv"].decode("utf-8-sig")
