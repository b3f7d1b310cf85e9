from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.ids import moment_of, uuid7
from tests.support.rules_samples import moments

MOMENT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


@given(moments(1971, 2100), st.binary(min_size=10, max_size=10))
def test_ids_are_uuid_version_7_and_sort_by_time(moment: datetime, chance: bytes) -> None:
    text = uuid7(moment, chance)
    assert UUID(text).version == 7
    assert UUID(text).variant == "specified in RFC 4122"
    assert uuid7(moment + timedelta(milliseconds=1), chance) > text


@given(moment=moments(1971, 2100), chance=st.binary(min_size=10, max_size=10))
def test_an_id_tells_when_it_was_made(moment: datetime, chance: bytes) -> None:
    made = moment_of(uuid7(moment, chance))
    assert timedelta(0) <= moment - made < timedelta(milliseconds=1)


def test_the_same_moment_and_chance_give_the_same_id() -> None:
    assert uuid7(MOMENT, bytes(10)) == uuid7(MOMENT, bytes(10)) == "01a22f54-8d00-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("moment", "chance"),
    [
        (MOMENT.replace(tzinfo=None), bytes(10)),
        (MOMENT, bytes(9)),
        (datetime(1969, 12, 31, tzinfo=UTC), bytes(10)),
    ],
)
def test_wrong_arguments_are_bugs(moment: datetime, chance: bytes) -> None:
    with pytest.raises(ValueError, match="uuid7"):
        uuid7(moment, chance)
