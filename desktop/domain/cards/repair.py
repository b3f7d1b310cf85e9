"""Undo what keyboards, code pages and web pages do to a card's letters: never silently, never by guessing.

A repair is made only where the damaged signs are exactly the bytes of Vietnamese letters; whatever is left
over stays as it arrived and is warned about by the reader. Text that is right passes unchanged.
The kinds are those seen with real scanners: each byte typed as a four-digit number, UTF-8 read as Latin-1 or
CP1252, HTML entities, percent signs, letters taken apart, and Windows-1258.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_to_bytes

from desktop.domain.cards.reading import Repair, RepairKind
from desktop.domain.text import VIETNAMESE_LETTERS, nfc

_ROUNDS: Final = 3
_MARKS: Final = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_BYTE_NUMBER: Final = r"0(?:12[89]|1[3-9][0-9]|2[0-4][0-9]|25[0-5])"
_BYTE_NUMBERS: Final = re.compile(rf"(?<![0-9])(?:{_BYTE_NUMBER}){{2,}}(?![0-9])")
_LONE_BYTE_NUMBERS: Final = re.compile(
    rf"(?<![0-9])(?:{_BYTE_NUMBER}){{2,}}(?=[ ,.)/-])|(?<=[ ,.(/-])(?:{_BYTE_NUMBER}){{2,}}(?![0-9])",
)
# One letter of two bytes that is a whole name: it stands before the birth, and no day has such a month.
_NAME_OF_BYTE_NUMBERS: Final = re.compile(rf"(?<=\|)019[5-8]{_BYTE_NUMBER}(?=\|[0-9]{{4,8}}\|)")
_BYTE_NUMBERS_LEFT: Final = re.compile(
    r"[^\W\d_]0(?:19[5-8]|225)[0-9]|(?<![0-9])0(?:19[5-8]|225)(?:[0-9]{4})*[^\W\d_]",
)
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8}[0-9]?);")
_PERCENT: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_INVISIBLE: Final = re.compile(
    r"[\u0000-\u0008\u000e-\u001b\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
)
_LINE_BREAKS: Final = re.compile(r"[\t\n\v\f\r\u001c-\u001f\u2028\u2029]+")
_OTHER_SEPARATOR: Final = re.compile(r"[^0-9]{0,8}[0-9]{12}([~;:!#$^*\\¦>])")
_LEAST_SEPARATORS: Final = 4
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
_FULL_WIDTH: Final = re.compile(r"[\uff01-\uff5e\u3000]")
# Signs that CP1252 puts where Latin-1 has controls: the byte each of them stands for.
_CP1252: Final = {
    sign: byte for byte in range(0x80, 0xA0) for sign in bytes([byte]).decode("cp1252", errors="ignore")
}
_HIGH_SIGNS: Final = re.compile(rf"[\u0080-\u00ff{''.join(map(re.escape, _CP1252))}]+")
# UTF-8 of the Vietnamese letters, and of the marks and base letters they fall apart into.
_UTF8_LETTER: Final = re.compile(
    rb"[\xc2-\xc6\xcc][\x80-\xbf]|\xca\xbc|\xe1[\xba\xbb][\x80-\xbf]|\xe2\x80[\x80-\xbf]"
)
_FOREIGN_BUT_1258: Final = frozenset("ðÐþÞ")
_SIGNS_IN_ADDRESSES: Final = frozenset("\u00a0–—‘’“”ʼ№°²")
_LONE_SIGNS: Final = frozenset("|,.;:'\"/()-& \u00a0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A text with its repairs, in the order they were made."""

    text: str = field(repr=False)
    repairs: tuple[Repair, ...] = ()


