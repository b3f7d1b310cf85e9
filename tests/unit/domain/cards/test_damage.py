"""Damage of scanners: repaired in sight where it can be, warned about where it cannot, never guessed."""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.domain.card_warning import CardWarningCode
from desktop.domain.cards.reading import CardReading, RepairKind
from desktop.domain.cards.recognise import read_card
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.text import VIETNAMESE_LETTERS
from tests.support import card_damage

TODAY = date(2026, 11, 23)
LETTERS = "".join(sorted(VIETNAMESE_LETTERS))
SMALL = "abcdeghiklmnopqrstuvxy" + "".join(letter for letter in LETTERS if letter.islower())
NAME = "Nguyễn Thị Ngọc Ưu"
ADDRESS = "Thôn Bình Định, Thanh Bình Thịnh, Đức Thọ, Hà Tĩnh"


def record(name: str = NAME, address: str = ADDRESS, issued: str = "01012022") -> str:
    return f"042192000456|184000123|{name}|12091992|Nữ|{address}|{issued}"


def codes(reading: CardReading) -> set[CardWarningCode]:
    return {warning.code for warning in reading.warnings}


def read(text: str | bytes) -> CardReading:
    return read_card(text, today=TODAY)


REFUSALS = {None, ErrorCode.CARD_UNREADABLE, ErrorCode.CARD_NUMBER_INVALID, ErrorCode.CARD_NUMBER_ONLY}


def refusal(text: str | bytes) -> ErrorCode | None:
    try:
        read(text)
    except DeskError as fault:
        return fault.code
    return None


syllables = st.text(alphabet=SMALL, min_size=2, max_size=7).map(lambda text: text[0].upper() + text[1:])
names = st.lists(
    st.one_of(syllables, st.sampled_from(["H'Mông", "K'", "A", "Y-Ban", "Đỗ", "Ê", "Như"])),
    min_size=1,
    max_size=6,
).map(" ".join)
places = st.lists(
    st.one_of(syllables, st.sampled_from(["Số 0225", "Tổ 3,", "12/5", "Khu 02250187", "Xã Đức Thịnh,"])),
    min_size=2,
    max_size=8,
).map(" ".join)


@pytest.mark.parametrize("damage", card_damage.LOSSLESS)
@given(name=names, address=places)
def test_a_card_survives_every_lossless_damage_and_says_so(
    damage: Callable[[str], str],
    name: str,
    address: str,
) -> None:
    name, address = (unicodedata.normalize("NFC", text) for text in (name, address))
    good = record(name, address)
    bad = damage(good)
    assume(bad != good)
    reading = read(bad)
    if damage is card_damage.byte_numbers and CardWarningCode.NAME_DAMAGED in codes(reading):
        return  # a letter standing alone is left as a number, and told
    if damage is card_damage.byte_numbers and CardWarningCode.ADDRESS_DAMAGED in codes(reading):
        return
    assert (reading.full_name, reading.address) == (name, address)
    assert reading.sex is not None
    assert reading.repairs
    assert CardWarningCode.REPAIRED in codes(reading)
    assert all(change.before != change.after for change in reading.repairs)


@given(name=names, address=places)
def test_a_swallowed_byte_is_told_and_no_letter_is_invented(name: str, address: str) -> None:
    good = record(name, address)
    reading = read(card_damage.mojibake_cp1252(good))
    if reading.full_name != name:
        assert CardWarningCode.NAME_DAMAGED in codes(reading)
    if reading.address != address:
        assert CardWarningCode.ADDRESS_DAMAGED in codes(reading)


@given(name=names, address=places)
def test_windows_1258_is_read_and_told(name: str, address: str) -> None:
    good = record(name, address)
    reading = read(card_damage.cp1258(good))
    assert (reading.full_name, reading.address) == (name, address)
    assert [change.kind for change in reading.repairs] == [RepairKind.CP1258]


