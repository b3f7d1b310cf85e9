"""Which visits begun with an earlier version of a form would not fit a new one: counted, never named.

Visits that are not finished are looked at. A finished dossier is printed again in its own version and its sealed
answers stay closed: trying a form is no reason to open them.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from desktop.domain.errors import DeskError
from desktop.domain.visit import VisitDraft
from desktop.forms.answers import Answers
from desktop.forms.definition import FormDefinition
from desktop.forms.library import FormLibrary
from desktop.services.form_publishing import misfits
from desktop.services.ports_drafts import Drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class MisfitCount:
    """One thing that does not fit, and in how many visits."""

    what: str
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMisfitReport:
    """What was found: visits with an earlier version, how many of them do not fit, and why."""

    visits: int
    unfit: int
    rows: tuple[MisfitCount, ...]

    @property
    def text(self) -> str:
        """One sentence for the officer."""
        if not self.visits:
            return "Không có lượt nào đang làm dở với phiên bản cũ."
        return f"{self.visits} lượt đang làm dở với phiên bản cũ, {self.unfit} lượt có câu trả lời không hợp mẫu mới."


class CaseMisfits:
    """Looks through the visits kept on this PC.

    Args:
        drafts: The visits not finished.
    """

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def run(self, form: FormDefinition, library: FormLibrary, today: date) -> CaseMisfitReport:
        """Count what does not fit.

        Args:
            form: The new version.
            library: Where the earlier versions stand.
            today: For what is asked only at an age.
        """
        found: Counter[str] = Counter()
        visits = unfit = 0
        for summary in self._drafts.list():
            begun = self._begun(summary.id, form, library)
            if begun is None:
                continue
            visits += 1
            old, answers = begun
            # What the earlier version still has to ask is the ordinary course of a visit.
            told = set(misfits(form, answers, today)) - set(misfits(old, answers, today))
            unfit += bool(told)
            found.update(told)
        rows = tuple(MisfitCount(what=what, visits=count) for what, count in found.most_common())
        return CaseMisfitReport(visits=visits, unfit=unfit, rows=rows)

    def _begun(
        self, draft_id: str, form: FormDefinition, library: FormLibrary
    ) -> tuple[FormDefinition, Answers] | None:
        """An earlier version and the answers a visit gave for it; None where it has none or cannot be read."""
        try:
            draft = VisitDraft.from_plain(self._drafts.load(draft_id) or {})
            versions = [ref.version for ref in draft.form_refs if ref.form_id == form.id]
            if not versions or versions[0] == form.version:
                return None
            old = library.get(form.id, versions[0])
            given = Answers.from_plain(draft.answers)
        except (DeskError, ValueError):
            return None
        kept, keys = Answers(), {field.key for field in old.fields}
        for key in given:
            answer = given.get(key)
            if key in keys and answer is not None:
                kept = kept.with_answer(key, answer)
        return old, kept
