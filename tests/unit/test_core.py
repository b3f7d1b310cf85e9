import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, time
from pathlib import Path
from uuid import UUID

import pytest

from desktop.core import Core, key_store_of, wall_clock
from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.file_printer import FolderPrinter
from desktop.records.store import Access, open_records
from desktop.services.messages import message_for
from desktop.services.ports_printing import PrintKind, PrintState
from desktop.services.print_papers import PAPER_PRINTER, TICKET_PRINTER
from desktop.settings import SETTINGS_FILE, MachineSettings, PrinterSettings
from tests.support.office import SampleDesk, SetClock, sample_desk
from tests.support.pdf_words import words_on

TICKETS = MachineSettings(printers=PrinterSettings(ticket_target="file:///dev/null"))


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


def test_the_clock_of_the_wall_knows_its_zone() -> None:
    assert wall_clock().tzinfo is UTC


def test_ids_are_of_version_seven_and_never_the_same(desk: SampleDesk) -> None:
    ids = [desk.core.new_id() for _ in range(100)]
    assert len(set(ids)) == 100
    assert {UUID(one).version for one in ids} == {7}


def test_what_was_stored_is_there_at_the_next_start(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        number = desk.play("trich-luc-khai-sinh").dossiers[0].number
        clock: SetClock = desk.clock
    with Core.open(data_dir, clock=clock) as core:
        assert [row.number for row in core.store.read.dossiers_on(desk.day)] == [number]
        assert core.workday().is_sample


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the key with DPAPI")
def test_the_key_of_the_records_is_for_this_user_alone(desk: SampleDesk) -> None:
    files = [path for path in desk.core.data_dir.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077 and "key" in path.name]


def test_two_programs_do_not_write_into_one_folder(desk: SampleDesk) -> None:
    with pytest.raises(DeskError) as caught:
        Core.open(desk.core.data_dir, clock=desk.clock)
    assert caught.value.code is ErrorCode.DATABASE_IN_USE
    with Core.open(desk.core.data_dir, clock=desk.clock, access=Access.ALONGSIDE) as looking:
        assert looking.store.read.staff()


def test_settings_that_cannot_be_read_stop_the_start_before_anything_is_made(data_dir: Path) -> None:
    (data_dir / SETTINGS_FILE).write_text("counter_no = ", encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        Core.open(data_dir)
    assert caught.value.code is ErrorCode.SETTINGS_UNREADABLE
    assert [one.name for one in data_dir.iterdir()] == [SETTINGS_FILE]


def test_today_is_the_day_of_the_office_and_not_of_the_computer(desk: SampleDesk) -> None:
    desk.at(time(23, 30))
    assert desk.core.workday().day == desk.day
    desk.at(time(0, 30))
    assert desk.clock.now.astimezone(UTC).date() < desk.day
    assert desk.core.flow().workday.day == desk.day


def test_without_a_printer_papers_come_out_as_files(desk: SampleDesk, tmp_path: Path) -> None:
    assert isinstance(desk.core.paper_printer(), FolderPrinter)
    elsewhere = replace(desk.core.settings, printers=PrinterSettings(paper_folder=str(tmp_path / "giay")))
    desk.core.test_print(PAPER_PRINTER, elsewhere)
    (worker,) = desk.core.print_workers(elsewhere)
    assert worker.run_once()
    (sheet,) = (tmp_path / "giay").glob("*.pdf")
    assert words_on(sheet.read_bytes())


def test_a_ticket_printer_gets_a_worker_of_its_own(desk: SampleDesk) -> None:
    assert len(desk.core.print_workers()) == 1
    assert len(desk.core.print_workers(TICKETS)) == 2
    desk.core.test_print(TICKET_PRINTER, TICKETS)
    (job,) = desk.core.store.print_jobs.in_state(PrintState.QUEUED, TICKET_PRINTER)
    assert job.kind is PrintKind.TICKET


def test_an_address_that_is_none_is_told_before_anything_is_printed(desk: SampleDesk) -> None:
    wrong = MachineSettings(printers=PrinterSettings(ticket_target="tcp://:khong-phai-cong"))
    with pytest.raises(DeskError) as caught:
        desk.core.print_workers(wrong)
    assert caught.value.code is ErrorCode.PRINTER_ADDRESS_INVALID


def test_a_job_under_way_when_the_program_died_is_asked_about_and_not_printed_again(
    desk: SampleDesk,
) -> None:
    desk.play("tro-cap-nguoi-cao-tuoi")
    jobs = desk.core.store.print_jobs
    job = jobs.in_state(PrintState.QUEUED)[0]
    jobs.save(job.begun())
    (worker,) = desk.core.print_workers()
    while worker.run_once():
        pass
    assert [one.id for one in jobs.in_state(PrintState.UNSURE)] == [job.id]

    copy = desk.core.print_desk.print_again(job.id)
    while worker.run_once():
        pass
    sent = jobs.get(copy.id)
    assert sent is not None
    assert sent.state is PrintState.SENT
    marked = [
        path for path in desk.core.data_dir.rglob("*.pdf") if "BẢN IN LẠI" in words_on(path.read_bytes())
    ]
    assert len(marked) == 1


def test_every_use_case_of_the_core_works_on_its_own_records(desk: SampleDesk) -> None:
    core = desk.core
    assert core.sign_in(desk.officer.id, "1234")
    assert core.save_staff(desk.officer.id, replace(desk.officer, title="Công chức"))
    assert core.save_office.choose_profile(desk.officer.id, core.workday().profile.id) is not None
    assert core.continue_roster(desk.officer.id, desk.day) is None
    assert core.save_roster(desk.officer.id, desk.day, ())
    assert core.workday().roster == ()


def test_a_data_folder_that_cannot_be_made_is_named_in_the_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "tep"
    blocked.write_text("không phải thư mục", encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        open_records(blocked / "du-lieu", key_store_of(tmp_path / "khoa"))
    assert f"Không ghi được tệp {blocked / 'du-lieu'}." in message_for(caught.value).text
