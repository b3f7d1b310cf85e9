"""What a slip on roll paper says: queue number, short receipt, test print; and how it is stored in a job.

A ticket is a plain value. It knows nothing about dots, widths or printers, so a stored ticket can be printed
on another printer than the one it was made for.
"""

import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias, cast

from desktop.domain.errors import DeskError, ErrorCode

_FORMAT: Final = 1


def clean(text: str) -> str:
    """Return text as it can stand on paper: composed letters (NFC), no control characters, single spaces.

    Decomposed marks would be drawn beside their letters, and a line feed inside a name would break a layout.
    """
    visible = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTicket:
    """The number a person takes at the door.

    Attributes:
        number: As it will be called, for example `A047`.
        service: What the person came for; any length, wrapped and never cut.
        office: Name of the office; may be empty.
        issued_at: When the number was taken, local time of the office.
        waiting: How many people are before this one; None where nobody counted.
        priority: Why this person goes first, for example "người cao tuổi"; empty for none.
    """

    number: str
    service: str
    issued_at: datetime
    office: str = ""
    waiting: int | None = None
    priority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTicket:
    """The short form of the receipt with an appointment, for roll paper.

    It gives the same number, papers and date as the full slip; it does not replace the prescribed form.

    Attributes:
        number: The dossier's local number.
        office: Name of the receiving office.
        requester: Who handed the papers in.
        procedure: Official name of the procedure; any length.
        received_at: When the dossier was received, local time.
        due: When the result is promised, local time; None where it depends on something still open.
        papers: Names of the papers handed in.
        officer: Who received them; may be empty.
        phone: Where to ask; may be empty.
        fee: The fee as people read it, for example "16.000 đ"; empty for none.
    """

    number: str
    office: str
    requester: str
    procedure: str
    received_at: datetime
    due: datetime | None = None
    papers: tuple[str, ...] = ()
    officer: str = ""
    phone: str = ""
    fee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestTicket:
    """A test print: every Vietnamese letter, the full width, and what the printer is called.

    Attributes:
        printer: Name of the printer or of its description.
        printed_at: Local time.
        office: Name of the office; may be empty.
    """

    __test__ = False  # pytest would take the name for a test case

    printer: str
    printed_at: datetime
    office: str = ""


Ticket: TypeAlias = QueueTicket | ReceiptTicket | TestTicket


def ticket_to_bytes(ticket: Ticket) -> bytes:
    """Return the ticket as a print job stores it: canonical JSON in UTF-8, same ticket, same bytes."""
    plain = {**_to_plain(ticket), "format": _FORMAT}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _to_plain(ticket: Ticket) -> dict[str, object]:
    match ticket:
        case QueueTicket():
            return {
                "kind": "queue",
                "number": ticket.number,
                "service": ticket.service,
                "office": ticket.office,
                "issued_at": ticket.issued_at.isoformat(),
                "waiting": ticket.waiting,
                "priority": ticket.priority,
            }
        case ReceiptTicket():
            return {
                "kind": "receipt",
                "number": ticket.number,
                "office": ticket.office,
                "requester": ticket.requester,
                "procedure": ticket.procedure,
                "received_at": ticket.received_at.isoformat(),
                "due": None if ticket.due is None else ticket.due.isoformat(),
                "papers": list(ticket.papers),
                "officer": ticket.officer,
                "phone": ticket.phone,
                "fee": ticket.fee,
            }
        case TestTicket():
            return {
                "kind": "test",
                "printer": ticket.printer,
                "printed_at": ticket.printed_at.isoformat(),
                "office": ticket.office,
            }


def ticket_from_bytes(data: bytes) -> Ticket:
    """Return the ticket that `ticket_to_bytes` wrote.

    Raises:
        DeskError: `PRINT_CONTENT_INVALID` where the bytes are no ticket, or one of a newer program.
    """
    try:
        return _from_plain(json.loads(data))
    except (ValueError, KeyError, TypeError) as problem:
        raise DeskError(ErrorCode.PRINT_CONTENT_INVALID, reason=type(problem).__name__) from problem


def _from_plain(plain: object) -> Ticket:
    if not isinstance(plain, dict):
        raise TypeError("a ticket is an object")
    fields = cast("dict[str, object]", plain)
    if fields["format"] != _FORMAT:
        raise ValueError("written by another version")
    match fields["kind"]:
        case "queue":
            waiting = fields["waiting"]
            if waiting is not None and not isinstance(waiting, int):
                raise TypeError("waiting is a number")
            return QueueTicket(
                number=_text(fields, "number"),
                service=_text(fields, "service"),
                office=_text(fields, "office"),
                issued_at=_moment(fields, "issued_at"),
                waiting=waiting,
                priority=_text(fields, "priority"),
            )
        case "receipt":
            papers = fields["papers"]
            if not isinstance(papers, list):
                raise TypeError("papers is a list")
            return ReceiptTicket(
                number=_text(fields, "number"),
                office=_text(fields, "office"),
                requester=_text(fields, "requester"),
                procedure=_text(fields, "procedure"),
                received_at=_moment(fields, "received_at"),
                due=None if fields["due"] is None else _moment(fields, "due"),
                papers=tuple(str(paper) for paper in papers),
                officer=_text(fields, "officer"),
                phone=_text(fields, "phone"),
                fee=_text(fields, "fee"),
            )
        case "test":
            return TestTicket(
                printer=_text(fields, "printer"),
                printed_at=_moment(fields, "printed_at"),
                office=_text(fields, "office"),
            )
        case other:
            raise ValueError(f"no such ticket: {other!r}")


def _text(fields: dict[str, object], key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is text")
    return value


def _moment(fields: dict[str, object], key: str) -> datetime:
    return datetime.fromisoformat(_text(fields, key))
