"""Joins the questions of several forms: the order of the forms, each key once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from desktop.forms.definition import Field, FieldType, FormDefinition, PersonBlock, Question
from desktop.forms.scope import Scope


def merge_questions(forms: Sequence[FormDefinition], scopes: Sequence[Scope]) -> tuple[Question, ...]:
    """Every question of the case; one whose fields are all hidden stays in the row with no fields.

    The id of a question is its first field that no earlier question asks, so it does not depend on answers.
    A field counts as visible when any of the forms shows it.
    """
    merged: list[Question] = []
    seen: set[str] = set()
    for form in forms:
        for question in form.questions:
            fresh = [asked for asked in question.fields if asked.key not in seen]
            seen.update(asked.key for asked in fresh)
            if not fresh or all(asked.type is FieldType.COMPUTED for asked in fresh):
                continue
            shown = tuple(
                asked if len(scopes) == 1 else _strictest(asked, scopes)
                for asked in fresh
                if asked.type is not FieldType.COMPUTED
                and any(asked.key in scope.visible for scope in scopes)
            )
            merged.append(replace(question, id=fresh[0].key, fields=shown))
    return tuple(merged)


def _strictest(asked: Field, scopes: Sequence[Scope]) -> Field:
    """A field is required as soon as one form that shows it requires it."""
    if asked.required and any(s.form.field(asked.key) == asked and asked.key in s.visible for s in scopes):
        return asked
    twins = (s.form.field(asked.key) for s in scopes if asked.key in s.visible)
    required = any(twin is not None and twin.required for twin in twins)
    return replace(asked, required=required)


def merge_persons(forms: Sequence[FormDefinition]) -> Mapping[str, PersonBlock]:
    """Person blocks by role; the first form that names a role gives its words."""
    found: dict[str, PersonBlock] = {}
    for form in forms:
        for block in form.persons:
            found.setdefault(block.role, block)
    return MappingProxyType(found)
