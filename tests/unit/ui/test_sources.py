"""What the pages read from the records: today's list, the settings page, the palette."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from desktop.domain.dossier import MoveKind
from desktop.domain.ids import StaffId
from desktop.domain.office import Duty, StaffRole
from desktop.domain.procedure import SignerLevel
from desktop.printing.file_printer import FolderPrinter
from desktop.settings import MachineSettings
from desktop.ui.palette_source import DOSSIER, PROCEDURE, PaletteSource
from desktop.ui.settings_source import SettingsSource, member_of, roster_of, with_printers
from desktop.ui.settings_view import NewStaff, PrinterSetup, RosterDuty
from desktop.ui.today_source import PRINT_SLIP, TodaySource
from desktop.ui.today_view import DayGroup, DossierFilter, TodayQuery
from desktop.ui.widgets.pill import PillKind
from desktop.ui.widgets.rail import Lamp
from tests.support.office import SampleDesk, sample_desk


class NoPrinters:
    """A computer without any printer."""

    def printers(self) -> tuple[()]:
        return ()


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


@pytest.fixture
def today(desk: SampleDesk) -> TodaySource:
    reader = desk.core.store.read
    return TodaySource(reader=reader, load_workday=desk.core.workday, clock=desk.clock, look=reader.detail)


@pytest.fixture
def settings(desk: SampleDesk, tmp_path: Path) -> SettingsSource:
    return SettingsSource(
        load_workday=desk.core.workday,
        profiles=desk.core.load_workday.profiles,
        settings=MachineSettings,
        printer_list=NoPrinters(),
        paper_printer=lambda: FolderPrinter(tmp_path, now=desk.clock),
    )


def test_todays_list_counts_what_was_promised_and_kept(desk: SampleDesk, today: TodaySource) -> None:
    desk.play("khai-tu-va-trich-luc")
    desk.play("thieu-giay-bao-tu")
    desk.play("trich-luc-khai-sinh")
    found = today.load(TodayQuery())

    assert {line.group for line in found.lines} == {DayGroup.TODAY}
    assert dict(found.counts)[DossierFilter.RETURNED] == 2
    assert dict(found.counts)[DossierFilter.PAPERS_MISSING] == 1
    assert [figure.value for figure in found.figures][:2] == ["3", "3"]
    waiting = today.load(TodayQuery(filter=DossierFilter.TO_SIGN)).lines
    assert [line.pill for line in waiting] == [PillKind.TO_SIGN]


def test_what_waits_for_papers_stands_at_its_day_and_hour(desk: SampleDesk, today: TodaySource) -> None:
    desk.play("thieu-giay-bao-tu")
    (line,) = today.load(TodayQuery()).lines
    assert (line.group, line.time) == (DayGroup.TODAY, "09:35")
    desk.clock.now += timedelta(days=2)
    (line,) = today.load(TodayQuery()).lines
    assert (line.group, line.time) == (DayGroup.MONTH, "17/11")


def test_the_note_of_a_dossier_says_only_what_there_is(desk: SampleDesk, today: TodaySource) -> None:
    dossier = desk.play("thieu-giay-bao-tu").dossiers[0]
    assert today.detail(dossier.id).note == "Không thu lệ phí"
    assert today.detail(dossier.id).moves[0].text == "Nhận bổ sung"


def test_a_name_is_found_without_marks_and_a_late_case_is_called_late(
    desk: SampleDesk, today: TodaySource
) -> None:
    desk.play("trich-luc-khai-sinh")
    desk.at(time(18, 0))
    (line,) = today.load(TodayQuery(words="nguyen thi buoi")).lines

    assert line.person == "Nguyễn Thị Bưởi"
    assert line.pill is PillKind.OVERDUE
    assert today.load(TodayQuery(words="không có ai tên này")).lines == ()


def test_the_detail_offers_the_next_right_move_first(desk: SampleDesk, today: TodaySource) -> None:
    dossier = desk.play("trich-luc-khai-sinh").dossiers[0]
    card = today.detail(dossier.id)

    assert card.moves[0].key == MoveKind.SIGN.value
    assert card.moves[0].shortcut == "Return"
    assert PRINT_SLIP in [move.key for move in card.moves]
    assert [entry.title for entry in card.history if not entry.is_done] == ["Hẹn trả kết quả"]
    assert "16.000" in card.note


def test_the_palette_finds_procedures_and_people_without_marks(desk: SampleDesk) -> None:
    desk.play("trich-luc-khai-sinh")
    palette = PaletteSource(reader=desk.core.store.read, load_workday=desk.core.workday)

    assert any(found.key == f"{PROCEDURE}2.000635" for found in palette.search("trich luc"))
    assert any(found.key.startswith(DOSSIER) for found in palette.search("buoi"))
    assert palette.search("b") == ()


def test_the_settings_page_shows_the_roster_and_gives_it_back_unchanged(
    desk: SampleDesk, settings: SettingsSource
) -> None:
    view = settings.load()
    workday = desk.core.workday()

    assert view.office_id == workday.profile.id
    assert view.queues == ()
    assert view.paper_state is not None
    assert view.paper_state.lamp is Lamp.LOOK, "no printer chosen: files are written, which is worth a look"
    again = {(one.staff_id, one.duty) for one in roster_of(view.roster, workday)}
    assert again == {(one.staff_id, one.duty) for one in workday.roster}
    signer = next(line for line in view.roster if RosterDuty.SIGNING in line.duties)
    assert signer.staff_id in {one.staff_id for one in workday.roster if one.duty is Duty.SIGNING}


@pytest.mark.parametrize(
    ("title", "level"), [("Chủ tịch", SignerLevel.CHAIRMAN), ("Phó Chủ tịch", SignerLevel.CHAIRMAN_OR_DEPUTY)]
)
def test_a_new_signer_may_sign_at_the_level_of_the_title(title: str, level: SignerLevel) -> None:
    member = member_of(NewStaff(name=" Trần Văn Hòa ", title=title, pin="1234", is_signer=True), StaffId("x"))

    assert member.signs_as is level
    assert member.role is StaffRole.SIGNER
    assert member.name == "Trần Văn Hòa"


def test_other_printers_leave_the_other_settings_alone() -> None:
    changed = with_printers(
        MachineSettings(counter_no=3), PrinterSetup(paper_queue="HP", ticket_target="tcp://x")
    )

    assert changed.counter_no == 3
    assert changed.printers.paper_queue == "HP"
