"""The large-print sheet: every answer in letters an elderly person can read along while the officer reads aloud.

It is no official paper and says so; it is handed back or torn up, so it carries no form number to file it by.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from desktop.forms.paper import PaperSize
from desktop.printing.pdf.fonts import Face, Fonts, paper_fonts
from desktop.printing.pdf.inline import Typesetter
from desktop.printing.pdf.margins import furnish
from desktop.printing.pdf.page_setup import MM, page_setup
from desktop.printing.pdf.pages import paginate
from desktop.printing.pdf.painter import Document, paint
from desktop.printing.pdf.rows import balanced_rows, break_rows
from desktop.printing.pdf.setting import RowSetter
from desktop.printing.pdf.sketch import Pen, Sketch, Strip, Stroke
from desktop.services.rendered_paper import Look, RenderedPaper

_TITLE: Final = Pen(Face.SANS_BOLD, 24.0)
_HINT: Final = Pen(Face.SANS, 20.0)
_SECTION: Final = Pen(Face.SANS_BOLD, 20.0)
_LABEL: Final = Pen(Face.SANS, 20.0)
_VALUE: Final = Pen(Face.SANS_BOLD, 24.0)
_NOTHING: Final = Pen(Face.SANS, 24.0)

_HINT_TEXT: Final = "Bản chữ to để nghe đọc lại. Chỗ nào chưa đúng, xin nói ngay để sửa."
_NOTHING_TEXT: Final = "(để trống)"
_FOOTER: Final = "Giấy này chỉ để đọc lại, không phải giấy tờ và không cần ký."
_STEP: Final = 1.28
_PAGE: Final = replace(page_setup(PaperSize.A4), left=20 * MM, right=15 * MM, top=16 * MM, bottom=16 * MM)


class ReviewLine(NamedTuple):
    """One answer to be read back; an empty value is shown as left empty."""

    label: str
    value: str
    section: str = ""


def draw_review_sheet(
    title: str, lines: Sequence[tuple[str, str, str]], *, fonts: Fonts | None = None
) -> RenderedPaper:
    """Draw the sheet on A4, letters of 20 points and more.

    Args:
        title: the papers' names.
        lines: label, value and section of each answer, in reading order; all NFC.
        fonts: other than the bundled ones, for tests.

    Raises:
        ValueError: a text is not NFC.
    """
    fonts = fonts or paper_fonts()
    setter = Typesetter(fonts, _PAGE, Look.PRINT)
    strips = [*_lines(setter, title, _TITLE, centred=True), *_lines(setter, _HINT_TEXT, _HINT, centred=True)]
    answers = [ReviewLine(*line) for line in lines]
    for section, group in groupby(answers, key=lambda answer: answer.section):
        strips += _section(setter, section)
        for answer in group:
            strips += _answer(setter, answer)
    pages = paginate(strips, setter.page)
    furnish(setter, pages, _FOOTER)
    return RenderedPaper(
        pdf=paint(pages, setter.page, fonts, Document(title=f"Bản chữ to: {title}")),
        page_count=len(pages),
        page_width=setter.page.width,
        page_height=setter.page.height,
        warnings=tuple(dict.fromkeys(setter.warnings)),
    )


def _section(setter: Typesetter, text: str) -> list[Strip]:
    if not text:
        return [Strip(height=10.0, sketch=Sketch(), air=True)]
    rule = Sketch(strokes=[Stroke(0.0, 3.0, setter.page.text_width, 3.0, 1.2)])
    return [
        Strip(height=14.0, sketch=Sketch(), air=True),
        *_lines(setter, text, _SECTION, keep_next=True),
        Strip(height=8.0, sketch=rule, keep_next=True),
    ]


def _answer(setter: Typesetter, answer: ReviewLine) -> list[Strip]:
    shown, pen = (answer.value, _VALUE) if answer.value.strip() else (_NOTHING_TEXT, _NOTHING)
    return [
        *_lines(setter, answer.label, _LABEL, keep_next=True),
        *_lines(setter, shown, pen),
        Strip(height=9.0, sketch=Sketch(), air=True),
    ]


def _lines(
    setter: Typesetter, text: str, pen: Pen, *, centred: bool = False, keep_next: bool = False
) -> list[Strip]:
    width = setter.page.text_width
    atoms = setter.text(text, pen)
    rows = balanced_rows(setter, atoms, width) if centred else break_rows(setter, atoms, width)
    strips: list[Strip] = []
    for row in rows:
        sketch = Sketch()
        x = max(width - row.width, 0.0) / 2 if centred else 0.0
        RowSetter(sketch, pen.size, pen.size).put(row.atoms, x)
        strips.append(Strip(height=pen.size * _STEP, sketch=sketch, keep_next=keep_next))
    return strips
