"""A journal beside the shared file: what a counter that died in a commit has left there, or a commit under way.

SQLite plays a journal that was left back into the file as it next opens it, and asks only whether there is one. Where
the file was put back from a copy meanwhile, that mixes two states and destroys the copy. So the two are held against
each other before SQLite sees them. A commit keeps the pages as they were, makes them safe, and only then writes into
the file. So of an honest journal the file is never shorter than it was, its log never ends before the end that the
journal keeps, and what is not safe in the journal yet stands in the file unchanged.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.domain.errors import DeskError, ErrorCode

if sys.platform != "win32":
    import fcntl

# https://www.sqlite.org/fileformat2.html#the_rollback_journal
_MAGIC: Final = bytes.fromhex("d9d505f920a163d7")
_HEADER: Final = 28
_SUMMED_EVERY: Final = 200
_WHOLE: Final = 0xFFFF_FFFF
# Of SQLCipher 4: a page ends with what it was closed with, and the first begins with the file's salt.
_PAGE: Final = 4096
_RESERVED: Final = 80
_BLOCK: Final = 16
_RECORD: Final = _PAGE + 8
# Bytes 16 and 17 of every file that we make, and 20 to 23: size of a page, bytes kept free in it, what never changes.
_SIGNS: Final = (_PAGE.to_bytes(2, "big"), bytes((_RESERVED, 64, 32, 32)))
# A page with the one row of `sync_head`: a leaf, one cell; in its record nothing for the row's number, then the rest.
_LEAF: Final = 13
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}
_ONE: Final = 9
_CHAIN: Final = 32
# SQLite locks the 512 bytes from 0x40000000 on (https://www.sqlite.org/src/file/src/os.h, PENDING_BYTE).
_NOBODYS_BYTE: Final = 0x4000_0000 + 1_024
_LOOKS: Final = 3
_LOOK_SECONDS: Final = 0.2

# Closing any handle of a file takes away every POSIX lock that this process has on it, also SQLite's own. So these stay
# open as long as the program runs, one a file: only files come in here beside which a journal was seen.
_KEPT: Final[dict[tuple[int, int], int]] = {}


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page as it was before a commit; until it is safe in the journal, the file has it unchanged."""

    number: int
    content: bytes
    is_safe: bool


def refuse_stray_journal(file: Path, key: bytes) -> bytes:
    """Hold a journal beside the shared file against it, before SQLite plays it back; gives the journal, empty for none.

    A journal that cannot be judged is left to SQLite as one of this file: to mend torn pages is what it is for.

    Args:
        file: The shared file.
        key: Of the file itself, see `file_key`.

    Raises:
        DeskError: `OFFICE_JOURNAL_STRAY`: it is another file's, or of another state; nothing was touched.
        OSError: As the share says it.
    """
    for look in range(_LOOKS):
        if look:
            time.sleep(_LOOK_SECONDS)
        journal = _journal_of(file)
        if not journal or not _is_stray(journal, file, key) or not _is_still(file, journal):
            return journal
    raise DeskError(ErrorCode.OFFICE_JOURNAL_STRAY, file=_beside(file).name)


def was_played_back(file: Path, journal: bytes) -> bool:
    """Tell whether a journal is gone and the file is as it was before its commit. Nobody may be able to write into it.

    Args:
        file: The shared file.
        journal: As it lay beside the file before SQLite looked.

    Raises:
        OSError: As the share says it.
    """
    if not journal or _is_still(file, journal):
        return False  # a commit under way, however long it takes
    first = next((kept for kept in _pages(journal) if kept.number == 1), None)
    return first is None or _read(file, 0) == first.content


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}-journal")


def _journal_of(file: Path) -> bytes:
    """Give the journal; empty for none, and for one without a beginning, which SQLite passes over too."""
    try:
        # Almost always there is one and it is empty: nothing is opened then.
        journal = _beside(file).read_bytes() if _beside(file).stat().st_size else b""
    except FileNotFoundError:
        return b""
    return journal if journal.startswith(_MAGIC) and len(journal) >= _HEADER else b""


def _is_still(file: Path, journal: bytes) -> bool:
    """Tell whether nobody has written on it: every journal has a number by chance in it, and so is no other's."""
    return _journal_of(file) == journal


def _is_stray(journal: bytes, file: Path, key: bytes) -> bool:
    size = _size(file)
    if not size or _number(journal, 24) != _PAGE:
        return False
    if size < _number(journal, 16) * _PAGE:
        return True
    told = (_differs(kept, _read(file, (kept.number - 1) * _PAGE), key) for kept in _pages(journal))
    return next((is_other for is_other in told if is_other is not None), False)


