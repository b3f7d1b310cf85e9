"""Reading the pages of a PDF: apart from what is said about them, for its library takes half a second to load."""

import io
import logging
import zlib
from itertools import islice
from typing import Final

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, NameObject, StreamObject

from desktop.forms.official_pdf import MAX_PDF_PAGES, PRINT_ANEW, PdfPage, background_fault

_UNPACKED_MOST: Final = 24 * 1024 * 1024
_LEAST_MM: Final = 70.0
_MOST_MM: Final = 450.0
_SAME_MM: Final = 1.0
_TURNS: Final = frozenset({0, 90, 180, 270})

# Its remarks quote from the file, and say nothing that is not said here in words for an officer.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# What pypdf is known to raise, besides its own errors, on files nobody should have made.
_BROKEN: Final = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    ArithmeticError,
    RecursionError,
    AssertionError,
    NotImplementedError,
    zlib.error,
    MemoryError,
)


def pages_of(data: bytes) -> tuple[PdfPage, ...]:
    """Give the pages of a PDF.

    Raises:
        DeskError: FORM_BACKGROUND_INVALID, see `desktop.forms.official_pdf.read_official_pdf`.
    """
    try:
        return _pages(data)
    except _BROKEN as error:
        raise background_fault("tệp PDF bị hỏng, không đọc được.", PRINT_ANEW) from error


def _pages(data: bytes) -> tuple[PdfPage, ...]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise background_fault("tệp PDF bị khóa bằng mật khẩu.", PRINT_ANEW)
    found = list(islice(reader.pages, MAX_PDF_PAGES + 1))
    if not found:
        raise background_fault("tệp PDF không có trang nào.", "Chọn tệp khác.")
    if len(found) > MAX_PDF_PAGES:
        raise background_fault(
            f"tệp PDF có hơn {MAX_PDF_PAGES} trang.", "Tách lấy riêng các trang của mẫu đơn rồi dùng tệp đó."
        )
    pages = tuple(_page(page, number) for number, page in enumerate(found, start=1))
    room = _UNPACKED_MOST
    for page in found:
        room -= _unpacked(page, room)
        if room <= 0:
            raise background_fault("tệp PDF bung ra quá lớn.", PRINT_ANEW)
    first = pages[0]
    for number, seen in enumerate(pages, start=1):
        apart = max(abs(seen.width_mm - first.width_mm), abs(seen.height_mm - first.height_mm))
        if apart > _SAME_MM:
            raise background_fault(
                f"trang {number} khác khổ với trang 1.",
                "Làm lại tệp sao cho mọi trang cùng khổ, cùng chiều; trang khác khổ để thành mẫu riêng.",
            )
    return pages


def _page(page: PageObject, number: int) -> PdfPage:
    media, crop = page.mediabox, page.cropbox
    turned = int(page.rotation) % 360
    seen = PdfPage(
        left=max(_low(media.left, media.right), _low(crop.left, crop.right)),
        bottom=max(_low(media.bottom, media.top), _low(crop.bottom, crop.top)),
        right=min(_high(media.left, media.right), _high(crop.left, crop.right)),
        top=min(_high(media.bottom, media.top), _high(crop.bottom, crop.top)),
        turned=turned,
    )
    if turned not in _TURNS or float(page.user_unit) != 1.0:
        raise background_fault(
            f"trang {number} đặt theo cách lạ (xoay nghiêng hoặc đơn vị đo riêng).", PRINT_ANEW
        )
    if not all(_LEAST_MM <= side <= _MOST_MM for side in (seen.width_mm, seen.height_mm)):
        raise background_fault(
            f"trang {number} có khổ {seen.width_mm:.0f} x {seen.height_mm:.0f} mm.",
            f"Mỗi cạnh phải từ {_LEAST_MM:.0f} đến {_MOST_MM:.0f} mm; lưu lại theo khổ A4.",
        )
    return seen


def _low(one: float, other: float) -> float:
    return min(float(one), float(other))


def _high(one: float, other: float) -> float:
    return max(float(one), float(other))


def _unpacked(page: PageObject, room: int) -> int:
    """How many bytes the drawing of a page unpacks to, counted up to `room` and no further."""
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    parts = contents if isinstance(contents, ArrayObject) else [contents]
    used = 0
    for part in parts:
        stream = part.get_object() if part is not None else None
        if not isinstance(stream, StreamObject):
            continue
        raw = bytes(stream._data)  # noqa: SLF001 - the packed bytes; `get_data` would unpack without a bound
        packed = stream.get(NameObject("/Filter")) in ("/FlateDecode", ["/FlateDecode"])
        used += len(zlib.decompressobj().decompress(raw, max(room - used, 1))) if packed else len(raw)
        if used >= room:
            break
    return used
