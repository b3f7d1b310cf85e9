"""Reading and writing the files a command is given."""

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.system_faults import FULL

LARGEST_INPUT: Final = 5_000_000  # bytes; a case or an answers file is a few kilobytes


_RIGHT_FILE: Final = "Kiểm tra lại đúng tệp chưa."


def read_json(path: Path) -> Mapping[str, object]:
    """Read one JSON object from a file, or from stdin for `-`.

    Raises:
        DeskError: FILE_MISSING, or FILE_INVALID naming the line.
    """
    try:
        text = _decoded(path, _read(path))
        document = json.loads(text, object_pairs_hook=_each_key_once, parse_constant=_refuse_constant)
        json.dumps(document, ensure_ascii=False).encode()
    except _TwiceError as error:
        problem = f"khóa “{error}” ghi hai lần trong một đối tượng."
        raise _invalid(path, problem, "Xóa bớt một dòng.") from error
    except json.JSONDecodeError as error:
        cure = "Xem lại dấu phẩy, dấu ngoặc quanh chỗ này."
        place = f"dòng {error.lineno}, cột {error.colno}"
        raise _invalid(path, "không phải JSON đúng cách.", cure, place=place) from error
    except UnicodeEncodeError as error:
        problem = "có một nửa ký tự (\\ud800 đến \\udfff) không đứng thành chữ nào."
        raise _invalid(path, problem, "Gõ lại chữ ấy rồi lưu tệp.") from error
    except _NoNumberError as error:
        raise _invalid(path, f"“{error}” không phải là số.", "Ghi số cụ thể, hoặc bỏ dòng ấy.") from error
    except (RecursionError, ValueError) as error:  # thousands of brackets, or a number of thousands of digits
        raise _invalid(path, "lồng quá sâu, hoặc có số quá dài.", _RIGHT_FILE) from error
    if not isinstance(document, dict):
        raise _invalid(path, "phải là một đối tượng JSON.", "Bắt đầu tệp bằng {.")
    return document


def read_words(path: Path) -> str:
    """Read a file of text, or what comes in for `-`: a code, a password, a form. Notepad's mark in front goes.

    Raises:
        DeskError: FILE_MISSING, or FILE_INVALID for one that holds no text.
    """
    return _decoded(path, _read(path))


def _decoded(path: Path, data: bytes) -> str:
    if len(data) > LARGEST_INPUT:
        raise _invalid(path, "tệp lớn hơn 5 MB.", _RIGHT_FILE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _invalid(path, "không phải chữ UTF-8.", "Lưu lại tệp dạng UTF-8.") from error


def _invalid(path: Path, problem: str, cure: str, **where: str) -> DeskError:
    return DeskError(ErrorCode.FILE_INVALID, file=path, problem=problem, cure=cure, **where)


class _TwiceError(Exception):
    """A key stands twice in one object: only the last would be read, and nobody would know."""


class _NoNumberError(Exception):
    """Python reads NaN and Infinity, JSON has neither."""


def _refuse_constant(word: str) -> object:
    raise _NoNumberError(word)


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key[:60])
        found[key] = value
    return found


def _read(path: Path) -> bytes:
    """Read a file, or what comes in for `-`."""
    try:
        if str(path) == "-":
            if sys.stdin is None:
                raise DeskError(ErrorCode.FILE_MISSING, file="-")
            return sys.stdin.buffer.read(LARGEST_INPUT + 1)
        with path.open("rb") as stream:
            return stream.read(LARGEST_INPUT + 1)
    except OSError as error:
        raise DeskError(ErrorCode.FILE_MISSING, file=path) from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; behind a link the file it leads to, into a device or a pipe the bytes.

    Raises:
        DeskError: DISK_FULL, or FILE_NOT_WRITABLE.
    """
    temporary = ""
    try:
        path = path.resolve()
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:  # replacing it would take the device away from everybody
                device.write(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            temporary = stream.name
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        code = ErrorCode.DISK_FULL if error.errno in FULL else ErrorCode.FILE_NOT_WRITABLE
        raise DeskError(code, file=path) from error
