"""The questions of the life event of a visit, kept in the draft like those of its forms."""

from collections.abc import Mapping
from datetime import datetime

from desktop.domain.plain import Plain
from desktop.domain.visit import VisitDraft
from desktop.forms.interview import Interview
from desktop.services.visit_events import VisitEvents
from desktop.ui.desk.open_visit import OpenVisit


class EventAnswers:
    """Stands between a page of questions and the visit whose event they belong to."""

    def __init__(self, visit: OpenVisit) -> None:
        self._visit = visit

    @property
    def draft(self) -> VisitDraft:
        """The visit as it stands."""
        return self._visit.draft

    @property
    def interview(self) -> Interview:
        """The questions of the event as they stand."""
        return VisitEvents(self._visit.flow).interview(self._visit.draft)

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self._visit.now

    def keep_interview(self, interview: Interview, *, undo: str = "") -> None:
        """Puts changed questions of the event back."""
        self._visit.act(
            lambda flow, draft, now: VisitEvents(flow).keep(draft, interview, now),
            undo=undo,
        )

    def note_typing(self, values: Mapping[str, Plain]) -> None:
        """Remembers where the officer's hand is."""
        self._visit.note_typing(values)
