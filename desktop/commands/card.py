"""`khongviet card`: read the text or the picture of a card."""

import argparse
import pkgutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.commands.outcome import Outcome
from desktop.domain.calendar import office_time
from desktop.domain.cards.plain import reading_to_plain
from desktop.domain.cards.reading import CardReading
from desktop.domain.cards.recognise import read_card
from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.ports_scanning import CardImageReader

# Found by name when a picture is given: a scanned text needs no library of pictures.
_IMAGE_READER: Final = "desktop.scanning.image_reader:ZxingCardImageReader"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    source = parser.add_mutually_exclusive_group()
    source.add_argument("text", nargs="?", metavar="TEXT", help="nội dung mã, hoặc - để đọc từ stdin")
    source.add_argument("--image", type=Path, metavar="FILE", help="ảnh chụp mã QR của thẻ")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Outcome:
    """Read the card.

    Raises:
        DeskError: CARD_UNREADABLE, IMAGE_UNREADABLE, FILE_MISSING.
    """
    today = office_time(datetime.now().astimezone()).date()
    reading = read_card(_source(arguments), today=today)
    return Outcome(plain=reading_to_plain(reading), text=_words(reading))


def _source(arguments: argparse.Namespace) -> str | bytes:
    if arguments.image is not None:
        reader: CardImageReader = pkgutil.resolve_name(_IMAGE_READER)()
        return reader.read(arguments.image)
    if arguments.text is None or arguments.text == "-":
        if sys.stdin is None or (arguments.text is None and sys.stdin.isatty()):
            raise DeskError(ErrorCode.INPUT_INVALID, problem="chưa có nội dung thẻ; gõ TEXT, - hoặc --image.")
        return sys.stdin.buffer.read()
    return str(arguments.text)


def _words(reading: CardReading) -> str:
    rows = (
        ("Loại thẻ", reading.kind.label),
        ("Số định danh", reading.id_number),
        ("Số CMND cũ", reading.old_id_number),
        ("Họ, chữ đệm, tên", reading.full_name),
        ("Ngày sinh", reading.birth.display() if reading.birth else ""),
        ("Giới tính", reading.sex.label if reading.sex else ""),
        ("Nơi cư trú", reading.address),
        ("Ngày cấp", reading.issue_date.display() if reading.issue_date else ""),
    )
    lines = [f"{label}: {value}" for label, value in rows if value]
    lines += [f"Đã sửa ({repair.kind.label}): {repair.before} → {repair.after}" for repair in reading.repairs]
    lines += [f"Lưu ý: {warning.text}" for warning in reading.warnings]
    return "\n".join(lines)
