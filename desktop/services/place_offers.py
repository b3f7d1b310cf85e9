"""Offers the present name beside an old address. What stands on a card or in an answer is never rewritten.

Only the administrative end of an address is read ("..., xã Thanh Bình Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh"): streets and
hamlets are often called after provinces.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from desktop.catalogue.place_names import PlaceLevel, PlaceUnit, load_places
from desktop.domain.reason import Certainty
from desktop.domain.text import fold, nfc
from desktop.resources_dir import resources_dir

OWN_PLACES: Final = "places"
_KINDS: Final = (
    "tinh",
    "thanh pho",
    "tp",
    "tp.",
    "xa",
    "phuong",
    "thi tran",
    "dac khu",
    "huyen",
    "quan",
    "thi xa",
)
_COUNTRY: Final = frozenset({"viet nam", "vn"})
_LONGEST: Final = 500
_TOLD: Final = re.compile(r"\(nay là [^()]+\)\s*$")
"""The present name stands behind the old one already."""

_SPLIT: Final = re.compile(r"[,;\n]| - (?=(?:tỉnh|thành phố|huyện|xã|phường)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOffer:
    """One thing to know about a name in an address.

    Attributes:
        written: The part of the address it is about, as it was written.
        now: What it is called on the day, or became; empty where that is not known.
        since: First day of the new name, where known.
        ambiguous: Whether more than one unit may be meant, or it became several.
        note: What is behind it, for the officer.
        certainty: How sure the data are.
        source: Where they come from.
        level: Whether a province or a commune is meant.
    """

    written: str
    now: str
    since: date | None
    ambiguous: bool
    note: str
    certainty: Certainty
    source: str
    level: PlaceLevel

    @property
    def line(self) -> str:
        """The line below a field: the name of today first, then since when and how sure."""
        if not self.now or self.since is None or self.ambiguous:
            return self.words
        mark = "" if self.certainty is Certainty.VERIFIED else " (chưa đối chiếu văn bản)"
        return f"Tên từ {self.since:%d/%m/%Y}: {self.now}{mark}"

    @property
    def words(self) -> str:
        """The line beside the address."""
        since = f" (từ {self.since:%d/%m/%Y})" if self.since is not None else ""
        mark = "" if self.certainty is Certainty.VERIFIED else ", chưa đối chiếu văn bản"
        if not self.now:
            return f"“{self.written}”: {self.note}{mark}"
        note = f". {self.note[:1].upper()}{self.note[1:]}" if self.note else ""
        may = "có thể nay là" if self.ambiguous else "nay là"
        return f"“{self.written}” {may} {self.now}{since}{mark}{note}"


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """All known units; answers questions about names and codes on a day."""

    units: tuple[PlaceUnit, ...]

    def offers(self, address: str, day: date) -> tuple[PlaceOffer, ...]:
        """Give what is to be said beside an address on a day; nothing where every name still holds.

        Args:
            address: As it stands on a card or as it was typed; it is only read.
            day: The day of the case.
        """
        parts = _parts(nfc(address))
        if not parts or _TOLD.search(address):
            return ()
        province = self._find(parts[-1:], PlaceLevel.PROVINCE, day)
        known = {fold(unit.name) for unit in province}
        rest = parts[:-1] if province else parts
        found: list[PlaceOffer] = []
        for at, part in enumerate(rest):
            # What stands behind a commune is its district: only a commune of before 7/2025 has one.
            behind = {fold(_bare(one)) for one in rest[at + 1 :]}
            units = [
                unit
                for unit in self._find([part], PlaceLevel.COMMUNE, day)
                if (not known or fold(unit.province) in known)
                and (not behind or behind.intersection(map(fold, (unit.district, *unit.also_in))))
            ]
            if behind or all(unit.is_gone for unit in units):
                found += self._offer(part, units, day, unsure=not known)
        if province:
            found += self._offer(parts[-1], province, day, unsure=False)
        return tuple(found)

    def readings(self, address: str, day: date) -> tuple[str, ...]:
        """Give what an officer may write instead of an address: the address with the present name, then that alone.

        The address itself is never among them, and nothing of it but its administrative end is left out. A province
        alone is only added: which commune lies there now is not known.
        """
        offers = [offer for offer in self.offers(address, day) if offer.now]
        communes = [offer for offer in offers if offer.level is PlaceLevel.COMMUNE]
        chosen = communes or offers
        added = [f"{address.strip()} (nay là {offer.now})" for offer in chosen]
        alone = []
        if len(communes) == 1:
            place = address.rfind(communes[0].written)
            alone = [f"{address[:place]}{communes[0].now}"] if place >= 0 else []
        return tuple(dict.fromkeys((*added, *alone)))

    def with_code(self, code: str, day: date) -> tuple[PlaceUnit, ...]:
        """Give the units a code meant on a day: codes are used again for other places."""
        return tuple(unit for unit in self.units if unit.code == code and unit.held_on(day))

    def merged_into(self, commune: str, province: str, day: date) -> tuple[str, ...]:
        """Give the communes that became this one, with what they belonged to: `xã An Dũng, Đức Thọ, Hà Tĩnh`.

        What was registered in them is written under their names, and asked for at the commune of today.
        """
        return tuple(
            ", ".join(part for part in (unit.full_name, unit.district, unit.province) if part)
            for unit in self.units
            if unit.is_gone
            and (unit.last is None or unit.last < day)
            and unit.province == _bare(province)
            and _bare(commune) in unit.into
        )

    def _find(self, parts: Sequence[str], level: PlaceLevel, day: date) -> list[PlaceUnit]:
        """Give the units of that name, of today or gone; what is yet to come is not known on that day."""
        wanted = {fold(_bare(part)) for part in parts}
        kinds = {_kind(part) for part in parts} - {""}
        of_level = {"tinh", "thanh pho"} if level is PlaceLevel.PROVINCE else {"xa", "phuong", "thi tran"}
        if kinds and not kinds & of_level:
            return []
        return [
            unit
            for unit in self.units
            if unit.level is level and fold(unit.name) in wanted and (unit.first is None or unit.first <= day)
        ]

    def _offer(
        self, written: str, units: Sequence[PlaceUnit], day: date, *, unsure: bool
    ) -> Iterable[PlaceOffer]:
        gone = [unit for unit in units if unit.is_gone and (unit.last is None or unit.last < day)]
        # A name that still holds and only took in more land needs no word.
        gone = [unit for unit in gone if (fold(unit.name),) != tuple(fold(name) for name in unit.into)]
        for unit in gone:
            successors = [self._now(name, unit, day) for name in unit.into]
            ambiguous = unsure or len(successors) > 1 or len(gone) > 1
            meant = f"nếu là {unit.full_name}, tỉnh {unit.province} cũ" if unsure else ""
            note = "; ".join(filter(None, (unit.note, meant)))
            if not successors:
                yield _made(written, unit, "", None, ambiguous=True, note=note)
            for now in successors:
                yield _made(written, unit, self._words(now), now.first, ambiguous=ambiguous, note=note)

    def _now(self, name: str, old: PlaceUnit, day: date) -> PlaceUnit:
        """Follow a name forward to the unit of the day; names go on changing."""
        found = [
            unit
            for unit in self.units
            if unit.level is old.level
            and unit.name == name
            and unit.province == old.province
            and unit is not old
            and unit.held_on(day)
            and not (unit.is_gone and unit.last is None)
        ]
        return found[0] if found else old

    def _words(self, unit: PlaceUnit) -> str:
        return f"{unit.full_name}, tỉnh {unit.province}" if unit.province else unit.full_name


def place_names(data_dir: Path | None = None) -> PlaceNames:
    """Read the shipped names and the office's own from the folder `places` of its data.

    Raises:
        DeskError: FILE_MISSING; FILE_INVALID naming file, line, key and cure.
    """
    own = None if data_dir is None else data_dir / OWN_PLACES
    return PlaceNames(
        load_places(resources_dir() / "places", *([own] if own is not None and own.is_dir() else []))
    )


def _made(
    written: str, unit: PlaceUnit, now: str, since: date | None, *, ambiguous: bool, note: str
) -> PlaceOffer:
    return PlaceOffer(
        written=written.strip(),
        now=now,
        since=since,
        ambiguous=ambiguous,
        note=note,
        certainty=unit.certainty,
        source=unit.source,
        level=unit.level,
    )


def _parts(address: str) -> list[str]:
    parts = [part.strip(" .") for part in _SPLIT.split(address[:_LONGEST])]
    parts = [part for part in parts if part]
    return parts[:-1] if parts and fold(parts[-1]) in _COUNTRY else parts


def _kind(part: str) -> str:
    """Give the kind a part begins with, folded: 'Xã Đức Thịnh' -> 'xa'; 'TP. Huế' -> 'thanh pho'."""
    folded = fold(part)
    found = next(
        (kind for kind in sorted(_KINDS, key=len, reverse=True) if folded.startswith(f"{kind} ")), ""
    )
    return "thanh pho" if found.startswith("tp") else found


def _bare(part: str) -> str:
    folded = fold(part)
    kind = next((one for one in sorted(_KINDS, key=len, reverse=True) if folded.startswith(f"{one} ")), "")
    return " ".join(part.split()[len(kind.split()) :]) if kind else part
