"""Finds the line of each key of a TOML text, because the TOML reader of Python does not tell it.

Only headers and the first word of a line are looked at; text inside multi-line strings is skipped. Keys inside inline
tables share the line of the key in front of them.
"""

import re

from desktop.forms.problems import Path

_HEADER = re.compile(r"^\s*(\[{1,2})\s*([A-Za-z0-9_.\-\" ]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+(?:\s*\.\s*[A-Za-z0-9_\-]+)*|\"[^\"]*\")\s*=")
_LONGEST = 200
_MULTI = ("'''", '"""')


def key_lines(text: str) -> dict[Path, int]:
    """Line numbers (from 1) by path of keys."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if inside:
            inside = "" if inside in line else inside
            continue
        header = _HEADER.match(line[:_LONGEST])
        key = None if header else _KEY.match(line[:_LONGEST])
        if header:
            table = _enter(header.group(2), counts, array=header.group(1) == "[[")
            found.setdefault(table, number)
        elif key:
            steps = tuple(step.strip().strip('"') for step in key.group(1).split("."))
            found.setdefault(table + steps, number)
            inside = _opened(line[key.end() :])
    return found


def page_first_line(text: str) -> int:
    """Line of the first page line, or 0: the line after `page = '''`, or that line itself if text follows there."""
    for number, line in enumerate(text.split("\n"), start=1):
        if re.match(r"^\s*page\s*=", line):
            rest = line.split("=", 1)[1].strip()
            return number + 1 if rest in _MULTI else number
    return 0


def _enter(name: str, counts: dict[Path, int], *, array: bool) -> Path:
    steps = [step.strip().strip('"') for step in name.split(".")]
    path: Path = ()
    for index, step in enumerate(steps):
        path = (*path, step)
        last = index == len(steps) - 1
        if last and array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _opened(value: str) -> str:
    for mark in _MULTI:
        if value.count(mark) % 2 == 1:
            return mark
    return ""
