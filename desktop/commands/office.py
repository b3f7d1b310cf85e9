"""`khongviet office`: the records that the counters of one office share."""

import argparse
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from desktop.commands.actor import actor_of, add_actor_option
from desktop.commands.days import day_of_argument
from desktop.commands.files import read_words
from desktop.commands.office_check import run_verify
from desktop.commands.open_secrets import refuse_password
from desktop.commands.outcome import Outcome
from desktop.core import Core
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.field_words import REMOVED, UNREADABLE, value_words
from desktop.services.messages import message_for
from desktop.services.office_values import (
    Choice,
    Conflict,
    ConflictKind,
    NumberRow,
    OfficeState,
    OfficeStatus,
)
from desktop.services.office_words import (
    CLOCK_LOOK_SECONDS,
    differing_words,
    held_up_words,
    moment_words,
    own_clock_words,
    own_disk_words,
    store_clock_words,
    unreadable_words,
)

_WORDS = {
    OfficeState.ALONE: "Máy này làm việc một mình.",
    OfficeState.SHARED: "Đã chia sẻ hết.",
    OfficeState.WAITING: "Còn {waiting} việc chờ gửi: máy gửi khi mở chương trình hoặc chạy office sync.",
    OfficeState.CUT_OFF: "Không tới được sổ chung; {waiting} việc chờ gửi, vẫn làm bình thường.",
    OfficeState.COPYING: "Đang chép sổ của cơ quan về máy này.",
    OfficeState.STOPPED: "Đã ngừng trao đổi với sổ chung.",
}

_NUMBER_STAYS = (
    "số không chuyển từ hồ sơ này sang hồ sơ kia được. Sửa số ở hồ sơ ghi nhầm; hai hồ sơ cùng giữ số ấy thì chọn"
    f" {Choice.THEIRS.value}."
)
_SHARE_KEPT = "Số hồ sơ lấy từ dãy riêng của quầy để không trùng số của các quầy khác."
_BEGINNING = 12
_OWN = " (dãy riêng của quầy)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true")
    shared.add_argument("--data-dir", type=Path)

    create = parts.add_parser("create", parents=[shared], help="lập sổ chung, máy này là quầy đầu tiên")
    place = create.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "--at", metavar="ĐỊA_CHỈ", help="thư mục chia sẻ, hoặc postgresql://... không kèm mật khẩu"
    )
    place.add_argument(
        "--at-file", type=Path, metavar="FILE", help="tệp chứa địa chỉ, do “khongviet server init” ghi ra"
    )
    create.add_argument("--name", default="Quầy 1", metavar="TÊN")
    create.set_defaults(run=run_create)

    invite = parts.add_parser("invite", parents=[shared], help="lấy mã ghép máy cho một quầy mới")
    invite.add_argument("--name", required=True, metavar="TÊN", help="tên quầy mới, ví dụ Quầy 2")
    invite.add_argument("--minutes", type=int, default=60, help="mã dùng được bao lâu")
    invite.set_defaults(run=run_invite)

    join = parts.add_parser(
        "join", parents=[shared], help="nối máy này vào sổ chung; mã đọc từ tệp hoặc stdin"
    )
    join.add_argument("--code-file", type=Path, metavar="FILE", help="tệp chứa mã; không ghi thì đọc stdin")
    join.set_defaults(run=run_join)

    sync = parts.add_parser("sync", parents=[shared], help="trao đổi với sổ chung")
    sync.add_argument("--once", action="store_true", help="một lần rồi thôi (cách duy nhất của lệnh này)")
    sync.set_defaults(run=run_sync)

    for name, purpose, run in (
        ("status", "máy này đang thế nào với sổ chung", run_status),
        ("leave", "rời sổ chung; mọi dữ liệu vẫn ở máy này", run_leave),
        ("counters", "các quầy của cơ quan", run_counters),
        ("conflicts", "những chỗ hai quầy ghi khác nhau, đang chờ chọn", run_conflicts),
        ("verify", "đọc lại cả sổ chung từ đầu, kiểm từng mục và sửa chỗ sai ở máy này", run_verify),
        ("bring-back", "ghi lại phần sổ chung bị mất sau khi phục hồi", run_bring_back),
    ):
        parts.add_parser(name, parents=[shared], help=purpose).set_defaults(run=run)

    numbers = parts.add_parser(
        "numbers", parents=[shared], help="mọi số hồ sơ của một ngày, kể cả số bỏ trống"
    )
    numbers.add_argument("--day", metavar="YYYY-MM-DD", help="không ghi thì hôm nay")
    numbers.set_defaults(run=run_numbers)

    choose = parts.add_parser("resolve", parents=[shared], help="chọn giá trị đúng")
    choose.add_argument("seq", type=int, metavar="SỐ")
    choose.add_argument("field", metavar="Ô")
    choose.add_argument(
        "choice",
        choices=[one.value for one in Choice],
        help=f"{Choice.THEIRS.value}: giữ giá trị đang có trong sổ; {Choice.MINE.value}: lấy giá trị kia",
    )
    add_actor_option(choose)
    choose.set_defaults(run=run_resolve)

    retire = parts.add_parser("retire", parents=[shared], help="cho một quầy khác thôi tham gia")
    retire.add_argument("number", type=int, metavar="SỐ_QUẦY")
    retire.set_defaults(run=run_retire)


