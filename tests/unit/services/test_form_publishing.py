import json
from datetime import date
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.forms.answers import Answer, Answers
from desktop.services.form_publishing import dated_text, misfits
from desktop.services.load_forms import load_library
from tests.support.form_files import form_of, form_text
from tests.support.official_forms import TEXT
from tests.support.official_pdfs import official_pdf

DAY = date(2027, 1, 1)


def run(tmp_path: Path, *words: str) -> int:
    return main(["forms", *words, "--data-dir", str(tmp_path / "may")])


def test_a_copied_form_is_used_from_its_day_and_the_old_version_stays(tmp_path: Path) -> None:
    draft = tmp_path / "sua.toml"
    assert run(tmp_path, "copy", "ho-tich.khai-tu", "--version", "2020-07-16", "--out", str(draft)) == 0
    draft.write_text(draft.read_text(encoding="utf-8") + "\n# của xã\n", encoding="utf-8")
    assert run(tmp_path, "publish", str(draft), "--from", "2027-01-01") == 0
    library = load_library(tmp_path / "may")
    assert not library.problems
    assert library.in_force("ho-tich.khai-tu", DAY).version == "2027-01-01"
    assert library.in_force("ho-tich.khai-tu", date(2026, 12, 31)).version == "2024-06-06"
    assert library.get("ho-tich.khai-tu", "2020-07-16").version == "2020-07-16"
    published = tmp_path / "may" / "forms" / "ho-tich" / "khai-tu" / "2027-01-01.toml"
    assert "# của xã" in published.read_text(encoding="utf-8")


def test_a_published_version_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "mau.toml"
    draft.write_text(form_text(), encoding="utf-8")
    assert run(tmp_path, "publish", str(draft), "--from", "2027-01-01") == 0
    assert run(tmp_path, "publish", str(draft), "--from", "2027-01-01") == 0
    draft.write_text(form_text() + "# khác\n", encoding="utf-8")
    assert run(tmp_path, "publish", str(draft), "--from", "2027-01-01") == 3
    assert "form_version_kept" in capsys.readouterr().err


def test_a_form_with_a_mistake_is_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "mau.toml"
    draft.write_text(form_text(page="{khong.co}\n"), encoding="utf-8")
    assert run(tmp_path, "publish", str(draft), "--from", "2027-01-01") == 3
    assert "form_invalid" in capsys.readouterr().err
    assert run(tmp_path, "publish", str(tmp_path / "x.toml"), "--from", "2027-01-01") == 3
    assert run(tmp_path, "publish", str(draft), "--from", "mai") == 3
    assert not (tmp_path / "may" / "forms").exists()


def test_the_last_day_of_the_copied_version_does_not_end_the_new_one() -> None:
    for old in ("[in_force]\nfrom = 2024-01-01\nto = 2025-01-01\n", "[in_force]\nfrom = 2024-01-01\n"):
        text = form_text().replace("[in_force]\nfrom = 2024-01-01\n", old)
        form = form_of(dated_text(text, DAY))
        assert (form.version, form.in_force.first, form.in_force.last) == ("2027-01-01", DAY, None)
    inline = form_text().replace("[in_force]\nfrom = 2024-01-01\n", "")
    inline = inline.replace('source = "', 'in_force = { from = 2024-01-01, to = 2025-01-01 }\nsource = "', 1)
    assert form_of(dated_text(inline, DAY)).in_force.last is None


def test_answers_that_no_longer_fit_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = form_text('key = "a"\nlabel = "A"\ntype = "choice"\noptions = ["x", "y"]', page="A: {a}\n")
    answers = (
        Answers()
        .with_answer("requester.name", Answer(value="Lý"))
        .with_answer("a", Answer(value="z"))
        .with_answer("b", Answer(value="mất"))
    )
    told = misfits(form_of(text), answers, DAY)
    assert [one.partition(":")[0] for one in told] == ["a", "b", "requester.birth"]
    draft, saved = tmp_path / "mau.toml", tmp_path / "tl.json"
    draft.write_text(text, encoding="utf-8")
    saved.write_text(json.dumps(answers.to_plain()), encoding="utf-8")
    assert run(tmp_path, "publish", str(draft), "--from", "2027-01-01", "--answers", str(saved)) == 0
    assert "phải hỏi thêm" in capsys.readouterr().out


def test_the_official_page_goes_with_the_form_and_an_old_version_keeps_its_own(tmp_path: Path) -> None:
    draft, pdf = tmp_path / "sua.toml", tmp_path / "mau.pdf"
    draft.write_text(TEXT, encoding="utf-8")
    pdf.write_bytes(official_pdf())
    assert run(tmp_path, "publish", str(draft), "--from", "2027-01-01") == 0
    assert run(tmp_path, "publish", str(draft), "--from", "2027-01-01") == 0
    pdf.write_bytes(official_pdf(2))
    assert run(tmp_path, "publish", str(draft), "--from", "2028-01-01") == 0
    folder = tmp_path / "may" / "forms" / "thu" / "mau"
    assert sorted(file.name for file in folder.iterdir()) == [
        "2027-01-01.toml",
        "2028-01-01.toml",
        "mau-2028-01-01.pdf",
        "mau.pdf",
    ]
    library = load_library(tmp_path / "may")
    assert not library.problems
    pages = [form.background.pdf.data for form in library.versions("thu.mau") if form.background is not None]
    assert pages == [official_pdf(), official_pdf(2)]

    copied = tmp_path / "chep" / "moi.toml"
    assert run(tmp_path, "copy", "thu.mau", "--version", "2027-01-01", "--out", str(copied)) == 0
    assert (copied.parent / "mau.pdf").read_bytes() == official_pdf()
    assert main(["forms", "check", str(copied)]) == 0
    assert run(tmp_path, "copy", "thu.mau", "--version", "2027-01-01", "--out", str(draft)) == 4
    assert pdf.read_bytes() == official_pdf(2)


def test_a_pdf_swapped_behind_the_programs_back_is_told(tmp_path: Path) -> None:
    (tmp_path / "sua.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "mau.pdf").write_bytes(official_pdf())
    assert run(tmp_path, "publish", str(tmp_path / "sua.toml"), "--from", "2027-01-01") == 0
    (tmp_path / "may" / "forms" / "thu" / "mau" / "mau.pdf").write_bytes(official_pdf(2))
    (problem,) = load_library(tmp_path / "may").problems
    assert "không phải tệp đã dùng" in problem.message


def test_an_answer_of_another_kind_than_the_field_has_now_is_told() -> None:
    form = form_of(form_text('key = "a"\nlabel = "Số"\ntype = "number"', page="{a}\n"))
    told = misfits(form, Answers().with_answer("a", Answer(value="hai")), DAY)
    assert "a: “Số” đã đổi loại ô, câu trả lời cũ không đọc được nữa." in told
    assert not [one for one in misfits(form, Answers().with_answer("a", Answer(value=2)), DAY) if "a:" in one]
