from datetime import date
from pathlib import Path

import pytest

from desktop.commands.own_office import office_name
from tests.support.command_desk import Desk


def test_the_name_of_the_office_is_known_once_its_register_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office_name(tmp_path / "one", date(2026, 11, 24)) == ""
    Desk(tmp_path, capsys).open("one")
    assert office_name(tmp_path / "one", date(2026, 11, 24))
