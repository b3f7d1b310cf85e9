"""One person under two roles in one visit: the deceased of one form is the subject of another, and asked about once."""

from collections.abc import Iterable
from dataclasses import replace

from desktop.forms.answers import Answers, Source
from desktop.forms.interview import Interview


def with_same_person(interview: Interview, pairs: Iterable[tuple[str, str]]) -> Interview:
    """Give the interview with what is known of one role written for the other.

    What was answered by hand for the second role stays; what was copied follows the first one.

    Args:
        interview: The forms of the visit with their answers.
        pairs: (the second role, the first role): ("subject", "deceased").
    """
    answers = interview.answers
    for role, other in pairs:
        answers = _copied(answers, interview, role, other)
    return interview if answers is interview.answers else replace(interview, answers=answers)


def _copied(answers: Answers, interview: Interview, role: str, other: str) -> Answers:
    keys = {field.key for form in interview.definitions for field in form.fields if field.role == role}
    for key in sorted(keys):
        own = answers.get(key)
        if own is not None and own.source is not Source.COMPUTED:
            continue
        told = interview.look(f"{other}.{key.partition('.')[2]}")
        if told is None or told.is_empty:
            answers = answers if own is None else answers.without(key)
        elif own is None or own.value != told.value:
            answers = answers.with_answer(key, replace(told, source=Source.COMPUTED))
    return answers
