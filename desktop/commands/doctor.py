"""`khongviet doctor`: a readable check of database, fonts, forms, printers, clock and disk; changes nothing."""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from desktop.commands.outcome import EXIT_OK, EXIT_WORLD_FAULT, Outcome
from desktop.core import key_store_of, printer_list
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError
from desktop.printing.pdf.fonts import Face, paper_fonts
from desktop.printing.ticket_printing import shipped_printers
from desktop.printing.transports import parse_target
from desktop.records.key_id import KEY_ID_FILE
from desktop.records.store import DATABASE_FILE, Access, open_records
from desktop.resources_dir import resources_dir
from desktop.services.load_forms import load_library
from desktop.services.load_workday import LoadWorkday
from desktop.services.messages import message_for
from desktop.services.record_values import HealthCheck, HealthFinding
from desktop.settings import load_settings

_LEAST_FREE_MB: Final = 500
_OLDEST_CLOCK: Final = datetime(
    2026, 1, 1, tzinfo=UTC
)  # earlier than this program: the battery of the PC is empty
_HARD_LETTERS: Final = "ẵặỡữậĐ ỂẪỘỰỴ"
_KILO: Final = 1024
_MEGABYTE: Final = _KILO * _KILO


class Mark(StrEnum):
    """How a check went."""

    OK = "ok"
    LOOK = "look"
    BAD = "bad"


