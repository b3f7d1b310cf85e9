"""The visit on the desk: its draft, kept at every keystroke, and the way back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import DeskError
from desktop.domain.ids import PrintJobId, StaffId
from desktop.domain.plain import Plain
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.forms.interview import Interview
from desktop.services.visit_flow import VisitFlow
from desktop.ui.desk.citizen_words import CitizenWords, words_for
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.task_runner import TaskRunner

Act = Callable[[VisitFlow, VisitDraft, datetime], VisitDraft]
_MOST_UNDO = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What can be taken back: the words for it, and the draft as it was."""

    label: str
    draft: VisitDraft


class OpenVisit(QObject):
    """Holds one draft and turns what the officer does into the next one.

    Saving is coalesced: while one save is under way only the newest draft waits, and there is one writer.

    Signals:
        changed: the draft is another one now.
        replaced: another visit, or an undone step: pages have to show everything anew.
        saved: the newest draft is on the disk; carries the moment.
        refused: a rule said no; carries the `DeskError`.
    """

    changed = Signal()
    replaced = Signal()
    saved = Signal(object)
    refused = Signal(object)

    def __init__(
        self, services: DeskServices, runner: TaskRunner, flow: VisitFlow, owner: StaffId, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._runner = runner
        self._flow = flow
        self._draft = flow.open(owner, services.clock())
        self._interview: Interview | None = None
        self._history: list[_Before] = []
        self._is_saving = False
        self._is_dirty = False

    # --- what it is ---

    @property
    def flow(self) -> VisitFlow:
        """The course of visits for today."""
        return self._flow

    @property
    def draft(self) -> VisitDraft:
        """The visit as it stands."""
        return self._draft

    @property
    def interview(self) -> Interview:
        """The interview as it stands."""
        if self._interview is None:
            self._interview = self._flow.interview(self._draft)
        return self._interview

    @property
    def citizen(self) -> CitizenWords:
        """The words for the citizen."""
        return words_for(self._flow.person(self._draft), self._flow.workday.day)

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self._services.clock()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was begun yet."""
        return not (self._draft.person or self._draft.procedures or self._draft.typing)

    @property
    def title(self) -> str:
        """How the visit is named on the parked list."""
        name = self.citizen.name or "Chưa có tên"
        return " · ".join(part for part in (self._draft.ticket, name, self._draft.step.label) if part)

    @property
    def undo_label(self) -> str:
        """What Ctrl+Z would take back, empty for nothing."""
        return self._history[-1].label if self._history else ""

    # --- changing it ---

    def act(self, action: Act, *, undo: str = "") -> bool:
        """Does one thing; a rule that says no changes nothing and is told by `refused`.

        Args:
            action: gives the next draft.
            undo: words for taking it back; the same words twice in a row are one step.
        """
        before = self._draft
        try:
            after = action(self._flow, before, self._services.clock())
        except DeskError as error:
            self.refused.emit(error)
            return False
        if undo and (not self._history or self._history[-1].label != undo):
            self._history = [*self._history, _Before(label=undo, draft=before)][-_MOST_UNDO:]
        self._put(after)
        return True

    def keep_interview(self, interview: Interview, *, undo: str = "") -> None:
        """Puts a changed interview into the draft."""
        self.act(lambda flow, draft, now: flow.keep(draft, interview, now), undo=undo)
        # With an event one person may stand under two roles: what was kept holds more than what was asked.
        self._interview = interview if self._draft.event is None else None

    def note_typing(self, values: Mapping[str, Plain]) -> None:
        """Remembers where the officer's hand is: for the way back to the same caret."""
        if dict(self._draft.typing) != dict(values):
            self._put(replace(self._draft, typing=dict(values)))

    def add_jobs(self, jobs: tuple[PrintJobId, ...]) -> None:
        """Remembers papers that were queued meanwhile; those it knows are passed over."""
        new = tuple(job for job in jobs if job not in self._draft.print_jobs)
        if new:
            self._put(replace(self._draft, print_jobs=(*self._draft.print_jobs, *new)))

    def undo(self) -> str:
        """Takes the last thing back and gives its words; the step stays where it was then."""
        if not self._history:
            return ""
        last = self._history.pop()
        self._put(replace(last.draft, touched_at=self._services.clock()))
        self.replaced.emit()
        return last.label

    def use_flow(self, flow: VisitFlow) -> None:
        """Goes on with today's office after its settings changed."""
        self._flow = flow
        self._interview = None
        self.replaced.emit()

    # --- another visit ---

    def begin(self, owner: StaffId, *, ticket: str = "") -> None:
        """Puts an empty visit on the desk; the old one must have been parked or finished."""
        self._change_to(self._flow.open(owner, self._services.clock(), ticket=ticket))

    def resume(self, draft: VisitDraft) -> None:
        """Goes on with a parked visit, or with one that a power cut left."""
        draft_id = draft.id
        self._change_to(replace(draft, parked=False, park_reason=""))
        self._runner.run(lambda: self._services.drafts.park(draft_id, parked=False))
        self._save_soon()

    def park(self, reason: str) -> None:
        """Sets the visit aside with the last question and the reason; an empty one is forgotten."""
        if self.is_empty:
            self.discard()
            return
        parked = replace(self._draft, parked=True, park_reason=reason, touched_at=self._services.clock())
        title, drafts = self.title, self._services.drafts
        self._is_dirty = False

        def work() -> None:
            drafts.save(parked.id, parked.to_plain(), title=title)
            drafts.park(parked.id, parked=True)

        self._runner.run(work)
        self._change_to(self._flow.open(self._draft.owner, self._services.clock()))

    def discard(self) -> None:
        """Forgets the draft: the visit is finished, or it was never begun."""
        draft_id, drafts = self._draft.id, self._services.drafts
        self._is_dirty = False
        self._runner.run(lambda: drafts.delete(draft_id))
        self._change_to(self._flow.open(self._draft.owner, self._services.clock()))

    def finish(self) -> None:
        """Takes the finished visit out of the drafts and keeps it on the screen until the next citizen."""
        draft_id, drafts = self._draft.id, self._services.drafts
        self._draft = replace(self._draft, step=VisitStep.DONE)
        self._history.clear()
        self._is_dirty = False
        self._runner.run(lambda: drafts.delete(draft_id))

    def forget_history(self) -> None:
        """Nothing can be taken back any more: it is registered."""
        self._history.clear()

    def save_now(self) -> None:
        """Saves at once in this thread; only for the moment before the program ends."""
        if not self.is_empty and self._draft.step is not VisitStep.DONE:
            self._services.drafts.save(self._draft.id, self._draft.to_plain(), title=self.title)

    # --- inside ---

    def _change_to(self, draft: VisitDraft) -> None:
        self._draft = draft
        self._interview = None
        self._history.clear()
        self.replaced.emit()
        self.changed.emit()

    def _put(self, draft: VisitDraft) -> None:
        if draft.position is not self._draft.position or draft.form_refs != self._draft.form_refs:
            self._interview = None
        self._draft = draft
        self._save_soon()
        self.changed.emit()

    def _save_soon(self) -> None:
        if self.is_empty or self._draft.step is VisitStep.DONE:
            return
        if self._is_saving:
            self._is_dirty = True
            return
        self._is_saving, self._is_dirty = True, False
        draft, title, drafts = self._draft, self.title, self._services.drafts
        self._runner.run(
            lambda: drafts.save(draft.id, draft.to_plain(), title=title),
            lambda _nothing: self.saved.emit(self._services.clock()),
            on_end=self._after_save,
        )

    def _after_save(self) -> None:
        self._is_saving = False
        if self._is_dirty:
            self._save_soon()
