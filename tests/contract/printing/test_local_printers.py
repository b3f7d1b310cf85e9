import sys

import pytest

from desktop.domain.errors import ErrorCode
from desktop.printing import windows_api
from desktop.printing.local_printers import local_paper_printer, local_printers


def test_without_a_print_system_this_computer_names_no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "/khong-co/cups.sock")
    assert local_printers().printers() == ()
    assert local_paper_printer("x").status().fault is ErrorCode.PRINT_SYSTEM_MISSING


def test_windows_calls_exist_on_windows_alone() -> None:
    assert hasattr(windows_api, "WinSpool") is (sys.platform == "win32")