_SIGNS: Final = {Mark.OK: "✓", Mark.LOOK: "!", Mark.BAD: "✗"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One checked thing: what, how, and what it means."""

    subject: str
    mark: Mark
    text: str


_RECORD_WORDS: Final = {
    HealthCheck.INTEGRITY: ("Tệp dữ liệu", "nguyên vẹn", "bị hỏng: phục hồi từ bản sao lưu"),
    HealthCheck.CHAIN: (
        "Nhật ký thao tác",
        "chuỗi kiểm tra khớp",
        "chuỗi kiểm tra không khớp: ngừng ghi, báo người phụ trách",
    ),
    HealthCheck.DERIVED: (
        "Bảng tra cứu",
        "khớp với nhật ký",
        "lệch với nhật ký: mở lại chương trình để dựng lại",
    ),
    HealthCheck.SCHEMA: ("Phiên bản dữ liệu", "đúng bản", "khác bản: mở chương trình một lần để nâng cấp"),
    HealthCheck.KEY_FILE: (
        "Khóa dữ liệu",
        "chỉ tài khoản này đọc được",
        "người khác đọc được: đặt lại quyền 0600",
    ),
    HealthCheck.FREE_DISK: ("Chỗ trống của ổ dữ liệu", "đủ", "sắp hết: xóa bớt tệp không cần"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Outcome:
    """Check everything; exit code 4 when something must be mended before the doors open."""
    checks: tuple[tuple[str, Callable[[Path], Iterator[Line]]], ...] = (
        ("Thư mục dữ liệu", _folder),
        ("Dữ liệu", _records),
        ("Thiết lập", _settings),
        ("Mẫu tờ khai", _forms),
        ("Danh mục thủ tục", _catalogue),
        ("Phông chữ", _fonts),
        ("Máy in", _printers),
        ("Đồng hồ", _clock),
    )
    lines: list[Line] = []
    for subject, check in checks:
        try:
            lines.extend(check(arguments.data_dir))
        except DeskError as error:
            message = message_for(error)
            lines.append(Line(subject=subject, mark=Mark.BAD, text=message.text))
    worst = Mark.BAD if any(line.mark is Mark.BAD for line in lines) else Mark.OK
    return Outcome(
        plain={
            "ok": worst is Mark.OK,
            "checks": [{"subject": one.subject, "mark": one.mark.value, "text": one.text} for one in lines],
        },
        text="\n".join(f"{_SIGNS[line.mark]} {line.subject}: {line.text}" for line in lines),
        exit_code=EXIT_OK if worst is Mark.OK else EXIT_WORLD_FAULT,
        complaints=tuple(
            ("doctor", f"{line.subject}: {line.text}") for line in lines if line.mark is Mark.BAD
        ),
    )


def _folder(data_dir: Path) -> Iterator[Line]:
    folders = (data_dir.absolute(), *data_dir.absolute().parents)
    home = next(folder for folder in folders if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError:
        yield Line(subject="Thư mục dữ liệu", mark=Mark.BAD, text=f"không ghi được vào {home}")
        return
    free = shutil.disk_usage(home).free // _MEGABYTE
    if free < _LEAST_FREE_MB:
        yield Line(subject="Thư mục dữ liệu", mark=Mark.BAD, text=f"chỉ còn trống {free} MB: xóa bớt tệp")
    elif home != folders[0]:
        text = f"chưa có {folders[0]}, sẽ được tạo khi mở chương trình lần đầu; ổ còn trống {_room(free)}"
        yield Line(subject="Thư mục dữ liệu", mark=Mark.LOOK, text=text)
    else:
        yield Line(subject="Thư mục dữ liệu", mark=Mark.OK, text=f"{folders[0]}, ổ còn trống {_room(free)}")


def _room(megabytes: int) -> str:
    """Give room in words: "950 MB", "73,8 GB"."""
    if megabytes < _KILO:
        return f"{megabytes} MB"
    return f"{megabytes / _KILO:.1f}".replace(".", ",") + " GB"


def _records(data_dir: Path) -> Iterator[Line]:
    if not (data_dir / DATABASE_FILE).exists() and not (data_dir / KEY_ID_FILE).exists():
        yield Line(subject="Dữ liệu", mark=Mark.LOOK, text="chưa có, sẽ được tạo khi mở chương trình lần đầu")
        return
    with open_records(data_dir, key_store_of(data_dir), access=Access.ALONGSIDE) as store:
        for finding in store.examine():
            yield _record_line(finding)


def _record_line(finding: HealthFinding) -> Line:
    subject, good, bad = _RECORD_WORDS[finding.check]
    facts = ", ".join(f"{name} {value}" for name, value in finding.facts.items())
    text = good if finding.ok else f"{bad} ({facts})" if facts else bad
    return Line(subject=subject, mark=Mark.OK if finding.ok else Mark.BAD, text=text)


def _settings(data_dir: Path) -> Iterator[Line]:
    problems = load_settings(data_dir).problems
    for problem in problems:
        yield Line(subject="Thiết lập", mark=Mark.LOOK, text=problem)
    if not problems:
        yield Line(subject="Thiết lập", mark=Mark.OK, text="đọc được")


def _forms(data_dir: Path) -> Iterator[Line]:
    library = load_library(data_dir)
    for problem in library.problems:
        yield Line(subject="Mẫu tờ khai", mark=Mark.BAD, text=str(problem))
    yield Line(subject="Mẫu tờ khai", mark=Mark.OK, text=f"{len(library.all())} mẫu dùng được")


def _catalogue(data_dir: Path) -> Iterator[Line]:  # noqa: ARG001 - every check is asked the same way
    profiles = LoadWorkday.shipped_profiles(resources_dir())
    yield Line(subject="Danh mục thủ tục", mark=Mark.OK, text=f"đọc được, {len(profiles)} hồ sơ đơn vị")


def _fonts(data_dir: Path) -> Iterator[Line]:  # noqa: ARG001 - every check is asked the same way
    fonts = paper_fonts()
    lacking = [face.value for face in Face if not fonts[face].covers(_HARD_LETTERS)]
    ok = not lacking
    text = "đủ chữ Việt cho giấy tờ và phiếu" if ok else f"thiếu chữ Việt: {', '.join(lacking)}"
    yield Line(subject="Phông chữ", mark=Mark.OK if ok else Mark.BAD, text=text)


def _printers(data_dir: Path) -> Iterator[Line]:
    settings = load_settings(data_dir).printers
    known = [printer.name for printer in printer_list().printers()]
    if not settings.paper_queue:
        yield Line(subject="Máy in giấy", mark=Mark.LOOK, text="chưa chọn, tờ khai được ghi ra tệp PDF")
    elif settings.paper_queue in known:
        yield Line(subject="Máy in giấy", mark=Mark.OK, text=settings.paper_queue)
    else:
        text = f"không thấy “{settings.paper_queue}”: bật máy in hoặc chọn lại trong Thiết lập"
        yield Line(subject="Máy in giấy", mark=Mark.BAD, text=text)
    if settings.ticket_target:
        parse_target(settings.ticket_target)
        shipped_printers().get(settings.ticket_model)
        yield Line(subject="Máy in phiếu", mark=Mark.OK, text=settings.ticket_target)
    else:
        yield Line(subject="Máy in phiếu", mark=Mark.LOOK, text="chưa chọn")


def _clock(data_dir: Path) -> Iterator[Line]:  # noqa: ARG001 - every check is asked the same way
    now = office_time(datetime.now(UTC))
    shown = f"{now:%H:%M} ngày {now:%d/%m/%Y}, giờ Việt Nam ({_offset(now)})"
    if now < _OLDEST_CLOCK:
        yield Line(subject="Đồng hồ", mark=Mark.BAD, text=f"{shown}: sai năm, chỉnh lại giờ của máy")
        return
    here = now.astimezone()
    if here.utcoffset() != now.utcoffset():
        shown += f". Máy đặt múi giờ {_offset(here)}; giấy tờ vẫn ghi giờ Việt Nam"
    yield Line(subject="Đồng hồ", mark=Mark.OK, text=shown)


def _offset(moment: datetime) -> str:
    """Give the zone of a moment as a distance from UTC: "UTC+7", "UTC", "UTC-3:30"."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")
