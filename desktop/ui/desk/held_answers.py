"""Where the answers of a page of questions are kept: in the interview of the visit, or in its life event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from desktop.domain.plain import Plain
from desktop.domain.visit import VisitDraft
from desktop.forms.interview import Interview


class HeldAnswers(Protocol):
    """What a page of questions needs of the visit (`OpenVisit`, `EventAnswers`)."""

    @property
    def draft(self) -> VisitDraft:
        """The visit as it stands."""
        ...

    @property
    def interview(self) -> Interview:
        """The questions as they stand."""
        ...

    @property
    def now(self) -> datetime:
        """The present moment."""
        ...

    def keep_interview(self, interview: Interview, *, undo: str = "") -> None:
        """Puts changed questions back."""
        ...

    def note_typing(self, values: Mapping[str, Plain]) -> None:
        """Remembers where the officer's hand is."""
        ...
