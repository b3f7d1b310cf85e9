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


class FormShelf:
    """The library in use. A library never changes; after the office published a form another one stands here.

    Whoever holds the old one (a visit in work) goes on with it.
    """

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._library = load_library(data_dir)
        self._own = self._read_own()

    @property
    def library(self) -> FormLibrary:
        """The forms for whatever begins now."""
        return self._library

    def reload(self) -> FormLibrary:
        """Read every file again."""
        self._library = load_library(self._data_dir)
        self._own = self._read_own()
        return self._library

    @property
    def own(self) -> frozenset[str]:
        """Ids of forms that only the office has."""
        return self._own

    def _read_own(self) -> frozenset[str]:
        own = FormLibrary.load(self._data_dir / OWN_FORMS).forms
        shipped = {form_id for form_id, version in self._library.forms if (form_id, version) not in own}
        return frozenset(form_id for form_id, _ in own) - shipped
