"""Ruled tables and places to sign of an official document."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from desktop.domain.text import fold
from desktop.forms.label_guess import guess_role
from desktop.services.import_draft import ImportDraft
from desktop.services.import_lines import BLANKS, LineImport, marked_text
from desktop.services.ports_documents import BOX, DocCell, DocTable

_NUMBER: Final = re.compile(r"^\(?\d{0,3}\)?\.?$")
_OFFICE: Final = re.compile(
    r"xac nhan|chu tich|uy ban|\bubnd\b|can bo|cong chuc|thu truong|co quan|noi cap|^tm\.|^kt\."
)
_VILLAGE: Final = re.compile(r"truong thon|to truong|to dan pho|truong ban|truong khu")
_INSTRUCTION: Final = re.compile(r"^\(")


def answer_heading(table: DocTable) -> "TableHeading | None":
    """The heading of a table that asks for rows: below it every cell is empty, but for the number of the row."""
    heading = _heading(table.rows)
    below = table.rows[heading.rows :]
    asks = len(heading.titles) > 1 and all(heading.titles) and bool(below)
    empty = asks and all(_is_empty(cell, at) for row in below for at, cell in enumerate(row))
    return heading if empty else None


def grid_lines(table: DocTable, lines: LineImport, draft: ImportDraft, caption: str) -> list[str]:
    """The lines of a ruled table whose rows have names: a place stands in every empty cell."""
    rows = list(table.rows)
    heading = _heading(rows)
    made = [f"[khung {' '.join(_title(title) for title in heading.titles)}]"]
    for row in rows[heading.rows :]:
        name = next(
            (
                cell.plain
                for cell in row
                if cell.plain and BOX not in cell.plain and not _NUMBER.match(cell.plain)
            ),
            "",
        )
        made.append(
            "| "
            + " | ".join(_cell(cell, at, name, heading, lines, draft, caption) for at, cell in enumerate(row))
            + " |"
        )
    return made


class TableHeading:
    """The heading of a table over one row or two, or none."""

    def __init__(self, titles: Sequence[str], rows: int) -> None:
        self.titles = tuple(titles)
        self.rows = rows


def _heading(rows: Sequence[Sequence[DocCell]]) -> TableHeading:
    first = rows[0]
    if any(not cell.plain and not cell.covered for cell in first) or any(
        BLANKS.search(cell.plain) or BOX in cell.plain for cell in first
    ):
        return TableHeading([""] * len(first), 0)
    titles: list[str] = []
    for cell in first:
        titles.append(titles[-1] if cell.covered and titles else cell.plain)
    doubled = any(after.covered for _, after in pairwise(first))
    parted = [
        cell.covered or (at + 1 < len(first) and first[at + 1].covered) for at, cell in enumerate(first)
    ]
    if doubled and len(rows) > 1 and _parts_titles(rows[1], parted):
        below = [cell.plain for cell in rows[1]]
        merged = [f"{title}: {under}" if under else title for title, under in zip(titles, below, strict=True)]
        return TableHeading(merged, 2)
    if doubled:
        return TableHeading([""] * len(first), 0)
    return TableHeading(titles, 1)


def _parts_titles(row: Sequence[DocCell], parted: Sequence[bool]) -> bool:
    """Whether a second row names the parts of the wide titles above it; under the others it may be empty."""
    named = all(cell.plain or cell.covered or not wide for cell, wide in zip(row, parted, strict=True))
    return named and not any(BLANKS.search(cell.plain) or BOX in cell.plain for cell in row)


def _cell(
    cell: DocCell,
    at: int,
    name: str,
    heading: TableHeading,
    lines: LineImport,
    draft: ImportDraft,
    caption: str,
) -> str:
    if cell.covered:
        return ""
    words = " ".join(
        marked_text(p.texts, draft).replace("\t", " ").replace("\n", " ") for p in cell.paragraphs
    ).strip()
    if words and BOX not in words and not BLANKS.search(words):
        return words
    label = ", ".join(part for part in (name, heading.titles[at]) if part) or caption
    return lines.cell(words, label)


def _title(text: str) -> str:
    words = " ".join(text.replace('"', "”").split())
    return f'"{words.replace("{", "{{").replace("}", "}}")}"'


def _is_empty(cell: DocCell, at: int) -> bool:
    bare = BLANKS.sub("", cell.plain).strip(" .")
    return not bare or (at == 0 and bool(_NUMBER.match(bare)))


def signature_line(texts: Sequence[str], draft: ImportDraft) -> str:
    """The command for one place to sign, "" where nothing is left to say."""
    lines = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    dates = [line for line in lines if BLANKS.search(line)]
    lines = [line for line in lines if line not in dates and line.strip(" .-_")]
    if not lines:
        return ""
    titles = [line for line in lines if not _INSTRUCTION.match(line)]
    instructions = [line for line in lines if _INSTRUCTION.match(line)]
    title, instruction = " ".join(titles), " ".join(instructions)
    command = f"[ky {_signer(title, draft)} {_title(title)} {_title(instruction)}"
    if dates:
        draft.remark(
            "Phía trên chỗ ký có dòng ngày tháng để chấm: máy ghi ngày lập giấy, xem lại có đúng không.",
            title,
        )
        return command + ' "{office.place}, ngày {today:day} tháng {today:month} năm {today:year}"]'
    return command + "]"


def _signer(title: str, draft: ImportDraft) -> str:
    words = fold(title)
    if _VILLAGE.search(words):
        return "trong"
    if _OFFICE.search(words):
        return "office"
    found = guess_role(title)
    if found is not None and found[0] in draft.roles:
        return found[0]
    return "requester" if words.startswith("nguoi") or not title else "trong"
