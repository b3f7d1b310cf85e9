"""What people are told about the records their office shares: one short word for the rail, one sentence a matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, assert_never

from desktop.domain.calendar import day_text, office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.messages import message_for
from desktop.services.office_values import (
    CANNOT_MERGE,
    CLOCK_STOP_SECONDS,
    TOO_YOUNG,
    UNHEARD,
    UNKNOWN_TO_OFFICE,
    CounterRow,
    OfficeState,
    OfficeStatus,
)
from desktop.services.still_read import STILL_READ, still_read_words

CLOCK_LOOK_SECONDS: Final = 60
BACKUP_DAYS: Final = 7
_NAMED: Final = 5
_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR
_RIGHT: Final = "máy này đúng thì báo người trông máy chủ"


class Grade(Enum):
    """How grave a thing is; it is shown by colour, sign and word together."""

    READY = "ready"
    LOOK = "look"
    STOPPED = "stopped"


class NextStep(Enum):
    """What the window offers beside a sentence; the value is the words of its button."""

    CHOOSE = "Chọn ngay"
    STUCK = "Xem việc ấy"
    OFFICE = "Mở trang Cơ quan"
    BACK_UP = "Sao lưu"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """One matter in one sentence, and what can be done about it."""

    grade: Grade
    sentence: str
    step: NextStep | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWords:
    """How a counter stands.

    Attributes:
        grade: The gravest of its lines.
        short: For the rail's tool tip: `4 việc chờ gửi`.
        lines: One sentence a matter, the gravest first.
    """

    grade: Grade
    short: str
    lines: tuple[StatusLine, ...]


def status_words(status: OfficeStatus, now: datetime) -> StatusWords:
    """Give what is said about a counter's state.

    Args:
        status: How it stands.
        now: The moment; times of another day are said with their date.
    """
    lines = [*_decisions(status), *_own_disk(status), *_exchange(status, now), *_rest(status, now)]
    order = tuple(Grade)
    # Stable: among equals what waits for somebody comes before how the exchange goes.
    lines.sort(key=lambda line: -order.index(line.grade))
    short = _short(status, now)
    return StatusWords(grade=lines[0].grade, short=short, lines=tuple(lines))


def counter_grade(row: CounterRow) -> Grade:
    """Give how grave a counter's clock is: a wrong clock writes wrong times on papers."""
    offset = abs(row.clock_offset_seconds)
    if row.is_store_clock_off:
        return Grade.LOOK
    if row.retired or offset <= CLOCK_LOOK_SECONDS:
        return Grade.READY
    return Grade.STOPPED if offset > CLOCK_STOP_SECONDS else Grade.LOOK


def clock_words(offset_seconds: int) -> str:
    """Give how far a clock is off: `đồng hồ chậm 2 phút`; positive seconds are behind the store's."""
    if abs(offset_seconds) <= 1:
        return "đồng hồ đúng"
    side = "chậm" if offset_seconds > 0 else "nhanh"
    return f"đồng hồ {side} {_span(abs(offset_seconds))}"


def counter_words(row: CounterRow, now: datetime) -> str:
    """Give the facts of a counter in one line: when it was seen, its program, how far it has read, its clock."""
    if row.retired:
        return f"Đã ngừng; lần cuối {moment_words(row.last_seen, now)}"
    seen = "Chưa vào lần nào" if row.last_seen is None else f"Lần cuối {moment_words(row.last_seen, now)}"
    read = "đã đọc hết sổ" if row.behind == 0 else f"còn {row.behind} mục chưa đọc"
    return " · ".join((seen, f"bản {row.app_version}", read, clock_words(row.clock_offset_seconds)))


def counter_advice(row: CounterRow) -> str:
    """Give what to do about a counter's clock, empty while it is right enough."""
    if row.is_store_clock_off:
        return "Từ hai quầy khác trở lên cùng giờ với quầy này: đồng hồ nơi để sổ chung sai. Báo người trông máy chủ."
    match counter_grade(row):
        case Grade.READY:
            return ""
        case Grade.LOOK:
            return "Chỉnh lại đồng hồ quầy này trước khi in giấy có giờ."
        case Grade.STOPPED:
            return "Đồng hồ sai quá 10 phút: dừng cấp số, dừng in giấy hẹn ở quầy này cho tới khi chỉnh xong."
        case grade:
            assert_never(grade)


