import io

import pytest
from PIL import Image
from pypdf import PdfWriter

from desktop.domain.errors import DeskError, ErrorCode
from desktop.scanning.page_count import count_pages
from desktop.services.attachment_values import ContentKind, content_kind


def a_pdf(pages: int, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def a_picture(kind: str, pages: int = 1) -> bytes:
    sheets = [Image.new("L", (40, 30), shade) for shade in range(pages)]
    content = io.BytesIO()
    more = {"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}
    sheets[0].save(content, kind, **more)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "pages"),
    [
        (a_pdf(3), ContentKind.PDF, 3),
        (a_pdf(2, "kín"), ContentKind.PDF, 0),
        (a_picture("JPEG"), ContentKind.JPEG, 1),
        (a_picture("PNG"), ContentKind.PNG, 1),
        (a_picture("TIFF", 4), ContentKind.TIFF, 4),
    ],
)
def test_sheets_are_counted(content: bytes, kind: ContentKind, pages: int) -> None:
    assert content_kind(content) is kind
    assert count_pages(content, kind) == pages


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\nnothing more", ContentKind.PDF),
        (a_pdf(1)[:60], ContentKind.PDF),
        (b"\xff\xd8\xff and then words", ContentKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", ContentKind.PNG),
        (b"II*\0\xff\xff\xff\xff", ContentKind.TIFF),
    ],
)
def test_what_only_begins_like_a_scan_is_refused(content: bytes, kind: ContentKind) -> None:
    with pytest.raises(DeskError) as caught:
        count_pages(content, kind)
    assert caught.value.code is ErrorCode.ATTACHMENT_INVALID
