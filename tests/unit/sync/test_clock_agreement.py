from datetime import timedelta

import pytest

from desktop.sync.clock_agreement import is_store_off
from desktop.sync.remote import CounterInfo
from tests.support.record_samples import MORNING

HOUR = timedelta(hours=1)


def a_counter(
    number: int, *, ahead: timedelta, seen: timedelta = timedelta(), retired: bool = False
) -> CounterInfo:
    return CounterInfo(
        client_id=f"c{number}",
        counter_no=number,
        name="",
        last_op=0,
        cursor=0,
        schema_level=1,
        app_version="",
        last_seen=MORNING - seen,
        retired=retired,
        clock_offset_ms=round(ahead.total_seconds() * 1000),
    )


@pytest.mark.parametrize(
    ("others", "blamed"),
    [
        ([a_counter(2, ahead=HOUR), a_counter(3, ahead=HOUR + timedelta(seconds=90))], True),
        ([a_counter(2, ahead=HOUR)], False),
        ([a_counter(2, ahead=HOUR), a_counter(3, ahead=HOUR + timedelta(minutes=3))], False),
        ([a_counter(2, ahead=HOUR), a_counter(3, ahead=HOUR, retired=True)], False),
        ([a_counter(2, ahead=HOUR), a_counter(3, ahead=HOUR, seen=2 * HOUR)], False),
        ([a_counter(2, ahead=HOUR), a_counter(3, ahead=HOUR, seen=-2 * HOUR)], False),
        # Three of one wrong disk image do not outvote three that are right.
        ([a_counter(n, ahead=HOUR if n < 4 else timedelta()) for n in range(2, 7)], False),
        ([a_counter(n, ahead=HOUR if n < 4 else timedelta()) for n in range(2, 6)], True),
    ],
)
def test_the_store_is_blamed_by_most_of_the_counters_seen_within_the_hour(
    others: list[CounterInfo], blamed: bool
) -> None:
    infos = [a_counter(1, ahead=timedelta()), *others]
    assert is_store_off(infos, "c1", ahead=HOUR, now=MORNING) is blamed


def test_a_clock_within_ten_minutes_blames_nobody() -> None:
    infos = [a_counter(n, ahead=timedelta(minutes=9)) for n in range(1, 5)]
    assert not is_store_off(infos, "c1", ahead=timedelta(minutes=9), now=MORNING)
