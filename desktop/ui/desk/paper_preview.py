"""The live paper beside the question: asked for after a short pause, drawn in a worker, the newest wins."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.domain.errors import DeskError
from desktop.domain.help_session import Signing
from desktop.domain.visit import VisitDraft
from desktop.forms.answers import AnswerValue
from desktop.services.print_papers import DrawnForm
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.task_runner import Lane, TaskRunner
from desktop.ui.widgets.paper_panel import PaperPanel
from desktop.ui.widgets.paper_view import RENDER_DELAY_MS, PaperPlace, PaperSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What should be on the paper's picture."""

    draft: VisitDraft
    form_id: str
    pending: Mapping[str, AnswerValue]
    keys: tuple[str, ...]
    signing: Signing | None


class PaperPreview(QObject):
    """Keeps a :class:`PaperPanel` in step with the visit.

    Args:
        panel: shows the paper.
        visit: whose paper it is.
        services: draws it.
        runner: runs the drawing.
    """

    def __init__(
        self, panel: PaperPanel, visit: OpenVisit, services: DeskServices, runner: TaskRunner
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._visit = visit
        self._services = services
        self._runner = runner
        self._wish: _Wish | None = None
        self._is_drawing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RENDER_DELAY_MS)
        self._timer.timeout.connect(self._draw)

    def show(
        self,
        form_id: str,
        keys: tuple[str, ...] = (),
        pending: Mapping[str, AnswerValue] | None = None,
        *,
        signing: Signing | None = None,
        is_at_once: bool = False,
    ) -> None:
        """Shows a form as it stands: the places of `keys` lit, suggestions in grey, the room that `signing` needs."""
        self._wish = _Wish(
            draft=self._visit.draft, form_id=form_id, pending=pending or {}, keys=keys, signing=signing
        )
        self._panel.view.light(*keys)
        if is_at_once:
            self._draw()
        else:
            self._timer.start()

    def clear(self) -> None:
        """Takes the paper away: another citizen."""
        self._wish = None
        self._timer.stop()
        self._panel.view.show_paper(None)

    @Slot()
    def _draw(self) -> None:
        wish = self._wish
        if wish is None:
            return
        if self._is_drawing:
            self._timer.start()
            return
        self._is_drawing = True
        flow = self._visit.flow
        self._runner.run(
            lambda: self._services.papers.preview(
                flow, wish.draft, wish.form_id, wish.pending, signing=wish.signing
            ),
            lambda drawn: self._take(wish, drawn),
            on_error=self._fail,
            on_end=self._end,
            lane=Lane.FREE,
        )

    def _take(self, wish: _Wish, drawn: DrawnForm) -> None:
        if self._wish is None or self._wish.draft.id != wish.draft.id:
            return
        places = tuple(
            PaperPlace(
                key=rect.key,
                page=rect.page,
                x=rect.x,
                y=rect.y,
                width=rect.width,
                height=rect.height,
                is_signing=rect.is_signing,
            )
            for rect in drawn.rendered.rects
        )
        self._panel.set_caption(drawn.definition.short_name)
        self._panel.view.show_paper(PaperSheet(pdf=drawn.rendered.pdf, places=places), is_at_once=True)
        self._panel.view.light(*self._wish.keys)

    def _fail(self, _error: DeskError) -> None:
        self._panel.view.show_paper(None)

    def _end(self) -> None:
        self._is_drawing = False
