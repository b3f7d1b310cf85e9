import argparse
from pathlib import Path

import pytest

from desktop.commands.office_check import run_verify
from desktop.core import Core
from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.messages import message_for
from desktop.services.office_values import LogCheck
from desktop.sync.office import Office


@pytest.mark.parametrize(
    ("check", "code", "words"),
    [
        (LogCheck(entries=9, records=4), 0, "Sổ chung nguyên vẹn: 9 mục, 4 bản ghi"),
        (LogCheck(entries=9, records=4, put_right=(("dossier", "a"),)), 0, "đã lấy lại cho đúng"),
        (LogCheck(entries=9, records=4, wrong_in_store=(("dossier", "a"),)), 4, "Báo người trông nơi ấy"),
        (LogCheck(entries=9, records=4, unreadable=(7,)), 4, "1 mục không quầy nào đọc được"),
        (
            LogCheck(entries=9, records=4, held_up=ErrorCode.OFFICE_DISK_FULL),
            0,
            "Đọc được, chưa gửi được: ổ đĩa nơi",
        ),
    ],
)
def test_what_was_found_is_said_with_what_to_do_and_ends_with_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: LogCheck, code: int, words: str
) -> None:
    monkeypatch.setattr(Office, "verify", lambda _office, told: told(9, 9) or check)
    with Core.open(tmp_path):
        pass
    outcome = run_verify(argparse.Namespace(data_dir=tmp_path))
    assert (outcome.exit_code, outcome.plain["entries"]) == (code, 9)
    assert words in outcome.text


def test_a_broken_log_names_its_first_wrong_entry() -> None:
    assert "12" in message_for(DeskError(ErrorCode.SHARED_LOG_BROKEN, seq=12)).happened
