"""Cards as they are printed, and as tired scanners deliver their fields."""

import json
from datetime import date

import pytest

from desktop.domain.card_warning import CardWarningCode
from desktop.domain.cards.issuer import expiry_of, issuer_on
from desktop.domain.cards.mrz import check_digit
from desktop.domain.cards.plain import reading_to_plain
from desktop.domain.cards.reading import CardKind, CardReading, RepairKind
from desktop.domain.cards.recognise import read_card
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaperKind, Sex

TODAY = date(2026, 11, 23)
BE = "042192000456|184000123|Lê Thị Bé|12091992|Nữ|Tổ dân phố 3, Thị trấn Đức Thọ, Đức Thọ, Hà Tĩnh|01012022"
AN = "042085000123||Nguyễn Văn An|05031985|Nam|Thôn Bình Định, Thanh Bình Thịnh, Đức Thọ, Hà Tĩnh|10052021"
HAN = "042315000789||Trần Gia Hân|20022015|Nữ|Thôn Tân Định, Xã Đức Thịnh, Hà Tĩnh|15082024||||"
MRZ = "IDVNM0850001235042085000123<<9\n8503057M4503059VNM<<<<<<<<<<<0\nNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"
HEX_NAME = "Nguyễn Thị Bưởi".encode().hex()
HEX_ADDRESS = "Thôn 3, Hà Tĩnh".encode().hex()
BHYT = f"HT2424212345678|{HEX_NAME}|05/03/1951|2|{HEX_ADDRESS}|42 - 001|01/01/2026|31/12/2026|01/01/2026|x|-|4|y|z$"


def read(text: str | bytes) -> CardReading:
    return read_card(text, today=TODAY)


def codes(reading: CardReading) -> list[CardWarningCode]:
    return [warning.code for warning in reading.warnings]


def refusal(text: str | bytes) -> tuple[ErrorCode, str]:
    with pytest.raises(DeskError) as caught:
        read(text)
    return caught.value.code, caught.value.params.get("reason", "")


def test_a_card_of_2021_with_old_number() -> None:
    reading = read(BE)
    assert reading.kind is CardKind.CITIZEN_ID_2021
    assert (reading.id_number, reading.old_id_number) == ("042192000456", "184000123")
    assert (reading.full_name, reading.sex) == ("Lê Thị Bé", Sex.FEMALE)
    assert reading.birth == PartialDate(year=1992, month=9, day=12)
    assert reading.address == "Tổ dân phố 3, Thị trấn Đức Thọ, Đức Thọ, Hà Tĩnh"
    assert reading.issue_date == PartialDate(year=2022, month=1, day=1)
    assert reading.expiry == PartialDate(year=2032, month=9, day=12)
    assert (reading.warnings, reading.repairs, reading.extra, reading.raw) == ((), (), (), BE)


def test_a_card_of_2021_without_old_number_that_is_too_old_only_warns() -> None:
    reading = read(AN)
    assert (reading.old_id_number, reading.full_name) == ("", "Nguyễn Văn An")
    assert codes(reading) == [CardWarningCode.CARD_EXPIRED]


def test_a_card_of_2024() -> None:
    reading = read(HAN)
    assert (reading.kind, reading.full_name, reading.extra, reading.warnings) == (
        CardKind.IDENTITY_2024,
        "Trần Gia Hân",
        (),
        (),
    )


def test_what_a_childs_card_says_more_is_kept_in_order() -> None:
    reading = read(HAN.removesuffix("||||") + "|Trần Văn B|042085000999||Cha|")
    assert reading.extra == ("Trần Văn B", "042085000999", "", "Cha", "")
    assert reading.address == "Thôn Tân Định, Xã Đức Thịnh, Hà Tĩnh"


