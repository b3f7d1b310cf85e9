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


def read_json(path: Path) -> Mapping[str, object]:
    """Read one JSON object from a file, or from stdin for `-`.

    Raises:
        DeskError: FILE_MISSING, or FILE_INVALID naming the line.
    """
    try:
        data = _read_stdin() if str(path) == "-" else _read(path)
        if len(data) > LARGEST_INPUT:
            raise DeskError(
                ErrorCode.FILE_INVALID,
                file=path,
                problem="tệp lớn hơn 5 MB.",
                cure="Kiểm tra lại đúng tệp chưa.",
            )
        document = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_each_key_once, parse_constant=_refuse_constant
        )
        json.dumps(document, ensure_ascii=False).encode()
    except _TwiceError as error:
        raise DeskError(
            ErrorCode.FILE_INVALID,
            file=path,
            problem=f"khóa “{error}” ghi hai lần trong một đối tượng.",
            cure="Xóa bớt một dòng.",
        ) from error
    except json.JSONDecodeError as error:
        raise DeskError(
            ErrorCode.FILE_INVALID,
            place=f"dòng {error.lineno}, cột {error.colno}",
            file=path,
            problem="không phải JSON đúng cách.",
            cure="Xem lại dấu phẩy, dấu ngoặc quanh chỗ này.",
        ) from error
    except UnicodeDecodeError as error:
        raise DeskError(
            ErrorCode.FILE_INVALID, file=path, problem="không phải chữ UTF-8.", cure="Lưu lại tệp dạng UTF-8."
        ) from error
    except UnicodeEncodeError as error:
        raise DeskError(
            ErrorCode.FILE_INVALID,
            file=path,
            problem="có một nửa ký tự (\\ud800 đến \\udfff) không đứng thành chữ nào.",
            cure="Gõ lại chữ ấy rồi lưu tệp.",
        ) from error
    except _NoNumberError as error:
        raise DeskError(
            ErrorCode.FILE_INVALID,
            file=path,
            problem=f"“{error}” không phải là số.",
            cure="Ghi số cụ thể, hoặc bỏ dòng ấy.",
        ) from error
    except (RecursionError, ValueError) as error:  # thousands of brackets, or a number of thousands of digits
        raise DeskError(
            ErrorCode.FILE_INVALID,
            file=path,
            problem="lồng quá sâu, hoặc có số quá dài.",
            cure="Kiểm tra lại đúng tệp chưa.",
        ) from error
    if not isinstance(document, dict):
        raise DeskError(
            ErrorCode.FILE_INVALID,
            file=path,
            problem="phải là một đối tượng JSON.",
            cure="Bắt đầu tệp bằng {.",
        )
    return document


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


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise DeskError(ErrorCode.FILE_MISSING, file="-")
    return sys.stdin.buffer.read(LARGEST_INPUT + 1)


def _read(path: Path) -> bytes:
    try:
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
