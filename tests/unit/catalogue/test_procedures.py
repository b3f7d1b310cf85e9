from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue.procedures import find_procedure, load_editions, load_procedures, parse_limit
from desktop.domain.deadline import LimitKind, TimeLimit
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.procedure import Channel, FeeKind, SameDayClass, WritingClass
from desktop.domain.reason import Certainty
from tests.support.rules_samples import EDITIONS, RESOURCES

ROW = """
sector = "Thử"
[[procedure]]
code = "9.000001"
edition = "1"
name = "Thủ tục thử"
short_name = "Thử"
in_force = { from = 2026-01-01 }
source = "Luật thử"
limits = { direct = "3 ngày làm việc" }
fee = { kind = "free" }
[[procedure.paper]]
key = "id"
name = "Thẻ căn cước"
[procedure.writing]
kind = "allowed"
reason = "Được"
source = "Luật thử"
[procedure.same_day]
kind = "never"
reason = "Không"
source = "Luật thử"
"""

KIND = """[[procedure.kind]]
key = "nhanh"
name = "Việc nhanh"
limits = { direct = "trong ngày" }
source = "Luật thử"
"""


def load(folder: Path, text: str) -> None:
    (folder / "thu.toml").write_text(text, encoding="utf-8")
    load_editions(folder)


CHANGE = """[[law_change]]
from = 2027-03-01
text = "Luật mới đã có hiệu lực"
detail = "Đối chiếu trước khi hứa"
source = "Luật mới"
"""


def test_a_row_written_for_the_new_law_is_not_doubted(tmp_path: Path) -> None:
    text = ROW.replace("[[procedure]]", f"{CHANGE}[[procedure]]", 1)
    newer = text.replace("from = 2026-01-01", "from = 2027-03-01")
    for content, doubted in ((text, True), (newer, False)):
        (tmp_path / "thu.toml").write_text(content, encoding="utf-8")
        (row,) = load_editions(tmp_path)
        assert row.law_change_on(date(2027, 2, 28)) is None
        assert (row.law_change_on(date(2027, 3, 1)) is not None) is doubted
        assert (row.as_known_on(date(2027, 3, 1)).source.certainty is Certainty.MEMORY) is doubted


@pytest.mark.parametrize("wrong", ["", "from = 2027", "since = 2027-03-01"])
def test_a_mistake_in_a_change_of_law_is_told(tmp_path: Path, wrong: str) -> None:
    text = ROW.replace("[[procedure]]", f"{CHANGE}[[procedure]]", 1)
    with pytest.raises(DeskError) as caught:
        load(tmp_path, text.replace("from = 2027-03-01", wrong))
    assert caught.value.code is ErrorCode.FILE_INVALID
    assert "law_change" in (caught.value.place or "")


def test_the_seed_s_row_stands_as_its_edition_of_2023() -> None:
    row = find_procedure(EDITIONS, "1.001776", date(2023, 7, 24))
    assert row.edition == "2023"
    assert row.limits[Channel.DIRECT] == TimeLimit(kind=LimitKind.WORKING_DAYS, amount=22)
    assert row.fee.kind is FeeKind.FREE
    assert row.writing.kind is WritingClass.ALLOWED
    assert row.tuesday == "Viết hộ tờ khai"
    assert [paper.name for paper in row.papers] == ["Chứng minh nhân dân hoặc Căn cước công dân"]
    successor = find_procedure(EDITIONS, "1.014027", date(2026, 12, 1))
    assert successor.limits[Channel.DIRECT].amount == 10


def test_every_procedure_of_the_demo_is_in_force_today() -> None:
    today = load_procedures(RESOURCES / "procedures", date(2026, 12, 1))
    codes = "2.000635 1.000656 1.001776 1.014027 2.001019 2.000884 2.000815 1.001193 1.000894 1.004873"
    assert set(codes.split()) <= set(today)
    assert today["1.001776"].edition == "2026"
    assert today["1.001776"].limit_citation is not None
    assert today["1.001776"].limit_citation.certainty is Certainty.MEMORY
    for procedure in today.values():
        assert procedure.writing.reason
        assert procedure.writing.citation.text
        assert procedure.same_day.citation.text
        assert procedure.fee.kind is FeeKind.FREE or "viết" not in procedure.fee.note


def test_same_day_by_law_is_only_what_has_a_same_day_limit() -> None:
    for procedure in EDITIONS:
        by_law = procedure.same_day.kind is SameDayClass.BY_LAW
        limits = {limit.kind for limit in procedure.limits.values()}
        assert by_law == (limits == {LimitKind.SAME_DAY})
        assert procedure.same_day.late_rule is by_law