@pytest.mark.parametrize(
    "text",
    [
        BE.replace("|", "||"),
        BE.replace("|", " | "),
        BE.replace("|", ""),
        BE.replace("|Nữ|", "Nữ"),
        BE.replace("|Lê", "Lê"),
        BE.replace("|184", "184"),
        BE.replace("|0101", "0101"),
        BE.replace("|12091992", "12091992"),
        BE.replace("12091992", "12/09/1992").replace("01012022", "01/01/2022"),
        BE.replace("Nữ", "NỮ"),
        f"  {BE}|  ",
        f"|{BE}",
    ],
)
def test_pipes_are_never_counted(text: str) -> None:
    good, reading = read(BE), read(text)
    assert reading.kind is good.kind
    assert (reading.id_number, reading.old_id_number) == (good.id_number, good.old_id_number)
    assert (reading.full_name, reading.birth, reading.sex) == (good.full_name, good.birth, good.sex)
    assert (reading.address, reading.issue_date) == (good.address, good.issue_date)


def test_a_twelve_digit_old_number_is_kept() -> None:
    reading = read(BE.replace("184000123", "042192000456"))
    assert (reading.old_id_number, reading.warnings) == ("042192000456", ())


def test_an_odd_old_number_is_kept_and_told() -> None:
    reading = read(BE.replace("184000123", "18400"))
    assert (reading.old_id_number, reading.full_name) == ("18400", "Lê Thị Bé")
    assert codes(reading) == [CardWarningCode.OLD_NUMBER_UNUSUAL]


@pytest.mark.parametrize("year", ["1992", "00001992"])
def test_a_year_of_birth_alone_stays_a_year(year: str) -> None:
    reading = read(BE.replace("12091992", year))
    assert reading.birth == PartialDate(year=1992)
    assert codes(reading) == [CardWarningCode.BIRTH_PARTIAL]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("12091992", "31021992", [CardWarningCode.BIRTH_UNREADABLE]),
        ("12091992", "12092092", [CardWarningCode.BIRTH_IN_FUTURE, CardWarningCode.ISSUE_DATE_UNLIKELY]),
        ("12091992|", "|", [CardWarningCode.BIRTH_MISSING]),
        ("|Nữ|", "||", [CardWarningCode.SEX_MISSING]),
        ("|Nữ|", "|N?|", [CardWarningCode.SEX_UNREADABLE]),
        ("|Nữ|", "|Nu|", [CardWarningCode.SEX_UNREADABLE]),
        ("|Nữ|", "|Nam|", [CardWarningCode.NUMBER_SEX]),
        ("|01012022", "", [CardWarningCode.ISSUE_DATE_MISSING]),
        ("|01012022", "|", [CardWarningCode.ISSUE_DATE_MISSING]),
        ("|01012022", "|31022022", [CardWarningCode.ISSUE_DATE_UNLIKELY]),
        ("|01012022", "|01012027", [CardWarningCode.ISSUE_DATE_UNLIKELY]),
        ("|01012022", "|01011991", [CardWarningCode.ISSUE_DATE_UNLIKELY]),
        ("Lê Thị Bé", "", [CardWarningCode.NAME_MISSING]),
        ("Lê Thị Bé", "Lê Th|ị Bé", [CardWarningCode.NAME_DAMAGED]),
        ("Thị trấn", "Thị| trấn", [CardWarningCode.ADDRESS_DAMAGED]),
        ("042192", "042092", [CardWarningCode.NUMBER_SEX]),
        ("042192", "003192", [CardWarningCode.NUMBER_PROVINCE]),
    ],
)
def test_what_is_missing_or_odd_is_told_and_the_rest_is_read(
    old: str,
    new: str,
    expected: list[CardWarningCode],
) -> None:
    reading = read(BE.replace(old, new))
    assert [code for code in codes(reading) if code is not CardWarningCode.NUMBER_YEAR] == expected
    assert all("." in warning.text for warning in reading.warnings)


def test_an_address_glued_to_the_day_of_issue_beyond_telling_is_told() -> None:
    reading = read("042192000456||Lê Thị Bé|12091992|Nữ|Tổ 501012022")
    assert codes(reading) == [CardWarningCode.ADDRESS_DAMAGED, CardWarningCode.ISSUE_DATE_MISSING]