@given(name=names, address=places)
def test_right_text_passes_unchanged(name: str, address: str) -> None:
    reading = read(record(name, address))
    assert (reading.full_name, reading.address, reading.repairs) == (name, address, ())
    assert CardWarningCode.NAME_DAMAGED not in codes(reading)
    assert CardWarningCode.ADDRESS_DAMAGED not in codes(reading)


@pytest.mark.parametrize(
    "address",
    [
        "Số 0225 Đường Láng, Hà Nội",
        "Số nhà 02250187, Hà Tĩnh",
        "Số 022501870141, Hà Tĩnh",
        "Thôn 3, , Xã Đức Thịnh, - Hà Tĩnh",
        "1234 Nam Kỳ Khởi Nghĩa, Thành phố Hồ Chí Minh",
        "Khu phố “Ánh Dương” – Hà Nội",
        "Lô 12&13, Xã Ân Phú",
    ],
)
def test_addresses_that_look_like_damage_stay(address: str) -> None:
    reading = read(record(address=address))
    assert (reading.address, reading.repairs, reading.warnings) == (address, (), ())


@pytest.mark.parametrize(
    "name",
    ["Ý", "K'", "H'Mông", "Y Ban", "Đỗ Ữ", "Nguyễn " + "Ngoằng" * 5, "Hoàng-Long A. Bình", "Phạm Ân Á"],
)
def test_names_of_all_kinds_stay(name: str) -> None:
    reading = read(record(name))
    assert (reading.full_name, reading.repairs, reading.warnings) == (name, (), ())


def test_numbers_for_bytes_become_the_letter_they_were() -> None:
    reading = read(record("Nguyễn Thị Ng022501870141c"))
    assert reading.full_name == "Nguyễn Thị Ngọc"
    (change,) = reading.repairs
    assert (change.kind, change.before, change.after) == (RepairKind.BYTE_NUMBERS, "Ng022501870141c", "Ngọc")


@pytest.mark.parametrize(
    ("damaged", "name"),
    [("Lê Th022501870139 Bé", "Lê Thị Bé"), ("Lê 01960144ức Ưu", "Lê Đức Ưu"), ("H'01960144ê Ưu", "H'Đê Ưu")],
)
def test_numbers_at_the_edge_of_a_word_are_read_beside_right_words(damaged: str, name: str) -> None:
    assert read(record(damaged)).full_name == name


def test_a_letter_standing_alone_as_numbers_is_read_beside_sure_ones() -> None:
    reading = read(card_damage.byte_numbers(record("Lê Như Ý")))
    assert (reading.full_name, reading.address) == ("Lê Như Ý", ADDRESS)
    assert CardWarningCode.REPAIRED in codes(reading)


def test_a_house_number_with_a_capital_stays_and_is_told() -> None:
    reading = read(record(address="Số nhà 022501870141A, Hà Tĩnh"))
    assert (reading.address, reading.repairs) == ("Số nhà 022501870141A, Hà Tĩnh", ())
    assert CardWarningCode.ADDRESS_DAMAGED in codes(reading)


@pytest.mark.parametrize(
    "name",
    [
        "Nguy?n Th? B??i",
        "Nguyễn Th\ufffd Bé",
        "Ngá»c",
        "Ng02250187c",
        "Nguyễn 01960",
        "ﾄ雪ｺｷng Qu盻祖",
        "ñp Tríi L≥n",
        "Nguye" + "\u0301" * 40 + "n",
        "Нгуен",
        "Nguyễn\x85Bé",
        "Nguyễn 3 Bé",
        "%E1%BBn Bé",
        "&zzz; Bé",
    ],
)
def test_garbage_in_a_name_is_told(name: str) -> None:
    assert CardWarningCode.NAME_DAMAGED in codes(read(record(name)))


def test_a_damaged_address_is_told() -> None:
    assert CardWarningCode.ADDRESS_DAMAGED in codes(read(record(address="Th?n B?nh")))


