"""Every fault a network can play on one call to a store in memory."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TypeAlias

from desktop.domain.errors import DeskError, ErrorCode


class Fault(StrEnum):
    """What may happen to one call."""

    REQUEST_LOST = "request_lost"
    """Nothing was done, nothing came back."""
    REPLY_LOST = "reply_lost"
    """Everything was done, nothing came back."""
    BUSY = "busy"
    """The store had no time."""
    PAGE_REPEATED = "page_repeated"
    """`pull` gives once more what it gave before."""
    PAGE_STALE = "page_stale"
    """`pull` gives an older look at the log: nothing new."""


Weather: TypeAlias = "Callable[[str], Fault | None]"


def no_fault(call: str) -> Fault | None:  # noqa: ARG001 - the shape of every weather
    """Let every call through."""
    return None


@contextlib.contextmanager
def played(weather: Weather, call: str, turn: threading.Condition) -> Iterator[Fault | None]:
    """Run one call to the store, alone, with the fault the weather asks for.

    Raises:
        DeskError: `OFFICE_UNREACHABLE`, `OFFICE_BUSY`.
    """
    fault = weather(call)
    if fault is Fault.REQUEST_LOST:
        raise DeskError(ErrorCode.OFFICE_UNREACHABLE)
    if fault is Fault.BUSY:
        raise DeskError(ErrorCode.OFFICE_BUSY)
    with turn:
        yield fault
    if fault is Fault.REPLY_LOST:
        raise DeskError(ErrorCode.OFFICE_UNREACHABLE)
