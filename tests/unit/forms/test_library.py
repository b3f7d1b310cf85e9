"""The office's own forms stand over the shipped ones; one bad file never takes the others away."""

from datetime import date
from pathlib import Path

from desktop.forms.library import FormLibrary
from tests.support.form_files import form_text

TEXT = form_text('key = "a"\nlabel = "A"', page="A: {a}\n")


def write(folder: Path, version: str, text: str, name: str = "mau") -> None:
    path = folder / "thu" / name / f"{version}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace('version = "2024-01-01"', f'version = "{version}"'), encoding="utf-8")


def test_the_offices_own_file_goes_before_the_shipped_one(tmp_path: Path) -> None:
    shipped, office = tmp_path / "shipped", tmp_path / "office"
    write(shipped, "2024-01-01", TEXT)
    write(office, "2024-01-01", TEXT.replace('name = "Mẫu thử"', 'name = "Mẫu của xã"'))
    assert FormLibrary.load(shipped, office).get("thu.mau", "2024-01-01").name == "Mẫu của xã"
    assert FormLibrary.load(shipped, tmp_path / "none").get("thu.mau", "2024-01-01").name == "Mẫu thử"


def test_a_bad_file_is_told_and_the_others_stay(tmp_path: Path) -> None:
    write(tmp_path, "2024-01-01", TEXT)
    write(tmp_path, "2025-01-01", TEXT.replace("label", "lable"))
    library = FormLibrary.load(tmp_path)
    assert [form.version for form in library.all()] == ["2024-01-01"]
    assert library.problems[0].file == "thu/mau/2025-01-01.toml"


def test_the_newest_of_two_open_versions_is_used(tmp_path: Path) -> None:
    write(tmp_path, "2024-01-01", TEXT)
    write(tmp_path, "2025-01-01", TEXT.replace("from = 2024-01-01", "from = 2025-01-01"))
    library = FormLibrary.load(tmp_path)
    assert library.in_force("thu.mau", date(2024, 12, 31)).version == "2024-01-01"
    assert library.in_force("thu.mau", date(2025, 1, 1)).version == "2025-01-01"
    assert [form.version for form in library.all_in_force(date(2026, 1, 1))] == ["2025-01-01"]


def test_the_same_form_in_two_files_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a", "2024-01-01", TEXT)
    write(tmp_path / "b", "2024-01-01", TEXT)
    (problem,) = FormLibrary.load(tmp_path).problems
    assert "đã có ở tệp a/thu/mau/2024-01-01.toml" in problem.message
