"""A desk without a screen, worked by a hand, and a picture of each step in every size."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop.resources_dir import resources_dir
from desktop.ui.look import Look
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import DeskWindow, open_office

SIZES = ((1366, 768), (1920, 1080))
Shoot = Callable[[str], None]


def take_pictures(walk: Callable[[DeskHand, Shoot], None]) -> int:
    """Saves every step of a walk in every size; where to, and how large the text is, says the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--factor", type=float, default=1.0)
    parser.add_argument("--contrast", action="store_true")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    Look(app, resources_dir(), factor=arguments.factor, is_high_contrast=arguments.contrast)
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder) / "data")
        window = DeskWindow(office)
        window.resize(*SIZES[0])
        window.show()
        window.activateWindow()
        hand = DeskHand(window)
        window.desk.set_officer(office.officer)
        hand.settle(0.1)

        def shoot(name: str) -> None:
            for width, height in SIZES:
                window.resize(width, height)
                hand.settle(0.45)
                window.grab().save(str(arguments.out / f"{name}-{width}.png"))
            window.resize(*SIZES[0])
            hand.settle(0.05)

        walk(hand, shoot)
        window.shut()
        office.core.close()
    return 0
