"""How much goes over the way to the store at once: little at first and after the way was cut, more while it holds.

Whatever has not passed whole counts for nothing, and the next try begins with it again. On a slow line that is cut now
and then, only pieces that pass between two cuts bring anything over.
"""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from desktop.domain.errors import DeskError, ErrorCode

_FIRST: Final = 8
_MOST: Final = 1_000
_STEP: Final = 4
# The way was cut, nothing came for too long, or the server gave up what took too long.
_TOO_MUCH: Final = frozenset({ErrorCode.OFFICE_UNREACHABLE, ErrorCode.OFFICE_BUSY})


class Pace:
    """Grows with every call within it that ends well, and shrinks with every one that does not."""

    def __init__(self) -> None:
        self._now = _FIRST

    def of(self, most: int) -> int:
        """Give how many entries to send or to ask for, at least one and not more than `most`."""
        return min(most, self._now)

    def __enter__(self) -> Self:
        """Begin calls that carry something."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """See what became of them."""
        if error is None:
            self._now = min(_MOST, self._now * _STEP)
        elif isinstance(error, DeskError) and error.code in _TOO_MUCH:
            self._now = max(1, self._now // _STEP)


@dataclass(frozen=True, slots=True)
class Paces:
    """Those of one counter: that an empty page came says nothing of how much may be sent."""

    reading: Pace = field(default_factory=Pace)
    sending: Pace = field(default_factory=Pace)
