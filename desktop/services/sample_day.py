"""The sample Tuesday: people and visits that are invented, for trying the program out and for the demo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from pathlib import Path

from desktop.catalogue.toml_file import read_toml
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import Finger
from desktop.domain.office import Duty, StaffRole
from desktop.domain.plain import PlainReader
from desktop.domain.procedure import SignerLevel
from desktop.services.workday import Workday

SAMPLE_FILE = Path("sample") / "tuesday.toml"


class SampleSign(StrEnum):
    """How the citizen of a sample visit signs."""

    SIGNED = "signed"
    FINGERPRINT = "fingerprint"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleStaff:
    """Somebody of the sample office, with the PIN printed in the handbook."""

    key: str
    name: str
    title: str
    role: StaffRole
    pin: str
    duties: tuple[Duty, ...]
    signs_as: SignerLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleVisit:
    """One visit of the sample Tuesday.

    Attributes:
        procedures: For each procedure its codes through the years; the one in force on the day is played.
        papers: Keys of the papers on the table.
        answers: Words as an officer types them, by key.
        appointment_reason: The officer turns "today" into an appointment, with this reason.
        stays_unsigned: Nobody signs the result that day: it lapses into an appointment by itself.
    """

    key: str
    title: str
    at: time
    ticket: str
    card: str
    procedures: tuple[tuple[str, ...], ...]
    requested_help: bool
    papers: tuple[str, ...]
    sign: SampleSign
    answers: Mapping[str, str]
    finger: Finger | None = None
    needs_verification: bool = False
    verification_note: str = ""
    appointment_reason: str = ""
    copies: int = 1
    stays_unsigned: bool = False

    def codes_on(self, workday: Workday) -> tuple[str, ...]:
        """Give the codes that are in force on a day.

        Raises:
            DeskError: PROCEDURE_NOT_IN_FORCE when none of a row is.
        """
        return tuple(self._code(choices, workday) for choices in self.procedures)

    @staticmethod
    def _code(choices: tuple[str, ...], workday: Workday) -> str:
        # The last one that can be written: a code may outlive its form (1.001776 after 1/7/2025).
        for code in choices:
            found = workday.procedures.get(code)
            if found is not None and (found.forms or len(choices) == 1):
                return code
        raise DeskError(ErrorCode.PROCEDURE_NOT_IN_FORCE, procedure=choices[0], day=f"{workday.day:%d/%m/%Y}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDay:
    """Everything of the sample Tuesday, visits in the order of the clock."""

    staff: tuple[SampleStaff, ...]
    visits: tuple[SampleVisit, ...]


def load_sample_day(resources: Path) -> SampleDay:
    """Read the sample Tuesday.

    Raises:
        DeskError: FILE_MISSING, FILE_INVALID naming line and key.
    """
    reader = read_toml(resources / SAMPLE_FILE)
    staff = tuple(_staff(row) for row in reader.children("staff", required=True))
    visits = tuple(_visit(row) for row in reader.children("visit", required=True))
    reader.refuse_others()
    return SampleDay(staff=staff, visits=tuple(sorted(visits, key=lambda one: one.at)))


def fill_words(text: str, workday: Workday, yesterday: date) -> str:
    """Put the day, the office and the names its place has on that day into a typed answer."""
    profile = workday.profile
    place = ", ".join(name for name in (profile.commune, profile.district, profile.province) if name)
    return (
        text.replace("{today}", f"{workday.day:%d/%m/%Y}")
        .replace("{yesterday}", f"{yesterday:%d/%m/%Y}")
        .replace("{office}", profile.name)
        .replace("{place}", place)
    )


def _staff(row: PlainReader) -> SampleStaff:
    member = SampleStaff(
        key=row.text("key"),
        name=row.text("name"),
        title=row.text("title"),
        role=row.choice("role", StaffRole),
        pin=row.text("pin"),
        duties=_duties(row),
        signs_as=row.choice("signs_as", SignerLevel) if row.has("signs_as") else None,
    )
    row.refuse_others()
    return member


def _duties(row: PlainReader) -> tuple[Duty, ...]:
    try:
        return tuple(Duty(duty) for duty in row.texts("duties"))
    except ValueError:
        allowed = ", ".join(f'"{duty.value}"' for duty in Duty)
        raise row.fault("duties", "nhiệm vụ lạ", f"chọn trong: {allowed}") from None


def _visit(row: PlainReader) -> SampleVisit:
    at = row.clock("time")
    if at is None:
        raise row.fault("time", "thiếu", 'time = "08:00"')
    raw = row.raw("procedures")
    choices = [choice for choice in raw if isinstance(choice, list)] if isinstance(raw, list) else []
    visit = SampleVisit(
        key=row.text("key"),
        title=row.text("title"),
        at=at,
        ticket=row.text("ticket"),
        card=row.text("card"),
        procedures=tuple(tuple(str(code) for code in choice) for choice in choices),
        requested_help=row.flag("requested_help"),
        papers=row.texts("papers"),
        sign=row.choice("sign", SampleSign),
        answers={key: str(value) for key, value in row.mapping("answers").items()},
        finger=row.choice("finger", Finger) if row.has("finger") else None,
        needs_verification=row.flag("needs_verification"),
        verification_note=row.text("verification_note", ""),
        appointment_reason=row.text("appointment_reason", ""),
        copies=row.number("copies", 1, least=1, most=99),
        stays_unsigned=row.flag("stays_unsigned"),
    )
    row.refuse_others()
    return visit
