"""One chosen procedure with what is said about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.procedure import Procedure
from desktop.ui.desk.procedure_words import ProcedureWords
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.icon_mark import IconMark


class ChosenProcedureView(QWidget):
    """Name, three facts, and for a barred procedure the sentence and the empty form.

    Args:
        procedure: what was chosen.
        words: what is said about it.
        kind: the name of the kind of case, empty for the ordinary one.
        is_short: the facts in one line, where many procedures stand below each other.

    Signals:
        dropped: the procedure is taken out; carries its code.
        blank_wanted: its empty form is to be printed; carries its code.
    """

    dropped = Signal(str)
    blank_wanted = Signal(str)

    def __init__(
        self, procedure: Procedure, words: ProcedureWords, *, kind: str = "", is_short: bool = False
    ) -> None:
        super().__init__(None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.HALF)
        head = QHBoxLayout()
        head.addWidget(TextLabel(procedure.short_name, TextStyle.ROW_STRONG, wraps=True), 1)
        drop = Button("Bỏ", ButtonKind.QUIET, is_small=True)
        drop.setAccessibleName(f"Bỏ {procedure.short_name}")
        drop.clicked.connect(lambda: self.dropped.emit(procedure.code))
        head.addWidget(drop)
        column.addLayout(head)
        if kind:
            column.addWidget(TextLabel(kind, TextStyle.BODY_MEDIUM, Tone.ACCENT, wraps=True))
        if is_short and not words.is_barred:
            column.addWidget(TextLabel(words.line, TextStyle.SMALL, Tone.INK2, wraps=True))
            return
        column.addWidget(TextLabel(procedure.code, TextStyle.SMALL, Tone.INK3, is_figures=True))
        facts = (
            (Icon.PEN, words.writing, Tone.BAD if words.is_barred else Tone.OK),
            (
                Icon.DAY if words.is_same_day else Icon.APPOINTMENT,
                words.same_day,
                Tone.OK if words.is_same_day else Tone.ACCENT,
            ),
            (Icon.FEE, words.fee, Tone.INK2),
        )
        for icon, sentence, tone in facts:
            row = QHBoxLayout()
            row.setSpacing(Space.ONE)
            row.addWidget(IconMark(icon, tone, size=18, is_bare=True))
            row.addWidget(TextLabel(sentence, TextStyle.BODY_MEDIUM, wraps=True), 1)
            column.addLayout(row)
        is_blank_offered = bool(procedure.forms)
        if words.is_barred:
            column.addWidget(
                Banner(
                    BannerKind.WARN,
                    "Loại giấy này người dân phải tự viết",
                    f"{words.writing_reason} Có thể in mẫu trống và hướng dẫn."
                    if is_blank_offered
                    else words.writing_reason,
                )
            )
            if is_blank_offered:
                blank = Button("In mẫu trống", key="Ctrl+P", icon=Icon.PRINTER, is_small=True)
                blank.clicked.connect(lambda: self.blank_wanted.emit(procedure.code))
                column.addWidget(blank)
        elif words.writing_reason:
            column.addWidget(TextLabel(words.writing_reason, TextStyle.SMALL, Tone.INK2, wraps=True))
