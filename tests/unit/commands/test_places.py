from pathlib import Path

import pytest

from desktop.cli import main


def test_the_command_tells_the_new_name_and_keeps_the_old(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["places", "xã An Dũng, huyện Đức Thọ, Hà Tĩnh", "--on", "2026-11-24"]
    assert main([*words, "--data-dir", str(tmp_path)]) == 0
    assert "“xã An Dũng” nay là xã Đức Thịnh" in capsys.readouterr().out
    assert main(["places", "Hà Nội", "--json", "--data-dir", str(tmp_path)]) == 0
    assert '"offers": []' in capsys.readouterr().out
