"""Which line of a form file a remark of the import speaks of.

Found anew in the text as it stands, so that it stays right while lines are added and taken away above it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_NUMBERED: Final = re.compile(r"^Dòng (\d{1,6}): ")
_QUOTED: Final = re.compile(r"“([^”]+)”")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRemark:
    """A remark and its line from 1; 0 for one about the form as a whole."""

    line: int
    words: str


def line_remarks(text: str, remarks: Iterable[str]) -> tuple[LineRemark, ...]:
    """Give each remark with its line: the number it begins with, or the first line with the words it quotes."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return tuple(_placed(lines, words) for words in remarks)


def _placed(lines: list[str], words: str) -> LineRemark:
    numbered = _NUMBERED.match(words)
    if numbered:
        return LineRemark(line=min(int(numbered[1]), len(lines)), words=words[numbered.end() :])
    for quoted in _QUOTED.findall(words):
        line = next((number for number, line in enumerate(lines, start=1) if quoted in line), 0)
        if line:
            return LineRemark(line=line, words=words)
    return LineRemark(line=0, words=words)