def run_create(arguments: argparse.Namespace) -> Outcome:
    """Make an office; raises `DeskError` as `SharedOffice.create` does, FILE_MISSING, INPUT_INVALID."""
    address = arguments.at
    if address is not None:
        refuse_password(address, "--at", "Ghi cả địa chỉ vào một tệp rồi dùng --at-file")
    else:
        address = read_words(arguments.at_file).strip()
    with Core.open(arguments.data_dir) as core:
        core.office.create(address, arguments.name)
        core.office.sync_once()
        return _told(core.office.status())


def run_invite(arguments: argparse.Namespace) -> Outcome:
    """Give a pairing code; raises `DeskError` as `SharedOffice.invite` does."""
    with Core.open(arguments.data_dir) as core:
        code = core.office.invite(arguments.name, valid=timedelta(minutes=arguments.minutes))
    return Outcome(plain={"code": code, "minutes": arguments.minutes}, text=code)


def run_join(arguments: argparse.Namespace) -> Outcome:
    """Join an office; raises `DeskError` as `SharedOffice.join` does."""
    code = read_words(arguments.code_file or Path("-"))
    with Core.open(arguments.data_dir) as core:
        core.office.join(code)
        core.office.sync_once()
        return _told(core.office.status())


def run_sync(arguments: argparse.Namespace) -> Outcome:
    """Exchange once; raises `DeskError` as `SharedOffice.sync_once` does."""
    with Core.open(arguments.data_dir) as core:
        core.office.sync_once()
        # Records first; then the scans, until nothing is left to move.
        while core.attachments.transfer.run_once():
            pass
        return _told(core.office.status())


def run_status(arguments: argparse.Namespace) -> Outcome:
    """Tell how the counter stands, and by which sums the store's keeper finds scans that rotted there."""
    with Core.open(arguments.data_dir) as core:
        told, differing = _told(core.office.status()), core.attachments.kept.differing()
    text = (
        f"{told.text} Mã bản hỏng: {', '.join(one[:_BEGINNING] for one in differing)}."
        if differing
        else told.text
    )
    return Outcome(plain={**told.plain, "attachments_differing_sha256": differing}, text=text)


def run_leave(arguments: argparse.Namespace) -> Outcome:
    """Leave; raises `DeskError(OFFICE_NOT_JOINED)`."""
    with Core.open(arguments.data_dir) as core:
        unsent = core.office.status().waiting
        core.office.leave()
        told = _told(core.office.status())
    text = f"{told.text} {_SHARE_KEPT}"
    if unsent:
        text += f" {unsent} việc chưa kịp gửi chỉ có ở máy này; nối lại sổ chung ấy thì máy tự gửi."
    return Outcome(plain={**told.plain, "unsent": unsent}, text=text)


