from datetime import datetime
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.file_printer import FolderPrinter, write_whole
from desktop.services.ports_printing import PaperMedia, PrintOutcome
from tests.support.ticket_samples import MOMENT


def printer(folder: Path) -> FolderPrinter:
    def now() -> datetime:
        return MOMENT

    return FolderPrinter(folder, now=now)


def test_each_paper_becomes_a_file_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "giấy đã in"
    for content in (b"%PDF-1", b"%PDF-2"):
        receipt = printer(folder).print_pdf(content, title="Tờ khai / trích lục", paper_size=PaperMedia.A4)
        assert receipt.outcome is PrintOutcome.CONFIRMED
        assert Path(receipt.spool_id).read_bytes() == content
    assert sorted(path.name for path in folder.iterdir()) == [
        "20261124-095100-Tờ-khai-trích-lục-A4-2.pdf",
        "20261124-095100-Tờ-khai-trích-lục-A4.pdf",
    ]


@pytest.mark.parametrize("title", ["", "../..", "." * 9, "/", "x" * 300])
def test_a_title_never_leaves_the_folder(tmp_path: Path, title: str) -> None:
    receipt = printer(tmp_path).print_pdf(b"%PDF", title=title, paper_size=PaperMedia.A5)
    assert Path(receipt.spool_id).parent == tmp_path


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DeskError) as caught:
        write_whole(path, b"new")
    assert caught.value.code is ErrorCode.DISK_FULL
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    broken = printer(tmp_path / "file" / "folder")
    assert broken.status().fault is ErrorCode.FILE_NOT_WRITABLE
    with pytest.raises(DeskError) as caught:
        broken.print_pdf(b"%PDF", title="x", paper_size=PaperMedia.A4)
    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE


def test_a_folder_that_will_be_made_is_ready(tmp_path: Path) -> None:
    assert printer(tmp_path / "a" / "b").status().ready
