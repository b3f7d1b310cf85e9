"""How the whole program looks now, and the keys that make its text larger or smaller."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop.ui.font_files import load_fonts
from desktop.ui.icon_set import IconSet
from desktop.ui.style_sheet import StyleSheet
from desktop.ui.theme import Theme
from desktop.ui.tokens import TEXT_FACTORS


class Look(QObject):
    """Dresses the application, once at the start and again at each change.

    Args:
        app: the application.
        resources: the folder of the shipped resources.

    Signals:
        changed: text size or theme changed; carries the factor and whether the contrast is high.
    """

    changed = Signal(float, bool)

    def __init__(
        self, app: QApplication, resources: Path, *, factor: float = 1.0, is_high_contrast: bool = False
    ) -> None:
        super().__init__(app)
        self._app = app
        load_fonts(resources / "fonts" / "ui")
        self._icons = IconSet.load(resources / "icons")
        self._sheet = StyleSheet.load(resources / "styles" / "window.qss")
        self._factor = factor
        self._is_high_contrast = is_high_contrast
        app.setStyle("Fusion")
        self._apply()

    @property
    def factor(self) -> float:
        """Text size, 1.0 to 2.0."""
        return self._factor

    @property
    def is_high_contrast(self) -> bool:
        """Whether the high-contrast theme is on."""
        return self._is_high_contrast

    @property
    def percent(self) -> str:
        """The text size as people say it: "125 %"."""
        return f"{round(self._factor * 100)}\u00a0%"

    @Slot(float)
    def set_factor(self, factor: float) -> None:
        """Sets the text size; values outside 1.0 to 2.0 are brought to the nearest end."""
        wanted = min(max(factor, TEXT_FACTORS[0]), TEXT_FACTORS[-1])
        if wanted != self._factor:
            self._factor = wanted
            self._change()

    @Slot(bool)
    def set_high_contrast(self, is_on: bool) -> None:
        """Turns the high-contrast theme on or off."""
        if is_on != self._is_high_contrast:
            self._is_high_contrast = is_on
            self._change()

    @Slot()
    def make_larger(self) -> None:
        """Takes the next larger text size."""
        self.set_factor(next((step for step in TEXT_FACTORS if step > self._factor), TEXT_FACTORS[-1]))

    @Slot()
    def make_smaller(self) -> None:
        """Takes the next smaller text size."""
        self.set_factor(
            next((step for step in reversed(TEXT_FACTORS) if step < self._factor), TEXT_FACTORS[0])
        )

    @Slot()
    def reset(self) -> None:
        """Goes back to 100 %."""
        self.set_factor(1.0)

    def _change(self) -> None:
        self._apply()
        self.changed.emit(self._factor, self._is_high_contrast)

    def _apply(self) -> None:
        theme = Theme.build(self._icons, factor=self._factor, is_high_contrast=self._is_high_contrast)
        self._sheet.apply(self._app, theme)
