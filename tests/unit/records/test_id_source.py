from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.ids import moment_of
from desktop.records.id_source import IdSource
from tests.support.record_samples import StandingClock

MANY = 3000


def test_papers_queued_in_one_millisecond_keep_their_order() -> None:
    give = IdSource(StandingClock())
    given_out = [give() for _ in range(MANY)]
    assert given_out == sorted(set(given_out))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40))
def test_every_id_tells_its_own_millisecond(steps: list[int]) -> None:
    moment = datetime(2026, 12, 1, 8, tzinfo=UTC)
    give = IdSource(lambda: moment)
    last = ""
    for step in steps:
        moment += timedelta(milliseconds=step)
        fresh = give()
        assert moment_of(fresh) == moment
        assert fresh > last
        last = fresh


def test_two_counters_in_the_same_millisecond_do_not_meet() -> None:
    clock = StandingClock()
    one, other = IdSource(clock), IdSource(clock)
    assert not {one() for _ in range(MANY)} & {other() for _ in range(MANY)}