def test_unknown_and_out_of_date_procedures_are_told_apart() -> None:
    with pytest.raises(DeskError) as caught:
        find_procedure(EDITIONS, "9.999999", date(2026, 12, 1))
    assert caught.value.code is ErrorCode.PROCEDURE_UNKNOWN
    with pytest.raises(DeskError) as caught:
        find_procedure(EDITIONS, "1.001776", date(2020, 1, 1))
    assert caught.value.code is ErrorCode.PROCEDURE_NOT_IN_FORCE
    assert caught.value.params["spans"] == "01/7/2021 – 30/6/2025; từ 01/7/2025"


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("Trong ngày", TimeLimit(kind=LimitKind.SAME_DAY)),
        ("theo thỏa thuận", TimeLimit(kind=LimitKind.ON_AGREEMENT)),
        ("8 giờ làm việc", TimeLimit(kind=LimitKind.WORKING_HOURS, amount=8)),
        ("22  ngày làm việc", TimeLimit(kind=LimitKind.WORKING_DAYS, amount=22)),
        ("15 ngày", TimeLimit(kind=LimitKind.DAYS, amount=15)),
        ("1 tháng", TimeLimit(kind=LimitKind.MONTHS, amount=1)),
        ("0 ngày", None),
        ("3 tuần", None),
        ("mai", None),
    ],
)
def test_limits_are_written_as_people_say_them(words: str, limit: TimeLimit | None) -> None:
    assert parse_limit(words) == limit


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"9.000001"', '"ABC"', "thu.toml, dòng 4: procedure[1].code"),
        ("3 ngày làm việc", "3 tuần", "thu.toml, dòng 10: procedure[1].limits.direct"),
        ('limits = { direct = "3 ngày làm việc" }', "limits = {}", "thu.toml, dòng 10: procedure[1].limits"),
        ('kind = "free"', 'kind = "fixed"', "thu.toml, dòng 11: procedure[1].fee.amount"),
        ('kind = "allowed"', 'kind = "maybe"', "thu.toml, dòng 16: procedure[1].writing.kind"),
        (
            "from = 2026-01-01",
            "from = 2026-01-01, to = 2025-01-01",
            "thu.toml, dòng 8: procedure[1].in_force.to",
        ),
        ('edition = "1"', 'edition = "1"\nediton = "2"', "thu.toml, dòng 6: procedure[1].editon"),
        (
            'kind = "free"',
            'kind = "fixed", amount = 20000, channels = { online = "10"}',
            "thu.toml, dòng 11: procedure[1].fee.channels.online",
        ),
        (
            "[procedure.writing]",
            KIND * 2 + "[procedure.writing]",
            "thu.toml, dòng 21: procedure[1].kind[2].key",
        ),
        (
            "[procedure.writing]",
            KIND.replace("trong ngày", "mai") + "[procedure.writing]",
            "thu.toml, dòng 18: procedure[1].kind[1].limits.direct",
        ),
        (
            "[procedure.writing]",
            '[[procedure.paper]]\nkey = "id"\nname = "x"\n[procedure.writing]',
            "thu.toml, dòng 16: procedure[1].paper[2].key",
        ),
    ],
)
def test_a_wrong_file_names_line_and_key(tmp_path: Path, old: str, new: str, place: str) -> None:
    load(tmp_path, ROW)
    with pytest.raises(DeskError) as caught:
        load(tmp_path, ROW.replace(old, new))
    assert caught.value.code is ErrorCode.FILE_INVALID
    assert caught.value.place == place
    assert caught.value.params["cure"]


def test_a_row_tells_fees_by_channel_who_is_exempt_and_its_kinds_of_case(tmp_path: Path) -> None:
    fee = 'kind = "fixed", amount = 20000, channels = { online = 10000 }, exemptions = ["Trẻ em"]'
    own = ROW.replace('kind = "free"', fee).replace("9.000001", "XA.000001")
    text = own.replace("[procedure.writing]", KIND + "[procedure.writing]")
    (tmp_path / "thu.toml").write_text(text, encoding="utf-8")
    (row,) = load_editions(tmp_path)
    assert row.code == "XA.000001"
    assert row.fee.exemptions == ("Trẻ em",)
    assert row.fee.total(channel=Channel.ONLINE) == 10_000
    assert row.of_kind("nhanh").limits[Channel.DIRECT].kind is LimitKind.SAME_DAY


def test_two_editions_of_one_code_may_not_hold_on_the_same_day(tmp_path: Path) -> None:
    second = ROW.replace('sector = "Thử"', "").replace("from = 2026-01-01", "from = 2026-06-01")
    with pytest.raises(DeskError) as caught:
        load(tmp_path, ROW + second)
    assert "trùng" in caught.value.params["problem"]
    load(tmp_path, ROW.replace("2026-01-01", "2026-01-01, to = 2026-05-31") + second)
