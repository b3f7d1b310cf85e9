"""One counter's way to a store in memory, with every fault a network can play."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.entries import Claim, Entry, log_genesis, verify_entries
from desktop.sync.memory_faults import Fault, Weather, no_fault, played
from desktop.sync.memory_store import Member, MemoryStore
from desktop.sync.remote import (
    GIVEN_MAX,
    CounterInfo,
    Hello,
    Page,
    Presence,
    Push,
    Reserved,
    RowPage,
    Seal,
    Snap,
    invitation_hash,
)
from desktop.sync.row_state import RowKey
from desktop.sync.store_rows import canonical_part
from desktop.sync.store_rules import (
    check_push,
    epoch_after,
    erased_scopes,
    free_number,
    held_by_others,
    keyless_scopes,
    lines_follow,
    refuse_young,
    replayed,
    unnumbered,
    whole_units,
)


class MemoryRemote:
    """The port `Remote` to a `MemoryStore`.

    Attributes:
        store: Exchange it to play a counter that is led to another store.
        weather: Asked before each call, by its name, which fault to play. The simulator sets it.
    """

    def __init__(self, store: MemoryStore, *, weather: Weather = no_fault) -> None:
        self.store = store
        self.weather = weather
        self._closings = 0
        self._last_page: Page | None = None

    def hello(self, presence: Presence) -> Hello:
        """See `Remote`."""
        with self._call("hello"):
            store, content = self.store, self.store.content
            member = content.members.get(presence.client_id)
            active = member is not None and member.info.counter_no > 0 and not member.info.retired
            if member is not None and active:
                info = replace(
                    member.info,
                    cursor=presence.cursor,
                    schema_level=presence.schema_level,
                    app_version=presence.app_version,
                    clock_offset_ms=presence.clock_offset_ms,
                    last_seen=store.clock(),
                )
                content.members[presence.client_id] = replace(member, info=info)
            return Hello(
                dataset_id=content.dataset_id,
                epoch=content.epoch,
                head=store.head,
                floor=0,
                chain_at_cursor=self._chain_at(presence.cursor),
                min_writer_level=content.min_writer_level,
                registered=active,
                now=store.clock(),
            )

    def register(self, client_id: str, name: str, *, secret: str = "", copy_of: str = "") -> int:
        """See `Remote`."""
        with self._call("register"):
            members = self.store.content.members
            member = members.get(client_id)
            if member is not None and member.info.retired:
                raise DeskError(ErrorCode.OFFICE_REFUSED)
            if member is not None and member.info.counter_no:
                return member.info.counter_no
            number = free_number(
                (each.info for each in members.values()), was_put_back=self.store.content.put_back > date.min
            )
            if number is None:
                raise DeskError(ErrorCode.OFFICE_FULL)
            is_copy = copy_of in members and not members[copy_of].info.retired
            if self.store.demands_secret and members and member is None and not is_copy:
                self._use(secret)
            info = CounterInfo(
                client_id=client_id,
                counter_no=number,
                name=name,
                last_op=0,
                cursor=0,
                schema_level=0,
                app_version="",
                last_seen=self.store.clock(),
            )
            if member is None:
                members[client_id] = Member(info=info)
            else:
                members[client_id] = replace(member, info=replace(info, last_op=member.info.last_op))
            return number

    def invite(self, secret_hash: bytes, expires: datetime) -> None:
        """See `Remote`."""
        with self._call("invite"):
            self.store.content.invitations[secret_hash] = expires

    def set_min_writer_level(self, level: int) -> None:
        """See `Remote`."""
        with self._call("set_min_writer_level"):
            content = self.store.content
            content.min_writer_level = max(content.min_writer_level, level)

    def retire(self, client_id: str) -> None:
        """See `Remote`."""
        with self._call("retire"):
            members = self.store.content.members
            if client_id in members:
                member = members[client_id]
                members[client_id] = replace(member, info=replace(member.info, retired=True))

    def counters(self) -> tuple[CounterInfo, ...]:
        """See `Remote`."""
        with self._call("counters"):
            infos = [member.info for member in self.store.content.members.values()]
            return tuple(sorted(infos, key=lambda info: (info.counter_no, info.client_id)))

    def snap(self, client_id: str, rows: Collection[RowKey], claims: Collection[Claim]) -> Snap:
        """See `Remote`."""
        with self._call("snap"):
            store, content = self.store, self.store.content
            member = self._active(client_id)
            return Snap(
                head=store.head,
                chain=store.chain,
                last_op=member.info.last_op,
                last_hash=member.last_hash,
                rows={key: canonical_part(content.rows[key]) for key in rows if key in content.rows},
                holders={claim: content.claims[claim] for claim in claims if claim in content.claims},
            )

    def cas(self, push: Push) -> bool:
        """See `Remote`."""
        with self._call("cas"):
            store = self.store
            member = self._active(push.client_id)
            if store.head != push.head or held_by_others(push.merged.claims, store.content.claims):
                return False
            check_push(push, chain=store.chain, last_op=member.info.last_op, last_hash=member.last_hash)
            entries = push.merged.entries
            erased = erased_scopes(entries)
            refuse_young(erased, store.erasable(erased, entries))
            store.append(push.merged, push.seals)
            self._follow(entries)
            return True

    def erasable(self, row_ids: Collection[str]) -> frozenset[str]:
        """See `Remote`."""
        with self._call("erasable"):
            return self.store.erasable(row_ids)

    def pull(self, after: int, limit: int) -> Page:
        """See `Remote`."""
        with self._call("pull") as fault:
            if fault is Fault.PAGE_STALE:
                return Page(entries=(), head=after)
            if fault is Fault.PAGE_REPEATED and self._last_page is not None:
                return self._last_page
            entries = whole_units(self.store.content.entries[after:], limit)
            seals = self._seals({entry.line.row_id for entry in entries})
            self._last_page = Page(
                entries=entries,
                head=self.store.head,
                seals=seals,
                erased=frozenset(keyless_scopes(entries, seals) & self.store.content.erased.keys()),
            )
            return self._last_page

    def row_page(self, after: RowKey | None, limit: int) -> RowPage:
        """See `Remote`."""
        with self._call("row_page"):
            rows = self.store.content.rows
            keys = sorted(key for key in rows if after is None or key > after)[:limit]
            return RowPage(
                rows={key: canonical_part(rows[key]) for key in keys},
                seals=self._seals({row_id for _, row_id in keys}),
                last=keys[-1] if keys else None,
                head=self.store.head,
                chain=self.store.chain,
            )

    def chain_at(self, seq: int) -> bytes | None:
        """See `Remote`."""
        with self._call("chain_at"):
            return self._chain_at(seq)

    def reserve(self, client_id: str, series: str, day: date, count: int) -> tuple[int, ...]:
        """See `Remote`."""
        with self._call("reserve"):
            self._active(client_id)
            if day <= self.store.content.put_back:
                return ()
            given = self.store.content.given.setdefault((series, day), [])
            numbers = range(len(given) + 1, min(len(given) + count, GIVEN_MAX) + 1)
            given.extend(Reserved(number=number, client_id=client_id) for number in numbers)
            return tuple(numbers)

    def reserved(self, series: str, day: date) -> tuple[Reserved, ...]:
        """See `Remote`."""
        with self._call("reserved"):
            return tuple(self.store.content.given.get((series, day), ()))

    def wait(self, after: int, seconds: float) -> bool:
        """See `Remote`."""
        with self._call("wait"):
            before = self._closings
            self.store.turn.wait_for(lambda: self.store.head > after or self._closings != before, seconds)
            return self.store.head > after

    def relog(self, entries: Sequence[Entry], seals: Collection[Seal] = ()) -> bool:
        """See `Remote`."""
        with self._call("relog"):
            store, content = self.store, self.store.content
            try:
                verify_entries(entries, cursor=store.head, chain=store.chain)
            except DeskError:
                return False
            last_lines = {
                client_id: (member.info.last_op, member.last_hash)
                for client_id, member in content.members.items()
                if member.info.last_op
            }
            if not lines_follow(entries, last_lines):
                return False
            store.append(replayed(entries, content.rows), tuple(seals))
            self._follow(entries)
            content.epoch = epoch_after(content.epoch, store.clock())
            content.put_back = office_time(store.clock()).date()
            return True

    def close(self) -> None:
        """See `Remote`."""
        with self.store.turn:
            self._closings += 1
            self.store.turn.notify_all()

    def _call(self, name: str) -> AbstractContextManager[Fault | None]:
        return played(self.weather, name, self.store.turn)

    def _active(self, client_id: str) -> Member:
        member = self.store.content.members.get(client_id)
        if member is None or member.info.retired or not member.info.counter_no:
            raise DeskError(ErrorCode.OFFICE_REFUSED)
        return member

    def _use(self, secret: str) -> None:
        expires = self.store.content.invitations.pop(invitation_hash(secret), None)
        if expires is None or expires < self.store.clock():
            raise DeskError(ErrorCode.OFFICE_REFUSED)

    def _chain_at(self, seq: int) -> bytes | None:
        if seq == 0:
            return log_genesis(self.store.content.dataset_id)
        return self.store.content.entries[seq - 1].chain if seq <= self.store.head else None

    def _seals(self, scopes: Iterable[str]) -> tuple[Seal, ...]:
        kept = self.store.content.seals
        return tuple(seal for scope in sorted(scopes) for seal in sorted(kept.get(scope, ())))

    def _follow(self, entries: Sequence[Entry]) -> None:
        members = self.store.content.members
        for entry in entries:
            member = members.get(entry.client_id)
            if member is None:
                member = Member(info=unnumbered(entry.client_id))
            info = replace(member.info, last_op=entry.line.op)
            members[entry.client_id] = replace(member, info=info, last_hash=entry.op_hash)
