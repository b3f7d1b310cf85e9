"""The office's own forms where visits find them: under the procedures they name, or as a row of their own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desktop.domain.procedure import Procedure
from desktop.domain.reason import Citation
from desktop.forms.definition import FormDefinition
from desktop.forms.library import FormLibrary
from desktop.services.workday import Workday

_LIKE: Final = "XA.000002"
"""Viết đơn đề nghị: writing for a citizen what no procedure of the catalogue asks for."""
_SECTOR: Final = "Mẫu của cơ quan"


def with_own_forms(workday: Workday, library: FormLibrary, own: frozenset[str]) -> Workday:
    """Give the day with the office's own forms in its catalogue.

    A form that names procedures is written with each of them. One that names none the catalogue knows is a row of
    its own, found by its name and written as any letter is that an office writes for a citizen.

    Args:
        workday: The day with the shipped catalogue.
        library: The forms in use.
        own: Ids only the office has; a changed copy of a shipped form is in the catalogue already.
    """
    forms = [form for form in library.all_in_force(workday.day) if form.id in own] if own else []
    if not forms:
        return workday
    joined: dict[str, list[str]] = {}
    alone: list[FormDefinition] = []
    for form in forms:
        known = [code for code in form.procedures if code in workday.procedures]
        for code in known:
            joined.setdefault(code, []).append(form.id)
        if not known:
            alone.append(form)
    like = workday.procedures.get(_LIKE)
    rows = {form.id: _row(form, like) for form in alone} if like is not None else {}
    procedures = {code: _joined(one, joined) for code, one in workday.procedures.items()}
    editions = (*(_joined(one, joined) for one in workday.editions), *rows.values())
    return replace(workday, procedures={**procedures, **rows}, editions=editions)


def _joined(procedure: Procedure, joined: Mapping[str, list[str]]) -> Procedure:
    more = tuple(one for one in joined.get(procedure.code, ()) if one not in procedure.forms)
    if not more:
        return procedure
    kinds = tuple(
        replace(kind, forms=(*kind.forms, *more)) if kind.forms else kind for kind in procedure.kinds
    )
    return replace(procedure, forms=(*procedure.forms, *more), kinds=kinds)


def _row(form: FormDefinition, like: Procedure) -> Procedure:
    return replace(
        like,
        code=form.id,
        edition=form.version,
        name=form.name,
        short_name=form.short_name,
        sector=_SECTOR,
        source=Citation(text=form.source),
        forms=(form.id,),
        result=form.short_name,
        in_force_from=form.in_force.first,
        in_force_to=form.in_force.last,
        checked_on=form.checked.on,
        keywords=(),
    )
