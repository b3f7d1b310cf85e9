"""The log keeps where a fault was raised, and nothing that anybody typed."""

import errno
import logging
import subprocess
import sys
import threading
from pathlib import Path
from unittest.mock import Mock

import pytest

from desktop.cli import main
from desktop.commands.outcome import EXIT_WORLD_FAULT
from desktop.domain.errors import DeskError, ErrorCode
from desktop.program_log import COMMAND_LOG, logging_to

CITIZEN = "Nguyễn Thị Bưởi 042151000123"
_LOG = logging.getLogger("khongviet.test")


def read_nothing() -> None:
    raise DeskError(ErrorCode.CARD_UNREADABLE, text=CITIZEN)


def raise_about_a_citizen() -> None:
    try:
        read_nothing()
    except DeskError as error:
        raise ValueError(CITIZEN) from error


def test_a_fault_is_kept_by_kind_and_place_without_its_words(
    tmp_path: Path, expect_warnings: list[logging.LogRecord]
) -> None:
    file = tmp_path / "máy 1" / "khongviet.log"
    with logging_to(file):
        try:
            raise_about_a_citizen()
        except ValueError:
            _LOG.exception("a fault")
    told = file.read_text(encoding="utf-8")

    assert expect_warnings
    assert "Bưởi" not in told
    assert "042151000123" not in told
    assert "builtins.ValueError" in told
    assert "DeskError [card_unreadable]" in told
    assert "test_program_log.py:" in told
    assert "raise_about_a_citizen" in told


def test_no_file_is_made_before_there_is_a_word_to_write(tmp_path: Path) -> None:
    with logging_to(tmp_path / "may" / "khongviet.log", logging.WARNING):
        _LOG.info("nothing to see")

    assert not (tmp_path / "may").exists()


def test_only_the_innermost_file_gets_the_words(
    tmp_path: Path, expect_warnings: list[logging.LogRecord]
) -> None:
    outer, inner = tmp_path / "outer.log", tmp_path / "inner.log"
    with logging_to(outer):
        with logging_to(inner):
            _LOG.warning("inside")
        _LOG.warning("outside")

    assert len(expect_warnings) == 2
    assert inner.read_text(encoding="utf-8").strip().endswith("inside")
    assert outer.read_text(encoding="utf-8").strip().endswith("outside")


def test_the_log_starts_anew_before_it_fills_the_disk(
    tmp_path: Path, expect_warnings: list[logging.LogRecord]
) -> None:
    file = tmp_path / "khongviet.log"
    with logging_to(file):
        for _ in range(60):
            _LOG.warning("%s", "x" * 99_000)

    assert expect_warnings
    kept = sorted(tmp_path.iterdir())
    assert len(kept) == 4
    assert all(one.stat().st_size <= 1_000_000 for one in kept)


def test_a_log_that_cannot_be_written_is_silent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expect_warnings: list[logging.LogRecord]
) -> None:
    (tmp_path / "may").write_text("a file where the folder should be", encoding="utf-8")
    with logging_to(tmp_path / "may" / "khongviet.log"):
        _LOG.warning("lost")

    assert expect_warnings
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("fault", [RuntimeError(CITIZEN), OSError(5, "Input/output error", CITIZEN)])
def test_a_command_that_fails_prints_one_line_and_keeps_the_trace_in_the_data_folder(
    fault: Exception,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    expect_warnings: list[logging.LogRecord],
) -> None:
    monkeypatch.setattr("desktop.commands.card.read_card", Mock(side_effect=fault))

    assert main(["card", "042151000123", "--data-dir", str(tmp_path)]) == EXIT_WORLD_FAULT
    err = capsys.readouterr().err

    assert expect_warnings
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    told = (tmp_path / COMMAND_LOG).read_text(encoding="utf-8")
    assert "card.py:" in told
    assert "Bưởi" not in told


def test_a_bug_in_a_thread_is_told_in_one_line_too(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    expect_warnings: list[logging.LogRecord],
) -> None:
    def read_in_a_thread(*_words: object, **_more: object) -> None:
        thread = threading.Thread(target=raise_about_a_citizen)
        thread.start()
        thread.join()
        raise DeskError(ErrorCode.CARD_UNREADABLE)

    monkeypatch.setattr("threading.excepthook", threading.__excepthook__)
    monkeypatch.setattr("desktop.commands.card.read_card", read_in_a_thread)

    main(["card", "042151000123", "--data-dir", str(tmp_path)])
    told, refused = capsys.readouterr().err.splitlines()

    assert len(expect_warnings) == 1
    assert told.startswith("khongviet: [unexpected]")
    assert COMMAND_LOG in told
    assert refused.startswith("khongviet: [card_unreadable]")
    assert threading.excepthook is threading.__excepthook__


def test_a_disk_without_room_for_the_last_words_does_not_stop_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Mock(side_effect=OSError(errno.ENOSPC, "No space left on device"))
    monkeypatch.setattr("logging.handlers.RotatingFileHandler.close", refused)
    with logging_to(tmp_path / "khongviet.log"):
        pass  # what stood in the buffer is written when the file is closed
    refused.assert_called_once()


def test_a_bug_puts_no_word_of_a_citizen_on_the_screen_whatever_libraries_set_up(tmp_path: Path) -> None:
    """In a process of its own: here pytest's own handlers keep libraries from adding theirs."""
    program = f"""
import sys
from desktop import cli

def bug(arguments):
    raise ValueError({CITIZEN!r})

cli._run = bug
sys.exit(cli.main(["register", "find", "x", "--data-dir", sys.argv[1]]))
"""
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-X", "utf8", "-c", program, str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == EXIT_WORLD_FAULT
    assert len(done.stderr.splitlines()) == 1
    assert "Bưởi" not in done.stderr
    assert "builtins.ValueError" in (tmp_path / COMMAND_LOG).read_text(encoding="utf-8")
