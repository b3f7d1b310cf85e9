"""The desk's own slips: receipt with appointment, and supplement request, in the generation the office uses."""

from dataclasses import dataclass
from typing import Final

from desktop.domain.dossier import Dossier
from desktop.domain.office import SlipSet
from desktop.domain.person import Person
from desktop.domain.verdict import SlipKind
from desktop.forms.answers import Answers
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition
from desktop.forms.library import FormLibrary
from desktop.forms.paper import ComposedPaper
from desktop.services.form_context import dossier_context, office_context
from desktop.services.judge_visit import ProcedureVerdict
from desktop.services.record_values import PaperKind
from desktop.services.workday import Workday

# Slips are chosen by the office's own setting and not by date alone: Hà Tĩnh still listed the old six
# forms months after the new seven came into force (domain facts, one-stop process 1.4 B).
_SLIP_IDS: Final = {
    (SlipSet.CIRCULAR_2018, SlipKind.RECEIPT): ("mot-cua.giay-tiep-nhan", "2019-01-06"),
    (SlipSet.CIRCULAR_2018, SlipKind.SUPPLEMENT): ("mot-cua.phieu-bo-sung", "2019-01-06"),
    (SlipSet.CIRCULAR_2025, SlipKind.RECEIPT): ("mot-cua.giay-tiep-nhan", "2025-09-15"),
    (SlipSet.CIRCULAR_2025, SlipKind.SUPPLEMENT): ("mot-cua.phieu-bo-sung", "2025-09-15"),
}
_KINDS: Final = {SlipKind.RECEIPT: PaperKind.RECEIPT, SlipKind.SUPPLEMENT: PaperKind.SUPPLEMENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A slip ready to draw."""

    kind: PaperKind
    definition: FormDefinition
    paper: ComposedPaper


class SlipWriter:
    """Writes the slip of a dossier."""

    def __init__(self, library: FormLibrary) -> None:
        self._library = library

    def write(
        self,
        workday: Workday,
        kind: SlipKind,
        dossier: Dossier,
        person: Person | None,
        judged: ProcedureVerdict | None,
        *,
        reason: str = "",
    ) -> Slip:
        """Compose the slip.

        Raises:
            DeskError: FORM_UNKNOWN when the generation of slips is not in the library.
            ValueError: For SlipKind.NONE.
        """
        form_id, version = _SLIP_IDS[workday.profile.slip_set, kind]
        definition = self._library.get(form_id, version)
        # A slip must come out even when the catalogue has moved on: the dossier keeps its edition and its name.
        procedure = workday.edition(dossier.procedure_code, dossier.procedure_edition)
        lacking = procedure.missing_papers(frozenset(dossier.papers)) if procedure is not None else ()
        missing = tuple(paper.name for paper in lacking)
        context = {
            **office_context(workday, workday.staff.get(dossier.officer_id)),
            **dossier_context(
                dossier,
                person,
                procedure,
                judged.verdict if judged is not None else None,
                missing=missing,
                reason=reason or _reason(kind, judged),
            ),
        }
        paper = compose(definition, Answers(), context)
        return Slip(kind=_KINDS[kind], definition=definition, paper=paper)


def _reason(kind: SlipKind, judged: ProcedureVerdict | None) -> str:
    if kind is SlipKind.SUPPLEMENT:
        return "Hồ sơ chưa đủ thành phần theo quy định."
    return judged.chosen.appointment_reason if judged is not None else ""
