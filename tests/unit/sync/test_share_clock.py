import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.share_clock import ShareClock


def test_every_look_at_the_share_gives_its_present_time_and_day(tmp_path: Path) -> None:
    file = tmp_path / "so-chung.db.clock"
    clock = ShareClock(file)
    for _ in range(2):
        now = clock.now()
        assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
        assert clock.today() == now.date()
        os.utime(file, (0, 0))


def test_the_day_is_known_without_another_look(tmp_path: Path) -> None:
    clock = ShareClock(tmp_path / "clock")
    day = clock.today()
    (tmp_path / "clock").unlink()
    assert clock.today() - day < timedelta(days=2)
    assert not (tmp_path / "clock").exists()


def test_a_share_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        ShareClock(tmp_path / "away" / "clock").now()
    assert caught.value.code is ErrorCode.OFFICE_UNREACHABLE
