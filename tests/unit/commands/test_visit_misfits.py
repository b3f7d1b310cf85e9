from datetime import date
from pathlib import Path

from desktop.commands.visit_misfits import visits_unfit
from desktop.services.load_forms import load_library


def test_a_pc_without_records_has_no_visits_to_count(tmp_path: Path) -> None:
    form = load_library(tmp_path).in_force("ho-tich.trich-luc", date(2026, 11, 24))
    assert visits_unfit(tmp_path, form) == (None, [])
