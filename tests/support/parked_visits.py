"""Visits in work, kept among the records as the desk keeps them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

from desktop.domain.ids import FormRef, StaffId, VisitId
from desktop.domain.plain import Plain
from desktop.domain.visit import VisitDraft
from desktop.forms.answers import Answer, Answers
from desktop.services.ports_drafts import Drafts

NOW = datetime(2026, 11, 17, 2, tzinfo=UTC)


def park_visit(drafts: Drafts, name: str, ref: FormRef, **answers: str) -> None:
    """Parks a visit with a form and answers; `__` in a name stands for the dot of its key."""
    given = Answers()
    for key, value in answers.items():
        given = given.with_answer(key.replace("__", "."), Answer(value=value))
    draft = VisitDraft(
        id=VisitId(name),
        owner=StaffId("s"),
        started_at=NOW,
        touched_at=NOW,
        form_refs=(ref,),
        answers=cast("Mapping[str, Plain]", given.to_plain()),
    )
    drafts.save(name, draft.to_plain(), title="Nguyễn Thị Bưởi")
    drafts.park(name, parked=True)
