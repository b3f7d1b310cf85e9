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
_QR: Final = zxingcpp.barcode_formats_from_str("QRCode")
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


class ZxingCardImageReader:
    """Finds the code on a card in a picture; small codes get one more try at double size."""

    def read(self, picture: Path) -> bytes:
        """Return the bytes of the code; of several codes the one that starts like a card.

        Args:
            picture: A PNG, JPEG, BMP, GIF, WebP or TIFF file of at most 64 MB and 64 megapixels.

        Raises:
            DeskError: FILE_MISSING, IMAGE_NOT_A_PICTURE, IMAGE_TOO_LARGE, or IMAGE_UNREADABLE if no
                code was found; `place` is the file's name.
        """
        if not picture.is_file():
            raise DeskError(ErrorCode.FILE_MISSING, place=picture.name, file=picture.name)
        grey = _load(picture)
        codes = _codes(grey)
        if not codes and grey.width * grey.height <= _MOST_PIXELS_ENLARGED:
            codes = _codes(grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC))
        if not codes:
            raise DeskError(ErrorCode.IMAGE_UNREADABLE, place=picture.name)
        return next((code for code in codes if _CARD.match(code)), codes[0])


def _load(picture: Path) -> Image.Image:
    """Return the picture in grey, transparent parts white."""
    if picture.stat().st_size > _MOST_BYTES:
        raise DeskError(ErrorCode.IMAGE_TOO_LARGE, place=picture.name)
    try:
        with Image.open(picture, formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise DeskError(ErrorCode.IMAGE_TOO_LARGE, place=picture.name)
            if not opened.has_transparency_data:
                return opened.convert("L")
            coloured = opened.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise DeskError(ErrorCode.IMAGE_TOO_LARGE, place=picture.name) from fault
    except _FAULTS_OF_PICTURES as fault:
        raise DeskError(ErrorCode.IMAGE_NOT_A_PICTURE, place=picture.name) from fault
    white = Image.new("RGBA", coloured.size, "white")
    white.alpha_composite(coloured)
    return white.convert("L")


def _codes(grey: Image.Image) -> list[bytes]:
    return [found.bytes for found in zxingcpp.read_barcodes(grey, formats=_QR)]
