"""What a PDF taken as the background of a form says of itself: how many pages, how large. Nothing is drawn here.

The file is handled as if a stranger had made it: everything is bounded before it is read.
"""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode

MAX_PDF_BYTES: Final = 8 * 1024 * 1024
MAX_PDF_PAGES: Final = 20
_MM: Final = 72 / 25.4
PRINT_ANEW: Final = "Mở tệp rồi in ra tệp PDF mới (Microsoft Print to PDF), dùng tệp mới đó."

_READER: Final = "desktop.forms.pdf_pages:pages_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """The part of a page that is seen.

    Attributes:
        left, bottom, right, top: Its edges in the file's own coordinates, points.
        turned: Degrees clockwise it is turned before it is shown: 0, 90, 180 or 270.
    """

    left: float
    bottom: float
    right: float
    top: float
    turned: int = 0

    @property
    def width(self) -> float:
        """Points from edge to edge, as seen."""
        return self.top - self.bottom if self.turned % 180 else self.right - self.left

    @property
    def height(self) -> float:
        """Points from edge to edge, as seen."""
        return self.right - self.left if self.turned % 180 else self.top - self.bottom

    @property
    def width_mm(self) -> float:
        """Millimetres, as seen."""
        return self.width / _MM

    @property
    def height_mm(self) -> float:
        """Millimetres, as seen."""
        return self.height / _MM


@dataclass(frozen=True, slots=True)
class OfficialPdf:
    """A PDF that can be a background: one page at least, all of one size."""

    data: bytes = field(repr=False)
    pages: tuple[PdfPage, ...]

    @property
    def sha256(self) -> str:
        """Fingerprint of the file, in hexadecimal."""
        return sha256(self.data).hexdigest()


def read_official_pdf(data: bytes) -> OfficialPdf:
    """Read what a PDF says of its pages.

    Raises:
        DeskError: FORM_BACKGROUND_INVALID saying what is wrong with the file and what helps: no PDF, broken, locked,
            too big, too many pages or none, pages of different or impossible sizes.
    """
    if len(data) > MAX_PDF_BYTES:
        raise background_fault(
            f"tệp dài {len(data) / 1024 / 1024:.1f} MB, nhiều nhất {MAX_PDF_BYTES // 1024 // 1024} MB.",
            "Lưu lại cho nhẹ hơn (quét 200 dpi, đen trắng), hoặc bỏ các trang không dùng.",
        )
    if b"%PDF-" not in data[:1024]:
        raise background_fault("tệp không phải PDF.", "Chọn đúng tệp .pdf của mẫu.")
    # A form without a background, which is nearly every one, must not wait for the library that reads PDFs.
    read: Callable[[bytes], tuple[PdfPage, ...]] = pkgutil.resolve_name(_READER)
    return OfficialPdf(data, read(data))


def background_fault(what: str, cure: str) -> DeskError:
    """Give the fault of a file that cannot be a background."""
    return DeskError(ErrorCode.FORM_BACKGROUND_INVALID, what=what, cure=cure)
