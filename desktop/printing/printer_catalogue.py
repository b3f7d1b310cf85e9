"""Ticket printers as data: one TOML file a model in `resources/printers`, editable by the office."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode


class RasterMode(StrEnum):
    """Which command carries the picture."""

    STRIPS = "strips"
    """`GS v 0`, what nearly every printer understands."""
    COLUMNS = "columns"
    """`ESC *`, for old models that break the other."""


class CutMode(StrEnum):
    """What the knife does at the end."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPrinterModel:
    """How one model of ticket printer wants its bytes.

    Attributes:
        id: File name without `.toml`.
        name: For people, Vietnamese.
        width_dots: Dots across, 200 to 1664, a multiple of 8.
        raster: Which picture command.
        strip_rows: Rows of dots in one command, 8 to 2040, a multiple of 8; tall pictures jam small memories.
        cut: What the knife does.
        feed_units: Empty paper before cut or tear, 0 to 255 of the printer's own units (1/203 or 1/360 inch).
        drawer_pin: 0 for none, else 2 or 5.
        answers_status: Whether the model answers `DLE EOT`; without it an empty roll goes unnoticed.
        baud: Speed of its serial line, bits a second.
        hardware_flow: Whether its serial cable carries RTS and CTS, by which the printer says "wait".
    """

    id: str
    name: str
    width_dots: int = 576
    raster: RasterMode = RasterMode.STRIPS
    strip_rows: int = 96
    cut: CutMode = CutMode.FULL
    feed_units: int = 40
    drawer_pin: int = 0
    answers_status: bool = False
    baud: int = 115200
    hardware_flow: bool = False


_NUMBERS: Final = {
    "width_dots": (range(200, 1665, 8), "một bội của 8 từ 200 đến 1664"),
    "strip_rows": (range(8, 2041, 8), "một bội của 8 từ 8 đến 2040"),
    "feed_units": (range(256), "một số từ 0 đến 255"),
    "drawer_pin": ((0, 2, 5), "0, 2 hoặc 5"),
    "baud": ((9600, 19200, 38400, 57600, 115200), "9600, 19200, 38400, 57600 hoặc 115200"),
}
_KEYS: Final = frozenset({"id", "name", "raster", "cut", "answers_status", "hardware_flow", *_NUMBERS})


class PrinterCatalogue:
    """The models found in a folder.

    Args:
        folder: Usually `resources/printers`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ids(self) -> Sequence[str]:
        """Return the ids of all models, in alphabetical order."""
        return sorted(path.stem for path in self._folder.glob("*.toml"))

    def get(self, model_id: str) -> TicketPrinterModel:
        """Return a model.

        Raises:
            DeskError: `PRINTER_UNKNOWN` where there is no such file, `FILE_INVALID` where it is wrong.
        """
        if model_id not in self.ids():
            raise DeskError(ErrorCode.PRINTER_UNKNOWN, printer=model_id)
        return load_model(self._folder / f"{model_id}.toml")


def load_model(path: Path) -> TicketPrinterModel:
    """Read one model.

    Raises:
        DeskError: `FILE_INVALID`, naming file, key and cure.
    """
    try:
        table: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise _wrong(path, "", str(problem)) from problem
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise _wrong(path, unknown[0], f"không có mục này; các mục dùng được: {', '.join(sorted(_KEYS))}")
    if table.get("id") != path.stem:
        raise _wrong(path, "id", f'phải là "{path.stem}", giống tên tệp')
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _wrong(path, "name", "phải là tên máy in, viết trong ngoặc kép")
    return TicketPrinterModel(
        id=path.stem,
        name=name,
        width_dots=_number(path, table, "width_dots", 576),
        raster=_raster(path, table.get("raster", RasterMode.STRIPS)),
        strip_rows=_number(path, table, "strip_rows", 96),
        cut=_cut(path, table.get("cut", CutMode.FULL)),
        feed_units=_number(path, table, "feed_units", 40),
        drawer_pin=_number(path, table, "drawer_pin", 0),
        answers_status=_flag(path, table, "answers_status"),
        baud=_number(path, table, "baud", 115200),
        hardware_flow=_flag(path, table, "hardware_flow"),
    )


def _wrong(path: Path, key: str, cure: str) -> DeskError:
    place = f"{path.name}: {key}" if key else path.name
    return DeskError(
        ErrorCode.FILE_INVALID, place=place, file=path.name, problem=key or "nội dung", cure=cure
    )


def _number(path: Path, table: dict[str, object], key: str, default: int) -> int:
    value = table.get(key, default)
    allowed, words = _NUMBERS[key]
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        raise _wrong(path, key, f"phải là {words}")
    return value


def _flag(path: Path, table: dict[str, object], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise _wrong(path, key, "phải là true hoặc false")
    return value


def _raster(path: Path, value: object) -> RasterMode:
    try:
        return RasterMode(str(value))
    except ValueError as problem:
        raise _wrong(path, "raster", 'phải là "strips" hoặc "columns"') from problem


def _cut(path: Path, value: object) -> CutMode:
    try:
        return CutMode(str(value))
    except ValueError as problem:
        raise _wrong(path, "cut", 'phải là "full", "partial" hoặc "none"') from problem
