from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.ticket import ticket_to_bytes
from desktop.printing.ticket_printing import open_ticket_printer, send_ticket
from tests.support.escpos_decoder import decode
from tests.support.ticket_samples import LONG_SERVICE, MOMENT, queue_ticket


@pytest.mark.parametrize(
    ("model", "width"), [("generic-80mm", 576), ("generic-58mm", 384), ("column-80mm", 576)]
)
def test_the_command_s_ticket_is_written_as_a_printer_wants_it(
    tmp_path: Path, model: str, width: int
) -> None:
    path = tmp_path / "phieu.bin"
    report = send_ticket("A047", LONG_SERVICE, str(path), issued_at=MOMENT, model_id=model)
    data = path.read_bytes()
    assert report.sent_bytes == len(data)
    assert {len(row) for row in decode(data).rows} == {width}


def test_a_stored_ticket_prints_as_the_ticket_itself(tmp_path: Path) -> None:
    one, two, copy = (tmp_path / name for name in ("one", "two", "copy"))
    open_ticket_printer(str(one)).print_ticket(queue_ticket())
    open_ticket_printer(str(two)).print_document(ticket_to_bytes(queue_ticket()))
    open_ticket_printer(str(copy)).print_document(ticket_to_bytes(queue_ticket()), copy=True)
    assert one.read_bytes() == two.read_bytes()
    assert len(decode(copy.read_bytes()).rows) > len(decode(one.read_bytes()).rows)


def test_an_unknown_model_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        send_ticket("A1", "x", str(tmp_path / "x"), issued_at=MOMENT, model_id="khong-co")
    assert caught.value.code is ErrorCode.PRINTER_UNKNOWN
    assert list(tmp_path.iterdir()) == []
