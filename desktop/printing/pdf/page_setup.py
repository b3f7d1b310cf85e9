"""Paper sizes, margins and type sizes.

Source: Nghị định 30/2020/NĐ-CP, phụ lục I (lề trên, dưới 20-25 mm, trái 30-35 mm, phải 15-20 mm; chữ 13-14).
Citizens' declarations borrow the same look. An A5 slip scales it down, as offices do.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from desktop.forms.paper import PaperSize

MM: Final = 72 / 25.4
"""Points in a millimetre."""

LEADER_DROP: Final = 3.5
"""Points from the baseline down to the dots; at 2 they touch the dot under ạ, ị, ộ."""

LINE_ROOM: Final[tuple[float, ...]] = (5.0, 3.5, 1.75, 0.0, -0.8)
"""Points added over each line, the airiest first: the one that saves a page wins."""


def _leading(size: float) -> float:
    return size * 0.97 + 4.0


def least_step(size: float) -> float:
    """Return the shortest way from one line to the next on any page, when a page is saved by setting it tight."""
    return _leading(size) + LINE_ROOM[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSetup:
    """A page in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    body: float

    @property
    def text_width(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height between the margins."""
        return self.height - self.top - self.bottom

    def leading(self, size: float) -> float:
        """Return the tightest line height in which dots, dots below and stacked marks stay apart."""
        return _leading(size)

    def baseline(self, size: float) -> float:
        """Return how far under the top of its line the baseline lies."""
        return size * 0.97


def _page(width: float, height: float, margins: tuple[float, float, float, float], body: float) -> PageSetup:
    left, right, top, bottom = margins
    return PageSetup(
        width=width * MM,
        height=height * MM,
        left=left * MM,
        right=right * MM,
        top=top * MM,
        bottom=bottom * MM,
        body=body,
    )


_A4: Final = _page(210, 297, (30, 18, 20, 20), 13.0)
_A4_LANDSCAPE: Final = _page(297, 210, (30, 18, 20, 20), 13.0)
_A4_LARGE: Final = _page(210, 297, (20, 15, 16, 16), 18.0)
_A5: Final = _page(148, 210, (18, 12, 13, 13), 11.0)


def page_setup(size: PaperSize) -> PageSetup:
    """Return the page of a paper size."""
    match size:
        case PaperSize.A4:
            return _A4
        case PaperSize.A4_LANDSCAPE:
            return _A4_LANDSCAPE
        case PaperSize.A4_LARGE:
            return _A4_LARGE
        case PaperSize.A5:
            return _A5
        case _:
            assert_never(size)
