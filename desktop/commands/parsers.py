"""Parsers of the command line: faults in Vietnamese, and commands that load only when they are asked for."""

import argparse
import pkgutil
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from desktop.commands.open_secrets import hidden
from desktop.commands.outcome import EXIT_WRONG_USE

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
    (re.compile(r"argument (.*?): (.*)"), r"\1 \2"),
    (re.compile(r"one of the arguments (.*) is required"), r"cần một trong: \1"),
)


class Parser(argparse.ArgumentParser):
    """Says in Vietnamese what is wrong with the words of a command."""

    def error(self, message: str) -> NoReturn:
        """Print the fault with its code and end with exit code 2."""
        message = hidden(message)
        for pattern, replacement in _TRANSLATIONS:
            if pattern.search(message):
                message = pattern.sub(replacement, message)
                break
        sys.stderr.write(
            f"khongviet: [wrong_use] Lệnh gõ chưa đúng: {message}. Gõ “{self.prog} --help” để xem cách dùng.\n"
        )
        raise SystemExit(EXIT_WRONG_USE)


class CommandParser(Parser):
    """Learns a command's words from its module when the command is asked for.

    Reading a card must not wait for the libraries of the database.

    Attributes:
        module: Name of the module whose `add_arguments` knows the words, or None when they are known.
    """

    module: str | None = None

    def parse_known_args(  # type: ignore[override]  # the base overloads on the type of a given namespace
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Learn the words, then parse."""
        if self.module is not None:
            add_arguments = pkgutil.resolve_name(f"{self.module}:add_arguments")
            self.module = None
            add_arguments(self)
        return super().parse_known_args(args, namespace)


def shared_options(*, again: bool) -> CommandParser:
    """Give the options every command knows.

    Args:
        again: Whether they stand after a command's name: there they must not reset what was given before it.
    """
    shared = CommandParser(add_help=False, argument_default=argparse.SUPPRESS if again else None)
    shared.add_argument("--json", action="store_true", help="in một đối tượng JSON ra stdout")
    shared.add_argument("--data-dir", type=_folder, metavar="DIR", help="thư mục dữ liệu của máy này")
    return shared


def refuse_nameless(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """End with a sentence where a file's name is in an encoding that no answer and no log can hold."""
    for value in vars(arguments).values():
        for path in value if isinstance(value, list) else (value,):
            if isinstance(path, Path) and (shown := str(path).encode(errors="replace").decode()) != str(path):
                parser.error(f"tên tệp “{shown}” có ký tự máy không đọc được; đổi tên tệp rồi gõ lại")


def _folder(text: str) -> Path:
    # An empty word, as an unset variable of a script gives, would be the folder the command was typed in.
    if not text.strip():
        raise argparse.ArgumentTypeError("đang để trống, phải là tên một thư mục")
    return Path(text)
