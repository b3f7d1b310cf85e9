"""Asking the store while somebody waits: an answer within a few seconds, or none."""

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from desktop.domain.errors import DeskError, ErrorCode

T = TypeVar("T")


def answer_within(seconds: float, ask: Callable[[], T]) -> T:
    """Give what a call answers. One that hangs is left to itself: it must touch nothing of this counter.

    Raises:
        DeskError: `OFFICE_UNREACHABLE` when the time is over; what the call raised.
    """
    answers: queue.SimpleQueue[T | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        except Exception as error:  # noqa: BLE001 - raised again where somebody waits for it
            answers.put(error)

    threading.Thread(target=run, name="short-look", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise DeskError(ErrorCode.OFFICE_UNREACHABLE) from None
    if isinstance(answer, Exception):
        raise answer
    return answer
