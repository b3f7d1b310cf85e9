"""A visit set aside, as the parked list shows it."""

from dataclasses import dataclass

from desktop.domain.calendar import office_time
from desktop.domain.visit import VisitDraft
from desktop.services.plain_person import person_from_plain
from desktop.ui.widgets.suggestion_list import Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedVisit:
    """One parked draft with its title."""

    draft: VisitDraft
    title: str

    @property
    def id_number(self) -> str:
        """The requester's number, for the card that brings the visit back."""
        return person_from_plain(self.draft.person).id_number if self.draft.person else ""

    @property
    def suggestion(self) -> Suggestion:
        """The row on the list."""
        at = office_time(self.draft.touched_at)
        reason = self.draft.park_reason or "đang làm dở"
        return Suggestion(
            key=self.draft.id, title=self.title, detail=f"{at:%H:%M} {at.day}/{at.month} · {reason}"
        )
