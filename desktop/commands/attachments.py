"""`khongviet register attach` and `register attachments`: scans of a dossier without a window."""

import argparse
from pathlib import Path

from desktop.commands.actor import actor_of
from desktop.commands.outcome import Outcome
from desktop.core import Core
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId
from desktop.records.attachment_store import read_scan_file
from desktop.records.form_drafts import write_whole
from desktop.services.attachment_values import Attachment, AttachmentKind, AttachmentRow
from desktop.services.attachment_words import place_words, size_words
from desktop.services.record_values import AuditAction


def add_parts(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the words of the commands."""
    attach = parts.add_parser("attach", parents=[shared], help="đính kèm một bản quét vào hồ sơ")
    attach.add_argument("id", metavar="ID")
    attach.add_argument("file", type=Path, metavar="FILE", help="tệp PDF, JPEG, PNG hoặc TIFF, đến 64 MB")
    attach.add_argument(
        "--kind", choices=[one.value for one in AttachmentKind], default=AttachmentKind.OTHER.value
    )
    attach.set_defaults(run=run_attach)

    listed = parts.add_parser("attachments", parents=[shared], help="các bản quét của hồ sơ")
    listed.add_argument("id", metavar="ID")
    listed.add_argument("--save", type=int, metavar="SỐ", help="lưu bản quét thứ mấy ra tệp")
    listed.add_argument("--out", type=Path, metavar="FILE", help="tệp để lưu")
    listed.set_defaults(run=run_attachments)


def run_attach(arguments: argparse.Namespace) -> Outcome:
    """Attach a file; raises `DeskError` as `AddAttachment` does."""
    content = read_scan_file(arguments.file)
    with Core.open(arguments.data_dir) as core:
        attachment = core.attachments.add(
            actor_of(core, arguments),
            DossierId(arguments.id),
            arguments.file.name,
            content,
            AttachmentKind(arguments.kind),
        )
    return Outcome(plain=_plain(attachment), text=f"Đã đính kèm {attachment.name}.")


def run_attachments(arguments: argparse.Namespace) -> Outcome:
    """List attachments, or save one; raises `DeskError` as `OpenAttachment` does."""
    if (arguments.save is None) != (arguments.out is None):
        raise DeskError(ErrorCode.INPUT_INVALID, problem="--save và --out đi cùng nhau.")
    with Core.open(arguments.data_dir) as core:
        rows = core.store.read.attachments_of(DossierId(arguments.id))
        if arguments.save is not None:
            return _saved(core, arguments, rows)
        own = core.office.status().name
    plain = [
        _plain(row.attachment) | {"number": number, "place": row.place.value}
        for number, row in enumerate(rows, start=1)
    ]
    lines = [
        f"{number}  {row.attachment.name or row.attachment.kind.label}  "
        f"{size_words(row.attachment.size)}  {place_words(row, own)}"
        for number, row in enumerate(rows, start=1)
    ]
    return Outcome(plain={"attachments": plain}, text="\n".join(lines) or "Hồ sơ này chưa có bản quét.")


def _saved(core: Core, arguments: argparse.Namespace, rows: tuple[AttachmentRow, ...]) -> Outcome:
    if not 1 <= arguments.save <= len(rows):
        raise DeskError(
            ErrorCode.INPUT_INVALID, place="--save", problem=f"hồ sơ này có {len(rows)} bản quét."
        )
    row = rows[arguments.save - 1]
    opened = core.attachments.show(actor_of(core, arguments), row.attachment.id, action=AuditAction.EXPORTED)
    write_whole(arguments.out, opened.content)
    return Outcome(
        plain=_plain(opened.attachment) | {"file": str(arguments.out)},
        text=f"Đã lưu {opened.attachment.name} vào {arguments.out}.",
    )


def _plain(attachment: Attachment) -> dict[str, object]:
    return {
        "id": attachment.id,
        "sha256": attachment.sha256,
        "bytes": attachment.size,
        "content": attachment.content.value,
        "name": attachment.name,
        "kind": attachment.kind.value,
        "pages": attachment.pages,
        "counter": attachment.counter,
        "added_at": attachment.added_at.isoformat(),
    }
