"""The ports to the bytes of attachments: kept on this PC, fetched from the office's store, looked into."""

from typing import Protocol

from desktop.services.attachment_values import ContentKind


class AttachmentBytes(Protocol):
    """Bytes on this PC, encrypted. May be called from any thread."""

    def put(self, content: bytes) -> str:
        """Keep bytes durably; gives their sha256. Bytes that are here already cost nothing.

        Raises:
            DeskError: `DISK_FULL`, `FILE_NOT_WRITABLE`; nothing half is left then.
        """
        ...

    def read(self, sha256: str) -> bytes:
        """Give bytes, verified.

        Raises:
            DeskError: `RECORD_MISSING` when they are not here; `ATTACHMENT_DAMAGED` when the file was cut or changed.
        """
        ...


class AttachmentFetcher(Protocol):
    """Gets bytes from the office's store."""

    def fetch(self, sha256: str) -> bool:
        """Fetch bytes to the end, now; gives False when the store does not have them, or there is no store.

        Raises:
            DeskError: `ATTACHMENT_SHARED_DAMAGED` when what the store has is not what was sent; `OFFICE_UNREACHABLE`
                and the other faults of the store; `DISK_FULL`.
        """
        ...


class CountPages(Protocol):
    """Looks into a file."""

    def __call__(self, content: bytes, kind: ContentKind, /) -> int:
        """Give how many sheets a file has, 0 when it does not say (a PDF with a password).

        Raises:
            DeskError: `ATTACHMENT_INVALID` when it cannot be read at all.
        """
        ...
