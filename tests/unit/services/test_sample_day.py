from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.cards.recognise import read_card
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import Duty, StaffRole
from desktop.resources_dir import resources_dir
from desktop.services.load_workday import LoadWorkday
from desktop.services.sample_day import SAMPLE_FILE, SampleDay, SampleSign, fill_words, load_sample_day
from desktop.services.workday import Workday
from tests.support.fake_records import FakeRecords

TEXT = (resources_dir() / SAMPLE_FILE).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample() -> SampleDay:
    return load_sample_day(resources_dir())


def workday(day: date) -> Workday:
    return LoadWorkday(FakeRecords().read, resources_dir())(day)


@pytest.fixture(params=[date(2023, 7, 25), date(2026, 11, 17)], ids=["2023", "2026"])
def day(request: pytest.FixtureRequest) -> Workday:
    return workday(request.param)


def test_the_sample_day_holds_every_kind_of_visit_of_the_demo(sample: SampleDay) -> None:
    keys = [one.key for one in sample.visits]
    assert len(keys) == len(set(keys))
    assert {
        "tro-cap-nguoi-cao-tuoi",
        "khai-tu-va-trich-luc",
        "thieu-giay-bao-tu",
        "di-chuc",
        "sau-15-gio",
    } <= set(keys)
    assert [one.at for one in sample.visits] == sorted(one.at for one in sample.visits)
    assert {SampleSign.SIGNED, SampleSign.FINGERPRINT, SampleSign.NONE} == {one.sign for one in sample.visits}


def test_the_sample_office_can_receive_write_and_sign(sample: SampleDay) -> None:
    duties = {duty for one in sample.staff for duty in one.duties}
    assert duties == set(Duty)
    assert sample.staff[0].role is StaffRole.ADMIN
    assert all(one.pin.isdigit() for one in sample.staff)
    assert all(one.signs_as is not None for one in sample.staff if Duty.SIGNING in one.duties)


def test_every_card_of_the_sample_is_read_without_a_warning(sample: SampleDay) -> None:
    for visit in sample.visits:
        reading = read_card(visit.card, today=date(2026, 11, 17))
        assert reading.full_name
        assert reading.warnings == ()


def test_the_sample_is_played_with_the_codes_of_its_day(sample: SampleDay, day: Workday) -> None:
    for visit in sample.visits:
        codes = visit.codes_on(day)
        assert len(codes) == len(visit.procedures)
        assert set(codes) <= set(day.procedures)


def test_a_code_that_was_not_yet_in_force_is_named(sample: SampleDay) -> None:
    visit = next(one for one in sample.visits if one.key == "tro-cap-nguoi-cao-tuoi")
    assert visit.codes_on(workday(date(2023, 7, 25))) == ("1.001776",)
    assert visit.codes_on(workday(date(2026, 11, 17))) == ("1.014027",)
    with pytest.raises(DeskError) as caught:
        visit.codes_on(replace(workday(date(2026, 11, 17)), procedures={}))
    assert caught.value.code is ErrorCode.PROCEDURE_NOT_IN_FORCE


def test_typed_words_know_the_day_and_the_office() -> None:
    today = workday(date(2026, 11, 17))
    words = fill_words("{today} {yesterday} {office}", today, date(2026, 11, 16))
    assert words == f"17/11/2026 16/11/2026 {today.profile.name}"


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2023, 7, 25), "xã Thanh Bình Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh"),
        (date(2026, 11, 17), "xã Đức Thịnh, tỉnh Hà Tĩnh"),
    ],
    ids=["2023", "2026"],
)
def test_addresses_of_the_sample_have_the_names_of_their_day(day: date, place: str) -> None:
    assert fill_words("Thôn Bình Định, {place}", workday(day), day) == f"Thôn Bình Định, {place}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('role = "admin"', 'role = "king"'),
        ('time = "07:50"', ""),
        ('time = "07:50"', 'time = "25:50"'),
        ('sign = "fingerprint"', 'sign = "kiss"'),
        ("copies = 3", "copies = 0"),
        ('ticket = "A001"', 'ticket = "A001"\ntiket = "x"'),
        ('duties = ["signing"]', 'duties = ["dancing"]'),
        ('title = "Phó Chủ tịch"', ""),
    ],
)
def test_a_mistake_in_the_file_names_its_place(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    file = tmp_path / SAMPLE_FILE
    file.parent.mkdir()
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        load_sample_day(tmp_path)
    assert caught.value.code is ErrorCode.FILE_INVALID
    assert "dòng" in (caught.value.place or "")


def test_without_the_file_it_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        load_sample_day(tmp_path)
    assert caught.value.code is ErrorCode.SHIPPED_FILE_MISSING
