"""Stores of offices in memory, for tests of what stands above them."""

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.blob_remote import BlobRemote
from desktop.sync.link import Link
from desktop.sync.memory_blobs import MemoryBlobs
from desktop.sync.memory_faults import Fault
from desktop.sync.memory_remote import MemoryRemote
from desktop.sync.memory_store import MemoryStore
from desktop.sync.remote import Remote
from desktop.sync.stores import Access, EarlierTry
from tests.support.record_samples import StandingClock


class MemoryStores:
    """Stores in memory, by address."""

    def __init__(self, clock: StandingClock) -> None:
        self.made: dict[str, MemoryStore] = {}
        self.fault: Fault | None = None
        self.faults: dict[str, Fault] = {}  # of single calls
        self._clock = clock

    def _weather(self, call: str) -> Fault | None:
        return self.fault or self.faults.get(call)

    def open(self, link: Link) -> Remote:
        if link.address not in self.made:
            raise DeskError(ErrorCode.OFFICE_UNREACHABLE)
        return MemoryRemote(self.made[link.address], weather=self._weather)

    def open_blobs(self, link: Link) -> BlobRemote:
        if link.address not in self.made:
            raise DeskError(ErrorCode.OFFICE_UNREACHABLE)
        return MemoryBlobs(self.made[link.address], weather=self._weather)

    def make(
        self, address: str, *, dataset_id: str, office_key: bytes, again: EarlierTry | None = None
    ) -> Access:
        assert len(office_key) == 32
        if (there := self.made.get(address)) is not None:
            begun = again is not None and not there.content.members.keys() - {again.client_id}
            if not begun or there.content.entries or there.content.dataset_id != dataset_id:
                raise DeskError(ErrorCode.OFFICE_EXISTS)
            return Access(address=address)
        self.made[address] = MemoryStore(dataset_id, clock=self._clock, demands_secret=True, keep_days=0)
        return Access(address=address)

    def admit(self, link: Link) -> Access:
        assert link.registered
        return Access(address=link.address)
