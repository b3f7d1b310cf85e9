"""The e-form data sheets of one case: of the visit on the desk, or of a dossier from the list."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, FormRef, StaffId
from desktop.domain.procedure import Procedure
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitDraft
from desktop.forms.answers import Answers
from desktop.forms.definition import FormDefinition
from desktop.forms.library import FormLibrary
from desktop.services.eform_sheet import EformSheet, eform_sheet
from desktop.services.ports_records import Records
from desktop.services.record_values import AuditAction, Entity
from desktop.services.visit_flow import VisitFlow
from desktop.services.whole_sheet import whole_sheet
from desktop.services.workday import Workday

_BUNDLE: Final = "LT."
"""How codes of acts of several agencies begin, filed on one e-form."""


def visit_sheets(flow: VisitFlow, draft: VisitDraft) -> tuple[EformSheet, ...]:
    """Give the sheets of the forms written in a visit; those that are filed online only come first.

    Nothing where the citizen writes alone: then there are no answers to copy. Nothing either of a procedure that
    waits for papers: it is not filed yet.
    """
    if draft.help is None:
        return ()
    procedures = {
        chosen.code: flow.workday.chosen(chosen)
        for chosen in draft.procedures
        if chosen.promise is not Promise.SUPPLEMENT
    }
    filed = {form_id for one in procedures.values() for form_id in one.forms}
    answers = flow.interview(draft).answers
    forms = [form for form in flow.definitions(draft) if form.id in filed]
    sheets = (eform_sheet(form, answers, flow.workday.day, procedures) for form in forms)
    return _online_first(sheets, procedures)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSheets:
    """Gives the sheets of a registered dossier, and writes down who looked at its answers.

    Attributes:
        records: The records.
        library: The forms, every version.
        load_workday: Today at this office.
    """

    records: Records
    library: Callable[[], FormLibrary]
    load_workday: Callable[[], Workday]

    def __call__(self, actor: StaffId, dossier_id: DossierId) -> tuple[EformSheet, ...]:
        """Give the sheets in the versions the case was written in.

        Raises:
            DeskError: RECORD_MISSING; ANSWERS_ERASED where nothing is kept any more; FORM_UNKNOWN.
        """
        dossier = self.records.read.detail(dossier_id).dossier
        with self.records.begin(actor) as work:
            plain = work.answers.load(dossier.answers_id) if dossier.answers_id is not None else {}
            work.audit.add(AuditAction.VIEWED, Entity.DOSSIER.value, dossier_id)
        if not plain:
            raise DeskError(ErrorCode.ANSWERS_ERASED)
        workday = self.load_workday()
        row = workday.edition(dossier.procedure_code, dossier.procedure_edition)
        forms = self._forms(dossier.form_refs)
        procedures: Mapping[str, Procedure] = {} if row is None else {row.code: row}
        answers = Answers.from_plain(plain)
        return _online_first(
            (eform_sheet(form, answers, workday.day, procedures) for form in forms), procedures
        )

    def _forms(self, refs: Iterable[FormRef]) -> tuple[FormDefinition, ...]:
        library = self.library()
        return tuple(library.get(ref.form_id, ref.version) for ref in refs)


def _online_first(sheets: Iterable[EformSheet], codes: Iterable[str] = ()) -> tuple[EformSheet, ...]:
    """Sort the sheets, and add one for all of them; where one e-form serves several acts that one comes first."""
    found = tuple(sorted(sheets, key=lambda sheet: not sheet.online_only))
    if len(found) <= 1:
        return found
    whole = whole_sheet(found)
    return (whole, *found) if any(code.startswith(_BUNDLE) for code in codes) else (*found, whole)
