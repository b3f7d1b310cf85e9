"""From a ticket to the lines it is made of: words, sizes and order, not yet dots.

Sizes are given for a roll of 576 dots (80 mm at 203 dpi) and shrink with narrower paper, never below
`SMALLEST_LETTERS`, under which stacked marks run together on thermal paper.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final, TypeAlias, assert_never

from desktop.printing.ticket import QueueTicket, ReceiptTicket, TestTicket, Ticket, clean

SMALLEST_LETTERS: Final = 20
"""Least size of letters in dots."""
COPY_MARK: Final = "BẢN IN LẠI"
"""Stands on top of every paper that repeats an earlier one."""

_BASE_LETTERS: Final = "aăâeêioôơuưy"
_TONES: Final = ("", "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING HOOK ABOVE}", "\N{COMBINING TILDE}",
                 "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING DOT BELOW}")  # fmt: skip
_WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class Align(Enum):
    """Where a line stands between the edges."""

    LEFT = "left"
    CENTRE = "centre"


class Weight(Enum):
    """How thick letters are."""

    REGULAR = "regular"
    BOLD = "bold"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A piece of text that wraps at words, and inside a word only where the word alone is too wide.

    Attributes:
        text: Cleaned text.
        size: Height of the letters in dots on 576-dot paper.
        weight: Thickness.
        align: Place between the edges.
        indent: Free dots at the left, on 576-dot paper.
        inverted: White letters on a black band.
        one_line: Letters shrink until the text fits on one line; for the queue number.
    """

    text: str
    size: int = 28
    weight: Weight = Weight.REGULAR
    align: Align = Align.LEFT
    indent: int = 0
    inverted: bool = False
    one_line: bool = False


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A line from edge to edge."""

    thickness: int = 2


@dataclass(frozen=True, slots=True)
class GapLine:
    """Empty rows."""

    rows: int


TicketLine: TypeAlias = TextLine | RuleLine | GapLine


def alphabet_rows() -> tuple[str, ...]:
    """Return every letter of Vietnamese, one base letter a row, capitals after small letters."""
    rows: list[str] = []
    for base in _BASE_LETTERS:
        small = [unicodedata.normalize("NFC", base + tone) for tone in _TONES]
        rows.extend((" ".join(small), " ".join(letter.upper() for letter in small)))
    return (
        *rows,
        "b c d đ g h k l m n p q r s t v x",
        "B C D Đ G H K L M N P Q R S T V X",
        "0 1 2 3 4 5 6 7 8 9 ₫ – / :",
    )


def layout(ticket: Ticket, *, copy: bool = False) -> tuple[TicketLine, ...]:
    """Return the lines of a ticket from top to bottom, under a copy mark where it repeats another."""
    match ticket:
        case QueueTicket():
            lines = _queue(ticket)
        case ReceiptTicket():
            lines = _receipt(ticket)
        case TestTicket():
            lines = _test(ticket)
        case _:
            assert_never(ticket)
    mark = TextLine(text=COPY_MARK, size=30, weight=Weight.BOLD, align=Align.CENTRE, inverted=True)
    return (mark, GapLine(8), *lines) if copy else tuple(lines)


def _queue(ticket: QueueTicket) -> list[TicketLine]:
    lines = _heading(ticket.office)
    lines += [
        _centred("SỐ THỨ TỰ", 28),
        TextLine(text=clean(ticket.number), size=170, weight=Weight.BOLD, align=Align.CENTRE, one_line=True),
        _centred(ticket.service, 34, Weight.BOLD),
    ]
    if clean(ticket.priority):
        band = f"ƯU TIÊN: {clean(ticket.priority)}"
        lines += [
            GapLine(8),
            TextLine(text=band, size=30, weight=Weight.BOLD, align=Align.CENTRE, inverted=True),
        ]
    lines.append(GapLine(8))
    if ticket.waiting is not None:
        before = f"Đang chờ trước: {ticket.waiting} người" if ticket.waiting else "Chưa có ai chờ trước"
        lines.append(_centred(before, 28))
    lines += [
        _centred(f"Lấy số lúc {_moment(ticket.issued_at)}", 24),
        RuleLine(),
        _centred("Mời ngồi chờ, khi gọi đến số thì vào quầy", 24),
    ]
    return lines


def _receipt(ticket: ReceiptTicket) -> list[TicketLine]:
    lines = _heading(ticket.office)
    lines += [
        _centred("GIẤY TIẾP NHẬN HỒ SƠ", 32, Weight.BOLD),
        _centred("VÀ HẸN TRẢ KẾT QUẢ", 32, Weight.BOLD),
        _centred(f"Số: {ticket.number}", 30, Weight.BOLD),
        GapLine(6),
        *_labelled("Người nộp", ticket.requester),
        *_labelled("Thủ tục", ticket.procedure),
    ]
    if ticket.papers:
        lines.append(TextLine(text="Giấy tờ đã nhận:", size=24))
        lines += [
            TextLine(text=f"{place}. {clean(paper)}", size=26, indent=16)
            for place, paper in enumerate(ticket.papers, start=1)
        ]
    lines += [
        *_labelled("Nhận lúc", _moment(ticket.received_at)),
        *_labelled("Hẹn trả kết quả", "" if ticket.due is None else _moment(ticket.due)),
        *_labelled("Phí, lệ phí", ticket.fee),
        *_labelled("Người nhận", ticket.officer),
        *_labelled("Điện thoại hỏi hồ sơ", ticket.phone),
        RuleLine(),
        _centred("Mang giấy này khi đến nhận kết quả", 24),
    ]
    return lines


def _test(ticket: TestTicket) -> list[TicketLine]:
    lines = _heading(ticket.office)
    lines += [
        _centred("TRANG IN THỬ", 32, Weight.BOLD),
        _centred(ticket.printer, 26),
        _centred(_moment(ticket.printed_at), 24),
        RuleLine(),
    ]
    lines += [_centred(row, 26) for row in alphabet_rows()]
    lines += [
        RuleLine(),
        _centred("NGUYỄN THỊ BƯỞI, ĐẶNG QUỐC KHÁNH, TRẦN THỂ", 30, Weight.BOLD),
        _centred("Chữ nhỏ nhất: hỗ trợ, uống thuốc, phường xã", SMALLEST_LETTERS),
        TextLine(
            text="Dải đen phải liền từ mép này sang mép kia", size=22, align=Align.CENTRE, inverted=True
        ),
        RuleLine(1),
    ]
    return lines


def _heading(office: str) -> list[TicketLine]:
    return [_centred(office, 28, Weight.BOLD), RuleLine()] if clean(office) else []


def _centred(text: str, size: int, weight: Weight = Weight.REGULAR) -> TextLine:
    return TextLine(text=clean(text), size=size, weight=weight, align=Align.CENTRE)


def _labelled(label: str, value: str) -> tuple[TextLine, ...]:
    if not clean(value):
        return ()
    return (
        TextLine(text=f"{label}:", size=24),
        TextLine(text=clean(value), size=30, weight=Weight.BOLD, indent=16),
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%H:%M}, {_day(moment.date())}"


def _day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"
