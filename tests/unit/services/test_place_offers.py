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
        (
            "Tổ 5, phường Trần Phú, thành phố Hà Tĩnh, tỉnh Hà Tĩnh",
            [("phường Trần Phú", "phường Thành Sen, tỉnh Hà Tĩnh")],
        ),
        ("phường Trần Phú, tỉnh Hà Tĩnh", []),
        ("Xóm 2, Tượng Sơn, Thạch Hà, Hà Tĩnh", [("Tượng Sơn", "xã Thạch Lạc, tỉnh Hà Tĩnh")]),
        ("xã Tượng Sơn, TP. Hà Tĩnh, Hà Tĩnh", [("xã Tượng Sơn", "xã Thạch Lạc, tỉnh Hà Tĩnh")]),
        ("xã Thạch Kim, huyện Lộc Hà, Hà Tĩnh", [("xã Thạch Kim", "xã Lộc Hà, tỉnh Hà Tĩnh")]),
        ("Bắc Hà, Đức Thọ, Hà Tĩnh", []),
        ("Trần Phú, phường Nam Hồng Lĩnh, Hà Tĩnh", []),
        ("xã Sơn Kim 1, huyện Hương Sơn, Hà Tĩnh", []),
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


def test_ha_tinh_has_its_69_communes_and_the_209_before_them() -> None:
    communes = [
        unit for unit in PLACES.units if unit.level is PlaceLevel.COMMUNE and unit.province == "Hà Tĩnh"
    ]
    now = {unit.full_name for unit in communes if unit.held_on(TODAY) and not unit.is_gone}
    known = [unit for unit in communes if unit.note.find("Đức Thịnh cũ") < 0]
    then = {unit.full_name for unit in known if unit.held_on(PLAN_DAY)}
    assert len(now) == 69
    assert sum(name.startswith("phường") for name in now) == 9
    assert len(then) == 209


def test_a_commune_that_was_divided_gives_every_part_and_says_so() -> None:
    offers = PLACES.offers("xã Kỳ Lợi, thị xã Kỳ Anh, tỉnh Hà Tĩnh", TODAY)
    assert [offer.now.partition(",")[0] for offer in offers] == [
        "phường Vũng Áng",
        "phường Sông Trí",
        "phường Hoành Sơn",
    ]
    assert all(offer.ambiguous and "có thể nay là" in offer.words for offer in offers)


def test_a_commune_knows_what_was_merged_into_it_and_only_afterwards() -> None:
    assert PLACES.merged_into("xã Đức Thịnh", "tỉnh Hà Tĩnh", TODAY) == (
        "xã Thanh Bình Thịnh, Đức Thọ, Hà Tĩnh",
        "xã Lâm Trung Thủy, Đức Thọ, Hà Tĩnh",
        "xã An Dũng, Đức Thọ, Hà Tĩnh",
    )
    assert PLACES.merged_into("xã Đức Thịnh", "tỉnh Hà Tĩnh", date(2025, 6, 30)) == ()
    assert PLACES.merged_into("xã Đức Thịnh", "tỉnh Nghệ An", TODAY) == ()


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


OLD = "Thôn Quang Tiến, xã Thanh Bình Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh"
NOW = "xã Đức Thịnh, tỉnh Hà Tĩnh"


def test_the_present_name_may_be_added_or_stand_alone_and_hamlets_stay() -> None:
    assert PLACES.readings(OLD, TODAY) == (f"{OLD} (nay là {NOW})", f"Thôn Quang Tiến, {NOW}")
    assert PLACES.readings(OLD, PLAN_DAY) == ()


def test_a_province_alone_is_only_added() -> None:
    [added] = PLACES.readings("Tam Kỳ, Quảng Nam", TODAY)
    assert added == "Tam Kỳ, Quảng Nam (nay là thành phố Đà Nẵng)"


def test_what_has_the_present_name_behind_it_needs_no_word_more() -> None:
    for reading in PLACES.readings(OLD, TODAY):
        assert not PLACES.offers(reading, TODAY)


def test_the_line_below_a_field_says_since_when_and_how_sure() -> None:
    [commune] = PLACES.offers(OLD, TODAY)
    assert commune.line == f"Tên từ 01/07/2025: {NOW}"
    [province] = PLACES.offers("Phú Lộc, tỉnh Thừa Thiên Huế", TODAY)
    assert "chưa đối chiếu văn bản" in province.line
    [repeated] = PLACES.offers("xã Đức Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh", TODAY)
    assert repeated.line == repeated.words


@given(st.text(max_size=80))
def test_no_reading_ever_drops_what_stands_before_the_old_name(words: str) -> None:
    for reading in PLACES.readings(f"{words}, xã Thanh Bình Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh", TODAY):
        assert reading.startswith(words.lstrip() if "(nay là" in reading else words)
