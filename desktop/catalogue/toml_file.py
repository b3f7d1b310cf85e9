"""Reading one catalogue file: every fault names the file, the line, the key and the cure."""

import re
import tomllib
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.plain import PlainReader
from desktop.domain.reason import Certainty, Citation

_STEP: Final = re.compile(r"(?P<name>[^.\[\]]+)(?:\[(?P<index>\d+)\])?")


def read_toml(path: Path) -> PlainReader:
    """Return the reader of a TOML file.

    Raises:
        DeskError: SHIPPED_FILE_MISSING, or FILE_INVALID with the line when it is not TOML or not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DeskError(
            ErrorCode.FILE_INVALID,
            place=path.name,
            problem="tệp không lưu ở mã UTF-8",
            cure="mở lại bằng trình soạn thảo và lưu ở mã UTF-8",
        ) from error
    except OSError as error:
        raise DeskError(ErrorCode.SHIPPED_FILE_MISSING, place=path.name, file=path.name) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = f", dòng {found[1]}" if found is not None else ""
        raise DeskError(
            ErrorCode.FILE_INVALID,
            place=f"{path.name}{line}",
            problem="sai cú pháp TOML",
            cure="xem lại dấu ngoặc kép, dấu bằng, dấu ngoặc ở dòng này hoặc dòng trên",
        ) from error
    lines = text.splitlines()
    return PlainReader(
        data,
        f"{path.name}:",
        ErrorCode.FILE_INVALID,
        lambda place: _with_line(place, path.name, lines),
    )


def read_folder(folder: Path) -> tuple[PlainReader, ...]:
    """Return the readers of all TOML files of a folder, in order of name.

    Raises:
        DeskError: SHIPPED_FILE_MISSING when the folder is not there; FILE_INVALID.
    """
    if not folder.is_dir():
        raise DeskError(ErrorCode.SHIPPED_FILE_MISSING, place=folder.name, file=folder.name)
    return tuple(read_toml(path) for path in sorted(folder.glob("*.toml")))


def read_citation(reader: PlainReader, key: str) -> Citation:
    """Return a citation: a text (checked), or ``{ text = "...", certainty = "memory" }``.

    Raises:
        DeskError: FILE_INVALID.
    """
    if isinstance(reader.raw(key), str):
        return Citation(text=reader.text(key))
    inner = reader.child(key)
    citation = Citation(
        text=inner.text("text"),
        certainty=inner.choice("certainty", Certainty, Certainty.VERIFIED),
    )
    inner.refuse_others()
    return citation


def _with_line(place: str, name: str, lines: list[str]) -> str:
    path = place.removeprefix(f"{name}:").strip()
    line = _find_line(path, lines)
    return f"{name}, dòng {line}: {path}" if line else place


def _find_line(path: str, lines: list[str]) -> int:
    """Return the line a dotted path stands on, or the last line found on the way (0 for none)."""
    found, dotted = 0, ""
    for step in _STEP.finditer(path):
        step_name = step["name"]
        dotted = f"{dotted}.{step_name}" if dotted else step_name
        header = re.compile(rf"\s*\[\[?\s*{re.escape(dotted)}\s*\]\]?\s*(#.*)?")
        key = re.compile(rf'\s*"?{re.escape(step_name)}"?\s*=')
        inline = re.compile(rf'[{{,]\s*"?{re.escape(step_name)}"?\s*=')
        wanted = int(step["index"] or 1)
        for index in range(max(0, found - 1), len(lines)):
            line = lines[index]
            if header.fullmatch(line) or (index >= found and key.match(line)):
                wanted -= 1
            elif index == found - 1 and inline.search(line):
                wanted = 0
            if not wanted:
                found = index + 1
                break
    return found
