from pathlib import Path

from desktop.resources_dir import resources_dir
from desktop.services.load_forms import OWN_FORMS, load_library


def test_the_shipped_forms_and_slips_are_whole() -> None:
    library = load_library()
    assert not library.problems
    assert {"ho-tich.trich-luc", "mot-cua.giay-tiep-nhan"} <= {form.id for form in library.all()}


def test_the_offices_own_form_goes_before_the_shipped_one(data_dir: Path) -> None:
    place = Path("giay-tiep-nhan") / "2025-09-15.toml"
    shipped = resources_dir() / "slips" / "mot-cua" / place
    own = data_dir / OWN_FORMS / place
    own.parent.mkdir(parents=True)
    text = shipped.read_text(encoding="utf-8").replace("Giấy hẹn", "Giấy của xã")
    own.write_text(text, encoding="utf-8")
    library = load_library(data_dir)
    assert not library.problems
    assert library.get("mot-cua.giay-tiep-nhan", "2025-09-15").short_name == "Giấy của xã"


def test_a_wrong_form_of_the_office_is_told_and_stops_nothing(data_dir: Path) -> None:
    own = data_dir / OWN_FORMS
    own.mkdir()
    (own / "sai.toml").write_text("id = ", encoding="utf-8")
    library = load_library(data_dir)
    assert library.problems
    assert library.get("ho-tich.trich-luc", "2024-06-06").page


def test_an_office_without_forms_of_its_own_has_the_shipped_ones(data_dir: Path) -> None:
    assert load_library(data_dir).all() == load_library().all()
