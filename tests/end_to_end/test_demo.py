"""The played Tuesday as a real process: what it promises lies in its folder."""

import json
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from desktop.cli import main
from desktop.commands.outcome import EXIT_BAD_INPUT
from desktop.core import Core
from desktop.demo.play import FIRST_TUESDAY
from desktop.demo.results import SUMMARY, DemoFolder
from desktop.demo.set_clock import SetClock
from desktop.domain.calendar import office_moment
from desktop.records.store import Access
from tests.support.escpos_decoder import decode

VISITS = [
    "tro-cap-nguoi-cao-tuoi",
    "khai-tu-va-trich-luc",
    "thieu-giay-bao-tu",
    "di-chuc",
    "trich-luc-khai-sinh",
    "sau-15-gio",
]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "thứ ba"
    command = [sys.executable, "-m", "desktop", "demo", "--out", str(out), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((out / SUMMARY).read_text(encoding="utf-8"))
    return out


def summary_of(out: Path) -> dict[str, Any]:
    plain = json.loads((out / SUMMARY).read_text(encoding="utf-8"))
    assert plain["date"] == FIRST_TUESDAY.isoformat()
    return {visit["key"]: visit for visit in plain["visits"]}


def words_of(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


@pytest.mark.slow
def test_every_visit_of_the_plan_ends_as_the_plan_says(played: Path) -> None:
    visits = summary_of(played)

    assert list(visits) == VISITS
    promises = {key: [one["promise"] for one in visit["verdicts"]] for key, visit in visits.items()}
    assert promises == {
        "tro-cap-nguoi-cao-tuoi": ["appointment"],
        "khai-tu-va-trich-luc": ["same_day", "same_day"],
        "thieu-giay-bao-tu": ["supplement"],
        "di-chuc": ["appointment"],
        "trich-luc-khai-sinh": ["same_day"],
        "sau-15-gio": ["appointment"],
    }
    assert visits["di-chuc"]["verdicts"][0]["writing"] == "barred"
    lapsed = visits["trich-luc-khai-sinh"]["dossiers"][0]
    assert lapsed["turned_into_appointment"] is True
    assert lapsed["slip_printed"] is True


@pytest.mark.slow
def test_papers_tickets_and_pictures_lie_where_the_summary_says(played: Path) -> None:
    for visit in summary_of(played).values():
        for name in visit["papers"]:
            file = played / name
            if file.suffix == ".pdf":
                assert words_of(file)
            elif file.suffix == ".bin":
                assert len(decode(file.read_bytes()).rows) > 100
        for name in visit["screens"]:
            with Image.open(played / name) as picture:
                assert picture.size == (1366, 768)
                colours = picture.convert("RGB").getcolors(1 << 24)
                assert colours is not None
                assert len(colours) > 50, "a window, not an empty frame"
    declaration = next((played / "papers").glob("tro-cap*-1-*.pdf"))
    assert "ĐẶNG THỊ NGUYỆT" in words_of(declaration)
    assert "ngón trỏ phải" in words_of(declaration)


@pytest.mark.slow
def test_the_records_of_the_demo_open_and_hold_the_whole_day(played: Path) -> None:
    with Core.open(played / "data", access=Access.ALONGSIDE) as core:
        assert len(core.store.read.dossiers_on(FIRST_TUESDAY)) == 6
        assert all(finding.ok for finding in core.store.examine())


@pytest.mark.parametrize("day", ["2026-02-30", "thứ ba", "1999-01-05"])
def test_a_day_that_cannot_be_played_is_refused(
    day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["demo", "--out", str(tmp_path / "demo"), "--date", day])

    assert code == EXIT_BAD_INPUT
    assert capsys.readouterr().err.startswith("khongviet: [")


def test_a_second_demo_leaves_the_data_of_the_first_alone(tmp_path: Path) -> None:
    first = DemoFolder(tmp_path)
    first.prepare()
    first.data_dir().mkdir()
    second = DemoFolder(tmp_path)
    second.prepare()

    assert first.data_dir() != second.data_dir()


def test_the_clock_of_the_demo_never_goes_back() -> None:
    morning = office_moment(date(2023, 7, 25), time(7, 30))
    clock = SetClock(morning)
    clock.put(morning.replace(hour=6))
    assert clock() == morning
