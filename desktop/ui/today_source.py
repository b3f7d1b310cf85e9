"""Turns dossiers of the records into the lines and the card that the page of today's dossiers shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, assert_never

from desktop.domain.calendar import office_time
from desktop.domain.dossier import Dossier, DossierState, MoveKind
from desktop.domain.ids import DossierId, moment_of
from desktop.domain.person import Person
from desktop.domain.speech import money
from desktop.domain.verdict import Promise
from desktop.services.attachment_values import AttachmentRow, BytesPlace
from desktop.services.attachment_words import content_words, place_words
from desktop.services.ports_records import RecordReader
from desktop.services.record_values import (
    DossierDetail,
    DossierRow,
    SearchFilters,
    TimelineEntry,
    TimelineKind,
)
from desktop.services.workday import Clock, Workday
from desktop.ui.icon_set import Icon
from desktop.ui.rare_moves import rare_moves
from desktop.ui.today_view import (
    AttachmentLine,
    DayGroup,
    DossierCard,
    DossierFilter,
    DossierLine,
    NextMove,
    TodayList,
    TodayQuery,
)
from desktop.ui.widgets.figure_row import DayFigure
from desktop.ui.widgets.history_list import HistoryEntry
from desktop.ui.widgets.pill import PillKind

PRINT_SLIP: Final = "print_slip"
COPY_SHEET: Final = "copy_sheet"
SIGN_AND_RETURN: Final = "sign_and_return"
_OPEN: Final = frozenset(
    {
        DossierState.RECEIVED,
        DossierState.PROCESSING,
        DossierState.SUBMITTED,
        DossierState.SIGNED,
        DossierState.READY,
        DossierState.SUPPLEMENT_REQUESTED,
    }
)
_FOUND_MOST: Final = 100
_PILLS: Final = {
    DossierState.DRAFT: PillKind.WORKING,
    DossierState.RECEIVED: PillKind.WORKING,
    DossierState.PROCESSING: PillKind.WORKING,
    DossierState.SUPPLEMENT_REQUESTED: PillKind.PAPERS_MISSING,
    DossierState.SUBMITTED: PillKind.TO_SIGN,
    DossierState.SIGNED: PillKind.TO_RETURN,
    DossierState.READY: PillKind.TO_RETURN,
    DossierState.RETURNED: PillKind.RETURNED,
    DossierState.REFUSED: PillKind.REFUSED,
    DossierState.WITHDRAWN: PillKind.WITHDRAWN,
    DossierState.STOPPED: PillKind.STOPPED,
}
_FILTERS: Final = {
    DossierFilter.TO_SIGN: frozenset({PillKind.TO_SIGN}),
    DossierFilter.TO_RETURN: frozenset({PillKind.TO_RETURN}),
    DossierFilter.APPOINTMENT: frozenset({PillKind.APPOINTMENT, PillKind.OVERDUE}),
    DossierFilter.PAPERS_MISSING: frozenset({PillKind.PAPERS_MISSING}),
    DossierFilter.RETURNED: frozenset({PillKind.RETURNED}),
}
_STATE_TITLES: Final = {
    DossierState.RECEIVED: "Tiếp nhận, vào sổ",
    DossierState.PROCESSING: "Chuyển xử lý",
    DossierState.SUBMITTED: "Trình ký",
    DossierState.SIGNED: "Đã ký",
    DossierState.READY: "Đóng dấu, chờ trả",
    DossierState.RETURNED: "Trả kết quả",
    DossierState.SUPPLEMENT_REQUESTED: "Yêu cầu bổ sung",
    DossierState.REFUSED: "Từ chối",
    DossierState.WITHDRAWN: "Người dân rút hồ sơ",
    DossierState.STOPPED: "Dừng giải quyết",
}
_PAPER_TITLES: Final = {
    "form": "In tờ khai",
    "receipt": "In giấy tiếp nhận và hẹn trả",
    "supplement": "In phiếu yêu cầu bổ sung",
    "guide": "In giấy hướng dẫn",
    "refusal": "In phiếu từ chối",
    "apology": "In phiếu xin lỗi, hẹn lại",
    "stop": "In thông báo dừng giải quyết",
    "control": "In phiếu kiểm soát",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaySource:
    """Reads for the page; called off the GUI thread.

    Attributes:
        reader: The records.
        load_workday: Today at this office.
        clock: The moment.
        look: Gives one dossier and leaves word of the look.
        counter: What people call this counter, empty for one that works alone.
    """

    reader: RecordReader
    load_workday: Callable[[], Workday]
    clock: Clock
    look: Callable[[DossierId], DossierDetail]
    counter: Callable[[], str] = str

    def load(self, query: TodayQuery) -> TodayList:
        """Give the list for what the officer looks for."""
        now, workday = self.clock(), self.load_workday()
        today = office_time(now).date()
        words = query.words.strip()
        if words:
            hits = self.reader.search(words, limit=_FOUND_MOST, filters=SearchFilters())
            rows = [hit.row for hit in hits]
        else:
            of_today = self.reader.dossiers_on(today)
            known = {row.id for row in of_today}
            rows = [*of_today, *(row for row in self.reader.dossiers_in(_OPEN) if row.id not in known)]
        lines = [_line(row, workday, today, now) for row in rows]
        lines.sort(key=lambda line: list(DayGroup).index(line.group))
        counts = [(DossierFilter.ALL, len(lines))]
        counts += [(one, sum(line.pill in pills for line in lines)) for one, pills in _FILTERS.items()]
        wanted = _FILTERS.get(query.filter)
        shown = tuple(line for line in lines if wanted is None or line.pill in wanted)
        return TodayList(
            lines=shown,
            counts=tuple(counts),
            figures=_figures(self.reader.dossiers_on(today), now),
        )

    def detail(self, dossier_id: str) -> DossierCard:
        """Give one dossier.

        Raises:
            DeskError: RECORD_MISSING.
        """
        found = self.look(DossierId(dossier_id))
        card = _card(found, self.load_workday(), self.clock())
        own = self.counter()
        rows = self.reader.attachments_of(DossierId(dossier_id))
        return replace(card, attachments=tuple(_scan(row, own) for row in rows))


def _pill(state: DossierState, promise: str, due: datetime | None, now: datetime) -> PillKind:
    working = state in {DossierState.RECEIVED, DossierState.PROCESSING, DossierState.SUBMITTED}
    if working and due is not None and due < now:
        return PillKind.OVERDUE
    if working and promise == Promise.APPOINTMENT.value:
        return PillKind.APPOINTMENT
    return _PILLS[state]


def _line(row: DossierRow, workday: Workday, today: date, now: datetime) -> DossierLine:
    # What waits for papers was never received; it was begun when its id was made.
    came = office_time(row.received_at if row.received_at is not None else moment_of(row.id))
    day = came.date()
    if day == today:
        group = DayGroup.TODAY
    elif (day.year, day.month) == (today.year, today.month):
        group = DayGroup.MONTH
    else:
        group = DayGroup.EARLIER
    return DossierLine(
        id=row.id,
        group=group,
        time=_when(came, today),
        number=row.number or "—",
        person=row.requester_name,
        procedure=_short(row, workday),
        pill=_pill(row.state, row.promise, row.due, now),
        due=_when(row.due, today),
        officer=workday.name_of(row.officer_id).rsplit(" ", 1)[-1] if row.officer_id is not None else "",
    )


def _short(row: DossierRow, workday: Workday) -> str:
    procedure = workday.procedures.get(row.procedure_code)
    return procedure.short_name if procedure is not None else row.procedure_name


def _when(moment: datetime | None, today: date) -> str:
    if moment is None:
        return "—"
    local = office_time(moment)
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{local:%d/%m}" if local.year == today.year else f"{local:%d/%m/%Y}"


def _figures(rows: Iterable[DossierRow], now: datetime) -> tuple[DayFigure, ...]:
    today = list(rows)
    same_day = sum(row.promise == Promise.SAME_DAY.value for row in today)
    pills = [_pill(row.state, row.promise, row.due, now) for row in today]
    return (
        DayFigure(value=str(len(today)), unit="hồ sơ", caption="Đã tiếp nhận hôm nay"),
        DayFigure(
            value=str(same_day), unit=f"/ {len(today)}", caption="Giải quyết ngay, không hẹn", is_good=True
        ),
        DayFigure(value=str(pills.count(PillKind.TO_SIGN)), unit="hồ sơ", caption="Đang chờ ký"),
        DayFigure(value=str(pills.count(PillKind.RETURNED)), unit="hồ sơ", caption="Đã trả kết quả"),
        DayFigure(value=str(pills.count(PillKind.APPOINTMENT)), unit="hồ sơ", caption="Có hẹn"),
    )


def _card(found: DossierDetail, workday: Workday, now: datetime) -> DossierCard:
    dossier = found.dossier
    today = office_time(now).date()
    fee = f"lệ phí {money(dossier.fee)}" if dossier.fee else "không thu lệ phí" if dossier.fee == 0 else ""
    if dossier.fee_note:
        fee = f"miễn lệ phí: {dossier.fee_note}"
    copies = f"{dossier.copies} bản" if dossier.copies > 1 else ""
    parts = (f"Số {dossier.number}" if dossier.number else "", copies, fee)
    note = " · ".join(part for part in parts if part)
    history = [_entry(one, workday, today) for one in found.timeline]
    if dossier.due is not None and not dossier.state.is_final:
        history.append(
            HistoryEntry(time=_when(dossier.due, today), title="Hẹn trả kết quả", detail="", is_done=False)
        )
    return DossierCard(
        id=dossier.id,
        person=dossier.requester_name,
        facts=_facts(found.requester, today),
        pill=_pill(dossier.state, dossier.promise.value if dossier.promise else "", dossier.due, now),
        procedure=dossier.procedure_name,
        note=note[:1].upper() + note[1:],
        history=tuple(entry for entry in history if entry.title),
        moves=_moves(dossier),
        rare_moves=rare_moves(dossier, frozenset(one.kind for one in found.papers), workday, now),
    )


def _scan(row: AttachmentRow, own_counter: str) -> AttachmentLine:
    place = place_words(row, own_counter)
    return AttachmentLine(
        id=row.attachment.id,
        name=row.attachment.name or _capital(row.attachment.kind.label),
        facts=content_words(row.attachment),
        place=_capital(place),
        can_open=row.place in {BytesPlace.HERE, BytesPlace.IN_STORE},
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _facts(person: Person | None, today: date) -> str:
    if person is None:
        return ""
    age = person.birth.age_on(today) if person.birth is not None else None
    parts = (
        person.sex.label if person.sex is not None else "",
        f"{age} tuổi" if age is not None else "",
        person.residence.split(",")[0],
    )
    return " · ".join(part for part in parts if part)


def _entry(entry: TimelineEntry, workday: Workday, today: date) -> HistoryEntry:
    by = next((one.name for one in workday.staff.values() if one.id == entry.by), "")
    match entry.kind:
        case TimelineKind.MOVE:
            before, _, after = entry.detail.partition(">")
            title = _STATE_TITLES.get(DossierState(after), "") if before != after else "Hẹn lại ngày trả"
        case TimelineKind.PAPER:
            title = _PAPER_TITLES.get(entry.detail, "In giấy")
        case TimelineKind.CHANGE:
            title = "Sửa hồ sơ"
        case TimelineKind.VIEW:
            title = ""  # who looked is a matter of the audit, not of the dossier's course
        case _:
            assert_never(entry.kind)
    return HistoryEntry(
        time=_when(entry.at, today),
        title=title,
        detail=" · ".join(part for part in (by, entry.reason) if part),
    )


def _moves(dossier: Dossier) -> tuple[NextMove, ...]:
    """Give what may be done now; the next right thing first, with Enter."""
    allowed = dossier.allowed_moves()
    moves: list[NextMove] = []
    if dossier.is_same_day and dossier.state is DossierState.SUBMITTED:
        moves.append(
            NextMove(key=MoveKind.SIGN.value, text="Ghi nhận đã ký", shortcut="Return", icon=Icon.SIGN)
        )
        moves.append(NextMove(key=SIGN_AND_RETURN, text="Đã ký và trả luôn", icon=Icon.HAND))
    else:
        for kind, text, icon in (
            (MoveKind.RESUME, "Nhận bổ sung", Icon.INBOX),
            (MoveKind.SUBMIT, "Trình ký", Icon.SIGN),
            (MoveKind.SIGN, "Ghi nhận đã ký", Icon.SIGN),
            (MoveKind.MAKE_READY, "Đã đóng dấu, chờ trả", Icon.CHECK),
            (MoveKind.RETURN_RESULT, "Trả kết quả", Icon.HAND),
        ):
            if kind in allowed:
                moves.append(
                    NextMove(key=kind.value, text=text, shortcut="" if moves else "Return", icon=icon)
                )
    if dossier.received_at is not None:
        text = "In lại giấy tiếp nhận" if dossier.slip_printed_at else "In giấy tiếp nhận theo yêu cầu"
        moves.append(NextMove(key=PRINT_SLIP, text=text, shortcut="Ctrl+P", icon=Icon.PRINTER))
    if dossier.answers_id is not None and dossier.form_refs:
        text = "Chép vào biểu mẫu điện tử"
        moves.append(NextMove(key=COPY_SHEET, text=text, shortcut="Ctrl+O", icon=Icon.CLIP))
    if MoveKind.WITHDRAW in allowed:
        moves.append(
            NextMove(
                key=MoveKind.WITHDRAW.value, text="Người dân rút hồ sơ", icon=Icon.UNDO, needs_reason=True
            )
        )
    return tuple(moves)