def test_a_missing_address_is_told() -> None:
    for text in ("042192000456||Lê Thị Bé|12091992|Nữ||01012022", "042192000456||Lê Thị Bé|12091992|Nữ||||"):
        reading = read(text)
        assert reading.address == ""
        assert CardWarningCode.ADDRESS_MISSING in codes(reading)


def test_a_card_without_birth_and_sex_still_gives_name_and_address() -> None:
    reading = read("042192000456|184000123|Lê Thị Bé|||Xã Đức Thịnh, Hà Tĩnh|01012022")
    assert (reading.full_name, reading.address, reading.birth, reading.sex) == (
        "Lê Thị Bé",
        "Xã Đức Thịnh, Hà Tĩnh",
        None,
        None,
    )
    assert reading.issue_date == PartialDate(year=2022, month=1, day=1)


def test_without_a_day_of_issue_the_fields_behind_tell_the_card() -> None:
    assert (
        read("042315000789||Trần Gia Hân|20022015|Nữ|Thôn Tân Định, Hà Tĩnh|").kind
        is CardKind.CITIZEN_ID_2021
    )
    reading = read("042315000789||Trần Gia Hân|20022015|Nữ|Thôn Tân Định, Hà Tĩnh||Cha|||")
    assert (reading.kind, reading.extra) == (CardKind.IDENTITY_2024, ("Cha", "", "", ""))


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("", ErrorCode.CARD_UNREADABLE, "empty"),
        ("\r\n\x00", ErrorCode.CARD_UNREADABLE, "empty"),
        (b"", ErrorCode.CARD_UNREADABLE, "empty"),
        ("xin chào", ErrorCode.CARD_UNREADABLE, "not_a_card"),
        ("042192000456", ErrorCode.CARD_NUMBER_ONLY, ""),
        ("042 192 000 456", ErrorCode.CARD_NUMBER_ONLY, ""),
        ("042192000456|184000123|Lê Thị Bé|Hà Tĩnh", ErrorCode.CARD_UNREADABLE, "not_a_card"),
        ("https://vneid.gov.vn/abc?x=1", ErrorCode.CARD_UNREADABLE, "not_a_card"),
        (BE[1:], ErrorCode.CARD_NUMBER_INVALID, ""),
        (MRZ.replace("042085000123<<", "04208500012<<<"), ErrorCode.CARD_NUMBER_INVALID, ""),
    ],
)
def test_what_is_no_card_is_refused_with_a_reason(text: str | bytes, code: ErrorCode, reason: str) -> None:
    assert refusal(text) == (code, reason)


@pytest.mark.parametrize(
    "text", [MRZ, MRZ.replace("\n", ""), MRZ.replace("\n", "\r\n") + "\r\n", MRZ.lower()]
)
def test_the_lines_on_the_back_are_read(text: str) -> None:
    reading = read(text)
    assert reading.kind is CardKind.MRZ_TD1
    assert (reading.id_number, reading.document_number) == ("042085000123", "085000123")
    assert (reading.full_name, reading.sex) == ("NGUYEN VAN AN", Sex.MALE)
    assert reading.birth == PartialDate(year=1985, month=3, day=5)
    assert reading.expiry == PartialDate(year=2045, month=3, day=5)
    assert codes(reading) == [CardWarningCode.NAME_WITHOUT_MARKS]
    assert reading.to_person().full_name == ""


@pytest.mark.parametrize("place", [5, 14, 16, 29, 31, 37, 39, 45, 61 - 1])
def test_a_wrong_sign_in_the_lines_is_told(place: int) -> None:
    sign = "8" if MRZ[place] != "8" else "1"
    reading = read(MRZ[:place] + sign + MRZ[place + 1 :])
    assert CardWarningCode.CHECK_DIGIT in codes(reading)


def mrz(number: str, birth: str, expiry: str) -> str:
    upper = f"IDVNM{number[3:]}{check_digit(number[3:])}{number}<<{check_digit(number)}"
    middle = f"{birth}{check_digit(birth)}F{expiry}{check_digit(expiry)}"
    composite = check_digit(upper[5:] + middle[:7] + middle[8:] + "<" * 11)
    return f"{upper}{middle}VNM{'<' * 11}{composite}" + "LE<<BE".ljust(30, "<")


