"""Names of provinces and communes with the days they held, from ``resources/places/*.toml``.

Names and codes repeat over time, so a unit is its name *and* its days: the commune Đức Thịnh of today carries the
code of an older commune and the name of another one.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from desktop.catalogue.toml_file import read_folder
from desktop.domain.plain import PlainReader
from desktop.domain.reason import Certainty


class PlaceLevel(StrEnum):
    """What kind of unit a file lists."""

    PROVINCE = "tỉnh"
    COMMUNE = "xã"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceUnit:
    """One unit under one name.

    Attributes:
        kind: ``"tỉnh"``, ``"thành phố"``, ``"xã"``, ``"phường"``...
        province: The province of a commune, without its kind; empty for provinces.
        district: The district of a commune before 1/7/2025; empty where there is none.
        also_in: Other districts older papers may name behind it: borders moved while the commune kept its name.
        first: First day under this name; None where it is not known or does not matter.
        last: Last day; None while it holds, or where the end is not known (then ``is_gone``).
        into: Names of the units it became; several mean it was split, none that it is not known.
        is_gone: Whether the unit no longer exists.
    """

    level: PlaceLevel
    name: str
    kind: str
    code: str
    province: str
    district: str
    first: date | None
    last: date | None
    into: tuple[str, ...]
    is_gone: bool
    note: str
    source: str
    certainty: Certainty
    also_in: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """Return the name with its kind: ``"xã Đức Thịnh"``."""
        return f"{self.kind} {self.name}"

    def held_on(self, day: date) -> bool:
        """Return whether the unit may have existed on a day."""
        if self.is_gone and self.last is None:
            return self.first is None or self.first <= day
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def load_places(*folders: Path) -> tuple[PlaceUnit, ...]:
    """Return every unit of the files, old and new.

    Raises:
        DeskError: FILE_MISSING; FILE_INVALID naming file, line, key and cure.
    """
    return tuple(unit for folder in folders for reader in read_folder(folder) for unit in _units(reader))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What the head of a file says about all its units."""

    level: PlaceLevel
    province: str
    source: str
    certainty: Certainty

    def unit(
        self,
        row: PlainReader,
        *,
        first: date | None = None,
        last: date | None = None,
        into: tuple[str, ...] = (),
        is_gone: bool = False,
    ) -> PlaceUnit:
        made = PlaceUnit(
            level=self.level,
            name=row.text("name"),
            kind=row.text("kind"),
            code=row.text("code", ""),
            province=self.province,
            district=row.text("district", ""),
            also_in=row.texts("also_in"),
            first=first,
            last=last,
            into=into,
            is_gone=is_gone,
            note=row.text("note", ""),
            source=row.text("source", self.source),
            certainty=row.choice("certainty", Certainty, self.certainty),
        )
        row.refuse_others()
        return made


def _units(reader: PlainReader) -> list[PlaceUnit]:
    level = reader.choice("level", PlaceLevel)
    frame = _Frame(
        level=level,
        province=reader.text("province", "" if level is PlaceLevel.PROVINCE else None),
        source=reader.text("source"),
        certainty=reader.choice("certainty", Certainty),
    )
    reader.day("checked_on")
    changes = {row.text("name"): row for row in reader.children("change_of_kind")}
    units: list[PlaceUnit] = []
    for row in reader.children("unit", required=True):
        units += _unit_and_its_parts(row, frame, changes.pop(row.text("name"), None))
    for row in changes.values():
        raise row.fault("name", "không có đơn vị nào tên như vậy", "sửa tên, hoặc thêm [[unit]] ở trên")
    for row in reader.children("former"):
        last, into = row.optional_day("to"), row.texts("into")
        units.append(frame.unit(row, last=last, into=into, is_gone=True))
    reader.refuse_others()
    return units


def _unit_and_its_parts(row: PlainReader, frame: _Frame, change: PlainReader | None) -> list[PlaceUnit]:
    first = row.optional_day("from")
    parts = row.children("formed_of")
    if parts and first is None:
        raise row.fault("from", "có đơn vị cũ nhập vào mà thiếu ngày", "from = 2025-07-01")
    name = row.text("name")
    last = first - timedelta(days=1) if first is not None else None
    made = [frame.unit(part, last=last, into=(name,), is_gone=True) for part in parts]
    if change is None:
        return [*made, frame.unit(row, first=first)]
    since = change.day("from")
    before = frame.unit(row, first=first, last=since - timedelta(days=1), into=(name,), is_gone=True)
    renamed = _Frame(
        level=frame.level,
        province=frame.province,
        source=frame.source,
        certainty=change.choice("certainty", Certainty, frame.certainty),
    )
    return [*made, before, renamed.unit(change, first=since)]
