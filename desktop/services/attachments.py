"""Attaching a scan to a dossier, and opening it at any counter of the office."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, StaffId
from desktop.domain.text import nfc
from desktop.services.attachment_values import (
    ATTACHMENT_BYTES_MAX,
    Attachment,
    AttachmentKind,
    BytesPlace,
    content_kind,
)
from desktop.services.ports_attachments import AttachmentBytes, AttachmentFetcher, CountPages
from desktop.services.ports_records import Records
from desktop.services.record_values import AuditAction, Entity
from desktop.services.workday import Clock

ANOTHER_COUNTER = "quầy khác"


class AddAttachment:
    """Keeps the bytes, then the record: no record ever stands without its bytes at the counter that wrote it.

    Args:
        records: The records.
        kept: Where bytes are kept.
        count_pages: Looks into files.
        clock: The moment.
        new_id: Gives fresh ids.
        counter: What people call this counter, empty for one that works alone.
    """

    def __init__(
        self,
        records: Records,
        kept: AttachmentBytes,
        count_pages: CountPages,
        *,
        clock: Clock,
        new_id: Callable[[], str],
        counter: Callable[[], str],
    ) -> None:
        self._records = records
        self._kept = kept
        self._count_pages = count_pages
        self._clock = clock
        self._new_id = new_id
        self._counter = counter

    def __call__(
        self,
        actor: StaffId,
        dossier_id: DossierId,
        name: str,
        content: bytes,
        kind: AttachmentKind = AttachmentKind.OTHER,
    ) -> Attachment:
        """Attach a file to a dossier; the same file once more changes nothing.

        Args:
            actor: Who.
            dossier_id: The dossier.
            name: The file's name as people see it.
            content: Its bytes.
            kind: What paper it shows.

        Raises:
            DeskError: `ATTACHMENT_TOO_LARGE`, `ATTACHMENT_INVALID`, `RECORD_MISSING`, `DISK_FULL`; nothing is kept
                then.
        """
        if len(content) > ATTACHMENT_BYTES_MAX:
            raise DeskError(ErrorCode.ATTACHMENT_TOO_LARGE, limit=ATTACHMENT_BYTES_MAX >> 20)
        of_what = content_kind(content)
        if of_what is None:
            raise DeskError(ErrorCode.ATTACHMENT_INVALID)
        pages = self._count_pages(content, of_what)
        self._records.read.detail(dossier_id)
        sha256 = self._kept.put(content)
        with self._records.begin(actor) as work:
            for known in work.attachments.of_dossier(dossier_id):
                if known.sha256 == sha256 and known.name:
                    return known
            attachment = Attachment(
                id=self._new_id(),
                sha256=sha256,
                size=len(content),
                content=of_what,
                name=nfc(name).strip() or f"{kind.label}{of_what.ending}",
                kind=kind,
                added_at=self._clock(),
                added_by=actor,
                counter=self._counter(),
                dossier_id=dossier_id,
                pages=pages,
            )
            work.attachments.save(attachment)
        return attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAttachment:
    """An attachment with its bytes. Personal data: for the screen and the file somebody asked for, never for a log."""

    attachment: Attachment
    content: bytes


class OpenAttachment:
    """Gives an attachment to somebody, from this PC or from the office's store, and leaves word of it.

    Args:
        records: The records.
        kept: Where bytes are kept.
        fetcher: Brings them from the office's store.
        counter: What people call this counter; None for one that works alone.
    """

    def __init__(
        self,
        records: Records,
        kept: AttachmentBytes,
        fetcher: AttachmentFetcher,
        *,
        counter: Callable[[], str] | None = None,
    ) -> None:
        self._records = records
        self._kept = kept
        self._fetcher = fetcher
        self._counter = counter

    def __call__(
        self, actor: StaffId, attachment_id: str, *, action: AuditAction = AuditAction.VIEWED
    ) -> OpenedAttachment:
        """Give the bytes, verified; may take as long as they need to come.

        Args:
            actor: Who.
            attachment_id: Of the record.
            action: Looked at, or saved to a file (`EXPORTED`).

        Raises:
            DeskError: `RECORD_MISSING`, `ATTACHMENT_ERASED`; `ATTACHMENT_ELSEWHERE` while only another counter may have
                them; `ATTACHMENT_LOST` when this one had them alone; `ATTACHMENT_DAMAGED` when they are broken here and
                nowhere else; the faults of the store.
        """
        row = self._records.read.attachment(attachment_id)
        if row.place is BytesPlace.ERASED:
            raise DeskError(ErrorCode.ATTACHMENT_ERASED)
        content = self._bytes_of(row.attachment)
        with self._records.begin(actor) as work:
            work.audit.add(action, Entity.ATTACHMENT.value, attachment_id)
        return OpenedAttachment(attachment=row.attachment, content=content)

    def _bytes_of(self, attachment: Attachment) -> bytes:
        try:
            return self._kept.read(attachment.sha256)
        except DeskError as error:
            if error.code not in {ErrorCode.RECORD_MISSING, ErrorCode.ATTACHMENT_DAMAGED}:
                raise
            if self._fetcher.fetch(attachment.sha256):
                return self._kept.read(attachment.sha256)
            if error.code is ErrorCode.ATTACHMENT_DAMAGED:
                raise
            if self._counter is not None and attachment.counter == self._counter():
                raise DeskError(ErrorCode.ATTACHMENT_LOST) from error
            counter = attachment.counter or ANOTHER_COUNTER
            raise DeskError(ErrorCode.ATTACHMENT_ELSEWHERE, counter=counter) from error
