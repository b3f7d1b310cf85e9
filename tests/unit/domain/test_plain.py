from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.plain import PlainReader
from desktop.domain.reason import Certainty


def reader(**data: object) -> PlainReader:
    return PlainReader(data, "tệp:", ErrorCode.CASE_INVALID)


def fault(read: Callable[[], object]) -> DeskError:
    with pytest.raises(DeskError) as caught:
        read()
    assert caught.value.params["cure"]
    return caught.value


def test_reads_what_is_well_written() -> None:
    found = reader(
        name=" Bu\u031bo\u031b\u0309i ",
        words=["a", "b"],
        yes=True,
        count=3,
        day="2026-12-01",
        real_day=date(2026, 12, 1),
        hour="15:00",
        real_hour=time(15),
        moment="2026-12-01T09:00",
        real_moment=datetime(2026, 12, 1, 9),  # noqa: DTZ001 - TOML gives local moments
        kind="memory",
        inner={"a": [1, None, {"b": "c"}]},
    )
    assert found.text("name") == "Bưởi"
    assert found.texts("words") == ("a", "b")
    assert found.flag("yes")
    assert found.number("count") == 3
    assert found.day("day") == found.day("real_day") == date(2026, 12, 1)
    assert found.clock("hour") == found.clock("real_hour") == time(15)
    assert found.moment("moment") == found.moment("real_moment")
    assert found.choice("kind", Certainty) is Certainty.MEMORY
    assert found.mapping("inner") == {"a": [1, None, {"b": "c"}]}
    assert found.child("inner").place == "tệp: inner"
    found.refuse_others()


def test_what_is_not_there_has_a_default_or_is_a_fault() -> None:
    empty = reader(null=None)
    assert not empty.has("null")
    assert not empty.text("a", "")
    assert empty.number("a", 7) == 7
    assert empty.day("a", date(2026, 1, 1)) == date(2026, 1, 1)
    assert empty.choice("a", Certainty, Certainty.MEMORY) is Certainty.MEMORY
    assert empty.mapping("a") == {}
    assert empty.clock("a") is None
    assert empty.moment("a") is None
    assert empty.optional_aware_moment("a") is None
    for read in (
        lambda: empty.text("a"),
        lambda: empty.number("a"),
        lambda: empty.day("a"),
        lambda: empty.choice("a", Certainty),
        lambda: empty.child("a"),
        lambda: empty.texts("a", required=True),
        lambda: empty.aware_moment("a"),
    ):
        assert fault(read).place == "tệp: a"


def test_wrong_kinds_name_the_place_and_the_cure() -> None:
    wrong = reader(
        name=3, blank=" ", words="a", mixed=[1], yes="true", count="3", flag=True, big=10, day="30/02/2026",
        hour="25:00", zoned="15:00+07:00", moment="mai", kind="sure", inner=[1], rows=[1], local="2026-12-01T09:00",
        odd=1.5, nested={"a": 1.5},
    )  # fmt: skip
    for key, read in {
        "name": lambda: wrong.text("name"),
        "blank": lambda: wrong.text("blank"),
        "words": lambda: wrong.texts("words"),
        "mixed": lambda: wrong.texts("mixed"),
        "yes": lambda: wrong.flag("yes"),
        "count": lambda: wrong.number("count"),
        "flag": lambda: wrong.number("flag"),
        "big": lambda: wrong.number("big", most=9),
        "day": lambda: wrong.day("day"),
        "hour": lambda: wrong.clock("hour"),
        "zoned": lambda: wrong.clock("zoned"),
        "moment": lambda: wrong.moment("moment"),
        "kind": lambda: wrong.choice("kind", Certainty),
        "inner": lambda: wrong.mapping("inner"),
        "rows[1]": lambda: wrong.children("rows"),
        "local": lambda: wrong.aware_moment("local"),
        "nested": lambda: wrong.mapping("nested"),
    }.items():
        assert fault(read).place == f"tệp: {key}"
    assert fault(wrong.others).place == "tệp: odd"
    assert fault(lambda: PlainReader([], "tệp:", ErrorCode.CASE_INVALID)).place == "tệp:"


def test_a_slip_of_the_pen_in_a_key_is_guessed() -> None:
    found = reader(recieved="x", colour="y")
    assert not found.has("received")
    assert fault(found.refuse_others).params["cure"] == 'có phải "received"?'
    far = reader(colour="y")
    assert far.raw("received") is None
    assert "received" in fault(far.refuse_others).params["cure"]
    assert far.names() == ("colour",)
    assert far.others() == {"colour": "y"}


def test_a_dotted_place_grows_and_may_be_turned_into_a_line() -> None:
    inner = PlainReader({"b": {}}, "a", ErrorCode.CASE_INVALID, lambda place: f"{place}, dòng 1")
    assert fault(lambda: inner.child("b").text("c")).place == "a.b.c, dòng 1"
