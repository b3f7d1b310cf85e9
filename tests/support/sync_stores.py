"""The stores of an office, each behind the same few words, for tests that hold for all of them."""

from datetime import timedelta
from pathlib import Path
from typing import Protocol

from desktop.sync.blob_remote import BlobRemote
from desktop.sync.file_blobs import FileBlobs
from desktop.sync.file_connection import file_key, open_shared
from desktop.sync.file_office import create_shared_file
from desktop.sync.file_remote import FileRemote
from desktop.sync.memory_blobs import MemoryBlobs
from desktop.sync.memory_remote import MemoryRemote
from desktop.sync.memory_store import MemoryStore
from desktop.sync.remote import Remote
from tests.support.sync_samples import DATASET


class StoreKit(Protocol):
    """One new and empty store that demands invitations and, unless told otherwise, lets go of anything; ways to it."""

    def age(self, days: int) -> None:
        """Let everything have come in so many days earlier."""
        ...

    def counter(self, number: int = 1) -> Remote:
        """Give a way to the store for one of the PCs of the office; a new one each time."""
        ...

    def blobs(self, number: int = 1) -> BlobRemote:
        """Give a way to its attachments."""
        ...

    def close(self) -> None:
        """Close every way that was given."""
        ...


class MemoryKit:
    """A store in memory."""

    def __init__(self, *, keep_days: int = 0) -> None:
        self.store = MemoryStore(DATASET, demands_secret=True, keep_days=keep_days)

    def age(self, days: int) -> None:
        """See `StoreKit`."""
        content = self.store.content
        content.arrivals = {day - timedelta(days=days): after for day, after in content.arrivals.items()}

    def counter(self, number: int = 1) -> Remote:  # noqa: ARG002 - every PC is alike here
        return MemoryRemote(self.store)

    def blobs(self, number: int = 1) -> BlobRemote:  # noqa: ARG002 - same
        return MemoryBlobs(self.store)

    def close(self) -> None:
        """Nothing is open."""


OFFICE_KEY = b"k" * 32


class FileKit:
    """One file on a share."""

    def __init__(self, folder: Path, *, keep_days: int = 0) -> None:
        self.file = folder / "so-chung.kvo"
        create_shared_file(self.file, OFFICE_KEY, dataset_id=DATASET, keep_days=keep_days)
        self._open: list[FileRemote] = []

    def age(self, days: int) -> None:
        """See `StoreKit`."""
        self.run("UPDATE sync_arrival SET day = date(day, ?)", f"-{days} days")

    def run(self, statement: str, *values: str) -> None:
        """Change the file by hand."""
        connection = open_shared(self.file, file_key(OFFICE_KEY, "shared file"), busy_seconds=5)
        connection.execute(statement, values)
        connection.close()

    def counter(self, number: int = 1) -> FileRemote:  # noqa: ARG002 - every PC is alike here
        remote = FileRemote(self.file, OFFICE_KEY, busy_seconds=5, poll_seconds=0.05)
        self._open.append(remote)
        return remote

    def blobs(self, number: int = 1) -> BlobRemote:  # noqa: ARG002 - same
        return FileBlobs(self.file)

    def close(self) -> None:
        """Close every way that was given."""
        for remote in self._open:
            remote.close()
