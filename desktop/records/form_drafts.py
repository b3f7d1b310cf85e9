"""Drafts of forms as files: no citizen's data stands in a form, so any text editor may open what was left."""

import base64
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import FormRef
from desktop.domain.system_faults import FULL
from desktop.records.files import remove_quietly, sync_folder
from desktop.services.form_drafts import FormDraft

_SUFFIX: Final = ".json"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, durably.

    Raises:
        DeskError: DISK_FULL, or FILE_NOT_WRITABLE.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            temporary = Path(stream.name)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        if temporary is not None:
            remove_quietly(temporary)
        code = ErrorCode.DISK_FULL if error.errno in FULL else ErrorCode.FILE_NOT_WRITABLE
        raise DeskError(code, file=path.name) from error


class FormDraftFolder:
    """Keeps each draft as one JSON file.

    Args:
        folder: Made when the first draft is kept.
        clock: The moment.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock

    def list(self) -> tuple[FormDraft, ...]:
        """Give all drafts, the last saved first; one that cannot be read is left out and left alone."""
        drafts = [draft for file in self._folder.glob(f"*{_SUFFIX}") if (draft := _read(file)) is not None]
        return tuple(sorted(drafts, key=lambda draft: (str(draft.saved_at), draft.id), reverse=True))

    def save(self, draft: FormDraft) -> FormDraft:
        """Keep a draft and give it with the moment.

        Raises:
            DeskError: DISK_FULL, FILE_NOT_WRITABLE.
        """
        kept = replace(draft, saved_at=self._clock())
        write_whole(self._file(draft.id), json.dumps(_to_plain(kept), ensure_ascii=False, indent=1).encode())
        return kept

    def delete(self, draft_id: str) -> None:
        """Remove a draft; does nothing when it is gone already."""
        remove_quietly(self._file(draft_id))

    def _file(self, draft_id: str) -> Path:
        return self._folder / f"{draft_id}{_SUFFIX}"


def _to_plain(draft: FormDraft) -> dict[str, object]:
    return {
        "id": draft.id,
        "text": draft.text,
        "name": draft.name,
        "origin": [draft.origin.form_id, draft.origin.version] if draft.origin is not None else None,
        "mends": draft.mends,
        "remarks": list(draft.remarks),
        "pdf": base64.b64encode(draft.pdf).decode(),
        "saved_at": draft.saved_at.isoformat() if draft.saved_at is not None else None,
    }


def _read(file: Path) -> FormDraft | None:
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        origin, saved_at = plain.get("origin"), plain.get("saved_at")
        return FormDraft(
            id=file.stem,
            text=str(plain["text"]),
            name=str(plain.get("name", "")),
            origin=FormRef(form_id=str(origin[0]), version=str(origin[1])) if origin else None,
            mends=str(plain.get("mends", "")),
            remarks=tuple(str(one) for one in plain.get("remarks", ())),
            pdf=base64.b64decode(plain.get("pdf", ""), validate=True),
            saved_at=datetime.fromisoformat(saved_at) if saved_at else None,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