def run_counters(arguments: argparse.Namespace) -> Outcome:
    """List the counters; raises the faults of the store."""
    with Core.open(arguments.data_dir) as core:
        rows = core.office.counters()
    plain = [
        {
            "counter_no": row.counter_no,
            "name": row.name,
            "client_id": row.client_id,
            "last_seen": None if row.last_seen is None else row.last_seen.isoformat(),
            "behind": row.behind,
            "clock_offset_seconds": row.clock_offset_seconds,
            "retired": row.retired,
            "is_this": row.is_this,
        }
        for row in rows
    ]
    lines = [
        f"{row.counter_no:2}  {row.name}{'  (máy này)' if row.is_this else ''}"
        for row in rows
        if not row.retired
    ]
    return Outcome(plain={"counters": plain}, text="\n".join(lines))


def run_conflicts(arguments: argparse.Namespace) -> Outcome:
    """List the decisions that wait."""
    with Core.open(arguments.data_dir) as core:
        waiting, now = core.office.conflicts(), core.clock()
    lines = [
        f"{one.seq} {one.field}  {one.title}:"
        f" đang là “{_standing(one)}”{_by(one.stands_counter, one.stands_at, now)};"
        f" giá trị kia “{_offered(one)}”{_by(one.offered_counter, one.offered_at, now)}"
        for one in waiting
    ]
    text = "\n".join(lines) or "Không có chỗ nào phải chọn."
    return Outcome(plain={"conflicts": [_plain(one) for one in waiting]}, text=text)


def run_numbers(arguments: argparse.Namespace) -> Outcome:
    """Tell what became of every number of a day; raises the faults of the store."""
    with Core.open(arguments.data_dir) as core:
        today = office_time(core.clock()).date()
        day = today if arguments.day is None else day_of_argument(arguments.day, "--day")
        rows = core.office.numbers(day)
    plain = [
        {"number": row.number, "counter": row.counter, "used": row.is_used, "own_share": row.is_own}
        for row in rows
    ]
    lines = [
        f"{row.number}  {row.counter or 'không rõ quầy'}  {row.title or _unused(row)}{_OWN if row.is_own else ''}"
        for row in rows
    ]
    return Outcome(plain={"numbers": plain}, text="\n".join(lines) or "Ngày này chưa có số nào.")


def _unused(row: NumberRow) -> str:
    return (
        "giữ trước, không dùng" if row.counter else "chưa thấy hồ sơ; sổ chung không còn ghi đã giao cho ai"
    )


def run_resolve(arguments: argparse.Namespace) -> Outcome:
    """Decide; raises `DeskError(RECORD_MISSING)` when nothing like it waits."""
    with Core.open(arguments.data_dir) as core:
        conflict, choice = (
            _find(core.office.conflicts(), arguments.seq, arguments.field),
            Choice(arguments.choice),
        )
        if conflict.kind is ConflictKind.NUMBER and choice is Choice.MINE:
            raise DeskError(ErrorCode.INPUT_INVALID, problem=_NUMBER_STAYS)
        core.office.resolve(actor_of(core, arguments), conflict, choice)
        return _told(core.office.status())


def run_retire(arguments: argparse.Namespace) -> Outcome:
    """Retire a counter; raises the faults of the store."""
    with Core.open(arguments.data_dir) as core:
        for row in core.office.counters():
            if row.counter_no == arguments.number and not row.retired:
                core.office.retire(row.client_id)
                return Outcome(plain={"retired": row.client_id}, text=f"{row.name} đã thôi tham gia.")
    raise DeskError(ErrorCode.INPUT_INVALID, place="SỐ_QUẦY", problem=f"không có quầy số {arguments.number}.")


def run_bring_back(arguments: argparse.Namespace) -> Outcome:
    """Give the store its lost end back; raises the faults of the store."""
    with Core.open(arguments.data_dir) as core:
        count = core.office.bring_back()
    text = (
        f"Đã ghi lại {count} mục vào sổ chung."
        if count
        else "Không có mục nào phải ghi lại nguyên văn. Sổ chung có thiếu gì thì lần trao đổi tới mỗi quầy tự gửi lại."
    )
    return Outcome(plain={"entries": count}, text=text)


