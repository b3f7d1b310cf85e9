"""Where the shipped resources lie: inside an installed wheel, or at the top of a checkout."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_resources"
_CHECKOUT = _PACKAGE.parent / "resources"


@cache
def resources_dir() -> Path:
    """Return the folder that holds `forms/`, `procedures/`, `fonts/` and the other shipped resources.

    A wheel carries them as `desktop/_resources`; a checkout keeps them in `resources/` beside the package,
    where an officer or a developer edits them.

    Raises:
        FileNotFoundError: neither is there, so the installation is damaged.
    """
    for folder in (_INSTALLED, _CHECKOUT):
        if folder.is_dir():
            return folder
    message = f"no resources beside {_PACKAGE}; the installation is damaged"
    raise FileNotFoundError(message)
