"""A box on an official page, in millimetres from the upper left corner of the page."""

from dataclasses import dataclass, replace

LEAST_MM = 2.0
STEP_MM = 0.5
_DIGITS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBox:
    """Where a field stands.

    Attributes:
        words: what is written beside it, the field's label.
        page: from 0.
        left: mm.
        top: mm.
        width: mm, at least 2.
        height: mm, at least 2.
    """

    words: str
    page: int
    left: float
    top: float
    width: float
    height: float

    @classmethod
    def between(
        cls, words: str, page: int, first: tuple[float, float], second: tuple[float, float]
    ) -> "PlacedBox":
        """Gives the box with these two corners (mm), in any order."""
        left, right = sorted((first[0], second[0]))
        top, bottom = sorted((first[1], second[1]))
        return cls(words=words, page=page, left=left, top=top, width=right - left, height=bottom - top)

    def moved(self, right: float, down: float) -> "PlacedBox":
        """Gives the box elsewhere by so many mm."""
        return replace(self, left=self.left + right, top=self.top + down)

    def resized(self, wider: float, higher: float) -> "PlacedBox":
        """Gives the box larger by so many mm; its upper left corner stays."""
        return replace(self, width=self.width + wider, height=self.height + higher)

    def settled(self, page_width: float, page_height: float) -> "PlacedBox":
        """Gives the box in whole steps of half a millimetre and wholly on its page (mm)."""
        width = min(max(_whole(self.width), LEAST_MM), _whole(page_width))
        height = min(max(_whole(self.height), LEAST_MM), _whole(page_height))
        left = min(max(_whole(self.left), 0.0), max(_floor(page_width - width), 0.0))
        top = min(max(_whole(self.top), 0.0), max(_floor(page_height - height), 0.0))
        return replace(self, left=left, top=top, width=width, height=height)


def _whole(length: float) -> float:
    return round(round(length / STEP_MM) * STEP_MM, _DIGITS)


def _floor(length: float) -> float:
    return round(length // STEP_MM * STEP_MM, _DIGITS)
