"""The `[[print.place]]` rows of a form file, read and changed in its text: every other letter stays where it is.

Works on a file that still has mistakes elsewhere, so that places can be set while the questions are being written.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.forms.locator import key_lines

_HEADER: Final = re.compile(r"^\s*\[")
_PLACE_HEADER: Final = re.compile(r"^\s*\[\[\s*print\s*\.\s*place\s*\]\]")
_PRINT_HEADER: Final = re.compile(r"^\s*\[\s*print\s*\]")
_KEY: Final = re.compile(r"^(\s*)([a-z_0-9]+)(\s*=\s*)(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^#\s]+)(.*)$")
_NAMES: Final[Mapping[str, str]] = {"format": "as"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One row as it stands in the file. Millimetres and points; an empty value or None: the key is not written."""

    field: str
    page: int = 1
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0
    format: str = ""
    option: str = ""
    row: int = 0
    column: str = ""
    size: float | None = None
    smallest: float | None = None
    align: str = ""
    boxes: int = 0
    pitch: float | None = None
    capitals: bool = False


_KEYS: Final = tuple(PlaceRow.__dataclass_fields__)
_ALWAYS: Final = frozenset({"field", "page", "left", "top", "width", "height"})


def place_rows(text: str) -> tuple[PlaceRow, ...]:
    """Give the rows in the order of the file; none while the file cannot be read as TOML at all."""
    try:
        printed = tomllib.loads(text.replace("\r\n", "\n")).get("print")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return ()
    rows = printed.get("place") if isinstance(printed, dict) else None
    return tuple(_row(row) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def background_name(text: str) -> str:
    """Give the name of the official PDF, '' where the text names none that lies beside it."""
    try:
        printed = tomllib.loads(text.replace("\r\n", "\n")).get("print")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return ""
    name = printed.get("background") if isinstance(printed, dict) else None
    return name if isinstance(name, str) and not any(sign in name for sign in "/\\:") else ""


def with_place(text: str, place: PlaceRow, at: int | None = None) -> str:
    """Give the text with one place more, or with one place changed.

    Args:
        text: A form file.
        place: What the row is to say.
        at: Which row is changed, from 0; None adds one behind the last.

    Raises:
        IndexError: there is no such row; also where the rows are not written as `[[print.place]]`.
    """
    written = _written(place)
    if at is not None:
        lines = text.split("\n")
        first, end = _spans(text)[at]
        lines[first:end] = _changed(lines[first:end], written)
        return "\n".join(lines)
    spans = _spans(text)
    block = ["[[print.place]]", *(f"{key} = {value}" for key, value in written.items())]
    lines = text.split("\n")
    end = spans[-1][1] if spans else _end_of_print(text)
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    return "\n".join([*lines[:end], "", *block, *(lines[end:] or [""])])


def without_place(text: str, at: int) -> str:
    """Give the text without one row.

    Raises:
        IndexError: there is no such row.
    """
    lines = text.split("\n")
    first, end = _spans(text)[at]
    while end > first + 1 and not _KEY.match(lines[end - 1]):
        end -= 1  # blank lines and comments behind the last key speak of what follows
    start = first - 1 if first and not lines[first - 1].strip() else first
    return "\n".join(lines[:start] + lines[end:])


def with_background(text: str, name: str, sha256: str = "") -> str:
    """Give the text with another background file.

    Args:
        text: A form file.
        name: The PDF's file name.
        sha256: Its fingerprint; "" leaves the check out.
    """
    wanted = {"background": json.dumps(name, ensure_ascii=False), "background_sha256": f'"{sha256}"'}
    lines = text.split("\n")
    at = key_lines(text)
    head = at.get(("print",))
    if head is None or not _PRINT_HEADER.match(lines[head - 1]):
        return text.rstrip("\n") + f"\n\n[print]\nbackground = {wanted['background']}\n"
    for key, value in reversed(wanted.items()):
        line = at.get(("print", key))
        if line is not None:
            found = _KEY.match(lines[line - 1])
            if key == "background_sha256" and not sha256:
                del lines[line - 1]
            elif found:
                lines[line - 1] = f"{found[1]}{found[2]}{found[3]}{value}{found[5]}"
        elif key == "background" or sha256:
            lines.insert(head, f"{key} = {value}")
        at = key_lines("\n".join(lines))
    return "\n".join(lines)


def _row(row: Mapping[str, object]) -> PlaceRow:
    return PlaceRow(
        field=_words(row, "field"),
        page=_whole(row, "page") or 1,
        left=_measure(row, "left") or 0.0,
        top=_measure(row, "top") or 0.0,
        width=_measure(row, "width") or 0.0,
        height=_measure(row, "height") or 0.0,
        format=_words(row, "as"),
        option=_words(row, "option"),
        row=_whole(row, "row"),
        column=_words(row, "column"),
        size=_measure(row, "size"),
        smallest=_measure(row, "smallest"),
        align=_words(row, "align"),
        boxes=_whole(row, "boxes"),
        pitch=_measure(row, "pitch"),
        capitals=row.get("capitals") is True,
    )


def _words(row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _whole(row: Mapping[str, object], key: str) -> int:
    value = row.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _measure(row: Mapping[str, object], key: str) -> float | None:
    value = row.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _written(place: PlaceRow) -> dict[str, str]:
    written: dict[str, str] = {}
    for key in _KEYS:
        value = getattr(place, key)
        if key in _ALWAYS or value:
            written[_NAMES.get(key, key)] = _toml(value)
    return written


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true"
        case float():
            return f"{round(value, 2):g}" if value >= 1e-4 else "0"  # noqa: PLR2004 - less than a hair's breadth
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _spans(text: str) -> list[tuple[int, int]]:
    """First line and the line behind the last of every row, from 0."""
    lines = text.split("\n")
    heads = sorted(
        line - 1
        for path, line in key_lines(text.replace("\r", "")).items()
        if path[:2] == ("print", "place") and len(path) == 3  # noqa: PLR2004 - print, place, number
    )
    heads = [line for line in heads if _PLACE_HEADER.match(lines[line])]
    return [
        (head, next((at for at in range(head + 1, len(lines)) if _HEADER.match(lines[at])), len(lines)))
        for head in heads
    ]


def _end_of_print(text: str) -> int:
    """The line behind `[print]` and its keys; the end of the text where there is none."""
    lines = text.split("\n")
    at = key_lines(text.replace("\r", ""))
    head = at.get(("print",))
    if head is None:
        return len(lines)
    following = [line - 1 for path, line in at.items() if line > head and path[:1] != ("print",)]
    tables = [line for line in following if _HEADER.match(lines[line])]
    return min(tables, default=len(lines))


def _changed(lines: list[str], written: Mapping[str, str]) -> list[str]:
    """The lines of one row with other values: comments and the order stay, what is no longer said goes."""
    left = dict(written)
    kept: list[str] = []
    last = 0
    for line in lines:
        found = _KEY.match(line)
        if found is None:
            kept.append(line)
            last = len(kept) if not last and _PLACE_HEADER.match(line) else last
        elif found[2] in left:
            kept.append(f"{found[1]}{found[2]}{found[3]}{left.pop(found[2])}{found[5]}")
            last = len(kept)
        elif found[2] not in {_NAMES.get(key, key) for key in _KEYS}:
            kept.append(line)
            last = len(kept)
    indent = next((found[1] for line in kept if (found := _KEY.match(line))), "")
    return [*kept[:last], *(f"{indent}{key} = {value}" for key, value in left.items()), *kept[last:]]
