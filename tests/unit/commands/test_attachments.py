import json
import logging
import random
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.support.command_desk import Desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A photo of paper with noise, so that it is larger than one chunk."""
    file = tmp_path / "Căn cước bà Bưởi.png"
    Image.frombytes("L", (700, 700), random.Random(3).randbytes(490_000)).save(file)
    return file


def test_a_scan_of_one_counter_is_saved_at_the_other(desk: Desk, scan: Path) -> None:
    desk.pair()
    dossier = desk.new("one", "Bà Bưởi")["id"]
    attached = desk("one", "register", "attach", dossier, str(scan), "--kind", "id_paper")
    assert (attached["name"], attached["bytes"], attached["counter"]) == (
        scan.name,
        scan.stat().st_size,
        "Quầy 1",
    )
    assert desk("one", "office", "status")["attachments_waiting"] == 1
    assert desk("one", "office", "sync", "--once")["attachments_waiting"] == 0
    desk("two", "office", "sync", "--once")
    (row,) = desk("two", "register", "attachments", dossier)["attachments"]
    assert (row["name"], row["kind"], row["place"], row["number"]) == (scan.name, "id_paper", "here", 1)
    out = desk.folder / "out.png"
    desk("two", "register", "attachments", dossier, "--save", "1", "--out", str(out))
    assert out.read_bytes() == scan.read_bytes()


def test_a_scan_that_only_the_other_counter_has_is_told_with_its_name(desk: Desk, scan: Path) -> None:
    desk.pair()
    dossier = desk.new("one", "Bà Bưởi")["id"]
    desk("one", "register", "attach", dossier, str(scan))
    desk("one", "office", "sync", "--once")
    for blob in (desk.folder / "share" / "blobs").glob("*/*"):
        blob.unlink()
    desk("two", "office", "sync", "--once")
    (row,) = desk("two", "register", "attachments", dossier)["attachments"]
    assert row["place"] == "elsewhere"
    words = ("register", "attachments", dossier, "--save", "1", "--out", str(desk.folder / "out.png"))
    told = desk("two", *words, code=4)
    assert "attachment_elsewhere" in told
    assert "Quầy 1" in told
    assert not (desk.folder / "out.png").exists()


def test_what_is_no_scan_is_bad_input(desk: Desk, scan: Path) -> None:
    desk.open("one")
    dossier = desk.new("one", "Bà Bưởi")["id"]
    wrong = desk.folder / "thu.docx"
    wrong.write_bytes(b"PK\x03\x04")
    assert "attachment_invalid" in desk("one", "register", "attach", dossier, str(wrong), code=3)
    assert "file_missing" in desk("one", "register", "attach", dossier, str(desk.folder / "no"), code=3)
    large = desk.folder / "large.pdf"
    with large.open("wb") as stream:
        stream.truncate(65 << 20)
    assert "attachment_too_large" in desk("one", "register", "attach", dossier, str(large), code=3)
    assert "record_missing" in desk("one", "register", "attach", "khong-co", str(scan), code=4)
    assert "input_invalid" in desk("one", "register", "attachments", dossier, "--save", "1", code=3)
    words = ("--save", "1", "--out", str(desk.folder / "x"))
    assert "input_invalid" in desk("one", "register", "attachments", dossier, *words, code=3)
    assert desk("one", "register", "attachments", dossier)["attachments"] == []


def test_a_scan_that_differs_in_the_store_is_told_with_its_sum(
    desk: Desk, scan: Path, expect_warnings: list[logging.LogRecord]
) -> None:
    desk.pair()
    dossier = desk.new("one", "Bà Bưởi")["id"]
    sha256 = desk("one", "register", "attach", dossier, str(scan))["sha256"]
    desk("one", "office", "sync", "--once")
    place = desk.folder / "share" / "blobs" / sha256[:2] / f"{sha256}.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | {"sealed_sum": "0" * 64}))
    assert desk("one", "office", "sync", "--once")["attachments_differing"] == 1
    assert desk("one", "office", "status")["attachments_differing_sha256"] == [sha256]
    desk.plain("one", "office", "status")
    assert f"Mã bản hỏng: {sha256[:12]}." in desk.capsys.readouterr().out
    assert len(expect_warnings) >= 1


def test_a_share_put_back_without_its_scans_gets_them_again(desk: Desk, scan: Path) -> None:
    desk.pair()
    dossier = desk.new("one", "Bà Bưởi")["id"]
    desk("one", "register", "attach", dossier, str(scan))
    desk("one", "office", "sync", "--once")
    shutil.rmtree(desk.folder / "share" / "blobs")
    assert desk("one", "office", "sync", "--once")["attachments_waiting"] == 0
    desk("two", "office", "sync", "--once")
    out = desk.folder / "out.png"
    desk("two", "register", "attachments", dossier, "--save", "1", "--out", str(out))
    assert out.read_bytes() == scan.read_bytes()
