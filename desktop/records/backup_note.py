"""When the last backup of this PC was made and where it went: a small file beside the records, no record itself.

It stays when a backup is brought back, for the stick in the drawer is as old as before.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.records.files import replace_durably
from desktop.records.tables import utc_moment, utc_text
from desktop.services.ports_backup import BackupState

NOTE_FILE: Final = "last-backup.json"


def read_note(data_dir: Path, now: datetime) -> BackupState:
    """Give what is noted; a missing or broken note begins anew, for a reminder too many does no harm."""
    try:
        plain = json.loads((data_dir / NOTE_FILE).read_text(encoding="utf-8"))
        if isinstance(plain, Mapping):
            made = plain.get("made_at")
            return BackupState(
                made_at=utc_moment(str(made)) if made else None,
                file=str(plain.get("file", "")),
                since=utc_moment(str(plain["since"])),
            )
    except (OSError, ValueError, KeyError):
        pass
    fresh = BackupState(made_at=None, file="", since=now)
    write_note(data_dir, fresh)
    return fresh


def write_note(data_dir: Path, state: BackupState) -> None:
    """Keep the note; a disk that is full costs nothing but a reminder."""
    made = utc_text(state.made_at) if state.made_at is not None else None
    plain = {"made_at": made, "file": state.file, "since": utc_text(state.since)}
    part = data_dir / f"{NOTE_FILE}.new"
    try:
        part.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
        replace_durably(part, data_dir / NOTE_FILE)
    except OSError:
        part.unlink(missing_ok=True)
