"""Turns the tokens into one style sheet and one palette, and puts them on the application."""

from dataclasses import asdict
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from desktop.ui.theme import Theme, store_theme
from desktop.ui.tokens import Colours, TextStyle


class StyleSheet:
    """The style sheet's template and its application to a running program."""

    def __init__(self, template: str) -> None:
        self._template = Template(template)

    @classmethod
    def load(cls, file: Path) -> "StyleSheet":
        """Reads the template, ``resources/styles/window.qss``."""
        return cls(file.read_text(encoding="utf-8"))

    def text(self, theme: Theme) -> str:
        """Gives the style sheet of a theme.

        Raises:
            KeyError: the template names a token that does not exist.
        """
        values: dict[str, str] = dict(asdict(theme.colours))
        bar = theme.px(12)
        lengths = {
            "border": theme.border(),
            "bar": bar,
            "bar_radius": (bar - 4) // 2,
            "bar_length": theme.px(40),
            "tip_top": 6 + theme.air(TextStyle.SMALL),
        }
        values.update({name: str(length) for name, length in lengths.items()})
        return self._template.substitute(values)

    def apply(self, app: QApplication, theme: Theme) -> None:
        """Dresses the whole program: theme in force, palette, default font, style sheet (in this order)."""
        store_theme(app, theme)
        app.setPalette(palette(theme.colours))
        app.setFont(theme.font(TextStyle.BODY))
        QToolTip.setFont(theme.font(TextStyle.SMALL))
        app.setStyleSheet(self.text(theme))


def palette(colours: Colours) -> QPalette:
    """Gives the palette for what no style rule reaches: native dialogs, menus, tool tips, carets."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.canvas,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.sunken,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.ink3,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.BrightText: colours.on_accent,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
        QPalette.ColorRole.ToolTipBase: colours.ink,
        QPalette.ColorRole.ToolTipText: colours.surface,
        QPalette.ColorRole.Mid: colours.line,
        QPalette.ColorRole.Accent: colours.accent,
    }
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.ink3))
    return result
