"""Scans of dossiers, put together: the bytes here, the way to the store, and what officers do with them."""

from dataclasses import dataclass
from pathlib import Path

from desktop.records.attachment_cache import CACHE_FOLDER, AttachmentCache
from desktop.records.attachment_store import StoredAttachments
from desktop.records.store import Access, RecordStore
from desktop.services.attachments import AddAttachment, OpenAttachment
from desktop.services.ports_attachments import CountPages
from desktop.services.record_values import Changes, Entity
from desktop.services.workday import Clock
from desktop.sync.attachment_transfer import AttachmentTransfer
from desktop.sync.office import Office
from desktop.sync.stores import Stores


@dataclass(frozen=True, kw_only=True)
class Attachments:
    """Scans of dossiers.

    Attributes:
        kept: The bytes on this PC.
        transfer: Moves those bytes to and from the office's store.
        add: Attaches a scan.
        show: Opens one, from wherever it is.
    """

    kept: StoredAttachments
    transfer: AttachmentTransfer
    add: AddAttachment
    show: OpenAttachment


def open_attachments(
    data_dir: Path,
    store: RecordStore,
    office: Office,
    stores: Stores,
    *,
    count_pages: CountPages,
    clock: Clock,
    access: Access,
) -> Attachments:
    """Open the cache of a data folder; its owner puts in order what a killed program left, and what others erased."""
    kept = StoredAttachments(store.database, AttachmentCache(data_dir / CACHE_FOLDER, store.database.key))
    if access is Access.SOLE:
        kept.sweep()
        store.print_jobs.forget_erased()
        store.listen(lambda changes: _forget_erased(kept, changes))
    transfer = AttachmentTransfer(store, kept, stores, clock=clock)
    add = AddAttachment(
        store,
        kept,
        count_pages,
        clock=clock,
        new_id=store.new_id,
        counter=lambda: office.status().name,
    )
    show = OpenAttachment(store, kept, transfer, counter=lambda: office.status().name)
    return Attachments(kept=kept, transfer=transfer, add=add, show=show)


def _forget_erased(kept: StoredAttachments, changes: Changes) -> None:
    if changes.touches(Entity.ATTACHMENT):
        kept.forget_erased()
