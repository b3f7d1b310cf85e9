"""Colours people can tell apart: WCAG 2.2 AA as a floor, proved over the tokens."""

import re
from pathlib import Path

import pytest

from desktop.ui.tokens import HIGH_CONTRAST, LIGHT, Colours, TextStyle

UI = Path(__file__).parents[3] / "desktop" / "ui"
TEXT = [
    ("ink", "canvas"),
    ("ink", "surface"),
    ("ink2", "canvas"),
    ("ink2", "surface"),
    ("ink2", "sunken"),
    ("ink3", "canvas"),
    ("ink3", "surface"),
    ("ink3", "sunken"),
    ("ink2", "muted_soft"),
    ("ink3", "muted_soft"),
    ("accent", "surface"),
    ("accent", "canvas"),
    ("accent", "soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("ok", "surface"),
    ("ok", "canvas"),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("warn", "canvas"),
    ("bad", "bad_soft"),
    ("bad", "canvas"),
    ("bad", "surface"),
    ("ink", "mark"),
    ("ink", "soft"),
    ("ink2", "soft"),
    ("rail_ink", "rail"),
    ("on_accent", "rail_on"),
    ("rail_badge_ink", "rail_badge"),
    ("ink", "avatar"),
    ("ink", "soft2"),
    ("ink", "bad_soft"),
    ("ink", "warn_soft"),
    ("ink2", "desk"),
    ("soft2", "accent"),
]
CONTROLS = [
    ("edge", "surface"), ("edge", "canvas"), ("accent", "surface"), ("accent", "canvas"), ("bad", "surface"),
    ("warn", "surface"), ("lamp_ok", "rail"), ("lamp_warn", "rail"), ("lamp_bad", "rail"), ("accent", "soft2"),
]  # fmt: skip


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, HIGH_CONTRAST], ids=["light", "high contrast"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, HIGH_CONTRAST], ids=["light", "high contrast"])
@pytest.mark.parametrize(("line", "ground"), CONTROLS)
def test_edges_and_lamps_can_be_seen(theme: Colours, line: str, ground: str) -> None:
    assert contrast(getattr(theme, line), getattr(theme, ground)) >= 3


def test_no_text_is_smaller_than_twelve() -> None:
    assert min(style.size for style in TextStyle) >= 12


def test_no_two_text_styles_are_the_same() -> None:
    assert len(TextStyle.__members__) == len(list(TextStyle))


def test_colours_are_written_in_the_tokens_only() -> None:
    found = [
        f"{file.name}: {match}"
        for file in sorted(UI.rglob("*.py"))
        if file.name != "tokens.py"
        for match in re.findall(r'"#[0-9A-Fa-f]{3,8}"', file.read_text(encoding="utf-8"))
    ]
    assert found == []
