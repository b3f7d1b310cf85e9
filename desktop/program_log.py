"""The log of the program: a rotating file beside the data, for whoever mends the program.

Ids, codes and places in the source only, never names, numbers or answers. An error's own words may quote what somebody
typed or what stood in a row, so of an error the log keeps its kind and where it was raised, never its words.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import copy
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from desktop.domain.errors import DeskError

WINDOW_LOG: Final = "khongviet.log"
COMMAND_LOG: Final = "khongviet-cli.log"
"""A file of its own: Windows cannot rotate a file the window holds open."""
_LOG_BYTES: Final = 1_000_000
_LOG_FILES: Final = 3


@contextmanager
def logging_to(file: Path, level: int = logging.INFO) -> Iterator[None]:
    """Keep the log in a file instead of the file it went to before; neither is made before there is a word to write."""
    root = logging.getLogger()
    handler = _LogFile(file, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True)
    handler.setLevel(level)
    handler.setFormatter(_PlacesOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
    replaced = [other for other in root.handlers if isinstance(other, _LogFile)]
    level_before = root.level
    for other in replaced:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(min(level, level_before))
    try:
        yield
    finally:
        root.setLevel(level_before)
        root.removeHandler(handler)
        handler.close()
        for other in replaced:
            root.addHandler(other)


@contextmanager
def screen_left_alone() -> Iterator[None]:
    """Let no library that sets up logging when it is imported (python-escpos does) send our words to stderr.

    They would stand there whole, with what somebody typed. Begins before any such library is imported.
    """
    root, nobody = logging.getLogger(), logging.NullHandler()
    root.addHandler(nobody)  # whoever finds a handler there adds none
    try:
        yield
    finally:
        root.removeHandler(nobody)


class _LogFile(RotatingFileHandler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return
        super().emit(record)

    def close(self) -> None:
        """Close it even when the last words found no room: the program ends as it was asked to."""
        with suppress(OSError):
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing: a full disk has its own sentence already, and stderr is for people."""


class _PlacesOnly(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        own = copy(record)
        own.exc_text = None  # another handler may have left the words of the error here
        return super().format(own)

    def formatException(  # noqa: N802 - logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        error = ei[1]
        lines: list[str] = []
        told: set[int] = set()
        while error is not None and id(error) not in told:
            told.add(id(error))
            lines.append(_kind_of(error))
            lines += [
                f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def _kind_of(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    match error:
        case DeskError():
            return f"{kind} [{error.code.value}]"
        case OSError():
            return f"{kind} [errno {error.errno}]"
        case _:
            return kind
