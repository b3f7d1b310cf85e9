"""Start to a usable window, as whole processes: ours at the lock page, against bare PySide6 windows, in turn.

Two rivals: a window that imports what ours imports and shows nothing but an empty frame (the aim is 1.5x of it),
and the smallest PySide6 window there is. Each run is a fresh process; ours opens an office that already exists.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter_ns

# A benchmark is started as a file, so its own folder is on the path and the checkout is not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import figure_of, report
from desktop.core import Core
from desktop.services.office_setup import FirstStartAnswers

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
LEAVE = "QTimer.singleShot(0, lambda: (window.grab(), app.quit()))\napp.exec()\n"

OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.app.run import build_station
from desktop.core import Core
with Core.open(Path(sys.argv[1])) as core:
    app = QApplication([])
    station = build_station(app, core)
    station.start()
    window = station.window
    window.resize(1366, 768)
    window.show()
    QTimer.singleShot(0, lambda: (window.grab(), app.quit()))
    app.exec()
    station.stop()
"""
SAME_IMPORTS = (
    """
import desktop.app.run
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
"""
    + LEAVE
)
BARE = (
    """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
"""
    + LEAVE
)


def run(program: str, *arguments: str) -> float:
    """Run a program to its end; gives milliseconds from the start of the process to its end."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    began = perf_counter_ns()
    subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, env=environment, capture_output=True
    )
    return (perf_counter_ns() - began) / 1e6


def main() -> None:
    """Measure in turn, so that a drift of the machine meets all three alike."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        with Core.open(data_dir) as core:
            core.first_start(FirstStartAnswers(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
        programs = {"ours": (OURS, str(data_dir)), "same": (SAME_IMPORTS,), "bare": (BARE,)}
        for program in programs.values():
            run(*program)  # byte code and disk caches
        taken: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(ROUNDS):
            for name, program in programs.items():
                taken[name].append(run(*program))
    report(
        "start_window",
        "Start of the process to a painted, usable window (the lock page)",
        figure_of("Khongviet", taken["ours"]),
        (
            figure_of("empty window, same imports", taken["same"]),
            figure_of("empty window, PySide6 alone", taken["bare"]),
        ),
        notes=("aim: 1.5x of the empty window with the same imports",),
    )


if __name__ == "__main__":
    main()
