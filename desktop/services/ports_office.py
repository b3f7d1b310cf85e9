"""The port to the records that the counters of one office share.

Calls that ask the store may take seconds and raise its faults: `OFFICE_UNREACHABLE`, `OFFICE_BUSY`, `OFFICE_REFUSED`,
`OFFICE_FOREIGN`, `OFFICE_WENT_BACK`, `OFFICE_NEWER`, `SHARED_LOG_BROKEN`. They are made off the GUI thread; the others
read the counter's own database.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeAlias

from desktop.domain.ids import StaffId
from desktop.services.office_values import (
    Choice,
    Conflict,
    CounterRow,
    LogCheck,
    NumberRow,
    OfficeStatus,
    QuarantinedWork,
    TrailKind,
    TrailRow,
)
from desktop.services.record_values import Changes

OnChanges: TypeAlias = Callable[[Changes], None]


class SharedOffice(Protocol):
    """What the window and the command line do with the shared records."""

    def status(self) -> OfficeStatus:
        """Tell how this counter stands. Reads no store."""
        ...

    def conflicts(self) -> Sequence[Conflict]:
        """Give the decisions that wait for somebody, the oldest first. Reads no store."""
        ...

    def resolve(self, actor: StaffId, conflict: Conflict, choice: Choice) -> Changes:
        """Decide. The choice is an ordinary edit that every counter sees. Reads no store.

        Raises:
            DeskError: `RECORD_CHANGED` when the record has changed since the conflict was read;
                `ANSWERS_ERASED`.
        """
        ...

    def quarantined(self) -> Sequence[QuarantinedWork]:
        """Give what the log can never take. Reads no store."""
        ...

    def offer_quarantined(self) -> None:
        """Offer everything in quarantine once more, after the program was mended."""
        ...

    def sync_once(self, on_changes: OnChanges | None = None) -> None:
        """Exchange until nothing is left to say. Asks the store.

        Args:
            on_changes: Told which records look different now, as soon as all there is has been read; also when the
                exchange failed after it had taken them over. Perhaps several times; it must not ask the office back.
        """
        ...

    def counters(self) -> Sequence[CounterRow]:
        """Give the counters of the office, by number. Asks the store."""
        ...

    def numbers(self, day: date) -> Sequence[NumberRow]:
        """Give every dossier number of an office day and what became of it: gaps are explained. Asks the store."""
        ...

    def verify(self, told: Callable[[int, int], None]) -> LogCheck:
        """Read the office's whole log again, and take over anew what this counter has otherwise. Asks the store.

        Args:
            told: Called as it goes on: entries read, and how many there are.

        Raises:
            DeskError: `SHARED_LOG_BROKEN` with the first entry that does not fit.
        """
        ...

    def create(self, address: str, name: str) -> None:
        """Make an office of which this counter is the first, and offer it all records. Asks the store.

        Args:
            address: A folder or file on a share, or `postgresql://...` of a prepared server.
            name: What people call this counter.

        Raises:
            DeskError: `OFFICE_ALREADY_JOINED`, `OFFICE_EXISTS`, `OFFICE_STORE_UNSAFE`.
        """
        ...

    def invite(self, name: str, *, valid: timedelta = timedelta(hours=1)) -> str:
        """Give a pairing code with which one more counter joins. Asks the store.

        Args:
            name: What people will call that counter.
            valid: How long the code can be used.
        """
        ...

    def join(self, code: str) -> None:
        """Join an office with a pairing code; the first copy of the records comes with the next exchanges.

        Raises:
            DeskError: `OFFICE_ALREADY_JOINED`, `PAIRING_CODE_INVALID`, `PAIRING_CODE_SPENT`, `OFFICE_FULL`.
        """
        ...

    def leave(self) -> None:
        """Work alone from now on. Every record stays on this PC, and numbers still come from its own share.

        Asks the store to free the counter's number, if it answers.
        """
        ...

    def retire(self, client_id: str) -> None:
        """Let another counter take part no more. Asks the store."""
        ...

    def bring_back(self) -> int:
        """Give a restored store back the end of the log that it lost; gives how many entries.

        0 means that somebody has written there since: then every counter offers what was lost again, by itself, as
        edits, and what does not fit any more becomes decisions.
        """
        ...


class Trail(Protocol):
    """The audit page's source. Reads no store."""

    def trail(
        self,
        first: date,
        last: date,
        *,
        actor: StaffId | None = None,
        kinds: frozenset[TrailKind] = frozenset(TrailKind),
        limit: int = 500,
    ) -> Sequence[TrailRow]:
        """Give who did what on some office days, newest first."""
        ...
