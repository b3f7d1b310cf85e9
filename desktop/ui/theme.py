"""The theme in force: colours, text size, fonts and icons, carried by the application like its palette."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from desktop.ui.icon_set import IconSet
from desktop.ui.tokens import (
    AIR_SHARE,
    FIGURE_FAMILY,
    HIGH_CONTRAST,
    LIGHT,
    TEXT_FAMILY,
    Colours,
    TextStyle,
    Tone,
)

_PROPERTY = "khongviet_theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Everything a widget needs in order to draw itself.

    Attributes:
        icons: the shipped icons.
        colours: the colour tokens of the light or the high-contrast theme.
        factor: text size, 1.0 to 2.0, apart from the screen's own scale.
        is_high_contrast: soft fills vanish and borders grow to 2 px.
    """

    icons: IconSet
    colours: Colours = LIGHT
    factor: float = 1.0
    is_high_contrast: bool = False

    @classmethod
    def build(cls, icons: IconSet, *, factor: float = 1.0, is_high_contrast: bool = False) -> "Theme":
        """Gives the light or the high-contrast theme at a text size."""
        colours = HIGH_CONTRAST if is_high_contrast else LIGHT
        return cls(icons=icons, colours=colours, factor=factor, is_high_contrast=is_high_contrast)

    def px(self, length: float) -> int:
        """Gives a length that grows with the text size, in whole px."""
        return round(length * self.factor)

    def colour(self, tone: Tone) -> QColor:
        """Gives the colour of a text tone."""
        return QColor(getattr(self.colours, tone.value))

    def border(self) -> int:
        """Gives the width of a control's border in px."""
        return 2 if self.is_high_contrast else 1

    def font(self, style: TextStyle, *, weight: int | None = None) -> QFont:
        """Gives the font everything is read in (Be Vietnam Pro)."""
        return self._font(TEXT_FAMILY, style, weight)

    def figures(self, style: TextStyle, *, weight: int | None = None) -> QFont:
        """Gives the font of figures in columns: Inter with digits of one width."""
        font = self._font(FIGURE_FAMILY, style, weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def air(self, style: TextStyle) -> int:
        """Gives the px to keep free above a line, so that the marks of capitals are not cut off."""
        return math.ceil(AIR_SHARE * self.px(style.size)) + 2

    def line_height(self, style: TextStyle) -> int:
        """Gives the height in px of one line with its air."""
        return math.ceil(QFontMetricsF(self.font(style)).height()) + self.air(style)

    def _font(self, family: str, style: TextStyle, weight: int | None) -> QFont:
        font = QFont(family)
        font.setPixelSize(self.px(style.size))
        font.setWeight(QFont.Weight(weight or style.weight))
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font


def current_theme() -> Theme:
    """Gives the theme in force.

    Raises:
        RuntimeError: no theme was applied yet (`desktop.ui.style_sheet.apply_theme`).
    """
    app = QCoreApplication.instance()
    theme = app.property(_PROPERTY) if app is not None else None
    if not isinstance(theme, Theme):
        raise RuntimeError("no theme applied to the application yet")  # noqa: TRY004 - missing, not of a wrong type
    return theme


def store_theme(app: QCoreApplication, theme: Theme) -> None:
    """Makes a theme the one in force; use ``apply_theme``, which also restyles the widgets."""
    app.setProperty(_PROPERTY, theme)
