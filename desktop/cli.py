"""The `khongviet` command: the window, and everything a machine without a screen can do.

`--json` prints one JSON object on stdout. Faults go to stderr in Vietnamese with their code. Exit codes: 0 ok,
2 wrong use, 3 bad input, 4 a fault of the world.
"""

import argparse
import contextlib
import json
import logging
import os
import pkgutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from desktop.commands.open_secrets import hidden
from desktop.commands.outcome import EXIT_WORLD_FAULT, Outcome, exit_code_of
from desktop.commands.parsers import CommandParser, Parser, refuse_nameless, shared_options
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.system_faults import FULL, reason_of
from desktop.program_log import COMMAND_LOG, logging_to, screen_left_alone
from desktop.services.messages import message_for

_LOG = logging.getLogger(__name__)

# Front ends that need Qt are found by name when they are asked for: a machine without Qt's system libraries can
# still read cards, render forms, back up and restore.
_WINDOW: Final = "desktop.app.run:run_window"
_DEMO: Final = "desktop.demo.play:run_demo"

# Found by name too, and only the one that was asked for: reading a card must not wait for the database's libraries.
_COMMANDS: Final = (
    ("card", "đọc nội dung mã QR, MRZ của thẻ"),
    ("forms", "xem, kiểm tra, in thử các mẫu tờ khai"),
    ("events", "sự kiện trong đời: việc gì phải làm, ở đâu, mang gì"),
    ("slips", "phiếu của hồ sơ và sổ theo dõi: xem, dựng thành tệp"),
    ("places", "tên mới của địa danh cũ trong một địa chỉ"),
    ("deadline", "tính ngày hẹn trả của một thủ tục"),
    ("verdict", "kết luận một tình huống: viết hộ, hẹn hay không"),
    ("ticket", "in một phiếu số thứ tự"),
    ("register", "sổ hồ sơ không cần cửa sổ: ghi, sửa, chuyển, tìm"),
    ("office", "sổ chung của các quầy trong một cơ quan"),
    ("server", "dựng chỗ để sổ chung trên máy chủ PostgreSQL"),
    ("backup", "sao lưu dữ liệu ra một tệp đã mã hóa"),
    ("restore", "phục hồi dữ liệu từ tệp sao lưu"),
    ("doctor", "kiểm tra máy này đã sẵn sàng chưa"),
)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser with every command."""
    parser = Parser(
        prog="khongviet",
        parents=[shared_options(again=False)],
        description="Máy trạm một cửa: công chức hỏi, máy viết, người dân chỉ ký. Không có lệnh con: mở cửa sổ.",
    )
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", parser_class=CommandParser)
    again = shared_options(again=True)
    for name, purpose in _COMMANDS:
        command = commands.add_parser(name, parents=[again], help=purpose)
        command.module = f"desktop.commands.{name}"
    demo = commands.add_parser("demo", parents=[again], help="diễn lại một thứ Ba mẫu, không cần màn hình")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR", help="thư mục để kết quả")
    demo.add_argument("--date", metavar="YYYY-MM-DD", help="ngày diễn; không ghi thì lấy thứ Ba của kế hoạch")
    demo.set_defaults(front_end=_DEMO)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or open the window when none is given; returns the exit code."""
    _open_streams()
    try:
        with screen_left_alone():
            return _run_command(argv)
    except KeyboardInterrupt:  # while the command itself was still being read from the disk
        _complain_of_stop()
        return EXIT_WORLD_FAULT


def _run_command(argv: Sequence[str] | None) -> int:
    parser = build_parser()
    arguments = parser.parse_args(argv)
    refuse_nameless(parser, arguments)
    if arguments.data_dir is None:
        arguments.data_dir = user_data_path("khongviet", appauthor=False)
    log_file = _log_folder(arguments) / COMMAND_LOG
    with logging_to(log_file, logging.WARNING), _bugs_told(log_file):
        return _guarded(arguments, log_file)


def _log_folder(arguments: argparse.Namespace) -> Path:
    """Give where the log belongs: with the data, and for the demo with its results, whose data are its own."""
    is_demo = getattr(arguments, "front_end", None) == _DEMO
    folder: Path = arguments.out if is_demo else arguments.data_dir
    return folder