def test_the_century_of_birth_comes_from_the_number() -> None:
    young, old = read(mrz("042315000789", "150220", "290220")), read(mrz("042115000789", "150220", "991231"))
    assert (young.birth, old.birth) == (
        PartialDate(year=2015, month=2, day=20),
        PartialDate(year=1915, month=2, day=20),
    )
    assert old.expiry is None
    assert codes(old) == [CardWarningCode.NAME_WITHOUT_MARKS]


def test_lines_of_an_expired_card_or_with_an_unknown_birth_are_told() -> None:
    assert CardWarningCode.CARD_EXPIRED in codes(read(mrz("042192000456", "920912", "250912")))
    assert read(mrz("042192000456", "92<<<<", "320912")).birth == PartialDate(year=1992)
    assert CardWarningCode.BIRTH_UNREADABLE in codes(read(mrz("042192000456", "921399", "320912")))
    future = read(mrz("042392000456", "920912", "320912"))
    assert future.birth == PartialDate(year=1992, month=9, day=12)
    assert CardWarningCode.NUMBER_YEAR in codes(future)


def test_a_health_insurance_card_is_read_but_is_no_identity_paper() -> None:
    reading = read(BHYT)
    assert reading.kind is CardKind.HEALTH_INSURANCE
    assert (reading.document_number, reading.full_name) == ("HT2424212345678", "Nguyễn Thị Bưởi")
    assert (reading.birth, reading.sex) == (PartialDate(year=1951, month=3, day=5), Sex.FEMALE)
    assert (reading.address, reading.expiry) == ("Thôn 3, Hà Tĩnh", PartialDate(year=2026, month=12, day=31))
    assert codes(reading) == [CardWarningCode.NOT_AN_IDENTITY_PAPER]
    assert (reading.to_person().id_paper, reading.to_person().id_number) == (None, "")


def test_a_damaged_health_insurance_card_is_told() -> None:
    reading = read("4220012345|4E67E1BB|-|9|-")
    assert (reading.address, reading.sex, reading.expiry) == ("", None, None)
    assert CardWarningCode.NAME_DAMAGED in codes(reading)
    assert CardWarningCode.BIRTH_MISSING in codes(reading)
    assert read(f"4220012345|{HEX_NAME}|1951|2|Thôn 3$").address == "Thôn 3"


@pytest.mark.parametrize(
    ("day", "issuer"),
    [
        (date(2018, 10, 9), "Cục Cảnh sát đăng ký quản lý cư trú và dữ liệu quốc gia về dân cư"),
        (date(2018, 10, 10), "Cục Cảnh sát quản lý hành chính về trật tự xã hội"),
        (date(2024, 6, 30), "Cục Cảnh sát quản lý hành chính về trật tự xã hội"),
        (date(2024, 7, 1), "Bộ Công an"),
    ],
)
def test_the_issuer_goes_by_the_day(day: date, issuer: str) -> None:
    assert issuer_on(day) == issuer


@pytest.mark.parametrize(
    ("birth", "issued", "expiry"),
    [
        (PartialDate(year=1992, month=9, day=12), date(2022, 1, 1), "2032-09-12"),
        (PartialDate(year=1985, month=3, day=5), date(2023, 3, 4), "2025-03-05"),
        (PartialDate(year=1985, month=3, day=5), date(2023, 3, 5), "2045-03-05"),
        (PartialDate(year=1966), date(2024, 12, 31), None),
        (PartialDate(year=1966), date(2024, 12, 30), "2026-12-31"),
        (PartialDate(year=2015, month=2, day=20), date(2024, 8, 15), "2029-02-20"),
        (PartialDate(year=2004, month=2, day=29), date(2021, 8, 15), "2029-02-28"),
        (PartialDate(year=2000, month=2, day=29), date(2025, 8, 15), "2040-02-29"),
        (PartialDate(year=9990), date(9990, 1, 1), "9999-12-31"),
    ],
)
def test_a_card_is_valid_until_the_next_age_of_renewal(
    birth: PartialDate,
    issued: date,
    expiry: str | None,
) -> None:
    day = expiry_of(birth, issued)
    assert (None if day is None else day.iso()) == expiry


