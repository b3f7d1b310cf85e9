from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import DeskError, ErrorCode
from desktop.settings import (
    SETTINGS_FILE,
    TEXT_SIZES,
    MachineSettings,
    PrinterSettings,
    ScannerSettings,
    VisitSettings,
    WindowSettings,
    load_settings,
    save_settings,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]))


def write(data_dir: Path, text: str) -> MachineSettings:
    (data_dir / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return load_settings(data_dir)


def test_a_new_counter_has_the_usual_settings(data_dir: Path) -> None:
    assert load_settings(data_dir) == MachineSettings()
    assert load_settings(data_dir / "not there yet") == MachineSettings()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counter=st.integers(1, 30),
    printers=st.builds(
        PrinterSettings, paper_queue=WORDS, paper_folder=WORDS, ticket_target=WORDS, ticket_model=WORDS
    ),
    wedge=st.booleans(),
    percent=st.sampled_from(TEXT_SIZES),
    keep_days=st.integers(1, 30),
)
def test_what_is_saved_is_what_is_read(
    data_dir: Path, counter: int, printers: PrinterSettings, wedge: bool, percent: int, keep_days: int
) -> None:
    saved = MachineSettings(
        counter_no=counter,
        printers=printers,
        scanner=ScannerSettings(wedge=wedge),
        window=WindowSettings(theme="high-contrast", text_percent=percent, full_screen=False),
        visits=VisitSettings(keep_days=keep_days),
    )
    save_settings(data_dir, saved)
    assert load_settings(data_dir) == saved


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("counter_no = 0", "counter_no"),
        ("counter_no = 31", "counter_no"),
        ("counter_no = true", "counter_no"),
        ('counter_no = "2"', "counter_no"),
        ("[window]\ntext_percent = 111", "window.text_percent"),
        ("[window]\ntext_percent = true", "window.text_percent"),
        ('[window]\ntheme = "pink"', "window.theme"),
        ('[window]\nfull_screen = "yes"', "window.full_screen"),
        ("[scanner]\nwedge = 1", "scanner.wedge"),
        ("[printers]\npaper_queue = 5", "printers.paper_queue"),
        ("[printers]\nspeed = 5", "printers.speed"),
        ("[visits]\nkeep_days = 0", "visits.keep_days"),
        ("[visits]\nkeep_days = 31", "visits.keep_days"),
        ("printers = 5", "printers"),
        ("colour = 5", "colour"),
        ("[colour]\nred = 5", "colour"),
    ],
)
def test_a_wrong_setting_falls_back_and_is_named(data_dir: Path, text: str, named: str) -> None:
    read = write(data_dir, text)
    assert replace(read, problems=()) == MachineSettings()
    (problem,) = read.problems
    assert problem.startswith(named)


def test_one_wrong_setting_leaves_the_others_alone(data_dir: Path) -> None:
    read = write(data_dir, 'counter_no = 3\n[printers]\npaper_queue = "HP"\nticket_model = 3\n')
    assert (read.counter_no, read.printers.paper_queue) == (3, "HP")
    assert read.printers.ticket_model == PrinterSettings().ticket_model
    assert len(read.problems) == 1


@pytest.mark.parametrize("content", [b"counter_no = ", b"\xff\xfe", b"a = 1\na = 2"])
def test_a_file_that_cannot_be_read_is_told_with_its_name(data_dir: Path, content: bytes) -> None:
    (data_dir / SETTINGS_FILE).write_bytes(content)
    with pytest.raises(DeskError) as caught:
        load_settings(data_dir)
    assert caught.value.code is ErrorCode.SETTINGS_UNREADABLE
    assert SETTINGS_FILE in caught.value.params["file"]


def test_a_folder_in_the_place_of_the_file_is_told_too(data_dir: Path) -> None:
    (data_dir / SETTINGS_FILE).mkdir()
    with pytest.raises(DeskError) as caught:
        load_settings(data_dir)
    assert caught.value.code is ErrorCode.SETTINGS_UNREADABLE
    with pytest.raises(DeskError) as caught:
        save_settings(data_dir, MachineSettings())
    assert caught.value.code is ErrorCode.SETTINGS_NOT_SAVED


def test_saving_leaves_no_half_written_file_behind(data_dir: Path) -> None:
    save_settings(data_dir, MachineSettings(counter_no=2))
    save_settings(data_dir / "new" / "folder", MachineSettings())
    assert [one.name for one in data_dir.glob("settings*")] == [SETTINGS_FILE]


@pytest.mark.parametrize(
    ("asked", "taken"), [(100, 100), (160, 150), (190, 200), (500, 200), (0, min(TEXT_SIZES))]
)
def test_the_size_of_letters_is_brought_to_the_nearest_one(asked: int, taken: int) -> None:
    looked = MachineSettings().with_look(asked, is_high_contrast=True)
    assert (looked.window.text_percent, looked.window.theme) == (taken, "high-contrast")