def decode(raw: bytes) -> Repaired:
    """Turn the bytes of a scanner into text: UTF-8, else UTF-16 with its mark, else Windows-1258.

    Windows-1258 is believed only if every letter then is Vietnamese; otherwise bytes that are no UTF-8
    become U+FFFD, which the reader warns about.
    """
    if raw.count(0) > len(raw) // 3:
        codec = "utf-16-be" if raw.startswith(b"\0") else "utf-16-le"
        return _changed(RepairKind.UTF16, "", raw.decode(codec, errors="replace"))
    try:
        return Repaired(text=raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _changed(RepairKind.UTF16, "", raw.decode("utf-16", errors="replace"))
    whole = _from_1258(raw)
    if whole is None:
        return Repaired(text=raw.decode("utf-8", errors="replace"))
    return _changed(RepairKind.CP1258, raw.decode("latin-1"), whole)


def decode_text(text: str) -> Repaired:
    """Take over text, giving back to the bytes what a command line could not decode (lone surrogates)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        try:
            return decode(text.encode(errors="surrogateescape"))
        except UnicodeEncodeError:
            return Repaired(text=_SURROGATES.sub("\ufffd", text))
    return Repaired(text=text)


def repair(text: str) -> Repaired:
    """Undo known damage of a card's text.

    Args:
        text: As it arrived, without blanks and line ends around it.

    Returns:
        The repaired text with one `Repair` for each kind of damage that was undone.
    """
    repairs: dict[RepairKind, Repair] = {}
    for _ in range(_ROUNDS):
        before = text
        for kind, undo in _UNDO:
            text = _apply(kind, undo, text, repairs)
        if text == before:
            break
    for kind, undo in _TIDY:
        text = _apply(kind, undo, text, repairs)
    return Repaired(text=text, repairs=tuple(repairs.values()))


def is_damaged(text: str) -> bool:
    """Whether a piece of a name or address still holds signs that no Vietnamese card has."""
    return any(map(_is_odd, text)) or _has_byte_numbers_left(text)


def _is_odd(sign: str) -> bool:
    if sign.isascii():
        return sign in "?<>{}[]^~`\\=*$%@" or not sign.isprintable()
    return sign not in VIETNAMESE_LETTERS and sign not in _SIGNS_IN_ADDRESSES


def _apply(
    kind: RepairKind,
    undo: Callable[[str], str],
    text: str,
    repairs: dict[RepairKind, Repair],
) -> str:
    after = undo(text)
    if after != text:
        old = repairs.get(kind)
        before_words, after_words = _difference(text, after)
        repairs[kind] = Repair(
            kind=kind,
            before=before_words if old is None else f"{old.before} {before_words}",
            after=after_words if old is None else f"{old.after} {after_words}",
        )
    return after


def _changed(kind: RepairKind, before: str, after: str) -> Repaired:
    words = _difference(before, after)
    return Repaired(text=after, repairs=(Repair(kind=kind, before=words[0], after=words[1]),))


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return the words that changed; all of both texts if the words do not pair up."""
    olds, news = (re.split(r"[ |]", text) for text in (before, after))
    if len(olds) != len(news):
        return before, after
    pairs = [(old, new) for old, new in zip(olds, news, strict=True) if old != new]
    return " ".join(old for old, _ in pairs), " ".join(new for _, new in pairs)


def _undo_entities(text: str) -> str:
    def letter(match: re.Match[str]) -> str:
        sign = html.unescape(match[0])
        known = _vietnamese(sign) or (len(sign) == 1 and sign in _LONE_SIGNS)
        return sign if known else match[0]

    return _ENTITY.sub(letter, text)


def _undo_percent(text: str) -> str:
    def letters(match: re.Match[str]) -> str:
        decoded = _utf8(unquote_to_bytes(match[0]))
        return decoded if decoded is not None and all(map(_may_be_percent, decoded)) else match[0]

    undone = _PERCENT.sub(letters, text)
    # Web forms write blanks as "+"; a text with both kinds of blanks was not written by one.
    return undone.replace("+", " ") if undone != text and " " not in text else undone


def _may_be_percent(sign: str) -> bool:
    return _vietnamese(sign) or (sign.isascii() and sign.isprintable())


def _undo_byte_numbers(text: str) -> str:
    """Turn `Ng022501870141c` back into `Ngọc`.

    A number must touch a letter. In a text with marked letters of its own, which did not quite come this way,
    it must follow a letter or stand before a small one: `Số nhà 022501870141A` stays. A number standing alone
    (`Như 01950157` for `Như Ý`) is a letter only beside words that surely have such letters; where it fills a
    whole field, only as one letter of two bytes in the place of the name (`Đ`).
    """
    plain = text.isascii()

    def inside(match: re.Match[str]) -> str:
        after = text[match.end() : match.end() + 1]
        inside_word = _is_letter(text, match.start() - 1) or (after.isalpha() and (plain or after.islower()))
        return _byte_letters(match[0]) if inside_word else match[0]

    text = _NAME_OF_BYTE_NUMBERS.sub(lambda match: _byte_letters(match[0]), text)
    undone = _BYTE_NUMBERS.sub(inside, text)
    if undone == text or not plain:
        return undone
    return _LONE_BYTE_NUMBERS.sub(lambda match: _byte_letters(match[0]), undone)


def _is_letter(text: str, place: int) -> bool:
    return place >= 0 and (text[place].isalpha() or text[place] in "'’")


def _byte_letters(digits: str) -> str:
    decoded = _utf8(bytes(int(digits[place : place + 4]) for place in range(0, len(digits), 4)))
    return digits if decoded is None or not _vietnamese(decoded) else decoded


def _has_byte_numbers_left(text: str) -> bool:
    """Whether a lead byte of a Vietnamese letter stands in a word as a number."""
    return _BYTE_NUMBERS_LEFT.search(text) is not None


def _undo_mojibake(text: str) -> str:
    """Turn `TrÆ°Æ¡ng` back into `Trương`.

    Only letters whose bytes are all there are turned back, and the rest is made visible as U+FFFD. A text that
    has true letters beyond Latin-1 was never read in the wrong code page and stays as it is.
    """
    if any(ord(sign) > 0xFF and sign not in _CP1252 and sign != "\ufffd" for sign in text):  # noqa: PLR2004 - end of Latin-1
        return text
    whole = _twice_mojibake(text)
    if whole is not None:
        return whole
    runs = _HIGH_SIGNS.findall(text)
    if not any(_is_known(match[0]) for run in runs for match in _UTF8_LETTER.finditer(_bytes_of(run))):
        return text
    return _HIGH_SIGNS.sub(lambda match: _mojibake_letters(_bytes_of(match[0])), text)


def _twice_mojibake(text: str) -> str | None:
    """Return a text that went through the wrong code page twice, if no byte of it is missing."""
    once = None if "\ufffd" in text else _utf8(_bytes_of(text))
    if once is None or any(ord(sign) > 0xFF and sign not in _CP1252 for sign in once):  # noqa: PLR2004 - end of Latin-1
        return None
    twice = _utf8(_bytes_of(once))
    return twice if twice != once else None


def _bytes_of(signs: str) -> bytes:
    return bytes(_CP1252.get(sign, ord(sign) & 0xFF) for sign in signs)


def _is_known(raw: bytes) -> bool:
    return _vietnamese(raw.decode())


def _mojibake_letters(raw: bytes) -> str:
    """Return the letters of a run of bytes; what is no whole letter becomes U+FFFD, even if it looks like one.

    A swallowed byte leaves half a letter: `Ý` without its second byte looks like `Ã`.
    """
    out: list[str] = []
    place = 0
    for match in _UTF8_LETTER.finditer(raw):
        if _is_known(match[0]):
            out += ["\ufffd" if match.start() > place else "", match[0].decode()]
            place = match.end()
    return "".join(out) + ("\ufffd" if place < len(raw) else "")


def _undo_1258(text: str) -> str:
    """Turn Windows-1258 that was read as Latin-1 back: `Ðýõìc` -> `Đước`.

    Only if a letter stands there that Vietnamese does not have, and none does afterwards.
    """
    if _FOREIGN_BUT_1258.isdisjoint(text):
        return text
    try:
        raw = bytes(_CP1252.get(sign) or ord(sign) for sign in text)
    except ValueError:
        return text
    return _from_1258(raw) or text


def _from_1258(raw: bytes) -> str | None:
    """Return Windows-1258 bytes as text if all its letters are Vietnamese."""
    try:
        text = nfc(raw.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    believable = all(sign.isascii() or _vietnamese(sign) for sign in text)
    return text if believable else None


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _vietnamese(text: str) -> bool:
    """Whether a text is nothing but marked letters, their marks, and the signs of names and addresses: `H’Hen`."""
    return all(sign in VIETNAMESE_LETTERS or sign in _MARKS or sign in _SIGNS_IN_ADDRESSES for sign in text)


def _remove_invisible(text: str) -> str:
    return _INVISIBLE.sub("", _LINE_BREAKS.sub("|", text))


def _restore_pipes(text: str) -> str:
    """Put pipes back where another keyboard layout typed some other sign for every one of them."""
    found = None if "|" in text else _OTHER_SEPARATOR.match(text)
    if found is None or text.count(found[1]) < _LEAST_SEPARATORS:
        return text
    return text.replace(found[1], "|")


def _narrow(text: str) -> str:
    return _FULL_WIDTH.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


_UNDO: Final[tuple[tuple[RepairKind, Callable[[str], str]], ...]] = (
    (RepairKind.ENTITIES, _undo_entities),
    (RepairKind.PERCENT, _undo_percent),
    (RepairKind.BYTE_NUMBERS, _undo_byte_numbers),
    (RepairKind.MOJIBAKE, _undo_mojibake),
    (RepairKind.CP1258, _undo_1258),
)
_TIDY: Final[tuple[tuple[RepairKind, Callable[[str], str]], ...]] = (
    (RepairKind.INVISIBLE, _remove_invisible),
    (RepairKind.FULL_WIDTH, _narrow),
    (RepairKind.SEPARATORS, _restore_pipes),
    (RepairKind.DECOMPOSED, nfc),
)