def test_a_text_without_any_marks_is_told() -> None:
    assert CardWarningCode.NAME_WITHOUT_MARKS in codes(read(record("Nguyen Van An", "Thon Ba, Ha Tinh")))


def test_windows_1258_read_as_latin_1_is_repaired_only_if_it_then_is_vietnamese() -> None:
    text = card_damage.cp1258(record("Đỗ Thị Ngọc")).decode("latin-1")
    reading = read(text)
    assert reading.full_name == "Đỗ Thị Ngọc"
    assert reading.repairs[0].kind is RepairKind.CP1258
    assert read(record("Ðặng Bé")).full_name == "Ðặng Bé"
    assert CardWarningCode.NAME_DAMAGED in codes(read(record("Ðặng Bé")))
    assert CardWarningCode.NAME_DAMAGED in codes(read("042192000456||Ð\xd2\xd2 B|12091992|Nam|a, b|01012022"))


@pytest.mark.parametrize("mark", ["\u200e", "\u202e", "\u200b", "\ufeff", "\u00ad", "\x01"])
def test_hidden_signs_are_taken_out_in_sight(mark: str) -> None:
    reading = read(record(f"Nguyễn{mark} Bé"))
    assert reading.full_name == "Nguyễn Bé"
    assert [change.kind for change in reading.repairs] == [RepairKind.INVISIBLE]


def test_full_width_signs_are_narrowed_in_sight() -> None:
    reading = read(record().replace("0", "０").replace("|", "｜"))
    assert (reading.id_number, reading.full_name) == ("042192000456", NAME)
    assert [change.kind for change in reading.repairs] == [RepairKind.FULL_WIDTH]


def test_line_breaks_for_pipes_are_understood() -> None:
    reading = read(record().replace("|", "\r\n"))
    assert (reading.full_name, reading.address, reading.issue_date is not None) == (NAME, ADDRESS, True)


@pytest.mark.parametrize("sign", ["~", ";", "¦", "#"])
def test_pipes_typed_as_another_sign_are_put_back_in_sight(sign: str) -> None:
    reading = read(record().replace("|", sign))
    assert (reading.full_name, reading.address) == (NAME, ADDRESS)
    assert [change.kind for change in reading.repairs] == [RepairKind.SEPARATORS]
    assert read(record().replace("|", "") + "#").repairs == ()


def test_a_text_spoilt_twice_is_repaired_if_nothing_is_missing() -> None:
    reading = read(card_damage.mojibake_latin1(card_damage.mojibake_latin1(record())))
    assert (reading.full_name, reading.address) == (NAME, ADDRESS)
    assert [change.kind for change in reading.repairs] == [RepairKind.MOJIBAKE]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-8"])
def test_bytes_in_unicode_are_read(codec: str) -> None:
    assert read(record().encode(codec)).full_name == NAME


def test_bytes_that_a_command_line_could_not_decode_are_read() -> None:
    raw = card_damage.cp1258(record()).decode("utf-8", errors="surrogateescape")
    assert read(raw).full_name == NAME
    assert CardWarningCode.NAME_DAMAGED in codes(read(record("Nguyễn \ud812 Bé")))


def test_bytes_of_no_code_page_are_told() -> None:
    raw = record().encode().replace("ọ".encode(), b"\xe1\xbb")
    assert CardWarningCode.NAME_DAMAGED in codes(read(raw))


@pytest.mark.parametrize("around", ["{}\r\n", "\ufeff{}\x00", "  {}  ", "\x02{}\x03\r", "]Q1{}\n", "ï»¿{}"])
def test_what_scanners_put_around_a_code_is_no_content(around: str) -> None:
    reading = read(around.format(record()))
    assert (reading.id_number, reading.full_name, reading.repairs) == ("042192000456", NAME, ())


