"""Light colours for the text of a form file, from the tokens of the theme."""

import re
from enum import Enum
from typing import Final

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from typing_extensions import override

from desktop.ui.theme import Theme, current_theme


class _Part(Enum):
    """What a stretch of text is: colour of the theme, weight."""

    COMMENT = ("ink3", 400)
    TABLE = ("accent", 700)
    KEY = ("accent", 500)
    TEXT = ("ok", 400)
    VALUE = ("warn", 400)
    PLACE = ("accent_hover", 600)
    COMMAND = ("ink2", 500)


_IN_TOML: Final = (
    (_Part.VALUE, re.compile(r"\b(?:true|false|\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?)\b")),
    (_Part.KEY, re.compile(r"(?:^|[{,])\s*([A-Za-z0-9_.\-]+)\s*(?==)")),
    (_Part.TEXT, re.compile(r"\"(?:[^\"\\]|\\.)*\"?|'[^']*'?")),
    (_Part.TABLE, re.compile(r"^\s*\[\[?[^\]]*\]\]?\s*(?:#.*)?$")),
)
_IN_PAGE: Final = (
    (_Part.COMMAND, re.compile(r"^\s*(?:\[[^\]]*\]|[=~>#:*|]|\\)|=\s*$")),
    (_Part.PLACE, re.compile(r"(?<!\{)\{[^{}]*\}?")),
)
_PAGE: Final = "'''"
_TOML_STATE, _PAGE_STATE = 0, 1


class CodeColours(QSyntaxHighlighter):
    """Colours a form file line by line; inside the page (between three quotes) the page's own signs."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[_Part, QTextCharFormat] = {}
        self.dress()

    def dress(self) -> None:
        """Takes the colours of the theme in force and colours everything again."""
        theme = current_theme()
        self._formats = {part: _format(theme, part) for part in _Part}
        self.rehighlight()

    @override
    def highlightBlock(self, text: str) -> None:
        is_page = self.previousBlockState() == _PAGE_STATE
        opens = text.count(_PAGE) % 2 == 1
        self.setCurrentBlockState(_PAGE_STATE if is_page != opens else _TOML_STATE)
        if is_page and not opens:
            self._colour(text, _IN_PAGE)
            return
        self._colour(text, _IN_TOML)
        at = _comment_at(text)
        if at >= 0:
            self.setFormat(at, len(text) - at, self._formats[_Part.COMMENT])

    def _colour(self, text: str, rules: tuple[tuple[_Part, re.Pattern[str]], ...]) -> None:
        for part, pattern in rules:
            for found in pattern.finditer(text):
                start, end = found.span(pattern.groups)
                self.setFormat(start, end - start, self._formats[part])


def _format(theme: Theme, part: _Part) -> QTextCharFormat:
    name, weight = part.value
    result = QTextCharFormat()
    result.setForeground(QColor(getattr(theme.colours, name)))
    result.setFontWeight(QFont.Weight(weight))
    return result


def _comment_at(text: str) -> int:
    """Where a comment begins: the first # outside quotes, -1 for none."""
    quote = ""
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "#":
            return at
    return -1
