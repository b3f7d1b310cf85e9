"""The stores of one kit, one role a counter, for what is measured over the real threads."""

from desktop.sync.blob_remote import BlobRemote
from desktop.sync.link import Link
from desktop.sync.remote import Remote
from desktop.sync.stores import Access, EarlierTry
from tests.support.sync_stores import StoreKit


class KitStores:
    """The port `Stores` to one store that is there already."""

    def __init__(self, kit: StoreKit, number: int) -> None:
        self._kit = kit
        self._number = number

    def open(self, link: Link) -> Remote:
        assert link.office_key
        return self._kit.counter(self._number)

    def open_blobs(self, link: Link) -> BlobRemote:
        assert link.office_key
        return self._kit.blobs(self._number)

    def make(
        self, address: str, *, dataset_id: str, office_key: bytes, again: EarlierTry | None = None
    ) -> Access:
        raise NotImplementedError

    def admit(self, link: Link) -> Access:
        raise NotImplementedError