@given(st.one_of(st.text(), st.binary(), st.text(alphabet="0123456789|NamữuĐ$<\ufffd% &;#/é\u0301")))
def test_nothing_but_a_clear_refusal_is_ever_raised(text: str | bytes) -> None:
    assert refusal(text) in REFUSALS


@given(st.text(alphabet="0123456789|NamữuĐ$<\ufffd% &;#/é\u0301\x85\xa0,", max_size=80), st.integers(0, 90))
def test_a_card_with_any_hole_or_dirt_never_breaks_the_reader(dirt: str, place: int) -> None:
    good = record()
    dirty = good[:place] + dirt + good[place + 3 :]
    assert refusal(dirty) in REFUSALS


@pytest.mark.parametrize("text", ["a" * 1_000_000, "042192000456|" * 100_000, b"\xe1" * 1_000_000])
def test_a_flood_is_refused_at_once(text: str | bytes) -> None:
    with pytest.raises(DeskError) as caught:
        read(text)
    assert caught.value.params["reason"] == "too_long"


def test_a_whole_letter_that_is_not_vietnamese_is_shown_as_damage() -> None:
    reading = read(card_damage.mojibake_latin1(record("Nguyễn Thị Bö Bé")) + "\ufffd")
    assert reading.full_name == "Nguyễn Thị B\ufffd Bé"
    assert CardWarningCode.NAME_DAMAGED in codes(reading)


def test_damage_upon_damage_is_undone_three_times_at_most() -> None:
    text = record()
    for _ in range(5):
        text = card_damage.percent(text)
    assert refusal(text) is ErrorCode.CARD_UNREADABLE


@pytest.mark.parametrize("name", ["H’Hen Niê", "Điểu K‘Ré", "Siu H ʼNgân", "Y – Krông Êban", "Đ"])
@pytest.mark.parametrize("damage", card_damage.LOSSLESS)
def test_signs_of_names_other_than_letters_come_back_too(
    name: str, damage: Callable[[str], str | bytes]
) -> None:
    reading = read(damage(record(name)))

    assert reading.full_name == name
    assert reading.repairs


def test_windows_1258_with_a_curly_apostrophe_is_read() -> None:
    raw = record("H’Nga", "Buôn Ðôn").replace("Ðôn", "Đôn").replace("ữ", "ư\u0303").encode("cp1258")

    assert read(raw).full_name == "H’Nga"


def test_eight_digits_in_the_place_of_the_former_number_are_no_letter() -> None:
    reading = read("042192000456|01960144|Lê Thị Bé|12091992|Nữ|Hà Tĩnh|01012022")

    assert (reading.old_id_number, reading.full_name) == ("01960144", "Lê Thị Bé")


@pytest.mark.parametrize("sex", ["N0175", "N02250175", "N022501870", "N0225"])
def test_a_sex_whose_bytes_were_swallowed_is_no_part_of_the_address(sex: str) -> None:
    good = record("Nguyễn Thị Bưởi", "Thôn Bình Định, Đức Thịnh, Hà Tĩnh")
    bad = card_damage.byte_numbers(good).replace("|N022501870175|", f"|{sex}|")
    reading = read(bad)

    assert reading.address == "Thôn Bình Định, Đức Thịnh, Hà Tĩnh"
    assert CardWarningCode.SEX_UNREADABLE in codes(reading)


def test_a_repair_that_left_something_damaged_is_not_called_done() -> None:
    good = card_damage.byte_numbers(record("Nguyễn Thị Bưởi"))
    whole, partly = read(good), read(good.replace("02250187", "0225", 1))
    told = [
        next(warning.text for warning in one.warnings if warning.code is CardWarningCode.REPAIRED)
        for one in (whole, partly)
    ]

    assert CardWarningCode.NAME_DAMAGED in codes(partly)
    assert "Máy đã sửa lại" in told[0]
    assert "một phần" in told[1]
    assert "đã sửa lại" not in told[1]
