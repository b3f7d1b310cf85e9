"""Raised marks of a page, `^(6)^`, and the notes at its foot that explain them."""

import re
from collections.abc import Iterator
from typing import Final

from desktop.forms.definition import FormDefinition, PageItem, PageKind, Words
from desktop.forms.problems import ProblemList

_MARK: Final = re.compile(r"\(\d{1,2}[a-z]?\)")
_RANGE: Final = re.compile(r"\((\d{1,2})\)\s*(?:đến|-|–)\s*\((\d{1,2})\)")


def doubt_notes(form: FormDefinition, problems: ProblemList) -> None:
    """Note marks that no note explains; a form without any note may still have marks, as official forms do."""
    explained: set[str] = set()
    raised: dict[str, int] = {}
    for item in form.page:
        if item.kind is PageKind.NOTE:
            explained.update(_marks("".join(word.text for word in _words(item))))
            continue
        for word in _words(item):
            if word.superscript and _MARK.fullmatch(word.text):
                raised.setdefault(word.text, item.line)
    lacking = [mark for mark in raised if mark not in explained]
    if explained and lacking:
        problems.doubt(
            ("print", "page"),
            f"Dấu {', '.join(lacking)} không có chú thích ở cuối tờ.",
            f"Thêm dòng “* {lacking[0]} …”, hoặc xóa ^{lacking[0]}^.",
            line=raised[lacking[0]],
        )


def _marks(note: str) -> Iterator[str]:
    """Give the marks a note is about; "(9) đến (20)" is about all between."""
    yield from _MARK.findall(note)
    for first, last in _RANGE.findall(note):
        yield from (f"({number})" for number in range(int(first), int(last)))


def _words(item: PageItem) -> list[Words]:
    return [piece for part in item.parts for piece in part if isinstance(piece, Words)]
