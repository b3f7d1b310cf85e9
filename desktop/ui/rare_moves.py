"""What may be done with a dossier besides the next right thing: its other slips, a refusal, a new day, a handover.

A key may carry what the move needs after a colon: `print:control`, `apologise:2026-12-08`.
"""

from datetime import datetime
from typing import Final

from desktop.domain.calendar import WorkingCalendar, date_text, office_time, weekday_name
from desktop.domain.dossier import Dossier, MoveKind
from desktop.services.dossier_slips import slips_of
from desktop.services.record_values import PaperKind
from desktop.services.workday import Workday
from desktop.ui.icon_set import Icon
from desktop.ui.today_view import NextMove

PRINT: Final = "print"
HANDOVER: Final = "handover"
_AHEAD: Final = (1, 3, 5)
"""Working days offered for a new appointment: what an office asks for most; any other day by command."""


def rare_moves(
    dossier: Dossier, printed: frozenset[PaperKind], workday: Workday, now: datetime
) -> tuple[NextMove, ...]:
    """Give the moves behind "Việc khác", in the order of a dossier's life."""
    slip_set = workday.profile.slip_set
    allowed = dossier.allowed_moves()
    has_answers = dossier.answers_id is not None and bool(dossier.form_refs)
    moves = [_print(PaperKind.FORM, again=True)] if has_answers else []
    moves += [
        _print(kind, again=kind in printed)
        for kind in slips_of(dossier, slip_set)
        if kind is not PaperKind.RECEIPT
    ]
    if dossier.received_at is not None and not dossier.state.is_final:
        asks = "Giao cho đơn vị, người nào? (đơn vị, họ tên)"
        moves.append(
            NextMove(key=HANDOVER, text="Ghi giao hồ sơ", icon=Icon.HAND, needs_reason=True, asks=asks)
        )
    if MoveKind.APOLOGISE in allowed and dossier.due is not None:
        moves += _new_days(dossier.due, workday.calendar, now)
    for kind, text in (
        (MoveKind.REQUEST_SUPPLEMENT, "Yêu cầu bổ sung, in phiếu"),
        (MoveKind.REFUSE, "Từ chối, in phiếu"),
        (MoveKind.STOP, "Dừng theo đề nghị của người dân"),
    ):
        if kind in allowed:
            severe = kind is not MoveKind.REQUEST_SUPPLEMENT
            icon = Icon.BARRED if severe else Icon.FILE_MISSING
            moves.append(NextMove(key=kind.value, text=text, icon=icon, needs_reason=True, is_severe=severe))
    return tuple(moves)


def _print(kind: PaperKind, *, again: bool) -> NextMove:
    words = f"In lại {kind.label}" if again else f"In {kind.label}"
    return NextMove(key=f"{PRINT}:{kind.value}", text=words, icon=Icon.PRINTER)


def _new_days(due: datetime, calendar: WorkingCalendar, now: datetime) -> list[NextMove]:
    after = max(office_time(due).date(), office_time(now).date())
    moves: list[NextMove] = []
    for ahead in _AHEAD:
        day = calendar.add_working_days(after, ahead)
        text = f"Xin lỗi, hẹn lại {weekday_name(day)} {date_text(day)}"
        moves.append(
            NextMove(
                key=f"{MoveKind.APOLOGISE.value}:{day.isoformat()}",
                text=text,
                icon=Icon.APPOINTMENT,
                needs_reason=True,
            )
        )
    return moves
