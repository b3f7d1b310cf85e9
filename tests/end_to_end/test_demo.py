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
from desktop.demo.results import SUMMARY, DemoFolder, queue_ticket
from desktop.demo.set_clock import SetClock
from desktop.domain.calendar import office_moment
from desktop.records.store import Access
from desktop.resources_dir import resources_dir
from desktop.services.load_workday import LoadWorkday
from desktop.services.sample_day import load_sample_day
from tests.support.escpos_decoder import decode
from tests.support.fake_records import FakeRecords

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
    return play(tmp_path_factory.mktemp("demo") / "thứ ba")


def play(out: Path, *more: str) -> Path:
    command = [sys.executable, "-m", "desktop", "demo", "--out", str(out), "--json", *more]
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
    assert not [file.name for file in (played / "papers").iterdir() if "--" in file.name]
    declaration = next((played / "papers").glob("tro-cap*-1-*.pdf"))
    assert "ĐẶNG THỊ NGUYỆT" in words_of(declaration)
    assert "ngón trỏ phải" in words_of(declaration)


@pytest.mark.slow
def test_the_picture_of_a_ticket_is_the_paper_its_bytes_print(played: Path) -> None:
    tickets = sorted((played / "tickets").glob("*.bin"))
    assert [file.stem for file in tickets] == [f"A00{number}" for number in range(1, 7)]
    for file in tickets:
        with Image.open(file.with_suffix(".png")) as picture:
            white = picture.convert("L").load()
            assert white is not None
            seen = [[int(white[x, y] == 0) for x in range(picture.width)] for y in range(picture.height)]
        printed = decode(file.read_bytes()).rows
        assert printed[: len(seen)] == seen
        black = sum(map(sum, seen))
        assert 0 < black < len(seen) * len(seen[0]) / 2, "dark letters on white paper"


@pytest.mark.slow
def test_the_records_of_the_demo_open_and_hold_the_whole_day(played: Path) -> None:
    with Core.open(played / "data", access=Access.ALONGSIDE) as core:
        assert len(core.store.read.dossiers_on(FIRST_TUESDAY)) == 6
        assert all(finding.ok for finding in core.store.examine())


@pytest.mark.slow
def test_a_tuesday_of_today_is_played_with_the_names_and_ways_of_today(tmp_path: Path) -> None:
    out = play(tmp_path / "2026", "--date", "2026-12-01")
    visits = {
        visit["key"]: visit for visit in json.loads((out / SUMMARY).read_text(encoding="utf-8"))["visits"]
    }

    assert list(visits) == VISITS
    assert visits["khai-tu-va-trich-luc"]["dossiers"][0]["promise"] == "same_day"
    death = words_of(out / visits["khai-tu-va-trich-luc"]["papers"][2])
    assert "Thôn Bình Định, xã Đức Thịnh, tỉnh Hà Tĩnh" in death
    assert "huyện" not in death
    assert [name for name in visits["khai-tu-va-trich-luc"]["screens"] if "da-chep" in name], (
        "filed online only"
    )


@pytest.mark.parametrize("day", ["2026-02-30", "thứ ba", "1999-01-05"])
def test_a_day_that_cannot_be_played_is_refused(
    day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["demo", "--out", str(tmp_path / "demo"), "--date", day])

    assert code == EXIT_BAD_INPUT
    assert capsys.readouterr().err.startswith("khongviet: [")


@pytest.mark.parametrize(
    ("day", "named"),
    [
        ("2026-11-24", ("thứ Ba 24/11/2026", "Ngày Văn hóa", "--date 2026-11-25")),
        ("2026-12-06", ("Chủ nhật 06/12/2026", "cuối tuần", "--date 2026-12-07")),
        ("2026-12-05", ("thứ Bảy 05/12/2026", "cuối tuần", "--date 2026-12-04")),
    ],
    ids=["holiday", "sunday", "saturday"],
)
def test_a_day_off_is_named_with_the_nearest_day_that_can_be_played(
    day: str, named: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(tmp_path / "demo"), "--date", day]) == EXIT_BAD_INPUT

    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert not [words for words in named if words.casefold() not in told.casefold()]
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize(
    ("day", "key", "service"),
    [
        (FIRST_TUESDAY, "di-chuc", "Chứng thực di chúc"),
        (FIRST_TUESDAY, "khai-tu-va-trich-luc", "Đăng ký khai tử, Cấp bản sao trích lục hộ tịch"),
        (date(2026, 11, 17), "sau-15-gio", "Cấp bản sao trích lục hộ tịch"),
    ],
    ids=["will", "two", "late"],
)
def test_a_ticket_names_the_procedures_and_not_what_becomes_of_them(
    day: date, key: str, service: str
) -> None:
    workday = LoadWorkday(FakeRecords().read, resources_dir())(day)
    visit = next(one for one in load_sample_day(resources_dir()).visits if one.key == key)

    ticket = queue_ticket(visit, workday, office_moment(day, visit.at), waiting=0)

    assert ticket.service == service
    assert ticket.waiting == 0


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
