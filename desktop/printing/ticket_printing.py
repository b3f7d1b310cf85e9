"""A ticket from its words to the paper: for the worker and for the `khongviet ticket` command."""

from datetime import datetime

from desktop.printing.escpos import encode_ticket
from desktop.printing.pdf.fonts import Face, paper_fonts
from desktop.printing.printer_catalogue import PrinterCatalogue, TicketPrinterModel
from desktop.printing.ticket import QueueTicket, Ticket, clean, ticket_from_bytes
from desktop.printing.transports import open_transport, parse_target
from desktop.resources_dir import resources_dir
from desktop.services.ports_printing import ByteTransport, TransportReport

DEFAULT_MODEL = "generic-80mm"
_TICKET_FACES = (Face.SANS, Face.SANS_BOLD)


def shipped_printers() -> PrinterCatalogue:
    """Return the models that come with the program."""
    return PrinterCatalogue(resources_dir() / "printers")


def letters_without_glyph(*texts: str) -> str:
    """Return the signs that would come out as empty boxes, each once, in the order met."""
    fonts = paper_fonts()
    signs = dict.fromkeys("".join(map(clean, texts)))
    return "".join(sign for sign in signs if not all(fonts[face].covers(sign) for face in _TICKET_FACES))


class TicketPrinter:
    """One ticket printer: its model and the way to it.

    Args:
        model: How it wants its bytes.
        transport: How they get there.
    """

    def __init__(self, model: TicketPrinterModel, transport: ByteTransport) -> None:
        self._model = model
        self._transport = transport

    def print_document(self, payload: bytes, *, copy: bool = False) -> TransportReport:
        """Print a stored ticket, under the copy mark where it repeats another.

        Raises:
            DeskError: Nothing came out.
        """
        return self.print_ticket(ticket_from_bytes(payload), copy=copy)

    def print_ticket(self, ticket: Ticket, *, copy: bool = False) -> TransportReport:
        """Print a ticket.

        Raises:
            DeskError: Nothing came out.
        """
        return self._transport.send(encode_ticket(ticket, self._model, copy=copy))


def open_ticket_printer(target: str, model_id: str = DEFAULT_MODEL) -> TicketPrinter:
    """Return the printer that settings or a command line name.

    Args:
        target: `tcp://HOST:PORT`, `serial://...`, `file:///...`, `queue://NAME`, or a path.
        model_id: Its description.

    Raises:
        DeskError: A wrong address, an unknown model, a wrong file.
    """
    model = shipped_printers().get(model_id)
    return TicketPrinter(model, open_transport(parse_target(target), model))


def send_ticket(
    number: str,
    service: str,
    target: str,
    *,
    issued_at: datetime,
    office: str = "",
    waiting: int | None = None,
    priority: str = "",
    model_id: str = DEFAULT_MODEL,
) -> TransportReport:
    """Print one queue ticket without a window or a database.

    Args:
        number: For example `A047`.
        service: What the person came for.
        target: See `open_ticket_printer`.
        issued_at: Local time of the office.
        office: Name of the office.
        waiting: How many people are before.
        priority: Why this person goes first.
        model_id: Description of the printer.

    Raises:
        DeskError: Nothing came out. A fault after the first byte stands in the report.
    """
    ticket = QueueTicket(
        number=number,
        service=service,
        office=office,
        issued_at=issued_at,
        waiting=waiting,
        priority=priority,
    )
    return open_ticket_printer(target, model_id).print_ticket(ticket)
