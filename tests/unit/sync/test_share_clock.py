import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.share_clock import ShareClock


@pytest.fixture
def shared_file(tmp_path: Path) -> Path:
    file = tmp_path / "so-chung.db"
    file.touch()
    return file


def test_every_look_at_the_share_gives_its_present_time_and_day(shared_file: Path) -> None:
    clock = ShareClock(shared_file)
    for _ in range(2):
        now = clock.now()
        assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
        assert clock.today() == now.date()
        os.utime(shared_file.with_name("so-chung.db.clock"), (0, 0))


def test_the_day_is_known_without_another_look(shared_file: Path) -> None:
    clock, file = ShareClock(shared_file), shared_file.with_name("so-chung.db.clock")
    day = clock.today()
    file.unlink()
    assert clock.today() - day < timedelta(days=2)
    assert not file.exists()


def test_a_share_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        ShareClock(tmp_path / "away" / "so-chung.db").now()
    assert caught.value.code is ErrorCode.OFFICE_UNREACHABLE


def test_nothing_is_written_where_the_share_is_not_mounted(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        ShareClock(tmp_path / "so-chung.db").now()
    assert caught.value.code is ErrorCode.OFFICE_UNREACHABLE
    assert not list(tmp_path.iterdir())
