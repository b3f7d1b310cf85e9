"""What is asked before this counter does what cannot be taken back: title, words and the button that does it."""

from typing import Final

LEAVE: Final = (
    "Rời sổ chung?",
    (
        "Máy này làm việc một mình từ bây giờ. Mọi hồ sơ vẫn còn trên máy này; việc chưa gửi thì các quầy khác "
        "chưa thấy, bao giờ nối lại sổ chung này máy tự gửi. Số hồ sơ lấy từ dãy riêng của quầy để không trùng "
        "quầy khác. Muốn nối lại phải xin mã mới."
    ),
    "Rời sổ chung",
)
PUT_BACK: Final = (
    "Máy chủ hay tệp sổ chung vừa được phục hồi từ bản sao?",
    (
        "Máy này ghi lại phần nó có và báo cho mọi quầy gửi lại phần còn thiếu. Đến hết ngày, các quầy lấy số "
        "trong dãy riêng của mình để không số nào bị cấp hai lần."
    ),
    "Báo cho mọi quầy",
)


def retire(name: str, number: int) -> tuple[str, str, str]:
    """Give what is asked before another counter is retired."""
    return (
        f"Cho {name} ngừng dùng sổ chung?",
        (
            f"Quầy ấy không gửi, không nhận được nữa; số {number} để cho quầy khác. "
            "Hồ sơ trên máy ấy vẫn còn, việc chưa gửi thì nằm lại ở đó, nối lại bằng mã mới máy ấy tự gửi."
        ),
        f"Cho {name} ngừng",
    )
