from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue.offices import load_office, load_offices, office_on
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import SlipSet
from tests.support.rules_samples import EDITIONS, NOW_PROFILE, RESOURCES, SEED_PROFILE

OFFICES = load_offices(RESOURCES / "offices")


def test_the_seed_s_commune_and_its_successor_stand_in_their_own_time() -> None:
    assert office_on(OFFICES, date(2023, 7, 24)) == SEED_PROFILE
    assert office_on(OFFICES, date(2026, 11, 24)) == NOW_PROFILE
    assert SEED_PROFILE.district == "huyện Đức Thọ"
    assert not NOW_PROFILE.district
    assert (SEED_PROFILE.slip_set, NOW_PROFILE.slip_set) == (SlipSet.CIRCULAR_2018, SlipSet.CIRCULAR_2025)
    with pytest.raises(DeskError) as caught:
        office_on(OFFICES, date(2010, 1, 1))
    assert caught.value.code is ErrorCode.OFFICE_NOT_IN_FORCE


def test_both_profiles_name_the_law_behind_every_rule() -> None:
    assert set(SEED_PROFILE.laws) == set(NOW_PROFILE.laws)
    assert "61/2018" in SEED_PROFILE.law("no_slip").text
    assert "118/2025" in NOW_PROFILE.law("no_slip").text
    assert not any("118/2025" in law.text for law in SEED_PROFILE.laws.values())
    assert not any("61/2018" in law.text for law in NOW_PROFILE.laws.values())


def test_the_posted_list_holds_procedures_that_exist() -> None:
    known = {procedure.code for procedure in EDITIONS}
    for office in OFFICES:
        assert set(office.model.same_day.codes) <= known


def test_an_unknown_office_names_the_known_ones() -> None:
    with pytest.raises(DeskError) as caught:
        load_office(RESOURCES / "offices", "nowhere")
    assert caught.value.code is ErrorCode.OFFICE_UNKNOWN
    assert "duc-thinh-2026" in caught.value.params["known"]


def test_an_office_file_keeps_its_own_name(tmp_path: Path) -> None:
    text = (RESOURCES / "offices" / "duc-thinh-2026.toml").read_text(encoding="utf-8")
    (tmp_path / "khac.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        load_office(tmp_path, "khac")
    assert caught.value.place == "khac.toml, dòng 2: id"