def backup_line(made_at: datetime | None, since: datetime, now: datetime) -> StatusLine | None:
    """Give the reminder after seven days without a backup, None before.

    Args:
        made_at: When the last backup was made, None for never.
        since: Since when there is something to back up.
        now: The moment.
    """
    days = (office_time(now).date() - office_time(made_at or since).date()).days
    if days < BACKUP_DAYS:
        return None
    words = f"Đã {days} ngày chưa sao lưu." if made_at is not None else "Máy này chưa sao lưu lần nào."
    return StatusLine(grade=Grade.LOOK, sentence=words, step=NextStep.BACK_UP)


def moment_words(moment: datetime | None, now: datetime) -> str:
    """Give a moment at the office: `09:41` of today, `17:02 ngày 23/11` before; `chưa rõ lúc nào` for None."""
    if moment is None:
        return "chưa rõ lúc nào"
    local, today = office_time(moment), office_time(now).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    year = "" if local.year == today.year else f"/{local.year}"
    return f"{local:%H:%M} ngày {local:%d/%m}{year}"


def _decisions(status: OfficeStatus) -> list[StatusLine]:
    lines = []
    if status.conflicts:
        words = f"{status.conflicts} chỗ hai quầy ghi khác nhau, cần chọn. Việc khác vẫn làm bình thường."
        lines.append(StatusLine(grade=Grade.LOOK, sentence=words, step=NextStep.CHOOSE))
    if status.quarantined:
        words = f"{status.quarantined} việc sổ chung không nhận được; vẫn còn và vẫn dùng được trên máy này."
        lines.append(StatusLine(grade=Grade.LOOK, sentence=words, step=NextStep.STUCK))
    if status.unreadable:
        lines.append(StatusLine(grade=Grade.LOOK, sentence=unreadable_words(status.unreadable)))
    return lines


def unreadable_words(entries: Sequence[int]) -> str:
    """Tell that some entries of the shared log cannot be read here, and which: whoever mends it needs the numbers."""
    named = ", ".join(map(str, entries[:_NAMED])) + (", …" if len(entries) > _NAMED else "")
    return (
        f"{len(entries)} mục của sổ chung (số {named}) máy này không đọc được; mọi mục khác vẫn nhận đủ."
        " Cập nhật chương trình; không hết thì báo người phụ trách."
    )


def _own_disk(status: OfficeStatus) -> list[StatusLine]:
    if not status.is_disk_full:
        return []
    return [StatusLine(grade=Grade.STOPPED, sentence=own_disk_words(status))]


def own_disk_words(status: OfficeStatus) -> str:
    """Tell that this PC's own disk is full."""
    count = f"; {status.waiting} việc chưa gửi được" if status.waiting else ""
    goes_on = "" if status.state is OfficeState.ALONE else ", có chỗ là máy tự trao đổi tiếp với sổ chung"
    return (
        f"Ổ đĩa của máy này đã đầy{count}. Xóa bớt tệp không cần rồi làm lại việc vừa báo lỗi;"
        f" phần đã lưu còn nguyên{goes_on}."
    )


def _exchange(status: OfficeStatus, now: datetime) -> list[StatusLine]:
    if status.state is OfficeState.WAITING and status.is_disk_full:
        return []  # that line has said it
    return [_exchange_line(status, now)]


def _exchange_line(status: OfficeStatus, now: datetime) -> StatusLine:
    match status.state:
        case OfficeState.ALONE:
            words = "Máy này làm việc một mình; mọi việc nằm trên máy này."
            return StatusLine(grade=Grade.READY, sentence=words, step=NextStep.OFFICE)
        case OfficeState.SHARED:
            return StatusLine(
                grade=Grade.READY, sentence=f"Đã chia sẻ hết, {moment_words(status.shared_at, now)}."
            )
        case OfficeState.WAITING:
            return _waiting(status)
        case OfficeState.CUT_OFF:
            waiting = f"{status.waiting} việc chờ gửi, mất" if status.waiting else "Mất"
            words = f"{waiting} mạng từ {moment_words(status.cut_off_since, now)}, vẫn làm bình thường."
            return StatusLine(grade=Grade.LOOK, sentence=words)
        case OfficeState.COPYING:
            return StatusLine(
                grade=Grade.LOOK, sentence="Đang chép sổ chung về máy này; vẫn làm bình thường."
            )
        case OfficeState.STOPPED:
            message = message_for(status.why)
            words = f"{_stopped(status)}. {message.happened} {message.to_do}"
            return StatusLine(grade=Grade.STOPPED, sentence=words, step=NextStep.OFFICE)
        case state:
            assert_never(state)


