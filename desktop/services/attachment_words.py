"""Attachments in the officers' own words."""

from typing import Final, assert_never

from desktop.services.attachment_values import Attachment, AttachmentRow, BytesPlace
from desktop.services.attachments import ANOTHER_COUNTER

_KIB: Final = 1024
_MIB: Final = 1024 * 1024


def size_words(size: int) -> str:
    """Give a size as people write it: "340 KB", "1,2 MB"."""
    if size < _MIB:
        return f"{max(1, round(size / _KIB))} KB"
    return f"{size / _MIB:.1f} MB".replace(".", ",")


def content_words(attachment: Attachment) -> str:
    """Give what a file is: "PDF · 2 trang · 1,2 MB"."""
    pages = f"{attachment.pages} trang" if attachment.pages > 1 else ""
    return " · ".join(part for part in (attachment.content.label, pages, size_words(attachment.size)) if part)


def place_words(row: AttachmentRow, own_counter: str) -> str:
    """Say where the bytes are.

    Args:
        row: The attachment.
        own_counter: What people call this counter, empty when it works alone.
    """
    match row.place:
        case BytesPlace.HERE:
            return "đã có trên máy này"
        case BytesPlace.IN_STORE:
            return "ở sổ chung, mở là lấy về"
        case BytesPlace.ERASED:
            return "đã xóa theo thời hạn lưu"
        case BytesPlace.ELSEWHERE:
            if row.attachment.counter == own_counter:
                return "không còn trên máy này, cần quét lại"
            return f"bản quét còn ở {row.attachment.counter or ANOTHER_COUNTER}"
        case _:
            assert_never(row.place)
