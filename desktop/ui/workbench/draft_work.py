"""What happens while a form is typed: it is kept, checked and drawn, each after a short pause, never in the way."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.domain.errors import DeskError
from desktop.forms.sample_answers import SampleKind
from desktop.services.form_drafts import FormDraft
from desktop.services.form_workbench import FormTrial, FormWorkbench
from desktop.ui.task_runner import Lane, TaskRunner

TRY_DELAY_MS: Final = 150
SAVE_DELAY_MS: Final = 300
RETRY_MS: Final = 5_000


class DraftWork(QObject):
    """Holds the form in work.

    Args:
        workbench: The use cases.
        runner: Runs them.
        parent: The page.

    Signals:
        tried: the newest text was checked; carries its :class:`FormTrial`.
        remarks_changed: one was ticked off; carries those that are left.
        saved: the newest text is kept; carries the draft.
        save_failed: it could not be kept; carries the :class:`DeskError`. It is tried again by itself.
    """

    tried = Signal(object)
    remarks_changed = Signal(object)
    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, workbench: FormWorkbench, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._runner = runner
        self._draft: FormDraft | None = None
        self._text = ""
        self._pdf = b""
        self._kind = SampleKind.FULL
        self._turn = 0
        self._is_trying = False
        self._is_dirty = False
        self._has_failed = False
        self._is_saving = False
        self._try_timer = self._timer(TRY_DELAY_MS, self._try_out)
        self._save_timer = self._timer(SAVE_DELAY_MS, self._on_save_due)

    @property
    def draft(self) -> FormDraft | None:
        """The draft with its newest text, None while a form is only looked at."""
        return replace(self._draft, text=self._text) if self._draft is not None else None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is left to be looked at."""
        return self._draft.remarks if self._draft is not None else ()

    @property
    def is_stuck(self) -> bool:
        """Whether the newest letters could not be kept: the form must not be left now."""
        return self._is_dirty and self._has_failed

    @property
    def is_waiting(self) -> bool:
        """Whether something is going to be kept or drawn without another key."""
        return self._try_timer.isActive() or (self._save_timer.isActive() and not self._has_failed)

    @property
    def is_dirty(self) -> bool:
        """Whether letters are not kept yet."""
        return self._is_dirty

    def open(self, draft: FormDraft, *, is_kept: bool) -> None:
        """Begins with another draft; one that is not kept is only looked at."""
        self.save_now()
        self._draft, self._text, self._pdf = draft if is_kept else None, draft.text, draft.pdf
        self._is_dirty = self._has_failed = False
        self._turn += 1
        self._try_out()

    def change(self, text: str) -> None:
        """Takes the newest text."""
        self._text = text
        self._turn += 1
        self._try_timer.start()
        if self._draft is not None:
            self._is_dirty = True
            # Not begun anew by each letter: who types without a pause would never be kept.
            if self._has_failed or not self._save_timer.isActive():
                self._save_timer.setInterval(SAVE_DELAY_MS)
                self._save_timer.start()

    def rename(self, name: str) -> None:
        """Calls the draft what its text says; kept with the next letters."""
        if self._draft is not None and name and not self._draft.mends:
            self._draft = replace(self._draft, name=name)

    @Slot(int)
    def tick_off(self, place: int) -> None:
        """Takes the remark at a place off the draft: it was looked at."""
        draft = self._draft
        if draft is not None and place < len(draft.remarks):
            self._draft = replace(draft, remarks=draft.remarks[:place] + draft.remarks[place + 1 :])
            self._is_dirty = True
            self.save_now()
            self.remarks_changed.emit(self._draft.remarks)

    def choose(self, kind: SampleKind) -> None:
        """Tries another sample at once."""
        self._kind = kind
        self._turn += 1
        self._try_out()

    def forget(self) -> None:
        """Forgets the form: it was published or thrown away."""
        self._draft = None
        self._is_dirty = self._has_failed = False
        self._turn += 1
        self._try_timer.stop()
        self._save_timer.stop()

    def can_keep(self) -> bool:
        """Tries, while the window is about to close, whether the newest letters can be kept.

        The one time this waits on the GUI thread: after it there would be nobody left to tell. What was tried is kept
        once more by :meth:`save_now`, behind any save that is still under way.
        """
        draft = self.draft
        if draft is None or not self._is_dirty:
            return True
        try:
            self._workbench.drafts.save(draft)
        except DeskError as error:
            self._on_fault(error)
            return False
        return True

    @Slot()
    def save_now(self) -> None:
        """Keeps the newest text at once."""
        self._save_timer.stop()
        draft = self.draft
        if draft is None or not self._is_dirty:
            return
        # One thread keeps everything in order, so a save that is still under way is followed by this one.
        self._is_saving = True
        self._runner.run(
            lambda: self._workbench.drafts.save(draft),
            self._on_saved,
            on_error=self._on_fault,
            on_end=self._on_save_end,
        )

    @Slot()
    def _on_save_due(self) -> None:
        """Keeps the letters; on a slow disk not before the last save is done, so that none wait in a row."""
        if self._is_saving:
            self._save_timer.start()
        else:
            self.save_now()

    @Slot()
    def _on_save_end(self) -> None:
        self._is_saving = False

    def _on_saved(self, draft: FormDraft) -> None:
        if self._draft is None or self._draft.id != draft.id:
            return
        self._draft = replace(self._draft, saved_at=draft.saved_at)
        if (draft.text, draft.remarks) == (self._text, self._draft.remarks):
            self._is_dirty = False
        self._has_failed = False
        self.saved.emit(draft)

    def _on_fault(self, error: DeskError) -> None:
        self._has_failed = True
        self._save_timer.setInterval(RETRY_MS)
        self._save_timer.start()
        self.save_failed.emit(error)

    @Slot()
    def _try_out(self) -> None:
        self._try_timer.stop()
        if self._is_trying:  # the one under way looks again when it is done
            return
        self._is_trying = True
        turn, text, kind, pdf = self._turn, self._text, self._kind, self._pdf

        def end() -> None:
            self._is_trying = False
            if turn != self._turn:
                self._try_timer.start()

        def take(trial: FormTrial) -> None:
            if turn == self._turn:
                self.tried.emit(trial)

        self._runner.run(lambda: self._workbench.try_out(text, kind, pdf), take, on_end=end, lane=Lane.FREE)

    def _timer(self, interval: int, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(run)
        return timer