def _stopped(status: OfficeStatus) -> str:
    return f"Đã dừng chia sẻ, {status.waiting} việc chờ gửi" if status.waiting else "Đã dừng chia sẻ"


def _waiting(status: OfficeStatus) -> StatusLine:
    if status.fault is not None:
        return StatusLine(grade=Grade.LOOK, sentence=held_up_words(status))
    words = f"{status.waiting} việc chờ gửi" if status.waiting else "Đang nhận việc của quầy khác"
    return StatusLine(grade=Grade.READY, sentence=f"{words}; máy tự làm.")


def held_up_words(status: OfficeStatus) -> str:
    """Tell why the last exchange failed, where it is tried again by itself."""
    if status.fault in STILL_READ:
        return still_read_words(status.fault, status.waiting)
    message = message_for(status.why)
    count = f"{status.waiting} việc chờ gửi. " if status.waiting else ""
    return f"{count}{message.happened} {message.to_do}"


def _rest(status: OfficeStatus, now: datetime) -> list[StatusLine]:
    lines = _clock_lines(status, now)
    if status.is_numbers_unsure:
        message = message_for(DeskError(ErrorCode.NUMBERS_UNSURE))
        lines.append(StatusLine(grade=Grade.STOPPED, sentence=f"{message.happened} {message.to_do}"))
    if status.attachments_waiting:
        words = f"{status.attachments_waiting} bản quét còn ở máy này, đang gửi dần."
        lines.append(StatusLine(grade=Grade.READY, sentence=words))
    if status.attachments_differing:
        words = differing_words(status.attachments_differing)
        lines.append(StatusLine(grade=Grade.LOOK, sentence=words))
    return lines


def _clock_lines(status: OfficeStatus, now: datetime) -> list[StatusLine]:
    if status.state is OfficeState.ALONE:
        return []
    lines = []
    seconds = status.clock_offset_seconds
    if status.is_store_clock_off:
        lines.append(StatusLine(grade=Grade.LOOK, sentence=store_clock_words(seconds)))
    elif abs(seconds) > CLOCK_LOOK_SECONDS:
        lines.append(_own_clock_line(status))
    sure = status.clock_sure_at
    if sure is not None and is_clock_back(sure, now):
        message = message_for(DeskError(ErrorCode.CLOCK_BACK, seen=moment_words(sure, now)))
        lines.append(StatusLine(grade=Grade.STOPPED, sentence=f"{message.happened} {message.to_do}"))
    unchecked = unchecked_clock_words(status, now)
    if unchecked:
        lines.append(StatusLine(grade=Grade.LOOK, sentence=unchecked))
    return lines


def _own_clock_line(status: OfficeStatus) -> StatusLine:
    is_off = abs(status.clock_offset_seconds) > CLOCK_STOP_SECONDS and not _is_unheard(status)
    return StatusLine(grade=Grade.STOPPED if is_off else Grade.LOOK, sentence=own_clock_words(status))


def own_clock_words(status: OfficeStatus) -> str:
    """Say that this PC's clock is off; as history where the store could not be asked since."""
    clock = clock_words(status.clock_offset_seconds)
    if _is_unheard(status):
        return f"Lần gặp sổ chung gần nhất, {clock}. Xem lại ngày giờ của máy này trước khi cấp số."
    is_off = abs(status.clock_offset_seconds) > CLOCK_STOP_SECONDS
    stopped = " Chưa cấp số hồ sơ cho đến khi khớp giờ." if is_off else ""
    return f"{clock[0].upper()}{clock[1:]} so với sổ chung. Chỉnh lại giờ của máy này; {_RIGHT}.{stopped}"


def _is_unheard(status: OfficeStatus) -> bool:
    return status.state is OfficeState.CUT_OFF or status.fault in UNHEARD


