"""Makes the shipped typefaces known to Qt."""

from pathlib import Path

from PySide6.QtGui import QFontDatabase


def load_fonts(folder: Path) -> tuple[str, ...]:
    """Registers every TTF of a folder and gives the families it brought.

    Raises:
        FileNotFoundError: no font there, or Qt could not read one: the installation is damaged.
    """
    files = sorted(folder.glob("*.ttf"))
    numbers = [QFontDatabase.addApplicationFont(str(file)) for file in files]
    if not numbers or min(numbers) < 0:
        raise FileNotFoundError(str(folder))
    return tuple(
        sorted({family for number in numbers for family in QFontDatabase.applicationFontFamilies(number)})
    )
