"""The window killed while a box is drawn on an official page: every box let go of before is there again."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.forms.place_rows import place_rows
from desktop.records.form_drafts import FormDraftFolder
from tests.support.official_pdfs import official_pdf
from tests.support.placing_worker import BOXES

ROOT = Path(__file__).resolve().parents[3]


def test_a_window_killed_with_a_box_half_drawn_keeps_the_page_and_the_boxes_before(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.support.placing_worker", str(tmp_path)]
    alone = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=ROOT, env=alone, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        assert process.stdout is not None
        said = [process.stdout.readline().strip() for _ in range(len(BOXES) + 1)]
        process.kill()
    assert said == ["1", "2", "3", "held"]
    folder = next((tmp_path / "data").rglob("form-drafts"))
    (kept,) = FormDraftFolder(folder, lambda: datetime.now(UTC)).list()
    assert [row.field for row in place_rows(kept.text)] == [key for key, _ in BOXES]
    assert kept.pdf == official_pdf()
