"""The moment of ink: the declaration lies in the tray with the right place to sign, the citizen signs it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.help_session import Signing, SigningKind
from desktop.ui.desk.citizen_words import CitizenWords
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon_mark import IconMark


class WaitingSignature(QWidget):
    """Says what to do with the printed declaration; Enter of the page says that it was done."""

    def __init__(self, citizen: CitizenWords, signing: Signing) -> None:
        super().__init__(None)
        card = Card(padding=Space.THREE, has_shadow=True)
        head = QHBoxLayout()
        head.setSpacing(Space.ONE)
        head.addWidget(IconMark(Icon.PRINTER, Tone.ACCENT, size=18, is_bare=True))
        head.addWidget(TextLabel("Tờ khai đã gửi đến máy in", TextStyle.LABEL, Tone.ACCENT))
        head.addStretch(1)
        card.column.addLayout(head)
        card.column.addWidget(TextLabel(_invitation(citizen, signing), TextStyle.PAGE_TITLE, wraps=True))
        hint = "Xem người dân ký xong rồi bấm Enter. Ký khác đi thì bấm Shift Enter để chọn lại và in lại."
        card.column.addWidget(TextLabel(hint, TextStyle.BODY, Tone.INK2, wraps=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)


def place_words(citizen: CitizenWords, signing: Signing | None) -> str:
    """Gives what stands in the frame round the place to sign; nothing where the paper says so itself."""
    if signing is None:
        return f"{citizen.called_first} ký hoặc điểm chỉ ở đây"
    match signing.kind:
        case SigningKind.SIGNED:
            return f"{citizen.called_first} ký ở đây"
        case SigningKind.FINGERPRINT | SigningKind.WITNESSED:
            return ""


def _invitation(citizen: CitizenWords, signing: Signing) -> str:
    match signing.kind:
        case SigningKind.SIGNED:
            return f"Mời {citizen.called} ký vào tờ khai, ghi rõ họ tên."
        case SigningKind.FINGERPRINT:
            finger = f" {signing.finger.label}" if signing.finger is not None else ""
            return f"Mời {citizen.called} điểm chỉ{finger} vào ô trên tờ khai."
        case SigningKind.WITNESSED:
            return "Mời hai người làm chứng ký vào tờ khai, ghi rõ họ tên."
