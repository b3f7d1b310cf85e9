"""Forms that begin with a file instead of a copy: a Word document, or an official page as PDF."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.text import fold, nfc
from desktop.services.form_drafts import FormDraft, FormDraftStore
from desktop.services.form_import import FormImport, ImportedForm, ImportSeed, start_from_pdf
from desktop.services.workday import IdSource

_LARGEST: Final = 24 * 1024 * 1024
_NOT_IN_ID: Final = re.compile(r"[^a-z0-9]+")
_SIGNS: Final = re.compile(r'["\\\x00-\x1f\x7f]')
_ID_LINE: Final = re.compile(r"^id\s*=\s*[\"']([^\"']+)[\"']", re.MULTILINE)
_LONGEST_ID: Final = 48
_LONGEST_NAME: Final = 120
_BACKGROUND: Final = "mau.pdf"
_HOW_TO_PLACE: Final = "Bấm Đặt ô (F7), chọn từng ô rồi kéo chuột trên trang."


class FormStarts:
    """Begins drafts.

    Args:
        drafts: Where they are kept.
        importer: Reads Word documents.
        new_id: Gives ids of drafts.
        today: The office's day.
        known: The ids of the forms in use; a new form never takes one of them, which would replace that form.
    """

    def __init__(
        self,
        drafts: FormDraftStore,
        importer: FormImport,
        *,
        new_id: IdSource,
        today: Callable[[], date],
        known: Callable[[], set[str]],
    ) -> None:
        self._drafts = drafts
        self._importer = importer
        self._new_id = new_id
        self._today = today
        self._known = known

    def from_word(self, path: Path) -> FormDraft:
        """Begin a form with a Word document.

        Raises:
            DeskError: FILE_MISSING; DOCUMENT_INVALID for what cannot be read; DISK_FULL, FILE_NOT_WRITABLE.
        """
        made = self._importer.run(_read(path), ImportSeed(id=self._free_id(path), today=self._today()))
        return self._keep(made, made.remarks)

    def from_pdf(self, path: Path) -> FormDraft:
        """Begin a form on an official page; two usual fields wait for their place.

        Raises:
            DeskError: FILE_MISSING; FORM_BACKGROUND_INVALID for what is no PDF one can print on;
                DISK_FULL, FILE_NOT_WRITABLE.
        """
        data = _read(path)
        name = _SIGNS.sub(" ", nfc(path.stem)).strip()[:_LONGEST_NAME] or "Mẫu mới"
        seed = ImportSeed(id=self._free_id(path), name=name, today=self._today())
        made = start_from_pdf(data, seed, _BACKGROUND)
        return self._keep(made, (_HOW_TO_PLACE, *made.remarks), data)

    def _keep(self, made: ImportedForm, remarks: tuple[str, ...], pdf: bytes = b"") -> FormDraft:
        draft = FormDraft(id=self._new_id(), text=made.text, name=made.name, remarks=remarks, pdf=pdf)
        return self._drafts.save(draft)

    def _free_id(self, path: Path) -> str:
        """An id made from the file's name that neither a form nor another draft has."""
        taken = set(self._known())
        for draft in self._drafts.list():
            taken.update(_ID_LINE.findall(draft.text))
        slug = _NOT_IN_ID.sub("-", fold(path.stem)).strip("-")[:_LONGEST_ID].strip("-")
        wanted = f"xa.{slug or 'mau-moi'}"
        found, number = wanted, 1
        while found in taken:
            number += 1
            found = f"{wanted}-{number}"
        return found


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_LARGEST)
    except OSError as error:
        raise DeskError(ErrorCode.FILE_MISSING, file=path.name) from error
