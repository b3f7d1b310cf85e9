"""Tickets with everything that is hard: long names, stacked capitals, a priority, many papers."""

from datetime import datetime

from desktop.printing.ticket import QueueTicket, ReceiptTicket, TestTicket, Ticket

MOMENT = datetime(2026, 11, 24, 9, 51)  # noqa: DTZ001 - a ticket shows the office's local time
LONG_SERVICE = (
    "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con cho người chưa có quốc tịch, người nước ngoài thường "
    "trú tại xã; điều chỉnh, thôi hưởng trợ cấp xã hội hằng tháng và hỗ trợ chi phí mai táng ỄỂỘỰ"
)


def queue_ticket() -> QueueTicket:
    """Give a queue number for an elderly person."""
    return QueueTicket(
        number="A047",
        service="Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hằng tháng",
        office="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ĐỨC THỊNH",
        issued_at=MOMENT,
        waiting=3,
        priority="người cao tuổi",
    )


def receipt_ticket() -> ReceiptTicket:
    """Give a receipt with papers and an appointment."""
    return ReceiptTicket(
        number="261124-0007",
        office="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ĐỨC THỊNH",
        requester="NGUYỄN THỊ BƯỞI",
        procedure=LONG_SERVICE,
        received_at=MOMENT,
        due=datetime(2026, 11, 27, 16, 30),  # noqa: DTZ001 - as above
        papers=("Tờ khai đề nghị", "Thẻ căn cước (xuất trình)"),
        officer="Đặng Quốc Khánh",
        phone="0239 3000 000",
        fee="16.000\N{NO-BREAK SPACE}đ",
    )


def all_tickets() -> tuple[Ticket, ...]:
    """Give one of each kind."""
    return (
        queue_ticket(),
        receipt_ticket(),
        TestTicket(printer="Máy in nhiệt 80 mm", printed_at=MOMENT, office="UBND XÃ ĐỨC THỊNH"),
    )
