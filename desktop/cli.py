"""The `khongviet` command: the window, and everything a machine without a screen can do.

`--json` prints one JSON object on stdout. Faults go to stderr in Vietnamese with their code. Exit codes: 0 ok,
2 wrong use, 3 bad input, 4 a fault of the world.
"""

import argparse
import json
import logging
import os
import pkgutil
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from platformdirs import user_data_path

from desktop.commands.outcome import EXIT_OK, EXIT_WORLD_FAULT, EXIT_WRONG_USE, Outcome, exit_code_of
from desktop.domain.errors import DeskError
from desktop.services.messages import message_for

_LOG = logging.getLogger(__name__)

# Front ends that need Qt are found by name when they are asked for: a machine without Qt's system libraries can
# still read cards, render forms, back up and restore.
_WINDOW: Final = "desktop.app:run_window"
_DEMO: Final = "desktop.demo.play:run_demo"

# Found by name too, and only the one that was asked for: reading a card must not wait for the database's libraries.
_COMMANDS: Final = (
    ("card", "đọc nội dung mã QR, MRZ của thẻ"),
    ("forms", "xem, kiểm tra, in thử các mẫu tờ khai"),
    ("deadline", "tính ngày hẹn trả của một thủ tục"),
    ("verdict", "kết luận một tình huống: viết hộ, hẹn hay không"),
    ("ticket", "in một phiếu số thứ tự"),
    ("backup", "sao lưu dữ liệu ra một tệp đã mã hóa"),
    ("restore", "phục hồi dữ liệu từ tệp sao lưu"),
    ("doctor", "kiểm tra máy này đã sẵn sàng chưa"),
)

_TRANSLATIONS: Final = (
    (re.compile(r"the following arguments are required: (.*)"), r"còn thiếu: \1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"không hiểu: \1"),
    (re.compile(r"argument (.*?): expected one argument"), r"\1 cần một giá trị đi kèm"),
    (
        re.compile(r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)"),
        r"\1 không nhận \2; chọn một trong: \3",
    ),
    (re.compile(r"argument (.*?): invalid (?:\w+) value: (.*)"), r"\1 không nhận \2"),
    (re.compile(r"argument (.*?): not allowed with argument (.*)"), r"\1 không dùng chung với \2"),
    (re.compile(r"one of the arguments (.*) is required"), r"cần một trong: \1"),
)


class _Parser(argparse.ArgumentParser):
    """Says in Vietnamese what is wrong with the words of a command."""

    def error(self, message: str) -> NoReturn:
        """Print the fault with its code and end with exit code 2."""
        for pattern, replacement in _TRANSLATIONS:
            if pattern.search(message):
                message = pattern.sub(replacement, message)
                break
        sys.stderr.write(
            f"khongviet: [wrong_use] Lệnh gõ chưa đúng: {message}. Gõ “{self.prog} --help” để xem cách dùng.\n"
        )
        raise SystemExit(EXIT_WRONG_USE)


class _CommandParser(_Parser):
    """Learns a command's words from its module when the command is asked for."""

    module: str | None = None
    shared: argparse.ArgumentParser

    def parse_known_args(  # type: ignore[override]  # the overloads of the base only differ in the namespace's type
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Add the arguments, then parse."""
        if self.module is not None:
            add_arguments = pkgutil.resolve_name(f"{self.module}:add_arguments")
            self.module = None
            add_arguments(self, self.shared)
        return super().parse_known_args(args, namespace)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser with every command."""
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="in một đối tượng JSON ra stdout")
    shared.add_argument("--data-dir", type=Path, metavar="DIR", help="thư mục dữ liệu của máy này")
    parser = _Parser(
        prog="khongviet",
        parents=[shared],
        description="Máy trạm một cửa: công chức hỏi, máy viết, người dân chỉ ký. Không có lệnh con: mở cửa sổ.",
    )
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", parser_class=_CommandParser)
    # A sub-command must not reset what was given before its name.
    again = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    again.add_argument("--json", action="store_true", help="in một đối tượng JSON ra stdout")
    again.add_argument("--data-dir", type=Path, metavar="DIR", help="thư mục dữ liệu của máy này")
    for name, purpose in _COMMANDS:
        command = commands.add_parser(name, parents=[again], help=purpose)
        command.module = f"desktop.commands.{name}"
        command.shared = again
    demo = commands.add_parser("demo", parents=[again], help="diễn lại một thứ Ba mẫu, không cần màn hình")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR", help="thư mục để kết quả")
    demo.add_argument("--date", metavar="YYYY-MM-DD", help="ngày diễn; không ghi thì lấy thứ Ba của kế hoạch")
    demo.set_defaults(front_end=_DEMO)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or open the window when none is given; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console that is not UTF-8 must not turn a name into an exception.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # real files only
    arguments = build_parser().parse_args(argv)
    if arguments.data_dir is None:
        arguments.data_dir = user_data_path("khongviet", appauthor=False)
    run: Callable[[argparse.Namespace], Outcome | int] = (
        arguments.run if hasattr(arguments, "run") else _front_end(getattr(arguments, "front_end", _WINDOW))
    )
    try:
        outcome = run(arguments)
    except DeskError as error:
        sys.stderr.write(f"khongviet: [{error.code}] {message_for(error).text}\n")
        return exit_code_of(error.code)
    except KeyboardInterrupt:
        sys.stderr.write("khongviet: [interrupted] Đã dừng theo yêu cầu; phần đã lưu vẫn còn.\n")
        return EXIT_WORLD_FAULT
    if isinstance(outcome, int):
        return outcome
    for code, sentence in outcome.complaints:
        sys.stderr.write(f"khongviet: [{code}] {sentence}\n")
    try:
        _tell(outcome, as_json=arguments.json)
    except BrokenPipeError:
        # The reader of our output closed it, as `head` does; the interpreter must not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return outcome.exit_code


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