def _guarded(arguments: argparse.Namespace, log_file: Path) -> int:
    try:
        return _run(arguments)
    except DeskError as error:
        for fault in error.all:
            _complain(fault.code, message_for(fault).text)
        return exit_code_of(error.code)
    except KeyboardInterrupt:
        _complain_of_stop()
    except OSError as error:
        _LOG.warning("the system refused", exc_info=error)
        if error.errno in FULL:
            _complain(ErrorCode.DISK_FULL, message_for(DeskError(ErrorCode.DISK_FULL)).text)
            return EXIT_WORLD_FAULT
        _complain("system_fault", f"Máy không cho làm việc này: {reason_of(error)}. Phần đã lưu vẫn còn.")
    except Exception:  # noqa: BLE001 - the last border: people read a sentence, the trace goes to the log
        _LOG.exception("unexpected fault")
        _complain_of_bug(log_file)
    return EXIT_WORLD_FAULT


def _complain_of_stop() -> None:
    _complain("interrupted", "Đã dừng theo yêu cầu; phần đã lưu vẫn còn.")


@contextlib.contextmanager
def _bugs_told(log_file: Path) -> Iterator[None]:
    """Send what threads and Qt's slots raise to the log too, unless somebody else listens for it already."""

    def note(error: BaseException | None) -> None:
        _LOG.error("uncaught", exc_info=error)
        _complain_of_bug(log_file)

    hooks = sys.excepthook, threading.excepthook
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = lambda _kind, error, _trace: note(error)
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda failed: note(failed.exc_value)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = hooks


def _open_streams() -> None:
    """Make both outputs UTF-8, and there at all: a program started without a console has none."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
        # A Windows console that is not UTF-8 must not turn a name into an exception.
        getattr(sys, name).reconfigure(encoding="utf-8", errors="backslashreplace")


def _run(arguments: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace], Outcome | int] = (
        arguments.run if hasattr(arguments, "run") else _front_end(getattr(arguments, "front_end", _WINDOW))
    )
    outcome = run(arguments)
    if isinstance(outcome, int):
        return outcome
    for code, sentence in outcome.complaints:
        _complain(code, sentence)
    try:
        _tell(outcome, as_json=arguments.json)
    except BrokenPipeError:
        _drop_output()  # the reader of our output closed it, as `head` does
    except OSError as error:
        _drop_output()
        _complain(
            "disk_full", f"Không ghi được kết quả ra chỗ đã chọn: {reason_of(error)}. Việc đã làm xong."
        )
        return EXIT_WORLD_FAULT
    return outcome.exit_code


def _drop_output() -> None:
    """Send what is left to nowhere: the interpreter must not try to flush it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(code: str, sentence: str) -> None:
    with contextlib.suppress(OSError):  # nobody reads it: the exit code still tells
        sys.stderr.write(f"khongviet: [{code}] {hidden(sentence)}\n")
        sys.stderr.flush()


def _complain_of_bug(log_file: Path) -> None:
    _complain(
        "unexpected",
        "Chương trình gặp lỗi chưa lường trước. Phần đã lưu vẫn còn; "
        f"báo người phụ trách và gửi kèm tệp nhật ký {log_file}.",
    )


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(outcome.plain, ensure_ascii=False, indent=2), flush=True)
    elif outcome.text:
        print(outcome.text, flush=True)


def _front_end(name: str) -> Callable[[argparse.Namespace], Outcome | int]:
    """Find a front end that needs Qt; its absence is told, not thrown."""
    try:
        found: Callable[[argparse.Namespace], Outcome | int] = pkgutil.resolve_name(name)
    except ImportError as error:
        _LOG.warning("front end %s cannot start: %s", name, error)
        sys.stderr.write(
            "khongviet: [screen_missing] Máy này thiếu thư viện của cửa sổ "
            f"({error}). Chạy “make run” để cài, hoặc dùng các lệnh không cần cửa sổ.\n"
        )
        raise SystemExit(EXIT_WORLD_FAULT) from error
    return found
