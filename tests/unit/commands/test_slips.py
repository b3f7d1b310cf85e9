import json
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.domain.dossier import MoveKind
from tests.support.office import sample_desk
from tests.support.pdf_words import words_on


@pytest.fixture
def number(data_dir: Path) -> str:
    with sample_desk(data_dir) as desk:
        dossier = desk.play("tro-cap-nguoi-cao-tuoi").dossiers[0]
        desk.core.move_dossier(desk.officer.id, dossier.id, MoveKind.REFUSE, reason="Chưa đủ tuổi")
        return dossier.number


def test_the_slips_of_a_dossier_are_listed_and_drawn(
    data_dir: Path, number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--json", "--data-dir", str(data_dir)]
    assert main(["slips", "list", number, *options]) == 0
    slips = {one["kind"]: one["printed"] for one in json.loads(capsys.readouterr().out)["slips"]}
    assert slips == {"receipt": 1, "refusal": 1, "control": 0}
    out = tmp_path / "phieu.pdf"
    assert main(["slips", "render", number, "refusal", "--out", str(out), *options]) == 0
    assert "Chưa đủ tuổi" in words_on(out.read_bytes())
    assert main(["slips", "render", number, "stop", "--out", str(out), *options]) != 0


def test_the_register_of_a_day_is_drawn_and_an_unknown_sector_names_those_there_are(
    data_dir: Path, number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, options = tmp_path / "so.pdf", ["--data-dir", str(data_dir)]
    wrong = ["slips", "register", "Hàng hải", "--on", "2026-11-17", "--out", str(out)]
    assert main([*wrong, *options]) == 3
    sector = capsys.readouterr().err.split("(có: ")[1].split(")")[0]
    assert main(["slips", "register", sector, "--on", "2026-11-17", "--out", str(out), *options]) == 0
    assert number in words_on(out.read_bytes())
