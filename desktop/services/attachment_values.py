"""Attachments: scans and files that belong to a dossier. The record says what there is, the bytes follow it.

All values are frozen and may cross threads and layers. An attachment is named by the sha256 of its bytes, so that two
counters that add the same file add it once.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desktop.domain.ids import DossierId, HelpSessionId, StaffId

ATTACHMENT_BYTES_MAX: Final = 64 * 1024 * 1024
# A scanner may write some bytes before the header of a PDF; readers look for it in the first kilobyte.
_PDF_HEADER_WITHIN: Final = 1024


class AttachmentKind(StrEnum):
    """What paper an attachment shows. The value stands in the log: never rename one."""

    ID_PAPER = "id_paper"
    DECLARATION = "declaration"
    PROOF = "proof"
    RESULT = "result"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the words officers use for it, without a capital."""
        return _KIND_LABELS[self]


_KIND_LABELS: Final = {
    AttachmentKind.ID_PAPER: "giấy tờ tùy thân",
    AttachmentKind.DECLARATION: "tờ khai đã ký",
    AttachmentKind.PROOF: "giấy tờ kèm theo",
    AttachmentKind.RESULT: "kết quả giải quyết",
    AttachmentKind.OTHER: "giấy khác",
}


class ContentKind(StrEnum):
    """What an attachment may be, by its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    OTHER = "application/octet-stream"
    """Something a newer program took; this one saves it and leaves it at that."""

    @property
    def label(self) -> str:
        """Return what people call it."""
        return _CONTENT[self][0]

    @property
    def ending(self) -> str:
        """Return the ending of file names, with its dot."""
        return _CONTENT[self][1]


_CONTENT: Final = {
    ContentKind.PDF: ("PDF", ".pdf"),
    ContentKind.JPEG: ("JPEG", ".jpg"),
    ContentKind.PNG: ("PNG", ".png"),
    ContentKind.TIFF: ("TIFF", ".tif"),
    ContentKind.OTHER: ("tệp", ".bin"),
}
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", ContentKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", ContentKind.PNG),
    (b"II*\0", ContentKind.TIFF),
    (b"MM\0*", ContentKind.TIFF),
)


def content_kind(content: bytes) -> ContentKind | None:
    """Tell what bytes are by how they begin, never by a file's name; None for anything else."""
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return ContentKind.PDF
    return next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """The record of one attachment.

    Attributes:
        id: Of the record; one file added twice is two records over the same bytes.
        sha256: Of the bytes, 64 hexadecimal digits.
        size: In bytes.
        content: What the bytes are.
        name: As people see it. It may hold a person's name, so it is sealed; empty once erased.
        kind: What paper it shows.
        added_at: When.
        added_by: Who.
        counter: The counter it was added at, as people call it; empty at a counter that works alone.
        dossier_id: The dossier it belongs to.
        help_session_id: The help session it belongs to, for a declaration that was signed there.
        pages: Sheets, 0 when the file does not say.
    """

    id: str
    sha256: str
    size: int
    content: ContentKind
    name: str
    kind: AttachmentKind
    added_at: datetime
    added_by: StaffId
    counter: str = ""
    dossier_id: DossierId | None = None
    help_session_id: HelpSessionId | None = None
    pages: int = 0


class BytesPlace(StrEnum):
    """Where the bytes of an attachment are, as this counter knows."""

    HERE = "here"
    """In this PC's cache: opened at once."""
    IN_STORE = "in_store"
    """In the office's store: fetched when it is opened."""
    ELSEWHERE = "elsewhere"
    """Not in the store yet: still at the counter that added it."""
    ERASED = "erased"
    """Erased after its retention; only the line in the register is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRow:
    """An attachment and where its bytes are."""

    attachment: Attachment
    place: BytesPlace
