"""Real programs that are killed while scans travel."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.support.command_desk import Desk

ROOT = Path(__file__).resolve().parents[3]
KILLS = 4


def killed_while_syncing(folder: Path, seconds: float) -> bool:
    """Run the real command and kill it; gives whether it was still at work."""
    command = [sys.executable, "-m", "desktop", "office", "sync", "--once", "--data-dir", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - ourselves
        time.sleep(seconds)
        was_at_work = process.poll() is None
        process.kill()
    return was_at_work


def test_scans_arrive_whole_whenever_the_programs_are_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, capsys)
    desk.pair()
    dossier = desk.new("one", "Bà Bưởi")["id"]
    scans = []
    for number in range(4):
        scan = tmp_path / f"scan-{number}.png"
        Image.frombytes("L", (2500, 2500), random.Random(number).randbytes(6_250_000)).save(
            scan, compress_level=0
        )
        desk("one", "register", "attach", dossier, str(scan))
        scans.append(scan)
    chance = random.Random(5)
    for counter in ("one", "two"):
        for _ in range(KILLS):
            killed_while_syncing(tmp_path / counter, chance.uniform(0.8, 2.4))
        assert desk(counter, "office", "sync", "--once")["attachments_waiting"] == 0
    out = tmp_path / "out.png"
    for number, scan in enumerate(scans, start=1):
        desk("two", "register", "attachments", dossier, "--save", str(number), "--out", str(out))
        assert out.read_bytes() == scan.read_bytes()
    left = [file.name for file in (tmp_path / "two" / "tep-dinh-kem").glob("*/*") if file.suffix]
    assert left == []
