"""The ports to what has been kept long enough: which cases those are, erasing one, and whether the office agrees."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop.domain.ids import AnswersId, DossierId, HelpSessionId, PersonId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredCase:
    """Finished dossiers that were answered together, and what of them can still be read.

    Attributes:
        dossiers: All of them; every one was finished before the moment asked for.
        answers: Their answers, None when nothing is left of them.
        help_sessions: Visits whose speaker and witnesses are still readable.
        attachments: Scans that are still readable.
        people: Who asked, where no dossier outside this and other expired cases needs them.
    """

    dossiers: tuple[DossierId, ...]
    answers: AnswersId | None
    help_sessions: tuple[HelpSessionId, ...]
    attachments: tuple[str, ...]
    people: tuple[PersonId, ...]

    @property
    def sealed(self) -> frozenset[str]:
        """The records whose keys would be destroyed."""
        answers = () if self.answers is None else (self.answers,)
        return frozenset((*answers, *self.help_sessions, *self.attachments, *self.people))


class ExpiredCases(Protocol):
    """Cases in this counter's records."""

    def expired(self, before: datetime) -> tuple[ExpiredCase, ...]:
        """Give the cases finished before a moment of which something is still readable, the oldest first."""
        ...

    def erase(self, actor: StaffId, case: ExpiredCase, *, before: datetime, reason: str) -> bool:
        """Destroy the keys of one case, with a word in the trail, all of it or nothing.

        Returns:
            False when it is not what it was any more: somebody needs it, or somebody was faster. Nothing is changed.
        """
        ...

    def erase_kept(self) -> None:
        """Take what was erased out of the older records this PC keeps aside; what cannot be done now is done later."""
        ...


class ErasureGuard(Protocol):
    """The office's floor beneath every counter's retention."""

    def erasable(self, records: Collection[str]) -> frozenset[str]:
        """Give those of some records that the office lets go; all of them where this counter works alone.

        Asks the store; raises its faults.
        """
        ...
