"""What is said about a form in work: its name, when it was kept, and what to do when it could not be."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError
from desktop.domain.ids import FormRef
from desktop.services.form_drafts import FormDraft
from desktop.services.form_workbench import FormTrial
from desktop.services.messages import message_for
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.message_bar import MessageBar
from desktop.ui.workbench.draft_work import DraftWork
from desktop.ui.workbench.editor_status import EditorStatus


class DraftNotices(QObject):
    """Tells of saving in the status line, and of what went wrong in a banner.

    Args:
        work: The form in work.
        messages: Where banners stand.
        status: The line over the text.
    """

    def __init__(self, work: DraftWork, messages: MessageBar, status: EditorStatus) -> None:
        super().__init__(messages)
        self._work = work
        self._messages = messages
        self._status = status
        self._failed: Banner | None = None
        work.saved.connect(self._on_saved)
        work.save_failed.connect(self._on_save_failed)

    def welcome(self, draft: FormDraft) -> None:
        """Says when an opened draft was kept."""
        self._status.say_saved(_saved_words(draft))

    def warn_before_closing(self) -> None:
        """Says that closing now would lose letters."""
        title = "Chữ vừa gõ chưa lưu được, cửa sổ chưa đóng."
        words = "Dọn chỗ trên ổ đĩa rồi bấm Lưu lại, hoặc chép hết chữ sang nơi khác. Đóng lần nữa là bỏ chữ vừa gõ."
        self._messages.tell(BannerKind.WARN, title, words)

    def offer_back(self, draft: FormDraft, restore: Callable[[FormDraft], None]) -> None:
        """Says that a draft was thrown away, with the button that brings it back."""
        back = Button("Lấy lại", is_small=True)
        title = f"Đã bỏ bản đang sửa “{draft.name}”."
        banner = self._messages.tell(
            BannerKind.INFO, title, "Bấm nhầm thì lấy lại được ngay.", buttons=(back,)
        )

        def on_back() -> None:
            self._messages.remove(banner)
            restore(draft)

        back.clicked.connect(on_back)

    @Slot(object)
    def _on_saved(self, draft: FormDraft) -> None:
        self._status.say_saved(_saved_words(draft))
        if self._failed is not None:
            self._messages.remove(self._failed)
            self._failed = None

    @Slot(object)
    def _on_save_failed(self, error: DeskError) -> None:
        message = message_for(error)
        self._status.say_saved("Chưa lưu được", is_failed=True)
        if self._failed is not None and self._failed in self._messages.banners:
            return
        again = Button("Lưu lại", is_small=True)
        again.clicked.connect(self._work.save_now)
        words = f"{message.to_do} Chữ vừa gõ còn trên màn hình, máy tự lưu lại sau mỗi 5 giây."
        self._failed = self._messages.tell(
            BannerKind.BAD, message.happened, words, buttons=(again,), is_closable=False
        )


def header_words(draft: FormDraft | None, look: FormRef | None, trial: FormTrial | None) -> tuple[str, str]:
    """Give name and facts of the form that is open, for the top bar."""
    if draft is None:
        name = trial.form.name if trial is not None and trial.form is not None else "Mẫu tờ khai"
        return name, f"{look.form_id}, phiên bản {look.version}" if look is not None else ""
    if draft.mends:
        return "Sửa lại tệp hỏng", draft.mends
    origin = draft.origin
    facts = f"Chép từ {origin.form_id}, phiên bản {origin.version}" if origin is not None else "Mẫu mới"
    return draft.name or "Mẫu chưa có tên", facts


def _saved_words(draft: FormDraft) -> str:
    return f"Đã lưu trên máy này {office_time(draft.saved_at):%H:%M}" if draft.saved_at is not None else ""
