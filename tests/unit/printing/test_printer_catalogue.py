from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.printer_catalogue import PrinterCatalogue, load_model
from desktop.printing.ticket_printing import shipped_printers


def test_every_shipped_model_can_be_read() -> None:
    catalogue = shipped_printers()
    assert "generic-80mm" in catalogue.ids()
    assert {catalogue.get(name).width_dots for name in catalogue.ids()} == {576, 512, 384}


def test_an_unknown_model_is_told() -> None:
    with pytest.raises(DeskError) as caught:
        shipped_printers().get("../offices")
    assert caught.value.code is ErrorCode.PRINTER_UNKNOWN


def test_only_id_and_name_need_to_be_said(tmp_path: Path) -> None:
    (tmp_path / "may-a.toml").write_text('id = "may-a"\nname = "Máy A"\n', encoding="utf-8")
    assert PrinterCatalogue(tmp_path).get("may-a").strip_rows == 96


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("width_dots = 575", "width_dots"),
        ('width_dots = "576"', "width_dots"),
        ("strip_rows = 0", "strip_rows"),
        ("feed_units = 256", "feed_units"),
        ("drawer_pin = 3", "drawer_pin"),
        ("baud = 1200", "baud"),
        ('raster = "x"', "raster"),
        ('cut = "half"', "cut"),
        ("answers_status = 1", "answers_status"),
        ("hardware_flow = 1", "hardware_flow"),
        ("colour = 1", "colour"),
        ("strip_rows = true", "strip_rows"),
    ],
)
def test_a_mistake_is_told_with_file_key_and_cure(tmp_path: Path, line: str, key: str) -> None:
    path = tmp_path / "may-a.toml"
    path.write_text(f'id = "may-a"\nname = "Máy A"\n{line}\n', encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        load_model(path)
    assert caught.value.code is ErrorCode.FILE_INVALID
    assert caught.value.place == f"may-a.toml: {key}"
    assert caught.value.params["cure"]


@pytest.mark.parametrize(
    "content", ["id = ", 'id = "b"\nname = "x"', 'id = "may-a"', 'id = "may-a"\nname = " "']
)
def test_a_broken_file_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "may-a.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        load_model(path)
    assert caught.value.place.startswith("may-a.toml")
