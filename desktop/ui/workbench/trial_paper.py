"""The paper of the form being changed: which sample it is tried on, how many pages, a click finds its line."""

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.forms.sample_answers import SampleKind
from desktop.services.rendered_paper import RenderedPaper
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.filter_bar import FilterBar
from desktop.ui.widgets.paper_view import PaperPlace, PaperSheet
from desktop.ui.workbench.placing_paper import PlacingPaper

_WIDTH = 646
_HEIGHT = 664


class SampleWords(Enum):
    """The samples in the order of their keys Ctrl+1 to Ctrl+4."""

    BLANK = ("Để trống", SampleKind.BLANK)
    SPARSE = ("Ít chữ", SampleKind.SPARSE)
    FULL = ("Đủ ô", SampleKind.FULL)
    OVERFULL = ("Quá dài", SampleKind.OVERFULL)

    @property
    def word(self) -> str:
        """What the button says."""
        return self.value[0]

    @property
    def kind(self) -> SampleKind:
        """The sample."""
        return self.value[1]


class TrialPaper(QWidget):
    """A heading with the samples over the page.

    Args:
        runner: draws the pages.

    Signals:
        kind_chosen: another sample; carries its :class:`SampleKind`.
        place_clicked: a click on an answer's place; carries its key.
        back_wanted: back to the text, where both have no room side by side.
    """

    kind_chosen = Signal(object)
    place_clicked = Signal(str)
    back_wanted = Signal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PlacingPaper(runner)
        self._samples = FilterBar(tuple(one.word for one in SampleWords))
        self._samples.setAccessibleName("Thử với câu trả lời mẫu")
        self._pages = TextLabel("", TextStyle.SMALL, Tone.INK2, is_centred=True)
        self._pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._pages.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._back = Button("Về chữ", ButtonKind.QUIET, key="F6", is_small=True)
        self._is_old = False
        self._official = b""
        self.setProperty("surface", "desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QHBoxLayout()
        head.setContentsMargins(Space.THREE, Space.ONE_HALF, Space.THREE, Space.ONE_HALF)
        head.setSpacing(Space.ONE_HALF)
        head.addWidget(self._samples, 3)
        head.addWidget(self._pages, 2)
        head.addWidget(self._back)
        self._back.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self.choose(SampleWords.FULL)
        self._samples.chosen.connect(self._on_chosen)
        self._back.clicked.connect(self.back_wanted)
        self.view.drawn.connect(self._say_pages)
        self.view.place_clicked.connect(self.place_clicked)

    @property
    def words(self) -> str:
        """How many pages, and whether they are those of the text as it stands."""
        return self._pages.text()

    def choose(self, sample: SampleWords) -> None:
        """Tries another sample."""
        self._samples.choose(list(SampleWords).index(sample))

    def show_paper(self, paper: RenderedPaper | None, official: bytes = b"") -> None:
        """Shows the page drawn last; None keeps it, or shows the bare official page, and says so.

        Args:
            paper: The page.
            official: The PDF of the official page, to place fields on while the text has mistakes.
        """
        self._is_old = paper is None
        if paper is None:
            if official and self._official != official:
                self._official = official
                self.view.show_paper(PaperSheet(pdf=official), is_at_once=True)
            self._say_pages(self.view.page_count)
            return
        self._official = b""
        places = tuple(
            PaperPlace(key=one.key, page=one.page, x=one.x, y=one.y, width=one.width, height=one.height)
            for one in paper.rects
        )
        self.view.show_paper(PaperSheet(pdf=paper.pdf, places=places), is_at_once=True)

    def offer_back(self, *, is_offered: bool) -> None:
        """Shows or hides the button back to the text."""
        self._back.setVisible(is_offered)

    def clear(self) -> None:
        """Takes the page away: another form."""
        self._is_old = False
        self._official = b""
        self.view.show_paper(None)
        self._say_pages(0)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        self.kind_chosen.emit(tuple(SampleWords)[place].kind)

    @Slot(int)
    def _say_pages(self, count: int) -> None:
        if self._is_old:
            self._pages.setText("Trang lần trước" if count else "Còn chỗ sai")
        else:
            self._pages.setText(f"{count} trang" if count else "")
        self._pages.set_tone(Tone.WARN if self._is_old else Tone.INK2)
