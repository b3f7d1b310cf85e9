"""The keys of the desk, registered once: they feed the palette and the F1 page too."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.ui.actions import ActionRegistry, ActionSpec
from desktop.ui.desk.step_page import Command
from desktop.ui.icon_set import Icon

PAGE = "desk"
_WORDS = {
    Command.ENTER: ("Làm việc tiếp theo", Icon.ARROW),
    Command.FINISH: ("Xong câu này", Icon.CHECK),
    Command.BACK: ("Về câu trước", Icon.BACK),
    Command.UNKNOWN: ("Không nhớ, không có", Icon.INFO),
    Command.AGAIN: ("Xét lại, xem lại việc in", Icon.AGAIN),
    Command.WHOLE_PAGE: ("Xem toàn trang giấy", Icon.FILE),
    Command.SLIP: ("In giấy tiếp nhận theo yêu cầu, giấy hướng dẫn chữ to", Icon.RECEIPT),
    Command.APPOINT: ("Chuyển sang có hẹn", Icon.APPOINTMENT),
    Command.CORRECT: ("Sửa giá trị từ thẻ, sửa dòng đang đọc", Icon.EDIT),
    Command.SEARCH: ("Tìm thủ tục", Icon.SEARCH),
    Command.OPEN: ("Mở ảnh thẻ, mở bảng chép", Icon.FOLDER),
    Command.PRINT: ("In mẫu trống, bản chữ to, giấy hướng dẫn", Icon.PRINTER),
    Command.PASTE: ("Dán nội dung thẻ", Icon.CLIP),
    Command.PLACE: ("Ghi tên nay của nơi đã đổi tên", Icon.PLACE),
    Command.DISMISS: ("Bỏ qua, đóng gợi ý", Icon.CLOSE),
}
_OWN = {
    # F2 works everywhere: it opens the desk from any page.
    "next": ActionSpec(id="desk.next", text="Đón người tiếp theo", key="F2", icon=Icon.PERSON_NEW),
    "park": ActionSpec(id="desk.park", text="Tạm gác lượt này", key="F8", page=PAGE, icon=Icon.PARKED),
    "undo": ActionSpec(id="desk.undo", text="Hoàn tác", key="Ctrl+Z", page=PAGE, icon=Icon.UNDO),
    "step_back": ActionSpec(
        id="desk.step_back", text="Về bước trước", key="Alt+Left", page=PAGE, icon=Icon.BACK
    ),
}
_UNLISTED = frozenset({Command.ENTER, Command.FINISH, Command.BACK, Command.DISMISS})


def register_desk_keys(
    registry: ActionRegistry,
    page: QWidget,
    command: Callable[[Command], object],
    own: Mapping[str, Callable[[], object]],
) -> None:
    """Registers the commands of the steps and the page's own actions.

    Args:
        registry: takes them.
        page: the desk; its keys work while the keyboard is in it.
        command: answers a command of the steps.
        own: what "next", "park", "undo" and "step_back" do.
    """
    for one, (text, icon) in _WORDS.items():
        spec = ActionSpec(
            id=f"desk.{one.name.lower()}",
            text=text,
            key=one.value,
            page=PAGE,
            icon=icon,
            is_listed=one not in _UNLISTED,
        )
        registry.add(spec, partial(command, one), page=page)
    for name, spec in _OWN.items():
        registry.add(spec, own[name], page=page if spec.page else None)
