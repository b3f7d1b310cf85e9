from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.catalogue.place_names import PlaceLevel, load_places
from desktop.domain.errors import DeskError, ErrorCode
from desktop.resources_dir import resources_dir
from desktop.services.place_offers import PlaceNames

TODAY = date(2026, 11, 24)
PLAN_DAY = date(2023, 7, 25)
PLACES = PlaceNames(load_places(resources_dir() / "places"))


def said(address: str, day: date = TODAY) -> list[tuple[str, str]]:
    return [(offer.written, offer.now) for offer in PLACES.offers(address, day)]


def provinces(day: date) -> list[str]:
    held = [unit for unit in PLACES.units if unit.level is PlaceLevel.PROVINCE and unit.held_on(day)]
    return [unit.full_name for unit in held]


def test_there_were_63_provinces_and_there_are_34() -> None:
    assert len(provinces(PLAN_DAY)) == 63
    assert len(provinces(TODAY)) == 34
    assert "tỉnh Thừa Thiên Huế" in provinces(PLAN_DAY)
    assert {"thành phố Huế", "thành phố Đồng Nai"} <= set(provinces(TODAY))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "Thôn Quang Tiến, xã Thanh Bình Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh",
            [("xã Thanh Bình Thịnh", "xã Đức Thịnh, tỉnh Hà Tĩnh")],
        ),
        ("Thanh Bình Thịnh, Đức Thọ, Hà Tĩnh", [("Thanh Bình Thịnh", "xã Đức Thịnh, tỉnh Hà Tĩnh")]),
        ("xã an dũng, hà tĩnh", [("xã an dũng", "xã Đức Thịnh, tỉnh Hà Tĩnh")]),
        ("Tam Kỳ, Quảng Nam, Việt Nam", [("Quảng Nam", "thành phố Đà Nẵng")]),
        ("Phú Lộc, tỉnh Thừa Thiên Huế", [("tỉnh Thừa Thiên Huế", "thành phố Huế")]),
        ("xã Đức Thịnh, tỉnh Hà Tĩnh", []),
        ("Kon Tum - Việt Nam", []),
        ("đường Nam Định, phường 1, Hà Nội", []),
        ("thôn Bình Định, xã Đức Thịnh, Hà Tĩnh", []),
        ("tỉnh Gia Lai", []),
        ("", []),
    ],
)
def test_the_new_name_is_offered_beside_the_old_one_and_only_there(
    address: str, expected: list[tuple[str, str]]
) -> None:
    assert said(address) == expected


def test_on_the_day_of_the_plan_nothing_had_changed_yet() -> None:
    assert not said("xã Thanh Bình Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh", PLAN_DAY)


def test_a_name_that_repeats_is_not_taken_for_the_commune_of_today() -> None:
    (offer,) = PLACES.offers("xã Đức Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh", TODAY)
    assert offer.ambiguous
    assert not offer.now
    assert "chưa rõ" in offer.words


def test_a_province_that_was_split_gives_every_possibility() -> None:
    offers = PLACES.offers("Nghệ Tĩnh", TODAY)
    assert [offer.now for offer in offers] == ["tỉnh Nghệ An", "tỉnh Hà Tĩnh"]
    assert all(offer.ambiguous and "chưa đối chiếu" in offer.words for offer in offers)


def test_a_commune_without_its_province_may_be_another_one() -> None:
    (offer,) = PLACES.offers("Lâm Trung Thủy", TODAY)
    assert offer.ambiguous
    assert "có thể" in offer.words


def test_a_code_without_a_day_would_be_ambiguous() -> None:
    assert [unit.name for unit in PLACES.with_code("18277", TODAY)] == ["Đức Thịnh"]
    assert [unit.name for unit in PLACES.with_code("18277", PLAN_DAY)] == ["Lâm Trung Thủy"]
    assert [unit.name for unit in PLACES.with_code("24", PLAN_DAY)] == ["Bắc Giang"]
    assert [unit.name for unit in PLACES.with_code("24", TODAY)] == ["Bắc Ninh"]


@given(st.text(max_size=200))
def test_any_text_is_only_read(address: str) -> None:
    for offer in PLACES.offers(address, TODAY):
        assert offer.words


FILE = """level = "xã"
province = "Hà Tĩnh"
source = "x"
certainty = "verified"
checked_on = 2026-11-23
"""


@pytest.mark.parametrize(
    "rows",
    [
        '[[unit]]\nname = "A"\nkind = "xã"\nformed_of = [{ name = "B", kind = "xã" }]\n',
        '[[unit]]\nname = "A"\nkind = "xã"\nfrm = 2025-07-01\n',
        '[[unit]]\nkind = "xã"\n',
        '[[unit]]\nname = "A"\nkind = "xã"\n[[change_of_kind]]\nname = "C"\nkind = "x"\nfrom = 2025-01-01\n',
        "",
    ],
)
def test_a_planted_mistake_names_file_and_cure(rows: str, tmp_path: Path) -> None:
    (tmp_path / "xa.toml").write_text(FILE + rows, encoding="utf-8")
    with pytest.raises(DeskError) as fault:
        load_places(tmp_path)
    assert fault.value.code is ErrorCode.FILE_INVALID
    assert "xa.toml" in fault.value.place
    assert fault.value.params["cure"]
