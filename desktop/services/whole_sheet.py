"""One data sheet for the forms of one case: each person is asked once, however many forms want them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.services.eform_sheet import EformSheet, SheetRow

WHOLE_ID: Final = "ca-bo"
_SHORT_NAME: Final = "Cả bộ"


def whole_sheet(sheets: Sequence[EformSheet]) -> EformSheet:
    """Join the sheets of one case; a box whose answer stood before does not come again.

    Boxes about the same person stand together, in the order in which the first form speaks of them. The result has the
    questions and the people of all forms and the identity `WHOLE_ID`; it is a sheet to copy from, never a form to
    print.

    Args:
        sheets: at least one, all drawn from the same answers.
    """
    seen: set[str] = set()
    by_section: dict[str, list[SheetRow]] = {}
    named: dict[str, str] = {}
    for sheet in sheets:
        for row in sheet.rows:
            if row.id in seen:
                continue
            seen.add(row.id)
            by_section.setdefault(_section(row, sheet, named), []).append(row)
    forms = [sheet.form for sheet in sheets]
    form = replace(
        forms[0],
        id=WHOLE_ID,
        name="; ".join(one.name for one in forms),
        short_name=_SHORT_NAME,
        questions=tuple(question for one in forms for question in one.questions),
        persons=tuple({person.role: person for one in reversed(forms) for person in one.persons}.values()),
        eform_order=(),
    )
    rows = tuple(replace(row, section=section) for section, found in by_section.items() for row in found)
    online = dict.fromkeys(one for sheet in sheets for one in sheet.online_only)
    return EformSheet(form=form, rows=rows, online_only=tuple(online))


def _section(row: SheetRow, sheet: EformSheet, named: dict[str, str]) -> str:
    """Give the heading of a row: a person keeps the title the first form gave, whatever later forms call them."""
    role = row.key.partition(".")[0]
    return named.setdefault(role, row.section) if sheet.form.person(role) is not None else row.section
