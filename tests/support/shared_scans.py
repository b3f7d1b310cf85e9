"""Counters that share scans over any store: their caches, their transfers, and a way to the bytes a test lays."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop.domain.ids import DossierId
from desktop.records.attachment_cache import AttachmentCache
from desktop.records.attachment_store import StoredAttachments
from desktop.sync.attachment_transfer import AttachmentTransfer
from desktop.sync.blob_remote import BlobRemote
from desktop.sync.link import Link
from desktop.sync.remote import Remote
from desktop.sync.stores import Access, EarlierTry
from tests.support.record_samples import OFFICER, an_attachment, an_id
from tests.support.sync_office import SampleCounter

SCAN = random.Random(11).randbytes(5 * 1024 * 1024)


@dataclass
class WayTo:
    """The stores of a counter whose way to the attachments a test lays."""

    blobs: Callable[[], BlobRemote]

    def open(self, link: Link) -> Remote:
        raise NotImplementedError

    def open_blobs(self, link: Link) -> BlobRemote:
        assert link.registered
        return self.blobs()

    def make(
        self, address: str, *, dataset_id: str, office_key: bytes, again: EarlierTry | None = None
    ) -> Access:
        raise NotImplementedError

    def admit(self, link: Link) -> Access:
        raise NotImplementedError


@dataclass
class Scans:
    counter: SampleCounter
    kept: StoredAttachments
    transfer: AttachmentTransfer

    def move_all(self) -> None:
        while self.transfer.run_once():
            pass


def scans_of(counter: SampleCounter, blobs: Callable[[], BlobRemote]) -> Scans:
    database = counter.store.database
    kept = StoredAttachments(database, AttachmentCache(counter.folder / "scans", database.key))
    transfer = AttachmentTransfer(counter.store, kept, WayTo(blobs), clock=counter.clock, keep_free=0)
    return Scans(counter=counter, kept=kept, transfer=transfer)


def add(scans: Scans, number: int = 1, content: bytes = SCAN) -> str:
    sha256 = scans.kept.put(content)
    attachment = replace(
        an_attachment(number), sha256=sha256, size=len(content), dossier_id=DossierId(an_id(1001))
    )
    with scans.counter.store.begin(OFFICER) as work:
        work.attachments.save(attachment)
    return sha256


def share(*all_of_them: Scans) -> None:
    for scans in (*all_of_them, *all_of_them):
        scans.counter.sync()
