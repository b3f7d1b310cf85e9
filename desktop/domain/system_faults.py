"""What a machine says when it refuses something, in the words of whoever sits before it."""

import errno
from collections.abc import Mapping
from typing import Final

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Numbers of faults that mean there is no room left, for everybody or for this user."""
REFUSED: Final = frozenset({errno.EACCES, errno.EPERM})
"""Numbers of faults that mean the user may not do this."""
_REASONS: Final[Mapping[int | None, str]] = {
    **dict.fromkeys(FULL, "ổ đĩa đã đầy"),
    **dict.fromkeys(REFUSED, "người dùng này không có quyền"),
    errno.ENOENT: "không có tệp hoặc thư mục ấy",
    errno.EEXIST: "ở đó đã có tệp cùng tên",
    errno.EISDIR: "đó là một thư mục, không phải tệp",
    errno.ENOTDIR: "đó là một tệp, không phải thư mục",
    errno.ENOTEMPTY: "thư mục ấy không trống",
    errno.ENAMETOOLONG: "tên tệp dài quá",
    errno.ELOOP: "đường dẫn quanh lại chính nó",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EIO: "ổ đĩa đọc, ghi bị lỗi",
    errno.ENXIO: "thiết bị không còn ở đó",
    errno.ENODEV: "thiết bị không còn ở đó",
    errno.EBUSY: "chương trình khác đang dùng",
    errno.ETXTBSY: "chương trình khác đang dùng",
    errno.EAGAIN: "máy đang bận",
    errno.ENOMEM: "máy hết bộ nhớ",
    errno.EMFILE: "máy mở quá nhiều tệp một lúc",
    errno.ENFILE: "máy mở quá nhiều tệp một lúc",
    errno.EPIPE: "bên nhận đã đóng",
    errno.EADDRINUSE: "chương trình khác đang dùng cổng mạng ấy",
    errno.ECONNREFUSED: "nơi ấy không nhận kết nối",
    errno.ECONNRESET: "đường mạng bị ngắt",
    errno.ENETUNREACH: "không có đường mạng đến nơi ấy",
    errno.EHOSTUNREACH: "không có đường mạng đến nơi ấy",
    errno.ETIMEDOUT: "chờ quá lâu không có trả lời",
    errno.ESTALE: "ổ mạng đã đổi hoặc bị ngắt",
}


def reason_of(error: OSError) -> str:
    """Give why the system refused, in a few Vietnamese words without a full stop; its number where none are known."""
    known = _REASONS.get(error.errno)
    if known is not None:
        return known
    # Windows has numbers of its own for what the language knows no number of.
    number = getattr(error, "winerror", None) or error.errno
    return "lỗi hệ thống" if number is None else f"lỗi hệ thống số {number}"
