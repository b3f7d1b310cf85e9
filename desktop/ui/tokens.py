"""The one file of colours, type sizes, spaces and radii: nothing of the kind is written anywhere else."""

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """One theme's colours as ``#RRGGBB``; the names say what a colour is for, not how it looks."""

    canvas: str
    surface: str
    sunken: str
    desk: str
    line: str
    edge: str
    ink: str
    ink2: str
    ink3: str
    on_accent: str
    accent: str
    accent_hover: str
    soft: str
    soft2: str
    rail: str
    rail_on: str
    rail_ink: str
    rail_badge: str
    rail_badge_ink: str
    ok: str
    ok_soft: str
    ok_line: str
    warn: str
    warn_soft: str
    warn_line: str
    bad: str
    bad_soft: str
    bad_line: str
    muted_soft: str
    mark: str
    avatar: str
    paper: str
    lamp_ok: str
    lamp_warn: str
    lamp_bad: str
    shadow: str


LIGHT: Final = Colours(
    canvas="#F4F6F9",
    surface="#FFFFFF",
    sunken="#F8FAFC",
    desk="#E4E9F0",
    line="#DDE3EB",
    edge="#7F8C9D",
    ink="#131C29",
    ink2="#465365",
    ink3="#5F6C7E",
    on_accent="#FFFFFF",
    accent="#1D4F91",
    accent_hover="#163E72",
    soft="#E9F0FA",
    soft2="#CFDEF2",
    rail="#10233F",
    rail_on="#21406B",
    rail_ink="#C6D3E6",
    rail_badge="#F2B632",
    rail_badge_ink="#10233F",
    ok="#13693F",
    ok_soft="#E3F3EA",
    ok_line="#B9DFC9",
    warn="#854A00",
    warn_soft="#FFF4DF",
    warn_line="#F3DDAE",
    bad="#B0241A",
    bad_soft="#FCECEA",
    bad_line="#F2C7C2",
    muted_soft="#E9EDF2",
    mark="#FFF1B8",
    avatar="#F7E3C3",
    paper="#FFFFFF",
    lamp_ok="#4FD08B",
    lamp_warn="#F2B632",
    lamp_bad="#FF7A6E",
    shadow="#10233F",
)

HIGH_CONTRAST: Final = Colours(
    canvas="#FFFFFF",
    surface="#FFFFFF",
    sunken="#FFFFFF",
    desk="#E0E0E0",
    line="#767676",
    edge="#000000",
    ink="#000000",
    ink2="#1C1C1C",
    ink3="#333333",
    on_accent="#FFFFFF",
    accent="#00287A",
    accent_hover="#001A52",
    soft="#DCE7FF",
    soft2="#8FB0F0",
    rail="#000000",
    rail_on="#00287A",
    rail_ink="#FFFFFF",
    rail_badge="#FFE95C",
    rail_badge_ink="#000000",
    ok="#004D24",
    ok_soft="#FFFFFF",
    ok_line="#004D24",
    warn="#5C2F00",
    warn_soft="#FFFFFF",
    warn_line="#5C2F00",
    bad="#8A0010",
    bad_soft="#FFFFFF",
    bad_line="#8A0010",
    muted_soft="#FFFFFF",
    mark="#FFE95C",
    avatar="#FFE9C2",
    paper="#FFFFFF",
    lamp_ok="#4FD08B",
    lamp_warn="#FFE95C",
    lamp_bad="#FF9C94",
    shadow="#000000",
)


class TextStyle(Enum):
    """Every way text is set: size in px at 100 %, weight. Nothing is smaller than 12."""

    NOTE = (12, 400)
    NOTE_STRONG = (12, 600)
    LABEL = (13, 600)
    SMALL = (13, 400)
    SMALL_MEDIUM = (13, 500)
    BODY = (14, 400)
    BODY_MEDIUM = (14, 500)
    BODY_STRONG = (14, 600)
    ROW = (15, 400)
    ROW_MEDIUM = (15, 500)
    ROW_STRONG = (15, 600)
    TITLE = (16, 600)
    INPUT = (16, 500)
    CLOCK = (18, 600)
    SECTION = (20, 600)
    QUESTION = (22, 600)
    PAGE_TITLE = (24, 600)
    VERDICT = (28, 700)
    DISPLAY = (56, 600)

    @property
    def size(self) -> int:
        """Font size in px at 100 %."""
        return self.value[0]

    @property
    def weight(self) -> int:
        """CSS weight, 400 to 700."""
        return self.value[1]


class Tone(Enum):
    """What a text's colour means; the value is the name of the colour in :class:`Colours`."""

    INK = "ink"
    INK2 = "ink2"
    INK3 = "ink3"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    RAIL = "rail_ink"


class Space(IntEnum):
    """Distances in px on the 8 px grid with a 4 px half step."""

    HALF = 4
    ONE = 8
    ONE_HALF = 12
    TWO = 16
    TWO_HALF = 20
    THREE = 24
    FOUR = 32
    SIX = 48


class Radius(IntEnum):
    """Corner radii in px; pills use half their height."""

    CAP = 5
    CONTROL = 8
    CARD = 12


class Height(IntEnum):
    """Heights of controls in px at 100 %."""

    CAP = 22
    PILL = 28
    CHIP = 32
    TAB = 36
    BUTTON_SMALL = 40
    FIELD = 42
    BUTTON = 44
    STEP_BAR = 48
    TOP_BAR = 56
    ACTION_BAR = 64
    LIST_ROW = 40
    LIST_ROW_WIDE = 50


TEXT_FAMILY: Final = "Be Vietnam Pro"
FIGURE_FAMILY: Final = "Inter"
TEXT_FACTORS: Final = (1.0, 1.1, 1.25, 1.4, 1.5, 1.75, 2.0)
LEAST_WINDOW: Final = (640, 360)
"""Smallest logical window in px: 1280 x 720 at a system scale of 200 %."""
DUTY_WIDTH: Final = 180
RING_WIDTH: Final = 2
RING_GAP: Final = 2
HALO_WIDTH: Final = 3
MOTION_MS: Final = 120
AIR_SHARE: Final = 0.2
"""Share of the text size (plus 2 px) kept free above a line: Vietnamese capitals rise above the font's ascent."""
