"""What takes no paper: the demo's officer copies the answers into the portal, box by box."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from desktop.demo.hands import Hands
from desktop.ui.desk.visit_sheet import VisitSheet


def copy_online(sheet: VisitSheet, hands: Hands, picture: Callable[[str], None]) -> None:
    """Open the data sheet from the page of the printed papers, copy every box, and go back.

    Raises:
        Stuck: The sheet did not open or close: a bug of ours.
    """
    hands.press(Qt.Key.Key_Return)
    hands.wait(sheet.isVisible, "the data sheet to open")
    picture("chep")
    copied = -1
    while len(sheet.copied_ids) > copied:
        copied = len(sheet.copied_ids)
        hands.press(Qt.Key.Key_Return)
        hands.pause()
    picture("da-chep")
    hands.press(Qt.Key.Key_Escape)
    hands.wait(lambda: not sheet.isVisible(), "the data sheet to close")
