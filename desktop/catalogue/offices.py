"""Office profiles from ``resources/offices/*.toml``: names, letterhead, the model, the laws of its time."""

from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from desktop.catalogue.toml_file import read_citation, read_folder, read_toml
from desktop.domain.calendar import date_text
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import (
    KEEP_DAYS_LEAST,
    KEEP_DAYS_MOST,
    MakeUpRule,
    ModelList,
    OfficeModel,
    OfficeProfile,
    Retention,
    SlipSet,
)
from desktop.domain.plain import PlainReader
from desktop.domain.reason import Certainty, Citation

_LAST_WEEKDAY: Final = 6
# Twenty years, for a profile that says nothing of it.
_CAUTIOUS: Final = Retention(
    days=7305, citation=Citation(text="Hồ sơ đơn vị chưa ghi thời hạn lưu", certainty=Certainty.MEMORY)
)


def load_office(folder: Path, office_id: str) -> OfficeProfile:
    """Return one office profile.

    Raises:
        DeskError: OFFICE_UNKNOWN naming the known ones; FILE_MISSING, FILE_INVALID.
    """
    known = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    if office_id not in known:
        raise DeskError(ErrorCode.OFFICE_UNKNOWN, office=office_id, known=", ".join(known))
    return _office(read_toml(known[office_id]), office_id)


def load_offices(folder: Path) -> tuple[OfficeProfile, ...]:
    """Return all office profiles, oldest first.

    Raises:
        DeskError: FILE_MISSING, FILE_INVALID.
    """
    readers = read_folder(folder)
    profiles = [_office(reader, reader.text("id")) for reader in readers]
    return tuple(sorted(profiles, key=lambda profile: (profile.in_force_from, profile.id)))


def office_on(profiles: tuple[OfficeProfile, ...], day: date) -> OfficeProfile:
    """Return the profile in force on a day, the youngest one if several are.

    Raises:
        DeskError: OFFICE_NOT_IN_FORCE.
    """
    in_force = [profile for profile in profiles if profile.is_in_force(day)]
    if not in_force:
        known = ", ".join(profile.short_name for profile in profiles)
        raise DeskError(ErrorCode.OFFICE_NOT_IN_FORCE, office=known, day=date_text(day))
    return max(in_force, key=lambda profile: profile.in_force_from)


def _office(reader: PlainReader, office_id: str) -> OfficeProfile:
    if reader.text("id") != office_id:
        raise reader.fault("id", "khác tên tệp", f'id = "{office_id}"')
    in_force = reader.child("in_force")
    first, last = in_force.day("from"), in_force.optional_day("to")
    in_force.refuse_others()
    laws = reader.child("laws")
    profile = OfficeProfile(
        id=office_id,
        name=reader.text("name"),
        short_name=reader.text("short_name"),
        commune=reader.text("commune"),
        province=reader.text("province"),
        district=reader.text("district", ""),
        parent=reader.text("parent", ""),
        desk_name=reader.text("desk_name"),
        chairman=reader.text("chairman", ""),
        chairman_title=reader.text("chairman_title", "Chủ tịch"),
        signed_for=reader.text("signed_for", ""),
        letterhead=reader.texts("letterhead", required=True),
        place_line=reader.text("place_line"),
        registrar=reader.text("registrar"),
        phone=reader.text("phone", ""),
        address=reader.text("address", ""),
        unit_code=reader.text("unit_code", ""),
        business_office=reader.text("business_office", ""),
        calendar_id=reader.text("calendar"),
        slip_set=reader.choice("slip_set", SlipSet),
        model=_model(reader.child("model")),
        in_force_from=first,
        in_force_to=last,
        retention=_retention(reader),
        laws=MappingProxyType({key: read_citation(laws, key) for key in laws.names()}),
        notes=reader.texts("notes"),
    )
    reader.refuse_others()
    return profile


def _retention(reader: PlainReader) -> Retention:
    if not reader.has("retention"):
        return _CAUTIOUS
    told = reader.child("retention")
    retention = Retention(
        days=told.number("days", least=KEEP_DAYS_LEAST, most=KEEP_DAYS_MOST),
        citation=read_citation(told, "source"),
    )
    told.refuse_others()
    return retention


def _model(reader: PlainReader) -> OfficeModel:
    listed = reader.child("same_day")
    model = OfficeModel(
        name=reader.text("name"),
        weekday=reader.number("weekday", most=_LAST_WEEKDAY),
        make_up=reader.choice("make_up", MakeUpRule),
        same_day=ModelList(
            codes=listed.texts("codes"),
            posted_on=listed.day("posted_on"),
            citation=read_citation(listed, "source"),
        ),
        citation=read_citation(reader, "source"),
    )
    listed.refuse_others()
    reader.refuse_others()
    return model
