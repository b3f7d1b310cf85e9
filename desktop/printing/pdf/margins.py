"""What stands in the margins of a page: its number, how many there are, the small print at the foot."""

from collections.abc import Sequence
from typing import Final

from desktop.printing.pdf.inline import Typesetter, serif
from desktop.printing.pdf.pages import Page, Placed
from desktop.printing.pdf.rows import break_rows
from desktop.printing.pdf.setting import RowSetter
from desktop.printing.pdf.sketch import Ink, Pen, Sketch

_FOOTER_SIZE: Final = 8.0


def furnish(setter: Typesetter, pages: Sequence[Page], footer: str) -> None:
    """Fill the margins: one number a page (NĐ 30: centred above, not on page 1); page 1 tells how many follow."""
    setup = setter.page
    bottom = setup.text_height + setup.bottom * 0.55
    small = Pen(serif(), _FOOTER_SIZE, Ink.FAINT)
    for number, page in enumerate(pages, start=1):
        sketch = Sketch()
        if number > 1:
            _margin_text(setter, sketch, str(number), Pen(serif(), setup.body), (0.5, -setup.top * 0.42))
        elif len(pages) > 1:
            _margin_text(setter, sketch, f"gồm {len(pages)} trang", small, (1.0, bottom))
        if footer:
            _margin_text(setter, sketch, footer, small, (0.0, bottom))
        page.placed.append(Placed(sketch=sketch, top=0.0))


def _margin_text(setter: Typesetter, sketch: Sketch, text: str, pen: Pen, place: tuple[float, float]) -> None:
    """Set one line in a margin; `place` is the share of the width left of it, and the baseline."""
    share, baseline = place
    row = break_rows(setter, setter.text(text, pen), setter.page.text_width)[0]
    x = (setter.page.text_width - row.width) * share
    RowSetter(sketch, baseline, pen.size).put(row.atoms, x)