def _find(waiting: Sequence[Conflict], seq: int, field: str) -> Conflict:
    for one in waiting:
        if (one.seq, one.field) == (seq, field):
            return one
    raise DeskError(ErrorCode.RECORD_MISSING, entity="conflict", row_id=f"{seq} {field}")


def _offered(one: Conflict) -> str:
    if one.kind is ConflictKind.REMOVAL:
        return REMOVED
    return UNREADABLE if one.is_offered_unreadable else value_words(one.entity, one.field, one.offered)


def _standing(one: Conflict) -> str:
    return UNREADABLE if one.is_standing_unreadable else value_words(one.entity, one.field, one.stands)


def _by(counter: str, moment: datetime | None, now: datetime) -> str:
    words = [word for word in (counter, "" if moment is None else moment_words(moment, now)) if word]
    return f" ({', '.join(words)})" if words else ""


def _plain(one: Conflict) -> dict[str, object]:
    return {
        "seq": one.seq,
        "field": one.field,
        "kind": one.kind.value,
        "entity": one.entity.value,
        "row_id": one.row_id,
        "title": one.title,
        "offered": one.offered,
        "offered_by": one.offered_by,
        "offered_at": one.offered_at.isoformat(),
        "offered_counter": one.offered_counter,
        "offered_unreadable": one.is_offered_unreadable,
        "stands_unreadable": one.is_standing_unreadable,
        "stands": one.stands,
        "stands_by": one.stands_by,
        "stands_counter": one.stands_counter,
    }


def _stopped_words(status: OfficeStatus) -> str:
    """Give why nothing goes any more, and what is to be done."""
    text = ""
    faults = [DeskError(ErrorCode.NUMBERS_UNSURE)] if status.is_numbers_unsure else []
    if status.state is OfficeState.STOPPED:
        faults.insert(0, status.why)
        text = f" {status.waiting} việc chờ gửi." if status.waiting else ""
    for message in map(message_for, faults):
        text = f" {message.happened} {message.to_do}{text}"
    if status.quarantined:
        text += f" {status.quarantined} việc sổ chung không nhận được; vẫn còn và vẫn dùng được trên máy này."
    if status.unreadable:
        text += f" {unreadable_words(status.unreadable)}"
    return text


def _told(status: OfficeStatus) -> Outcome:
    plain = {
        "state": status.state.value,
        "counter_no": status.counter_no,
        "name": status.name,
        "waiting": status.waiting,
        "quarantined": status.quarantined,
        "unreadable": list(status.unreadable),
        "conflicts": status.conflicts,
        "attachments_waiting": status.attachments_waiting,
        "attachments_differing": status.attachments_differing,
        "fault": None if status.fault is None else status.fault.value,
        "clock_offset_seconds": status.clock_offset_seconds,
        "store_clock_off": status.is_store_clock_off,
        "disk_full": status.is_disk_full,
    }
    text = _WORDS[status.state].format(waiting=status.waiting or "không có")
    if status.state is OfficeState.WAITING and status.fault is not None:
        text = held_up_words(status)
    if status.is_disk_full:
        text = (
            own_disk_words(status)
            if status.state is OfficeState.WAITING
            else f"{text} {own_disk_words(status)}"
        )
    text += _stopped_words(status)
    if status.conflicts:
        text += f" Có {status.conflicts} chỗ cần chọn giá trị đúng."
    if status.is_store_clock_off:
        text += f" {store_clock_words(status.clock_offset_seconds)}"
    elif abs(status.clock_offset_seconds) > CLOCK_LOOK_SECONDS:
        text += f" {own_clock_words(status)}"
    if status.attachments_waiting:
        text += f" Còn {status.attachments_waiting} bản quét chờ gửi."
    if status.attachments_differing:
        text += f" {differing_words(status.attachments_differing)}"
    return Outcome(plain=plain, text=text)