def store_clock_words(offset_seconds: int) -> str:
    """Say that the store's clock is the wrong one; positive seconds: this PC is behind it."""
    return (
        f"Nơi để sổ chung có {clock_words(-offset_seconds)} so với máy này và ít nhất hai quầy khác."
        " Máy này vẫn cấp số theo giờ của mình; báo người trông nơi ấy chỉnh lại giờ."
    )


def is_clock_back(sure_at: datetime, now: datetime) -> bool:
    """Tell whether a clock stands before a moment that has certainly passed: more than a clock is ever set back."""
    return (sure_at - now).total_seconds() > CLOCK_STOP_SECONDS


def unchecked_clock_words(status: OfficeStatus, now: datetime) -> str:
    """Say that nothing has vouched for this PC's date for more than a day, and what to compare; empty otherwise.

    A PC may have been off over Tết, and its battery may be empty: only a person can tell the two apart.
    """
    if status.state is OfficeState.ALONE or status.clock_sure_at is None:
        return ""
    days = (now - status.clock_sure_at).days
    if days < 1:
        return ""
    local = office_time(now)
    return (
        f"Đã {days} ngày máy này chưa gặp sổ chung nên không tự kiểm được ngày giờ."
        f" Máy đang ghi {day_text(local.date())}, {local:%H:%M}: sai thì chỉnh lại trước khi cấp số."
    )


def differing_words(count: int) -> str:
    """Tell of scans under whose name the store has something else, and what to do now."""
    return (
        f"{count} bản quét trong sổ chung khác với tệp ở máy này, nên các quầy khác không xem được."
        " Tệp ở máy này còn nguyên. Cần xem ngay ở quầy khác thì quét lại rồi đính kèm. Báo người phụ trách sổ chung"
        " bỏ bản hỏng (máy chủ: khongviet server drop-scan), máy này tự gửi lại."
    )


def _short(status: OfficeStatus, now: datetime) -> str:
    match status.state:
        case _ if status.is_disk_full:
            words = "Ổ đĩa máy này đã đầy"
        case OfficeState.ALONE:
            words = "Máy này làm việc một mình"
        case OfficeState.SHARED:
            words = "Đã chia sẻ hết"
        case OfficeState.WAITING if status.fault in STILL_READ:
            held_up = STILL_READ[status.fault].short
            words = f"{status.waiting} việc chờ gửi · {held_up}" if status.waiting else held_up.capitalize()
        case OfficeState.WAITING:
            is_held_up = status.fault is not None
            other = "Chưa trao đổi được với sổ chung" if is_held_up else "Đang nhận việc của quầy khác"
            words = f"{status.waiting} việc chờ gửi" if status.waiting else other
        case OfficeState.CUT_OFF:
            words = f"Quầy đang làm một mình, mất mạng từ {moment_words(status.cut_off_since, now)}"
        case OfficeState.COPYING:
            words = "Đang chép sổ chung"
        case OfficeState.STOPPED:
            words = _stopped(status)
        case state:
            assert_never(state)
    asked = status.conflicts + status.quarantined
    return f"{words} · {asked} chỗ cần chọn" if asked else words


def _span(seconds: int) -> str:
    if seconds < _MINUTE:
        return f"{seconds} giây"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} phút"
    if seconds >= 2 * _DAY:
        return f"{round(seconds / _DAY)} ngày"
    hours, minutes = divmod(round(seconds / _MINUTE), _MINUTE)
    return f"{hours} giờ {minutes} phút" if minutes else f"{hours} giờ"


def stuck_words(why: str) -> str:
    """Say why the office's store keeps refusing a piece of work; a bug's reason stays as whoever mends it needs it."""
    if TOO_YOUNG in why:
        return "Nội dung vào sổ chung chưa đủ số ngày tối thiểu nên sổ chung không cho xóa; các quầy khác vẫn đọc được."
    if why.startswith(CANNOT_MERGE):
        return (
            "Máy không ghép được việc này với nội dung đang có trong sổ chung, có thể do quầy khác dùng bản"
            f" chương trình khác. Báo người phụ trách kèm chữ này: {why.removeprefix(CANNOT_MERGE)}."
        )
    if why == UNKNOWN_TO_OFFICE:
        return (
            "Từ khi phục hồi, sổ chung không còn mục này; gửi riêng việc này thì quầy khác chỉ thấy một nửa."
            " Khi quầy còn giữ mục này đã nối lại, máy tự gửi; không quầy nào còn thì nhập lại mục này."
        )
    return why
