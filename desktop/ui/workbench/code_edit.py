"""The text of a form file: numbered lines, marks at mistakes, safe for the Vietnamese input methods."""

import unicodedata

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QMenu, QPlainTextEdit, QTextEdit, QToolTip, QWidget
from typing_extensions import override

from desktop.domain.text import fold, hits
from desktop.ui.drawing import RIGHT, Ink, draw_text
from desktop.ui.icon_set import Icon
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.workbench.code_colours import CodeColours

_ICON = 16
_PAD = 8


class CodeEdit(QPlainTextEdit):
    """A plain text editor. Nothing is changed while typing; Tab goes on to the next control.

    Signals:
        caret_moved: the caret stands in another line; carries it, counted from 1.
        edited: the officer changed the text.
    """

    caret_moved = Signal(int)
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bad: dict[int, str] = {}
        self._line = 0
        self._is_filling = False
        self._margin = _Margin(self)
        self._colours = CodeColours(self.document())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCenterOnScroll(False)
        self.setAccessibleName("Nội dung tệp mẫu")
        self.blockCountChanged.connect(self._fit_margin)
        self.updateRequest.connect(self._on_update)
        self.cursorPositionChanged.connect(self._on_caret)
        self.textChanged.connect(self._on_changed)
        self._dress()

    @property
    def line(self) -> int:
        """Where the caret stands, counted from 1."""
        return self.textCursor().blockNumber() + 1

    @property
    def bad_lines(self) -> tuple[int, ...]:
        """Lines with a mark."""
        return tuple(sorted(self._bad))

    def text(self) -> str:
        """Gives the text in NFC."""
        return unicodedata.normalize("NFC", self.toPlainText())

    def fill(self, text: str) -> None:
        """Shows another text from its first line; nothing can be undone before it."""
        self._is_filling = True
        self.setPlainText(text)
        self._is_filling = False
        self._line = 0
        self._on_caret()

    def change_to(self, text: str) -> None:
        """Changes the text as one edit that can be undone, touching only what differs."""
        old = self.toPlainText()
        if text == old:
            return
        start = _shared(old, text)
        end = _shared(old[start:][::-1], text[start:][::-1])
        scroll = self.verticalScrollBar().value()
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(old[:start]))
        cursor.setPosition(_units(old[: len(old) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
        self.verticalScrollBar().setValue(scroll)

    def mark_bad(self, lines: dict[int, str]) -> None:
        """Marks lines with mistakes; the words are shown when the mouse rests on the mark."""
        self._bad = lines
        self._light()
        self._margin.update()

    def go_to(self, line: int, *, takes_focus: bool = True) -> None:
        """Puts the caret at the beginning of a line's words, in the middle of the view."""
        block = self.document().findBlockByNumber(max(line, 1) - 1)
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + len(block.text()) - len(block.text().lstrip()))
        self.setTextCursor(cursor)
        self.centerCursor()
        if takes_focus:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def find_next(self, query: str) -> bool:
        """Selects the next place with these words, marks or not, beginning again at the top; gives whether one is."""
        wanted = fold(query).split()
        if not wanted:
            return False
        start = self.textCursor()
        count = self.document().blockCount()
        for step in range(count + 1):
            block = self.document().findBlockByNumber((start.blockNumber() + step) % count)
            after = start.selectionEnd() - block.position() if step == 0 else -1
            text = block.text()
            whole = [span for span in hits(text, query) if fold(text[span[0] : span[1]]).split() == wanted]
            found = [span for span in whole if span[0] >= after]
            if found:
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + _units(text[: found[0][0]]))
                cursor.setPosition(
                    block.position() + _units(text[: found[0][1]]), QTextCursor.MoveMode.KeepAnchor
                )
                self.setTextCursor(cursor)
                self.centerCursor()
                return True
        return False

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.textCursor().insertText(unicodedata.normalize("NFC", source.text()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_margin()
        self.ensureCursorVisible()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_colours"):
            self._dress()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        can_edit, has_selection = not self.isReadOnly(), self.textCursor().hasSelection()
        for text, run, is_on in (
            ("Hoàn tác", self.undo, can_edit and self.document().isUndoAvailable()),
            ("Làm lại", self.redo, can_edit and self.document().isRedoAvailable()),
            ("Cắt", self.cut, can_edit and has_selection),
            ("Chép", self.copy, has_selection),
            ("Dán", self.paste, can_edit and self.canPaste()),
            ("Chọn hết", self.selectAll, True),
        ):
            menu.addAction(text, run).setEnabled(is_on)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def margin_width(self) -> int:
        """Gives the px kept free at the left for numbers and marks."""
        theme = current_theme()
        digits = max(len(str(self.blockCount())), 3)
        ink = Ink(font=theme.figures(TextStyle.NOTE), colour=QColor())
        return round(ink.width("0") * digits) + theme.px(_ICON) + 3 * theme.px(_PAD)

    def visible_lines(self, upper: int, lower: int) -> list[tuple[int, QRectF]]:
        """Gives the lines between two heights of the view, with their boxes."""
        found: list[tuple[int, QRectF]] = []
        block: QTextBlock = self.firstVisibleBlock()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if box.top() > lower:
                break
            if block.isVisible() and box.bottom() >= upper:
                found.append((block.blockNumber() + 1, box))
            block = block.next()
        return found

    def bad_words(self, line: int) -> str:
        """Gives the mistake of a line, empty for none."""
        return self._bad.get(line, "")

    def _dress(self) -> None:
        theme = current_theme()
        font = theme.figures(TextStyle.BODY)
        if font != self.font():
            self.setFont(font)
        self.document().setDocumentMargin(Space.ONE)
        self._colours.dress()
        self._fit_margin()
        self._light()

    def _light(self) -> None:
        colours = current_theme().colours
        lights: list[QTextEdit.ExtraSelection] = []
        for line in (*self._bad, self.line):
            block = self.document().findBlockByNumber(line - 1)
            if not block.isValid():
                continue
            light = QTextEdit.ExtraSelection()
            back = QColor(colours.bad_soft if line in self._bad else colours.soft)
            light.format.setBackground(back)
            light.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003 - Qt's own
            light.cursor = QTextCursor(block)
            lights.append(light)
        self.setExtraSelections(lights)

    @Slot()
    def _fit_margin(self) -> None:
        width = self.margin_width()
        self.setViewportMargins(width, 0, 0, 0)
        inner = self.contentsRect()
        self._margin.setGeometry(QRect(inner.left(), inner.top(), width, inner.height()))

    @Slot(QRect, int)
    def _on_update(self, rect: QRect, step: int) -> None:
        if step:
            self._margin.scroll(0, step)
        else:
            air = current_theme().air(TextStyle.BODY)
            # Capitals with two marks rise above their line: repaint the edge of the line above as well.
            self.viewport().update(rect.adjusted(0, -air, 0, air))
            self._margin.update(0, rect.y(), self._margin.width(), rect.height())

    @Slot()
    def _on_caret(self) -> None:
        if self.line != self._line:
            self._line = self.line
            self._light()
            self.caret_moved.emit(self._line)

    @Slot()
    def _on_changed(self) -> None:
        if not self._is_filling:
            self.edited.emit()


def _units(text: str) -> int:
    """Count as Qt does: a sign beyond the first 65.536 takes two places."""
    return len(text.encode("utf-16-le")) // 2


def _shared(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


class _Margin(QWidget):
    """Line numbers and marks."""

    def __init__(self, edit: CodeEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self.setCursor(Qt.CursorShape.ArrowCursor)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._edit.margin_width(), 0)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            words = next((self._edit.bad_words(line) for line in self._lines_at(event.y())), "")
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for line in self._lines_at(event.position().y()):
            self._edit.go_to(line)

    def _lines_at(self, height: float) -> list[int]:
        lines = self._edit.visible_lines(0, self.height())
        return [line for line, box in lines if box.top() <= height < box.bottom()]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.colours.sunken))
        faint = Ink(font=theme.figures(TextStyle.NOTE), colour=theme.colour(Tone.INK3))
        strong = Ink(font=theme.figures(TextStyle.NOTE_STRONG), colour=theme.colour(Tone.INK))
        height = self._edit.fontMetrics().height()
        side, pad = theme.px(_ICON), theme.px(_PAD)
        for line, box in self._edit.visible_lines(event.rect().top(), event.rect().bottom()):
            row = QRectF(0, box.top(), self.width() - pad, height)
            is_current = line == self._edit.line
            draw_text(painter, row, str(line), strong if is_current else faint, RIGHT, elide=False)
            if self._edit.bad_words(line):
                icon = QRectF(pad - 2, box.top(), side, height)
                theme.icons.draw(painter, Icon.ERROR, icon, theme.colour(Tone.BAD))
        edge = QPointF(self.width() - 0.5, 0)
        painter.setPen(QColor(theme.colours.line))
        painter.drawLine(edge, QPointF(edge.x(), self.height()))
