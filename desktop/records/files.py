"""Small durable file operations: a file is there whole or not at all, also after a power cut."""

import contextlib
import os
from pathlib import Path
from typing import Final

# Windows opens files in text mode unless told otherwise.
_BINARY: Final[int] = getattr(os, "O_BINARY", 0)
COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a database, behind its name."""


def write_new_file(file: Path, content: bytes, *, mode: int) -> None:
    """Write a file that must not exist yet, and its folder's entry, durably.

    Raises:
        OSError: `FileExistsError` when it is there already; others as the system says.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        file.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_file(file: Path) -> None:
    """Make a written file durable."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable. Windows journals them itself and has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def close_to_others(*files: Path) -> None:
    """Let nobody but their owner read files, as far as the disk knows of owners; those that are not there stay so."""
    for file in files:
        with contextlib.suppress(OSError):
            file.chmod(0o600)


def replace_durably(new: Path, target: Path) -> None:
    """Put a finished file in the place of another in one step."""
    sync_file(new)
    new.replace(target)
    sync_folder(target.parent)


def remove_companions(database_file: Path) -> None:
    """Remove what SQLite keeps beside a database that nobody has open."""
    remove_quietly(*(database_file.with_name(database_file.name + one) for one in COMPANIONS))


def remove_database(file: Path) -> None:
    """Remove a database that nobody has open; what cannot be removed stays."""
    remove_quietly(file)
    remove_companions(file)


def remove_quietly(*files: Path) -> None:
    """Remove files that may not be there; what cannot be removed stays."""
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
