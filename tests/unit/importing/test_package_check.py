import io
import zipfile

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.importing.package_check import MAX_FILE_BYTES, check_package
from tests.support.official_documents import housing

TYPES = "[Content_Types].xml"
MAIN = "word/document.xml"


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def entities(declared: str) -> bytes:
    return f'<?xml version="1.0"?>{declared}<w:document/>'.encode()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"xin chao", "không phải tệp .docx"),
        (b"", "không phải tệp .docx"),
        (housing()[:2000], "không phải tệp .docx"),
        (OLE, ".doc đời cũ"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"PK" + b"0" * (50 * 1024 * 1024), "50 MB"),
        (packed({"xl/workbook.xml": b"<a/>"}), "không có văn bản Word"),
        (packed({MAIN: b"<a>" + b" " * (40 * 1024 * 1024) + b"</a>"}), "quá lớn"),
        (packed({MAIN: b"<a/>"} | {f"word/{number}.xml": b"" for number in range(3001)}), "quá lớn"),
        (packed({MAIN: entities('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')}), "khai báo lạ"),
        (packed({MAIN: b"<a/>", TYPES: entities("<!DOCTYPE a>")}), "khai báo lạ"),
    ],
)
def test_what_is_no_plain_word_file_is_refused_with_what_helps(data: bytes, told: str) -> None:
    with pytest.raises(DeskError) as caught:
        check_package(data)
    assert caught.value.code is ErrorCode.DOCUMENT_INVALID
    assert told in caught.value.params["what"]
    assert caught.value.params["cure"]


def test_a_word_file_passes() -> None:
    assert len(housing()) < MAX_FILE_BYTES
    check_package(housing())
