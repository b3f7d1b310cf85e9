"""What is said while the office's store is read as ever and only takes nothing: no counter is cut off by that."""

from dataclasses import dataclass
from typing import Final

from desktop.domain.errors import ErrorCode


@dataclass(frozen=True, slots=True)
class StillRead:
    """Words for one cause: `short` for the rail, `why` with who can help."""

    short: str
    why: str


STILL_READ: Final = {
    ErrorCode.OFFICE_DISK_FULL: StillRead(
        short="ổ để sổ chung đã đầy",
        why="ổ đĩa nơi để sổ chung đã đầy, không phải ổ của máy này."
        " Báo người phụ trách dọn ổ ấy; cứ làm việc tiếp, có chỗ là máy tự gửi.",
    ),
    ErrorCode.OFFICE_READ_ONLY: StillRead(
        short="sổ chung chỉ cho máy này đọc",
        why="nơi để sổ chung chỉ cho máy này đọc, không cho ghi."
        " Nhờ người phụ trách mở quyền ghi cho máy này; cứ làm việc tiếp, mở được là máy tự gửi.",
    ),
}


def still_read_words(fault: ErrorCode, waiting: int) -> str:
    """Tell that what others wrote is still read, while `waiting` units of work cannot be sent, and who can help."""
    count = f" ({waiting} việc)" if waiting else ""
    return f"Đọc được, chưa gửi được{count}: {STILL_READ[fault].why}"
