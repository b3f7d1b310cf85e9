"""The desk's own slips, in the generation the office uses: composed from a dossier, the office and the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from desktop.domain.dossier import Dossier
from desktop.domain.errors import DeskError, ErrorCode
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
from desktop.services.slip_places import RegisterEntry, register_places
from desktop.services.workday import Workday

# Slips are chosen by the office's own setting and not by date alone: Hà Tĩnh still listed the old six
# forms months after the new seven came into force (domain facts, one-stop process 1.4 B).
_VERSIONS: Final = {SlipSet.CIRCULAR_2018: "2019-01-06", SlipSet.CIRCULAR_2025: "2025-09-15"}
_FORMS: Final = {
    PaperKind.RECEIPT: "mot-cua.giay-tiep-nhan",
    PaperKind.SUPPLEMENT: "mot-cua.phieu-bo-sung",
    PaperKind.REFUSAL: "mot-cua.tu-choi",
    PaperKind.APOLOGY: "mot-cua.xin-loi",
    PaperKind.STOP: "mot-cua.dung-giai-quyet",
    PaperKind.CONTROL: "mot-cua.phieu-kiem-soat",
    PaperKind.REGISTER: "mot-cua.so-theo-doi",
}
# The notice of a stop came with NĐ 118/2025; before, an office told it without a form.
_LACKING: Final = frozenset({(SlipSet.CIRCULAR_2018, PaperKind.STOP)})
_OF_VERDICT: Final = {SlipKind.RECEIPT: PaperKind.RECEIPT, SlipKind.SUPPLEMENT: PaperKind.SUPPLEMENT}
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def slip_kinds(slip_set: SlipSet) -> tuple[PaperKind, ...]:
    """Give the slips a generation has, in the order of its circular."""
    return tuple(kind for kind in _FORMS if (slip_set, kind) not in _LACKING)


def kind_of_verdict(slip: SlipKind) -> PaperKind:
    """Give the paper a verdict asks for.

    Raises:
        ValueError: For SlipKind.NONE.
    """
    if slip is SlipKind.NONE:
        raise ValueError("no slip, no paper")
    return _OF_VERDICT[slip]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A slip ready to draw."""

    kind: PaperKind
    definition: FormDefinition
    paper: ComposedPaper


class SlipWriter:
    """Writes the slips of dossiers and the register."""

    def __init__(self, library: FormLibrary) -> None:
        self._library = library

    def write(
        self,
        workday: Workday,
        kind: PaperKind,
        dossier: Dossier,
        person: Person | None,
        judged: ProcedureVerdict | None = None,
        *,
        reason: str = "",
        places: Mapping[str, str] = _NONE,
    ) -> Slip:
        """Compose the slip of a dossier.

        Args:
            workday: The office today.
            kind: Which slip.
            dossier: As it stands after the move the slip tells of.
            person: Who handed it in, if the register still knows.
            judged: The verdict of a visit that is being concluded.
            reason: Why, in the officer's words.
            places: What only this slip has, from `desktop.services.slip_places`.

        Raises:
            DeskError: FORM_UNKNOWN when the generation of slips is not in the library; SLIP_NOT_DUE when the
                office's generation has no such slip.
        """
        definition = self._definition(workday, kind)
        # A slip must come out even when the catalogue has moved on: the dossier keeps its edition and its name.
        procedure = workday.edition(dossier.procedure_code, dossier.procedure_edition)
        lacking = procedure.missing_papers(frozenset(dossier.papers)) if procedure is not None else ()
        context = {
            **office_context(workday, workday.staff.get(dossier.officer_id)),
            **dossier_context(
                dossier,
                person,
                procedure,
                judged.verdict if judged is not None else None,
                missing=tuple(paper.name for paper in lacking),
                reason=reason or _reason(kind, judged),
                desk=workday.profile.desk_name,
            ),
            **places,
        }
        return Slip(kind=kind, definition=definition, paper=compose(definition, Answers(), context))

    def register(
        self, workday: Workday, entries: Sequence[RegisterEntry], *, sector: str, first: date, last: date
    ) -> Slip:
        """Compose the register of a sector, from one office day to another of the same year.

        Raises:
            DeskError: FORM_UNKNOWN.
        """
        definition = self._definition(workday, PaperKind.REGISTER)
        context = {
            **office_context(workday, None),
            **register_places(entries, workday.profile.slip_set, sector=sector, first=first, last=last),
        }
        paper = compose(definition, Answers(), context)
        return Slip(kind=PaperKind.REGISTER, definition=definition, paper=paper)

    def _definition(self, workday: Workday, kind: PaperKind) -> FormDefinition:
        slip_set = workday.profile.slip_set
        if kind not in slip_kinds(slip_set):
            raise DeskError(ErrorCode.SLIP_NOT_DUE, slip=kind.label)
        return self._library.get(_FORMS[kind], _VERSIONS[slip_set])


def _reason(kind: PaperKind, judged: ProcedureVerdict | None) -> str:
    if kind is PaperKind.SUPPLEMENT:
        return "Hồ sơ chưa đủ thành phần theo quy định."
    return judged.chosen.appointment_reason if judged is not None else ""