def _differs(kept: _Kept, now: bytes, key: bytes) -> bool | None:
    """Tell whether a page was never what the journal has kept of it; None where it does not say."""
    if kept.number == 1:
        if kept.content[:_BLOCK] != now[:_BLOCK]:
            return True
        before, after = _commit(kept.content, key), _commit(now, key)
        if before and before == after:
            return False
        return True if before and after and not kept.is_safe else None
    end, stands = _end(kept.content, key), _end(now, key)
    if end is None or stands is None or end == stands:
        return None
    return True if stands[0] <= end[0] or not kept.is_safe else None


def _pages(journal: bytes) -> Iterator[_Kept]:
    """Give every page that the journal has whole. A part of it that is not safe yet begins with zeros."""
    at, sector = 0, max(_number(journal, 20), _HEADER)
    while journal[at : at + len(_MAGIC)] in {_MAGIC, bytes(len(_MAGIC))}:
        count, chance = _number(journal, at + 8), _number(journal, at + 12)
        at += sector
        last = at + _RECORD * count if count not in {0, _WHOLE} else len(journal)
        while at + _RECORD <= min(last, len(journal)):
            content = journal[at + 4 : at + 4 + _PAGE]
            said = (chance + sum(content[_PAGE - _SUMMED_EVERY : 0 : -_SUMMED_EVERY])) & _WHOLE
            if said != _number(journal, at + 4 + _PAGE) or not _number(journal, at):
                return
            yield _Kept(number=_number(journal, at), content=content, is_safe=count > 0)
            at += _RECORD
        at = -(-at // sector) * sector


def _size(file: Path) -> int:
    """Give the length of the shared file as the share has it, in bytes."""
    if sys.platform == "win32":  # pragma: no cover - runs on Windows only
        return file.stat().st_size
    return os.fstat(_fresh(file)).st_size


def _read(file: Path, at: int) -> bytes:
    """Give a page of the shared file as it lies there."""
    if sys.platform == "win32":  # pragma: no cover - runs on Windows only
        with file.open("rb") as stream:
            stream.seek(at)
            return stream.read(_PAGE)
    return os.pread(_fresh(file), _PAGE, at)


def _fresh(file: Path) -> int:
    """Give a handle of the shared file that shows what the share has now, and not what this PC remembers of it.

    What a network drive has read it may show for seconds as it was. It asks again when a lock is taken: so one is, for
    the moment, on a byte that is neither SQLite's nor in the file.
    """
    found = file.stat()
    place = (found.st_dev, found.st_ino)
    if place not in _KEPT:
        _KEPT[place] = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    handle = _KEPT[place]
    fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, _NOBODYS_BYTE)
    fcntl.lockf(handle, fcntl.LOCK_UN, 1, _NOBODYS_BYTE)
    return handle


def _opened(page: bytes, key: bytes, beginning: int = 0) -> bytes:
    if len(page) != _PAGE:
        return b""
    start = page[_PAGE - _RESERVED : _PAGE - _RESERVED + _BLOCK]
    reader = Cipher(algorithms.AES(key), modes.CBC(start)).decryptor()
    return reader.update(page[beginning : _PAGE - _RESERVED])


def _commit(page: bytes, key: bytes) -> bytes:
    """Give the sign of the last commit in a first page, which SQLCipher draws by chance; empty for a torn page."""
    plain = _opened(page, key, _BLOCK)
    return plain[8:12] if (plain[:2], plain[4:8]) == _SIGNS else b""


def _end(page: bytes, key: bytes) -> tuple[int, bytes] | None:
    """Give the end of the log where a page is the one of `sync_head`, None for every other page and a torn one."""
    plain = _opened(page, key)
    if not plain or plain[0] != _LEAF or plain[3:5] != b"\x00\x01":
        return None
    at = int.from_bytes(plain[5:7], "big")
    cell = plain[at:]
    if len(cell) < 2 + 5 or cell[1:4] != b"\x01\x05\x00" or cell[5] != 12 + 2 * _CHAIN:
        return None
    length = _INTEGERS.get(cell[4])
    if length is None or len(cell) < 7 + length + _CHAIN:
        return None
    seq = int.from_bytes(cell[7 : 7 + length], "big") if length else int(cell[4] == _ONE)
    return seq, cell[7 + length : 7 + length + _CHAIN]


def _number(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "big")
