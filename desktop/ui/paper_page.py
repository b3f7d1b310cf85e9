"""Pages of a PDF turned into pictures, off the GUI thread."""

import threading
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

_PDFIUM: Final = threading.Lock()
"""Qt guards pdfium by a lock of its own, and waits for it while holding Python's: two workers would stop each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """One drawn page.

    Attributes:
        image: the pixels, with the screen's ratio set.
        width: the paper's width in points.
        height: the paper's height in points.
    """

    image: QImage
    width: float
    height: float


def render_pages(pdf: bytes, width: int, ratio: float) -> tuple[PaperPage, ...]:
    """Draws every page ``width`` px wide for a screen of ``ratio`` device pixels per px; safe in any thread.

    Raises:
        ValueError: the bytes are no PDF.
    """
    with _PDFIUM:
        return _rendered(QByteArray(pdf), width, ratio)


def _rendered(content: QByteArray, width: int, ratio: float) -> tuple[PaperPage, ...]:
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready:
        raise ValueError("not a PDF")
    pages = []
    for number in range(document.pageCount()):
        size = document.pagePointSize(number)
        pixels = QSize(round(width * ratio), round(width * ratio * size.height() / size.width()))
        image = document.render(number, pixels)
        # pdfium leaves the ground transparent.
        paper = QImage(pixels, QImage.Format.Format_RGB32)
        paper.fill(0xFFFFFFFF)
        painter = QPainter(paper)
        painter.drawImage(0, 0, image)
        painter.end()
        paper.setDevicePixelRatio(ratio)
        pages.append(PaperPage(image=paper, width=size.width(), height=size.height()))
    document.close()
    buffer.close()
    return tuple(pages)
