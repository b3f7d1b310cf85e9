"""The binding to Qt the window stands on."""

import sys

from PySide6.QtCore import QObject

CALLS = 2000


def test_a_call_into_qt_costs_no_reference_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one at each call and aborts the program after some ten thousand."""
    held = [None] * (10 * CALLS)
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("a")
    lost = before - sys.getrefcount(None)
    assert lost < CALLS // 2, "this version of PySide6 aborts on this Python: pin 6.11.3"
    assert len(held) == 10 * CALLS
