"""What real scanners do to the text of a card, one function for each kind of damage."""

import html
import unicodedata
from urllib.parse import quote, quote_plus

from desktop.domain.text import VIETNAMESE_LETTERS

_MARKS_1258 = "\u0300\u0301\u0303\u0309\u0323"


def byte_numbers(text: str) -> str:
    """Each byte from 128 on as a number of four digits: `Ng022501870141c`."""
    return "".join(chr(byte) if byte < 128 else f"{byte:04d}" for byte in text.encode())


def mojibake_latin1(text: str) -> str:
    """UTF-8 read as Latin-1; loses nothing."""
    return text.encode().decode("latin-1")


def mojibake_cp1252(text: str) -> str:
    """UTF-8 read as CP1252, which swallows five bytes."""
    return text.encode().decode("cp1252", errors="ignore")


def entities(text: str) -> str:
    """Every marked letter as a decimal entity."""
    return "".join(sign if sign.isascii() else f"&#{ord(sign)};" for sign in text)


def hex_entities(text: str) -> str:
    """Every marked letter as a hexadecimal entity."""
    return "".join(sign if sign.isascii() else f"&#x{ord(sign):X};" for sign in text)


def named_entities(text: str) -> str:
    """Letters that HTML has a name for by name, the others by number."""
    return entities(html.unescape(text).translate({ord("&"): "&amp;"}))


def percent(text: str) -> str:
    """Web address form, blanks as %20."""
    return quote(text)


def percent_letters(text: str) -> str:
    """Only the marked letters in web address form."""
    return quote(text, safe="".join(map(chr, range(128))))


def percent_plus(text: str) -> str:
    """Web form, blanks as plus signs."""
    return quote_plus(text)


def decomposed(text: str) -> str:
    """Letters and marks apart, as macOS writes them."""
    return unicodedata.normalize("NFD", text)


def cp1258(text: str) -> bytes:
    """Windows-1258, where tones are signs of their own."""
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter) if letter in VIETNAMESE_LETTERS else letter
        tones = "".join(part for part in parts if part in _MARKS_1258)
        plain = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _MARKS_1258))
        out.append(plain + tones)
    return "".join(out).encode("cp1258")


LOSSLESS = (
    byte_numbers,
    mojibake_latin1,
    entities,
    hex_entities,
    named_entities,
    percent,
    percent_letters,
    percent_plus,
    decomposed,
)
