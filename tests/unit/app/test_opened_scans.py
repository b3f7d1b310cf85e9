from pathlib import Path

from desktop.app.opened_scans import OpenedScans


def test_a_scan_that_is_looked_at_is_private_and_its_name_says_nothing(tmp_path: Path) -> None:
    opened = OpenedScans(tmp_path)
    file = opened.write(b"a scan", ".pdf")
    assert file.read_bytes() == b"a scan"
    assert file.suffix == ".pdf"
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
    assert opened.write(b"another", ".pdf") != file


def test_nothing_readable_stays_after_locking_or_a_killed_program(tmp_path: Path) -> None:
    opened = OpenedScans(tmp_path)
    opened.write(b"a scan", ".pdf")
    opened.forget()
    assert opened.files == ()
    opened.write(b"a scan", ".pdf")
    assert OpenedScans(tmp_path).files == ()
