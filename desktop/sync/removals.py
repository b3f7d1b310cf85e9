"""Records that are taken away: whole or not at all, and never by who has not seen what was done about them."""

from collections.abc import Collection, Mapping
from typing import Final

from desktop.records.operations import Patch
from desktop.sync.entries import Line
from desktop.sync.row_state import RowState, last_change

TAKEN_AWAY: Final[Mapping[str, str]] = {"roster": "duty", "calendar_day": "kind"}
"""The kinds of record that are taken away, each with a field that is emptied only then: a record has to have it."""


def is_removal(entity: str, patch: Patch) -> bool:
    """Tell whether a change takes a record away."""
    return TAKEN_AWAY.get(entity) in patch.clear


def refused_by_halves(line: Line, patch: Patch, row: RowState, client_id: str) -> dict[str, int]:
    """Give what stands against a removal and a change that have not seen each other: field by field both are right."""
    mark = TAKEN_AWAY.get(line.entity)
    if mark is None:
        return {}
    unseen = {
        name
        for name, origin in row.origins.items()
        if origin.seq > line.base and origin.client_id != client_id
    }
    if mark in row.fields and is_removal(line.entity, patch):
        return _last_written(row, {n for n in row.fields if n in unseen or n not in patch.clear}, mark)
    if mark not in row.fields and mark in unseen:
        return dict.fromkeys(sorted(patch.values), last_change(row, mark))
    return {}


def refused_half(line: Line, patch: Patch, row: RowState, after: RowState, *, is_cut: bool) -> dict[str, int]:
    """Give what stands against a change after which half a record would be left, for whatever reason.

    After a store was put back the lines of several people go out under one counter's name, with fields that were
    refused before; and what brings a record back may stand in quarantine while what was done about it goes out.

    Args:
        line: The change.
        patch: Its content.
        row: The record before it.
        after: The record after it.
        is_cut: Some of its fields are refused.
    """
    mark = TAKEN_AWAY.get(line.entity)
    if mark is None or not after.fields:
        return {}
    is_half = row.fields and mark not in row.fields  # taking it away or writing it anew heals it
    if is_removal(line.entity, patch):
        return _last_written(row, after.fields, mark) if is_cut or not is_half else {}
    if (is_cut and not row.fields) or (mark not in after.fields and not is_half):
        return dict.fromkeys(sorted(patch.values), last_change(row, mark))
    return {}


def _last_written(row: RowState, names: Collection[str], mark: str) -> dict[str, int]:
    """Give the one field that stands for all of a record: one thing is to be decided, however many there are."""
    last = max(names, key=lambda name: (last_change(row, name), name == mark, name), default=None)
    return {} if last is None else {last: last_change(row, last)}
