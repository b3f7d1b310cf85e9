"""The port of unfinished visits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from desktop.domain.plain import Plain
from desktop.services.record_values import DraftSummary


class Drafts(Protocol):
    """Unfinished visits: local, encrypted with the database, no operation, gone when deleted."""

    def save(self, draft_id: str, values: Mapping[str, object], *, title: str = "") -> None:
        """Keep the draft durably; cheap enough for each keystroke. An unchanged draft costs nothing."""
        ...

    def load(self, draft_id: str) -> Mapping[str, Plain] | None:
        """Give a draft or None."""
        ...

    def park(self, draft_id: str, *, parked: bool) -> None:
        """Put a draft on the parked list or take it off."""
        ...

    def list(self) -> Sequence[DraftSummary]:
        """Give all drafts, the last saved first."""
        ...

    def delete(self, draft_id: str) -> None:
        """Remove a draft; does nothing when it is gone already."""
        ...

    def last_recorded_before(self, moment: datetime) -> datetime | None:
        """Give when this PC last recorded anything before a moment; None for never."""
        ...

    def delete_older_than(self, moment: datetime) -> int:
        """Remove drafts last saved before a moment; gives how many."""
        ...
