"""The bytes of attachments beside a backup: a folder that grows by what is new, opened with the same secret.

Its name comes from the key, so that several PCs may keep their backups in one place, and every backup of a PC finds the
same folder.
"""

import hashlib
import hmac
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.attachment_cache import AttachmentCache
from desktop.records.engine import Database
from desktop.records.faults import desk_error_of_file
from desktop.records.files import remove_quietly, replace_durably
from desktop.records.tables import ATTACHMENT_ROW, SEAL_KEY

_PURPOSE: Final = b"khongviet attachments beside a backup 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedAttachments:
    """What a backup holds of the attachments.

    Attributes:
        there: So many are in the folder now.
        missing: So many that records name are not on this PC; they are in the office's store or at another counter.
    """

    there: int
    missing: int


def folder_beside(file: Path, key: bytes) -> Path:
    """Give the folder of attachments beside a backup whose database has this key."""
    return file.with_name(f"dinh-kem-{hmac.new(key, _PURPOSE, hashlib.sha256).hexdigest()[:8]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBytes:
    """The bytes that records name: `live` ones, and those that only erased records name."""

    live: frozenset[str]
    erased: frozenset[str]


def named_bytes(database: Database) -> NamedBytes:
    """Give what the records name; nothing in a database from before attachments."""
    named = select(ATTACHMENT_ROW.c.sha256).distinct()
    query = named.join(SEAL_KEY, SEAL_KEY.c.scope == ATTACHMENT_ROW.c.attachment_id)
    with database.read() as connection:
        if not inspect(connection).has_table(ATTACHMENT_ROW.name):
            return NamedBytes(live=frozenset(), erased=frozenset())
        live = frozenset(str(sha256) for sha256 in connection.scalars(query))
        return NamedBytes(live=live, erased=frozenset(connection.scalars(named)) - live)


def copy_out(cache: AttachmentCache, folder: Path, named: NamedBytes) -> CopiedAttachments:
    """Add what is new to the folder beside a backup, each file verified; take away what was erased meanwhile.

    Raises:
        DeskError: `DISK_FULL`, `FILE_NOT_WRITABLE`; what had been copied stays, the next backup goes on from there.
    """
    missing = 0
    remove_quietly(*(folder / sha256[:2] / sha256 for sha256 in named.erased))
    for sha256 in sorted(named.live):
        target = folder / sha256[:2] / sha256
        if (
            target.is_file()
            and cache.has(sha256)
            and target.stat().st_size == cache.file(sha256).stat().st_size
        ):
            continue
        try:
            cache.read(sha256)
        except DeskError:
            missing += not target.is_file()
            continue
        _copy(cache.file(sha256), target)
    return CopiedAttachments(there=len(named.live) - missing, missing=missing)


def copy_in(folder: Path, key: bytes, cache: AttachmentCache, wanted: Collection[str]) -> None:
    """Bring what records name from beside a backup into the cache of this PC, under its own key.

    What cannot be read is left out: it may still come from the office's store, and the records are back already.
    """
    beside = AttachmentCache(folder, key)
    for sha256 in sorted(wanted):
        if cache.has(sha256):
            continue
        try:
            cache.put(beside.read(sha256))
        except DeskError as error:
            if error.code is ErrorCode.DISK_FULL:
                return


def _copy(source: Path, target: Path) -> None:
    part = target.with_name(f"{target.name}.dang-ghi")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)
        replace_durably(part, target)
    except OSError as error:
        remove_quietly(part)
        raise desk_error_of_file(error, target) from error
