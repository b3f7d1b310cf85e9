"""Looks at a .docx from outside before anything opens it: what kind of file, how large, what hides inside."""

import io
import zipfile
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode

MAX_FILE_BYTES: Final = 20 * 1024 * 1024
_MOST_PARTS: Final = 3000
_MOST_XML_BYTES: Final = 32 * 1024 * 1024
_MOST_BYTES: Final = 200 * 1024 * 1024
_HEAD: Final = 4096
_OLD_WORD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_DECLARED: Final = (
    b"<!DOCTYPE",
    b"<!ENTITY",
    "<!DOCTYPE".encode("utf-16-le"),
    "<!DOCTYPE".encode("utf-16-be"),
)
SAVE_ANEW: Final = "Mở bằng Word, chọn Lưu thành, loại “Word Document (.docx)”, rồi nhập tệp mới đó."


def check_package(data: bytes) -> None:
    """Refuse what is no plain .docx of a usual size.

    Raises:
        DeskError: DOCUMENT_INVALID.
    """
    if len(data) > MAX_FILE_BYTES:
        raise invalid(
            f"tệp dài {len(data) // 1024 // 1024} MB, nhiều nhất {MAX_FILE_BYTES // 1024 // 1024} MB.",
            "Bỏ bớt hình trong tệp, chỉ giữ các trang của mẫu đơn.",
        )
    if data.startswith(_OLD_WORD):
        if _LOCKED in data:
            raise invalid("tệp bị khóa bằng mật khẩu.", "Mở bằng Word, bỏ mật khẩu rồi lưu lại.")
        raise invalid("đây là tệp .doc đời cũ.", SAVE_ANEW)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise invalid("đây không phải tệp .docx, hoặc tệp bị hỏng.", SAVE_ANEW) from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if "word/document.xml" not in package.namelist():
        raise invalid("trong tệp không có văn bản Word.", "Chọn đúng tệp .docx của mẫu.")
    xml = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    too_large = (
        len(parts) > _MOST_PARTS
        or sum(part.file_size for part in parts) > _MOST_BYTES
        or sum(part.file_size for part in xml) > _MOST_XML_BYTES
    )
    if too_large:
        raise invalid("tệp bung ra quá lớn.", SAVE_ANEW)
    for part in xml:
        with package.open(part) as stream:
            head = stream.read(_HEAD)
        if any(mark in head for mark in _DECLARED):
            raise invalid("tệp có khai báo lạ, không phải do Word lưu.", SAVE_ANEW)


def invalid(what: str, cure: str) -> DeskError:
    """The fault of a document, with what helps."""
    return DeskError(ErrorCode.DOCUMENT_INVALID, what=what, cure=cure)
