"""The command line of some data folders, as a clerk or a script uses it."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main


class Desk:
    """Types commands for counters by name and reads what comes back."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        (folder / "share").mkdir()
        (folder / "pin").write_text("1234\n", encoding="utf-8")

    def __call__(self, counter: str, *words: str, code: int = 0) -> Any:  # noqa: ANN401 - JSON
        given = main([*words, "--json", "--data-dir", str(self.folder / counter)])
        told = self.capsys.readouterr()
        assert given == code, told.err
        return json.loads(told.out) if code == 0 else told.err

    def plain(self, counter: str, *words: str) -> int:
        """Type a command for people; what it says is left to be read."""
        return main([*words, "--data-dir", str(self.folder / counter)])

    def open(self, counter: str) -> None:
        words = (
            "--profile",
            "duc-thinh-2026",
            "--name",
            "Nguyễn Thị A",
            "--pin-file",
            str(self.folder / "pin"),
        )
        self(counter, "register", "open", *words)

    def new(self, counter: str, name: str, note: str = "") -> Any:  # noqa: ANN401 - JSON
        words = ("--procedure", "2.000635", "--name", name, "--note", note)
        return self(counter, "register", "new", *words)

    def pair(self) -> None:
        self.open("one")
        self("one", "office", "create", "--at", str(self.folder / "share"))
        code = self("one", "office", "invite", "--name", "Quầy 2")["code"]
        (self.folder / "code").write_text(code, encoding="utf-8")
        self("two", "office", "join", "--code-file", str(self.folder / "code"))
