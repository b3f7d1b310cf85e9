"""How many sheets a scan has, and whether it is one: read as far as needed and no further."""

import io
import logging
import struct
import warnings
import zlib
from typing import Final

from PIL import Image, ImageSequence
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.attachment_values import ContentKind

_FORMATS: Final = {ContentKind.JPEG: "JPEG", ContentKind.PNG: "PNG", ContentKind.TIFF: "TIFF"}
_FAULTS: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    MemoryError,
    struct.error,
    zlib.error,
    PyPdfError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
_PAGES_MAX: Final = 5_000
# Its remarks quote from the file, which may hold anything.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def count_pages(content: bytes, kind: ContentKind) -> int:
    """See `desktop.services.ports_attachments.CountPages`."""
    try:
        return _pages_of_pdf(content) if kind is ContentKind.PDF else _frames_of(content, _FORMATS[kind])
    except _FAULTS as error:
        raise DeskError(ErrorCode.ATTACHMENT_INVALID) from error


def _frames_of(content: bytes, file_format: str) -> int:
    with warnings.catch_warnings():
        # Scanners write odd notes into their files; the sheets are there all the same.
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content), formats=[file_format]) as picture:
            # Not `n_frames`: a chain of frames that bites its own tail would never be counted to its end.
            frames = ImageSequence.Iterator(picture)
            return sum(1 for _, _ in zip(frames, range(_PAGES_MAX), strict=False))


def _pages_of_pdf(content: bytes) -> int:
    reader = PdfReader(io.BytesIO(content))
    return 0 if reader.is_encrypted else len(reader.pages)
