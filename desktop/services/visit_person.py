"""The requester of a visit beyond the card: what earlier visits knew, and what the officer puts right."""

from dataclasses import replace
from datetime import datetime

from desktop.domain.person import Person
from desktop.domain.visit import VisitDraft
from desktop.forms.answers import Answer, Source
from desktop.forms.persons import known_parts
from desktop.services.plain_person import person_to_plain
from desktop.services.visit_flow import REQUESTER, VisitFlow


def recall_person(flow: VisitFlow, draft: VisitDraft, known: Person, now: datetime) -> VisitDraft:
    """Add what an earlier visit knew of the requester and this one does not know yet; the card goes first."""
    person = flow.person(draft) or Person()
    told = known_parts(person)
    interview = flow.interview(draft)
    answers = interview.answers
    for part, value in known_parts(known).items():
        key = f"{REQUESTER}.{part}"
        if part not in told and key not in answers:
            answers = answers.with_answer(key, Answer(value=value, source=Source.EARLIER, at=now.isoformat()))
    new = {name: value for name, value in person_to_plain(person).items() if value}
    taken = replace(draft, person={**person_to_plain(known), **new}, person_id=known.id, touched_at=now)
    return flow.keep(taken, replace(interview, answers=answers), now)


def correct_person(flow: VisitFlow, draft: VisitDraft, person: Person, now: datetime) -> VisitDraft:
    """Put right what the card or an earlier visit said of the requester; each change counts as typed by hand."""
    before, after = known_parts(flow.person(draft) or Person()), known_parts(person)
    interview = flow.interview(draft)
    answers = interview.answers
    for part in {**before, **after}:
        if before.get(part) == after.get(part):
            continue
        key, value = f"{REQUESTER}.{part}", after.get(part)
        if value is None:
            answers = answers.without(key)
        else:
            answers = answers.with_answer(key, Answer(value=value, at=now.isoformat()))
    changed = replace(draft, person=person_to_plain(person), touched_at=now)
    return flow.keep(changed, replace(interview, answers=answers), now)
