import json
from pathlib import Path

import pytest

from desktop.cli import main
from tests.support.official_documents import housing
from tests.support.official_forms import TEXT
from tests.support.official_pdfs import official_pdf
from tests.support.pdf_words import words_on


def run(tmp_path: Path, *words: str) -> int:
    return main(["forms", *words, "--data-dir", str(tmp_path / "may")])


def test_a_word_file_is_a_form_in_use_after_three_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, draft, pdf = tmp_path / "don.docx", tmp_path / "don.toml", tmp_path / "thu.pdf"
    source.write_bytes(housing())
    assert run(tmp_path, "import", str(source), "--id", "xa.ho-tro-nha-o", "--out", str(draft), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["name"], told["fields"]) == ("ĐƠN ĐỀ NGHỊ HỖ TRỢ NHÀ Ở", 9)
    assert told["seconds"] < 10
    assert told["remarks"]
    assert run(tmp_path, "try", str(draft), "--out", str(pdf), "--seed", "5") == 0
    first = words_on(pdf.read_bytes())
    assert "Họ và tên:" in first
    assert run(tmp_path, "try", str(draft), "--out", str(pdf), "--seed", "6") == 0
    assert words_on(pdf.read_bytes()) != first
    assert run(tmp_path, "try", str(draft), "--out", str(pdf), "--sparse") == 0
    assert run(tmp_path, "publish", str(draft), "--from", "2027-01-01") == 0
    assert run(tmp_path, "render", "xa.ho-tro-nha-o", "--blank", "--out", str(pdf)) == 0


def test_an_official_pdf_is_laid_beside_the_draft(tmp_path: Path) -> None:
    source, draft = tmp_path / "goc" / "mau.pdf", tmp_path / "lam" / "mau.toml"
    source.parent.mkdir()
    source.write_bytes(official_pdf())
    assert (
        run(tmp_path, "import", str(source), "--id", "thu.mau", "--name", "Mẫu thử", "--out", str(draft)) == 0
    )
    assert (draft.parent / "mau.pdf").read_bytes() == official_pdf()
    assert run(tmp_path, "try", str(draft), "--out", str(tmp_path / "x.pdf")) == 3  # no place yet
    draft.write_text(TEXT, encoding="utf-8")
    assert run(tmp_path, "try", str(draft), "--out", str(tmp_path / "x.pdf"), "--full") == 0


def test_what_cannot_be_read_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "don.docx"
    wrong.write_bytes(b"khong phai")
    out = tmp_path / "don.toml"
    assert run(tmp_path, "import", str(wrong), "--id", "xa.a", "--out", str(out)) == 3
    assert run(tmp_path, "import", str(tmp_path / "x.docx"), "--id", "xa.a", "--out", str(out)) == 3
    assert run(tmp_path, "import", str(wrong), "--id", "Nhà", "--out", str(out)) == 3
    assert run(tmp_path, "try", str(out), "--out", str(tmp_path / "x.pdf")) == 3
    told = capsys.readouterr().err
    assert "document_invalid" in told
    assert "file_missing" in told
    assert not out.exists()
