"""The forms of this PC: those shipped with the program, and the office's own over them."""

from pathlib import Path
from typing import Final

from desktop.forms.library import FormLibrary
from desktop.resources_dir import resources_dir

OWN_FORMS: Final = "forms"


def load_library(data_dir: Path | None = None) -> FormLibrary:
    """Give the shipped forms and slips, and the office's own forms over them.

    Args:
        data_dir: The data folder of this PC, whose folder `forms` holds the office's own; None leaves them out.
    """
    shipped = resources_dir()
    own = (data_dir / OWN_FORMS,) if data_dir is not None else ()
    return FormLibrary.load(shipped / "forms", shipped / "slips", *own)
