"""Keeps the boxes on an official page and the `[[print.place]]` rows of the text the same."""

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot

from desktop.forms.field_names import field_names
from desktop.forms.place_rows import PlaceRow, place_rows, with_place, without_place
from desktop.forms.vocabulary import CONTEXT_KEYS
from desktop.ui.workbench.code_edit import CodeEdit
from desktop.ui.workbench.place_panel import PlaceableField, PlacePanel
from desktop.ui.workbench.placed_box import PlacedBox
from desktop.ui.workbench.placing_paper import PlacingPaper

_HEADER: Final = re.compile(r"^\s*\[")
_ROW: Final = re.compile(r"^\s*\[\[\s*print\s*\.\s*place\s*\]\]")
_EXAMPLE: Final = re.compile(r": | \(")
_OFFICE: Final = ("today", "office.", "officer.")


class Placing(QObject):
    """Turns drags into rows of the text and rows into boxes.

    Args:
        edit: The text.
        paper: The page.
        panel: The fields to pick from.
    """

    def __init__(self, edit: CodeEdit, paper: PlacingPaper, panel: PlacePanel) -> None:
        super().__init__(edit)
        self._edit = edit
        self._paper = paper
        self._panel = panel
        self._is_on = False
        self._key = ""
        self._rows: tuple[PlaceRow, ...] = ()
        self._names: dict[str, str] = {}
        edit.edited.connect(self.read)
        edit.caret_moved.connect(self._on_caret)
        paper.box_drawn.connect(self._on_drawn)
        paper.box_changed.connect(self._on_changed)
        paper.box_removed.connect(self._on_removed)
        paper.box_chosen.connect(self._on_chosen)
        panel.picked.connect(self._on_picked)
        panel.placed.connect(self._on_placed)

    @property
    def is_on(self) -> bool:
        """Whether the form stands on an official page."""
        return self._is_on

    def begin(self, *, is_official: bool) -> None:
        """Another form: with or without an official page."""
        self._is_on = is_official
        self._key = ""
        self._panel.say_picked("")
        if is_official:
            self.read()
        else:
            self._paper.set_boxes(None)

    @Slot()
    def read(self) -> None:
        """Reads the rows of the text; while it cannot be read the boxes stay as they were."""
        if not self._is_on:
            return
        text = self._edit.text()
        rows, names = place_rows(text), field_names(text)
        if not rows and not names and _headers(text):
            return
        self._rows = rows
        self._names = names or self._names
        self._paper.set_boxes(tuple(self._box(row) for row in rows))
        counts = Counter(row.field for row in rows)
        office = [key for key in CONTEXT_KEYS if key.startswith(_OFFICE) and key not in self._names]
        self._panel.set_fields(
            tuple(
                PlaceableField(key=key, label=self._label(key), boxes=counts[key])
                for key in (*self._names, *office)
            )
        )

    def _label(self, key: str) -> str:
        """Give the label of a field, or what a place of the office is, without its example."""
        return self._names.get(key) or _EXAMPLE.split(CONTEXT_KEYS.get(key, key))[0]

    def _box(self, row: PlaceRow) -> PlacedBox:
        label = self._label(row.field)
        return PlacedBox(
            words=f"{label}: {row.option}" if row.option else label,
            page=max(row.page, 1) - 1,
            left=row.left,
            top=row.top,
            width=row.width,
            height=row.height,
        )

    @Slot(str)
    def _on_picked(self, key: str) -> None:
        self._key = key
        label = self._label(key)
        self._paper.arm(label)
        self._panel.say_picked(label)

    @Slot(str)
    def _on_placed(self, key: str) -> None:
        self._key = key
        self._paper.place_usual(self._label(key))
        self._paper.setFocus(Qt.FocusReason.ShortcutFocusReason)  # the arrow keys move it from here

    @Slot(object)
    def _on_drawn(self, box: PlacedBox) -> None:
        if self._key:
            self._edit.change_to(with_place(self._edit.text(), _placed(PlaceRow(field=self._key), box)))
            self._key = ""
            self._panel.say_picked("")

    @Slot(int, object)
    def _on_changed(self, at: int, box: PlacedBox) -> None:
        if at < len(self._rows):
            self._edit.change_to(with_place(self._edit.text(), _placed(self._rows[at], box), at))

    @Slot(int)
    def _on_removed(self, at: int) -> None:
        if at < len(self._rows):
            self._edit.change_to(without_place(self._edit.text(), at))

    @Slot(int)
    def _on_chosen(self, at: int) -> None:
        headers = _headers(self._edit.text())
        if 0 <= at < len(headers):
            self._edit.go_to(headers[at] + 1, takes_focus=False)

    @Slot(int)
    def _on_caret(self, line: int) -> None:
        if self._is_on:
            at = row_at(self._edit.text(), line)
            if at >= 0:
                self._paper.choose(at)


def row_at(text: str, line: int) -> int:
    """Give which `[[print.place]]` row a line stands in, from 0; -1 for none."""
    lines = text.split("\n")
    start = next((at for at in range(min(line, len(lines)), 0, -1) if _HEADER.match(lines[at - 1])), 0)
    headers = _headers(text)
    return headers.index(start) if start in headers else -1


def _headers(text: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), start=1) if _ROW.match(line)]


def _placed(row: PlaceRow, box: PlacedBox) -> PlaceRow:
    return replace(row, page=box.page + 1, left=box.left, top=box.top, width=box.width, height=box.height)
