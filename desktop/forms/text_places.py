"""Which fields a line of a form file speaks of, and which line speaks of a field.

Read from the text alone, so that it is true also while the file has mistakes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from desktop.forms.locator import key_lines

_KEY: Final = re.compile(r'^\s*key\s*=\s*["\']([^"\']+)["\']')
_HEADER: Final = re.compile(r"^\s*\[")
_PERSON: Final = re.compile(r'^\s*person\s*=\s*["\']([^"\']+)["\']')
_QUOTED: Final = re.compile(r'["\']([^"\']+)["\']')
_ASK_END: Final = 40
_PAGE: Final = re.compile(r"^\s*page\s*=\s*('''|\"\"\")")
_PLACE: Final = re.compile(r"(?<!\{)\{([A-Za-z0-9_.]+)[}:?]")
_COMMAND: Final = re.compile(r"^\s*\[(?:bang|danh-sach|dong|ky)\s+([A-Za-z0-9_.]+)")


@dataclass(frozen=True, slots=True)
class TextPlaces:
    """Lines from 1. `keys` by line; `lines` tells for each key the line of its definition, else of its place."""

    keys: Mapping[int, tuple[str, ...]]
    lines: Mapping[str, int]

    @classmethod
    def of(cls, text: str) -> "TextPlaces":
        """Read a form file, whole or half written."""
        lines = text.split("\n")
        keys: dict[int, tuple[str, ...]] = {}
        _definitions(lines, keys)
        _persons(lines, text, keys)
        homes = {key: line for line, found in sorted(keys.items(), reverse=True) for key in found}
        places = _page(lines)
        for line, found in sorted(places.items(), reverse=True):
            homes = dict.fromkeys(found, line) | homes
        return cls(MappingProxyType(keys | places), MappingProxyType(homes))

    def keys_at(self, line: int) -> tuple[str, ...]:
        """The fields a line speaks of; empty where it speaks of none."""
        return self.keys.get(line, ())

    def line_of(self, key: str) -> int:
        """The line to go to for a field; 0 where the text does not speak of it."""
        return self.lines.get(key, 0)


def _definitions(lines: list[str], keys: dict[int, tuple[str, ...]]) -> None:
    """Every line of a `[[question.field]]` table speaks of the field it defines."""
    start = 0
    for number, line in enumerate([*lines, "["], start=1):
        if not _HEADER.match(line) and number <= len(lines):
            continue
        if start and lines[start - 1].strip() == "[[question.field]]":
            inside = range(start, number)
            key = next((found[1] for at in inside if (found := _KEY.match(lines[at - 1]))), "")
            if key:
                keys.update({at: (key,) for at in inside if lines[at - 1].strip()})
        start = number


def _persons(lines: list[str], text: str, keys: dict[int, tuple[str, ...]]) -> None:
    """The `ask` of a question speaks of the parts of its person."""
    at = key_lines(text)
    for path, line in at.items():
        if path[0] != "question" or path[-1] != "ask":
            continue
        person = _PERSON.match(lines[at.get((*path[:-1], "person"), 1) - 1])
        if not person:
            continue
        end = line
        while "]" not in lines[end - 1] and end < min(len(lines), line + _ASK_END):
            end += 1
        for number in range(line, end + 1):
            parts = _QUOTED.findall(
                lines[number - 1].partition("=")[2] if number == line else lines[number - 1]
            )
            if parts:
                keys[number] = tuple(f"{person[1]}.{part}" for part in parts)


def _page(lines: list[str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    end = ""
    for number, line in enumerate(lines, start=1):
        if not end:
            opened = _PAGE.match(line)
            end = opened[1] if opened else ""
            continue
        if end in line:
            break
        command = _COMMAND.match(line)
        keys = (*((command[1],) if command else ()), *_PLACE.findall(line))
        if keys:
            found[number] = tuple(dict.fromkeys(keys))
    return found
