"""Vietnamese text: one normal form, search without marks, the order of the alphabet, capitals.

A person's name is never rewritten: folding is for searching only.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

_ALPHABET: Final = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS: Final = {letter: rank for rank, letter in enumerate(_ALPHABET)}
# Order of tones in dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
# Sorting a run of marks takes quadratic time; Unicode's stream-safe form allows 30 in a row (UAX 15).
_PIECES: Final = re.compile(r"[^\u0300-\u036f]+[\u0300-\u036f]{0,30}|[\u0300-\u036f]{1,30}")
_LONGEST_QUERY: Final = 256
_MANY_MARKS: Final = re.compile(r"[\u0300-\u036f]{31}")
# Letters that NFD does not take apart.
_FOLDED: Final = {"đ": "d", "ð": "d", "ı": "i", "’": "'", "‘": "'", "ʼ": "'"}
# Folded signs inside names that people leave out when they search: `H'Mông`, `Y-Bhăm`.
_IN_NAMES: Final = re.compile(r"['`´-]")
_ID_LENGTHS: Final = (9, 12)

_MARKS: Final = "\u0300\u0309\u0303\u0301\u0323"
VIETNAMESE_LETTERS: Final = frozenset(
    cased
    for vowel in "aăâeêioôơuưy"
    for mark in ("", *_MARKS)
    for plain in [unicodedata.normalize("NFC", vowel + mark)]
    for cased in (plain, plain.upper())
    if not cased.isascii()
) | frozenset("đĐ")
"""The 134 letters that Vietnamese adds to the Latin alphabet, in NFC."""


SortKey = tuple[tuple[tuple[int, ...], int, tuple[int, ...], str], ...]
"""What sorted lists compare; one part for each syllable."""


class Span(NamedTuple):
    """A stretch of a text: from `start` up to, not including, `end`."""

    start: int
    end: int


def nfc(text: str) -> str:
    """Return the text with composed letters, as everything is stored.

    Runs of more than 30 marks on one letter, which no language has, are composed in pieces.
    """
    if text.isascii():
        return text
    if not _MANY_MARKS.search(text):
        return unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFC", piece) for piece in _PIECES.findall(text))


def fold(text: str) -> str:
    """Return the text as a search sees it: small letters, no marks, `đ` as `d`.

    Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_letter, text))


def hits(text: str, query: str) -> tuple[Span, ...]:
    """Return where the words of a query stand in a text, on the marked text.

    Words are found at the start of words, without regard to case and marks: `nguyen thi` lights
    `Nguyễn Thị`. Where the whole query stands in one piece, only these places are lit. Signs inside a name
    may be left out: `hmong` lights `H'Mông`.

    Args:
        text: The text shown.
        query: What was typed; only its first 256 signs count.
    """
    words = fold(query[:_LONGEST_QUERY]).split()
    return _lit(text, words) or _merge(span for word in words for span in _lit(text, [word]))


def capitals(text: str) -> str:
    """Return the text in capitals, as forms ask for names ("viết chữ in hoa")."""
    return nfc(text).upper()


def group_id(number: str) -> str:
    """Return an identity number in groups of three for the screen: `042 151 000 123`.

    Anything but 9 or 12 digits is returned as it is. On paper numbers stand unbroken.
    """
    if len(number) not in _ID_LENGTHS or not (number.isascii() and number.isdigit()):
        return number
    return " ".join(number[place : place + 3] for place in range(0, len(number), 3))


def alphabet_key(text: str) -> SortKey:
    """Return a sort key in the order of Vietnamese dictionaries, syllable by syllable.

    Letters first (a ă â b c d đ e ê ...), then tones (ngang huyền hỏi ngã sắc nặng), then their place.
    """
    return tuple(map(_syllable_key, text.split()))


def vietnamese_sort_key(full_name: str) -> tuple[SortKey, SortKey, SortKey]:
    """Return a sort key for people: tên, then họ, then chữ đệm."""
    key = alphabet_key(full_name)
    return key[-1:], key[:-1][:1], key[1:-1]


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    parts = unicodedata.normalize("NFD", letter.lower())
    return "".join(_FOLDED.get(part, part) for part in parts if not unicodedata.combining(part))


def _fold_with_origins(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its letters and its end, the place in the text."""
    folded: list[str] = []
    origins: list[int] = []
    for place, letter in enumerate(text):
        for part in _fold_letter(letter):
            folded.append(part)
            origins.append(place)
    origins.append(len(text))
    return "".join(folded), origins


def _lit(text: str, words: list[str]) -> tuple[Span, ...]:
    """Find words one after the other; where they do not stand so, without the signs inside names."""
    folded, origins = _fold_with_origins(text)
    found = _starts(folded, origins, words)
    if found:
        return found
    kept = [place for place, sign in enumerate(folded) if not _IN_NAMES.match(sign)]
    bare = [word for word in (_IN_NAMES.sub("", word) for word in words) if word]
    return _starts("".join(folded[at] for at in kept), [origins[at] for at in (*kept, -1)], bare)


def _starts(folded: str, origins: list[int], words: list[str]) -> tuple[Span, ...]:
    if not words:
        return ()
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words))
    places = (match.span() for match in re.finditer(pattern, folded))
    return _merge(Span(origins[start], max(origins[end], origins[end - 1] + 1)) for start, end in places)


def _merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


def _syllable_key(syllable: str) -> tuple[tuple[int, ...], int, tuple[int, ...], str]:
    letters: list[int] = []
    tones: list[int] = []
    for letter in nfc(syllable.lower()):
        parts = unicodedata.normalize("NFD", letter)
        plain = nfc("".join(part for part in parts if part not in _TONES))
        letters.extend(_RANKS[plain] if plain in _RANKS else len(_RANKS) + ord(part) for part in plain[:1])
        tones.append(max((_TONES.get(part, 0) for part in parts), default=0))
    return tuple(letters), max(tones), tuple(tones), syllable
