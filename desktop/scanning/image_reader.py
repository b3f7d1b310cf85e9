"""Read the QR code of a card from a picture with zxing-cpp.

Never pyzbar: it guesses Japanese and Chinese code pages for Vietnamese bytes and returned 35 % wrong names.
"""

import re
import struct
from pathlib import Path
from typing import Final

import zxingcpp
from PIL import Image

from desktop.domain.errors import DeskError, ErrorCode

_FORMATS: Final = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")
_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_PIXELS: Final = 64_000_000
_MOST_PIXELS_ENLARGED: Final = 16_000_000
_CARD: Final = re.compile(rb"[0-9]{12}\|")
_FAULTS_OF_PICTURES: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class ZxingImageReader:
    """Finds the code on a card in a picture; small codes get one more try at double size."""

    def read(self, picture: Path) -> bytes:
        """Return the bytes of the code; of several codes the one that starts like a card.

        Args:
            picture: A PNG, JPEG, BMP, GIF, WebP or TIFF file of at most 64 MB and 64 megapixels.

        Raises:
            DeskError: FILE_MISSING, or IMAGE_UNREADABLE with `reason` ``not_an_image``, ``too_large``
                or ``no_code``; `place` is the file's name.
        """
        if not picture.is_file():
            raise DeskError(ErrorCode.FILE_MISSING, place=picture.name, file=picture.name)
        grey = _load(picture)
        codes = _codes(grey)
        if not codes and grey.width * grey.height <= _MOST_PIXELS_ENLARGED:
            codes = _codes(grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC))
        if not codes:
            raise _unreadable(picture, "no_code")
        return next((code for code in codes if _CARD.match(code)), codes[0])


def _load(picture: Path) -> Image.Image:
    """Return the picture in grey, transparent parts white."""
    if picture.stat().st_size > _MOST_BYTES:
        raise _unreadable(picture, "too_large")
    try:
        with Image.open(picture, formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise _unreadable(picture, "too_large")
            if not opened.has_transparency_data:
                return opened.convert("L")
            coloured = opened.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise _unreadable(picture, "too_large") from fault
    except _FAULTS_OF_PICTURES as fault:
        raise _unreadable(picture, "not_an_image") from fault
    white = Image.new("RGBA", coloured.size, "white")
    white.alpha_composite(coloured)
    return white.convert("L")


def _codes(grey: Image.Image) -> list[bytes]:
    return [found.bytes for found in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)]


def _unreadable(picture: Path, reason: str) -> DeskError:
    return DeskError(ErrorCode.IMAGE_UNREADABLE, place=picture.name, reason=reason)