def test_a_card_makes_a_person_with_a_paper() -> None:
    person = read(BE).to_person()
    assert (person.full_name, person.id_number, person.old_id_number) == (
        "Lê Thị Bé",
        "042192000456",
        "184000123",
    )
    assert person.id_paper is not None
    assert person.id_paper.kind is IdPaperKind.CITIZEN_ID_CARD
    assert person.id_paper.issuer == "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
    paper = read(HAN).to_person().id_paper
    assert paper is not None
    assert (paper.kind, paper.issuer) == (IdPaperKind.IDENTITY_CARD, "Bộ Công an")


def test_a_reading_is_plain_json() -> None:
    plain = reading_to_plain(read(BE.replace("Lê", "Lê").replace("12091992", "1992")))
    assert json.loads(json.dumps(plain)) == plain
    assert plain["birth_date"] == {"day": None, "month": None, "year": 1992}
    assert plain["issue_date"] == {"day": 1, "month": 1, "year": 2022}
    assert (plain["kind"], plain["sex"]) == ("citizen_id_2021", "Nữ")
    empty = reading_to_plain(CardReading(kind=CardKind.HEALTH_INSURANCE))
    assert (empty["birth_date"], empty["sex"], empty["warnings"]) == (None, None, [])
    repaired = reading_to_plain(read(BE.replace("Thị Bé", "Th022501870139 Bé")))
    assert repaired["repairs"] == [{"kind": "byte_numbers", "before": "Th022501870139", "after": "Thị"}]


def test_what_is_logged_of_a_reading_names_nobody() -> None:
    told = repr(read(BE.replace("Thị Bé", "Th022501870139 Bé")))
    assert "Bé" not in told
    assert "042192" not in told


def test_every_kind_has_a_vietnamese_name() -> None:
    assert all(kind.label for kind in CardKind)
    assert all(kind.label for kind in RepairKind)


BUOI = "Nguyễn Thị Bưởi".encode().hex()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("HT2420123456789", f"ht2420123456789|{BUOI}|05/03/1951|2|-|42 - 001"),
        ("042151000123", f"042151000123|{BUOI}|05/03/1951|2|-|42 - 001|01/01/2024|-|01/01/2024|$"),
        ("4207891234", f"4207891234|{BUOI}|05/03/1951|2|-|42 - 001|01/01/2024|-|01/01/2024|$"),
    ],
)
def test_an_insurance_card_is_known_by_its_name_in_hexadecimal(number: str, text: str) -> None:
    reading = read_card(text, today=TODAY)

    assert reading.kind is CardKind.HEALTH_INSURANCE
    assert (reading.document_number, reading.full_name, reading.id_number) == (number, "Nguyễn Thị Bưởi", "")


@pytest.mark.parametrize("name", ["-", BUOI[:-1], ""])
def test_an_insurance_card_with_a_damaged_name_still_gives_the_rest_and_says_so(name: str) -> None:
    reading = read_card(f"HT2420123456789|{name}|05/03/1951|2|-|42 - 001$", today=TODAY)

    assert reading.birth == PartialDate(year=1951, month=3, day=5)
    assert CardWarningCode.NAME_DAMAGED in {warning.code for warning in reading.warnings}


@pytest.mark.parametrize("fillers", [10, 15, 17, 20])
def test_lost_and_added_fillers_behind_the_name_do_not_lose_the_machine_readable_lines(fillers: int) -> None:
    text = "IDVNM0850001235042085000123<<9\n8503057M4503059VNM<<<<<<<<<<<0\nNGUYEN<<VAN<AN" + "<" * fillers

    reading = read_card(text, today=TODAY)

    assert (reading.kind, reading.id_number) == (CardKind.MRZ_TD1, "042085000123")
