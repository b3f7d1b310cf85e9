"""This machine's settings: declared, typed, read once at start.

Office settings (profile, staff, roster, signers) are records and are shared; only what belongs to one
counter PC stands here: its printers, its scanner, how large its letters are. Secrets are never settings.
"""

import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar, cast

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.visit import KEEP_UNFINISHED_DAYS

SETTINGS_FILE: Final = "settings.toml"
MOST_COUNTERS: Final = 30
MOST_KEEP_DAYS: Final = 30
TEXT_SIZES: Final = (100, 110, 125, 140, 150, 175, 200)

SettingValue: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """Where papers and tickets of this counter come out.

    Attributes:
        paper_queue: Name of the system printer for A4 and A5; empty writes PDF files into `paper_folder`.
        paper_folder: Folder for PDF files; empty means `giay-da-in` in the data folder.
        ticket_target: `tcp://host:port`, `serial:///dev/...`, `file:///...` or `queue://name`; empty: none.
        ticket_model: Id of the ticket printer's description in `resources/printers`.
    """

    paper_queue: str = ""
    paper_folder: str = ""
    ticket_target: str = ""
    ticket_model: str = "generic-80mm"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerSettings:
    """How cards are read at this counter.

    Attributes:
        wedge: Whether bursts of keystrokes are taken for a keyboard-wedge scanner.
    """

    wedge: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSettings:
    """How the window looks on this PC.

    Attributes:
        theme: `light` or `high-contrast`.
        text_percent: Size of letters, one of `TEXT_SIZES`.
        full_screen: Whether the window covers the whole screen at start.
    """

    theme: str = "light"
    text_percent: int = 100
    full_screen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSettings:
    """How visits are kept at this counter.

    Attributes:
        keep_days: Working days an unfinished visit is kept after it was last touched, 1 to 30.
    """

    keep_days: int = KEEP_UNFINISHED_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineSettings:
    """All settings of this PC; `problems` holds what the file said wrongly, for the doctor to show."""

    counter_no: int = 1
    printers: PrinterSettings = field(default_factory=PrinterSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    visits: VisitSettings = field(default_factory=VisitSettings)
    problems: tuple[str, ...] = ()

    def with_look(self, text_percent: int, *, is_high_contrast: bool) -> "MachineSettings":
        """Give the settings with another text size and theme; sizes outside the list are brought to the nearest."""
        nearest = min(TEXT_SIZES, key=lambda size: abs(size - text_percent))
        theme = "high-contrast" if is_high_contrast else "light"
        return replace(self, window=replace(self.window, text_percent=nearest, theme=theme))


S = TypeVar("S", PrinterSettings, ScannerSettings, WindowSettings, VisitSettings)


def load_settings(data_dir: Path) -> MachineSettings:
    """Read the settings of this PC; a bad value falls back to its default and is named in `problems`.

    Raises:
        DeskError: SETTINGS_UNREADABLE when the file is not TOML or cannot be opened.
    """
    path = data_dir / SETTINGS_FILE
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return MachineSettings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DeskError(ErrorCode.SETTINGS_UNREADABLE, file=str(path), detail=str(error)) from error
    problems: list[str] = []
    counter_no = document.pop("counter_no", 1)
    if (
        not isinstance(counter_no, int)
        or isinstance(counter_no, bool)
        or not 1 <= counter_no <= MOST_COUNTERS
    ):
        problems.append(f"counter_no = {counter_no!r}: phải là số từ 1 đến {MOST_COUNTERS}, dùng 1.")
        counter_no = 1
    settings = MachineSettings(
        counter_no=counter_no,
        printers=_section(PrinterSettings(), document.pop("printers", {}), "printers", problems),
        scanner=_section(ScannerSettings(), document.pop("scanner", {}), "scanner", problems),
        window=_section(WindowSettings(), document.pop("window", {}), "window", problems),
        visits=_section(VisitSettings(), document.pop("visits", {}), "visits", problems),
    )
    problems.extend(f"{name}: không có mục này." for name in sorted(document))
    window = settings.window
    if window.text_percent not in TEXT_SIZES:
        problems.append(
            f"window.text_percent = {window.text_percent}: phải là một trong {TEXT_SIZES}, dùng 100."
        )
        window = replace(window, text_percent=100)
    if window.theme not in {"light", "high-contrast"}:
        problems.append(
            f'window.theme = "{window.theme}": phải là "light" hoặc "high-contrast", dùng "light".'
        )
        window = replace(window, theme="light")
    visits = settings.visits
    if not 1 <= visits.keep_days <= MOST_KEEP_DAYS:
        problems.append(
            f"visits.keep_days = {visits.keep_days}: phải từ 1 đến {MOST_KEEP_DAYS}, dùng {KEEP_UNFINISHED_DAYS}."
        )
        visits = VisitSettings()
    return replace(settings, window=window, visits=visits, problems=tuple(problems))


def save_settings(data_dir: Path, settings: MachineSettings) -> None:
    """Write the settings so that a power cut leaves either the old or the new file.

    Raises:
        DeskError: SETTINGS_NOT_SAVED when the folder cannot be written.
    """
    lines = [f"counter_no = {settings.counter_no}"]
    for name, section in (
        ("printers", settings.printers),
        ("scanner", settings.scanner),
        ("window", settings.window),
        ("visits", settings.visits),
    ):
        lines.append(f"\n[{name}]")
        lines.extend(f"{item.name} = {_toml(getattr(section, item.name))}" for item in fields(section))
    path = data_dir / SETTINGS_FILE
    temporary = path.with_suffix(".new")
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise DeskError(ErrorCode.SETTINGS_NOT_SAVED, file=str(path), detail=str(error)) from error


def _section(defaults: S, given: object, name: str, problems: list[str]) -> S:
    """Take the known, rightly typed values of one section; name the others."""
    if not isinstance(given, dict):
        problems.append(f"{name}: phải là một mục [{name}].")
        return defaults
    known = {item.name: getattr(defaults, item.name) for item in fields(defaults)}
    taken: dict[str, SettingValue] = {}
    for key, value in given.items():
        if key not in known:
            problems.append(f"{name}.{key}: không có mục này.")
        elif type(value) is not type(known[key]):
            problems.append(f"{name}.{key} = {value!r}: sai kiểu, dùng {known[key]!r}.")
        else:
            taken[key] = value
    return replace(
        defaults, **cast("dict[str, Any]", taken)
    )  # each value has the type of the default it replaces


def _toml(value: SettingValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = "".join(
        letter if letter.isprintable() else f"\\U{ord(letter):08x}"
        for letter in value.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{escaped}"'
