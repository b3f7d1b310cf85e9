"""Attachments as documents and back, whose they are, and where their bytes are as this PC knows."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, HelpSessionId, StaffId
from desktop.records.attachment_cache import is_digest
from desktop.records.loading import RecordLoader, listed
from desktop.records.reading import filled, moment_of, number_of, text_of
from desktop.records.tables import ATTACHMENT_BYTES, DOSSIER_ROW, REFERENCE, utc_text
from desktop.services.attachment_values import (
    Attachment,
    AttachmentKind,
    AttachmentRow,
    BytesPlace,
    ContentKind,
)
from desktop.services.record_values import Entity

_KINDS: Final = frozenset(AttachmentKind)
_CONTENTS: Final = frozenset(ContentKind)


def attachment_fields(attachment: Attachment) -> dict[str, object]:
    """Write an attachment."""
    return filled(
        sha256=attachment.sha256,
        size=attachment.size,
        content=attachment.content.value,
        name=attachment.name,
        kind=attachment.kind.value,
        added_at=utc_text(attachment.added_at),
        added_by=attachment.added_by,
        counter=attachment.counter,
        dossier_id=attachment.dossier_id,
        help_session_id=attachment.help_session_id,
        pages=attachment.pages,
    )


def read_attachment(row_id: str, fields: Mapping[str, object]) -> Attachment:
    """Read an attachment."""
    dossier, session = text_of(fields, "dossier_id"), text_of(fields, "help_session_id")
    kind, content = text_of(fields, "kind"), text_of(fields, "content")
    return Attachment(
        id=row_id,
        sha256=_digest_of(fields),
        size=number_of(fields, "size"),
        # A newer program may know more kinds of content and of paper.
        content=ContentKind(content) if content in _CONTENTS else ContentKind.OTHER,
        name=text_of(fields, "name"),
        kind=AttachmentKind(kind) if kind in _KINDS else AttachmentKind.OTHER,
        added_at=moment_of(fields, "added_at"),
        added_by=StaffId(text_of(fields, "added_by")),
        counter=text_of(fields, "counter"),
        dossier_id=DossierId(dossier) if dossier else None,
        help_session_id=HelpSessionId(session) if session else None,
        pages=number_of(fields, "pages"),
    )


def _digest_of(fields: Mapping[str, object]) -> str:
    digest = text_of(fields, "sha256")
    if not is_digest(digest):
        raise DeskError(ErrorCode.DATABASE_DAMAGED, field="sha256")
    return digest


def attachment_rows(loader: RecordLoader, dossier_id: DossierId) -> tuple[AttachmentRow, ...]:
    """Give the attachments of a dossier and where their bytes are, in the order of entry."""
    return tuple(
        _row(loader, row_id, fields) for row_id, fields in listed(loader, Entity.ATTACHMENT, dossier_id)
    )


def find_attachment(loader: RecordLoader, attachment_id: str) -> AttachmentRow:
    """Give one attachment; raises `DeskError(RECORD_MISSING)`."""
    found = loader.find(Entity.ATTACHMENT, attachment_id)
    if found is None:
        raise DeskError(ErrorCode.RECORD_MISSING, entity=Entity.ATTACHMENT.value, row_id=attachment_id)
    return _row(loader, attachment_id, found.value)


def attachments_of_case(connection: Connection, case_id: str) -> tuple[str, ...]:
    """Give the attachments of the dossiers that a case's answers were given for."""
    query = (
        select(REFERENCE.c.row_id)
        .join(DOSSIER_ROW, DOSSIER_ROW.c.dossier_id == REFERENCE.c.belongs_to)
        .where(REFERENCE.c.entity == Entity.ATTACHMENT.value, DOSSIER_ROW.c.answers_id == case_id)
        .order_by(REFERENCE.c.first_op)
    )
    return tuple(str(row_id) for row_id in connection.scalars(query))


def _row(loader: RecordLoader, row_id: str, fields: Mapping[str, object]) -> AttachmentRow:
    attachment = read_attachment(row_id, fields)
    return AttachmentRow(attachment=attachment, place=_place(loader, row_id, attachment.sha256))


def _place(loader: RecordLoader, row_id: str, sha256: str) -> BytesPlace:
    if loader.keys.find(row_id) is None:
        return BytesPlace.ERASED
    found = loader.connection.execute(
        select(ATTACHMENT_BYTES.c.here, ATTACHMENT_BYTES.c.shared).where(ATTACHMENT_BYTES.c.sha256 == sha256)
    ).first()
    if found is None:
        return BytesPlace.ELSEWHERE
    if found.here:
        return BytesPlace.HERE
    return BytesPlace.IN_STORE if found.shared == 1 else BytesPlace.ELSEWHERE
