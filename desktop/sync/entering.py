"""A counter's way into a store under its name, and why a store has no place for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.link import Link
from desktop.sync.remote import CounterInfo, Presence, Remote


def refuse_retired(remote: Remote, link: Link) -> None:
    """Refuse a counter that a store knows and does not take any more; one it does not know may enter again.

    Raises:
        DeskError: `OFFICE_REFUSED`, told apart as `retired`.
    """
    info = _known(remote).get(link.client_id)
    if info is not None and (info.retired or info.counter_no):
        raise DeskError(ErrorCode.OFFICE_REFUSED, retired=True)


def enter(remote: Remote, link: Link) -> int:
    """Register a counter under its present name; gives its number.

    A counter that goes on under a new name was invited once already. A store that was put back may know an earlier life
    of it only, so the last life it knows is named; one that was retired brings nobody in.

    Raises:
        DeskError: `PAIRING_CODE_SPENT`; `COUNTER_UNKNOWN` where the store was put back to before this counter came in,
            which only a new invitation mends; `OFFICE_REFUSED` and the faults of the store.
    """
    former = _last_life(remote, link.former) if link.former else None
    copy_of = "" if former is None else former.client_id
    try:
        return remote.register(link.client_id, link.name, secret=link.invitation, copy_of=copy_of)
    except DeskError as error:
        if error.code is not ErrorCode.OFFICE_REFUSED:
            raise
        if link.invitation:
            own = _known(remote).get(link.client_id)
            if (
                own is not None and own.retired
            ):  # it came in and was killed before it knew, and somebody retired it
                raise DeskError(ErrorCode.OFFICE_REFUSED, retired=True) from error
            # Otherwise nobody can have retired a new counter: its invitation is used up or too old.
            raise DeskError(ErrorCode.PAIRING_CODE_SPENT) from error
        last = _last_life(remote, (link.client_id, *link.former))
        if last is None:
            raise DeskError(ErrorCode.COUNTER_UNKNOWN) from error
        if last.retired:
            raise DeskError(ErrorCode.OFFICE_REFUSED, retired=True) from error
        raise


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """How an office has taken a counter in.

    Attributes:
        number: The counter's.
        head: The last entry of the log.
        epoch: Of the store.
        now: By the store's clock.
    """

    number: int
    head: int
    epoch: int
    now: datetime


def take_in(remote: Remote, link: Link, presence: Presence) -> TakenIn:
    """Register a counter that has taken no place here yet.

    Raises:
        DeskError: `OFFICE_FOREIGN`, `OFFICE_READ_ONLY`, and what `enter` raises.
    """
    hello = remote.hello(presence)
    if hello.dataset_id != link.dataset_id:
        raise DeskError(ErrorCode.OFFICE_FOREIGN)
    if not hello.may_write:
        raise DeskError(ErrorCode.OFFICE_READ_ONLY)
    return TakenIn(number=enter(remote, link), head=hello.head, epoch=hello.epoch, now=hello.now)


def _last_life(remote: Remote, lives: Collection[str]) -> CounterInfo | None:
    """Give the last life of a counter that a store took in. One that was only written back has no role there."""
    known = _known(remote)
    taken_in = (known[name] for name in lives if name in known)
    return next((info for info in taken_in if info.counter_no or info.retired), None)


def _known(remote: Remote) -> dict[str, CounterInfo]:
    return {info.client_id: info for info in remote.counters()}
