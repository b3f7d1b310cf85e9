"""What happens to a dossier after the visit: signed, returned, supplemented, refused, and the end of the day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from desktop.domain.calendar import date_text, office_time
from desktop.domain.dossier import Dossier, DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, PrintJobId, StaffId
from desktop.domain.lapse import same_day_lapse
from desktop.services.dossier_slips import SLIP_OF_MOVE, DossierSlips
from desktop.services.ports_records import Records, UnitOfWork
from desktop.services.print_papers import PaperDesk
from desktop.services.record_values import Changes, PaperKind
from desktop.services.slips import SlipWriter, slip_kinds
from desktop.services.workday import Clock, Workday

_UNSIGNED = frozenset({DossierState.RECEIVED, DossierState.PROCESSING, DossierState.SUBMITTED})


class MoveDossier:
    """Does one move with one dossier; the rules say whether it may, the log keeps who, when and why."""

    def __init__(
        self,
        records: Records,
        slips: DossierSlips,
        *,
        load_workday: Callable[[], Workday],
        clock: Clock,
    ) -> None:
        self._records = records
        self._slips = slips
        self._load_workday = load_workday
        self._clock = clock

    def __call__(self, actor: StaffId, dossier_id: DossierId, kind: MoveKind, *, reason: str = "") -> Changes:
        """Do the move; a refusal, a stop and a request for papers queue their slip in the same transaction.

        Raises:
            DeskError: ILLEGAL_MOVE, REASON_MISSING, SUPPLEMENT_ONCE, RECORD_MISSING, RECORD_CHANGED; FORM_UNKNOWN
                when the slip is not in the library. Nothing is stored then.
        """
        now = self._clock()
        with self._records.begin(actor) as work:
            dossier = _moved(work.dossiers.get(dossier_id), kind, now, actor, reason)
            work.dossiers.save(dossier)
            self._queue_slip(work, kind, dossier, now, actor)
        return work.changes

    def apologise(self, actor: StaffId, dossier_id: DossierId, *, reason: str, day: date) -> Changes:
        """Say sorry for a late result and promise a new day, till closing; the slip is queued with it.

        Raises:
            DeskError: ILLEGAL_MOVE, REASON_MISSING, APOLOGY_ONCE; DUE_NOT_LATER; INPUT_INVALID for a day off.
        """
        now = self._clock()
        calendar = self._load_workday().calendar
        if not calendar.is_working_day(day):
            raise DeskError(ErrorCode.INPUT_INVALID, problem=f"ngày {date_text(day)} là ngày nghỉ.")
        with self._records.begin(actor) as work:
            dossier = work.dossiers.get(dossier_id).apologise(now, actor, reason, calendar.end_of(day))
            work.dossiers.save(dossier)
            self._queue_slip(work, MoveKind.APOLOGISE, dossier, now, actor)
        return work.changes

    def _queue_slip(
        self, work: UnitOfWork, kind: MoveKind, dossier: Dossier, now: datetime, actor: StaffId
    ) -> None:
        if kind not in SLIP_OF_MOVE:
            return
        workday = self._load_workday()
        slip = SLIP_OF_MOVE[kind]
        if slip in slip_kinds(workday.profile.slip_set):
            self._slips.queue(work, workday, slip, dossier, now, by=actor)

    def sign_and_return(self, actor: StaffId, dossier_id: DossierId) -> Changes:
        """Record signed, sealed and handed over in one go: the usual end of a same-day case.

        Raises:
            DeskError: ILLEGAL_MOVE and the like; nothing is stored then.
        """
        now = self._clock()
        with self._records.begin(actor) as work:
            dossier = work.dossiers.get(dossier_id)
            if dossier.state is DossierState.PROCESSING:
                dossier = dossier.submit(now, actor)
            if dossier.state is DossierState.SUBMITTED:
                dossier = dossier.sign(now, actor)
            if dossier.state is DossierState.SIGNED:
                dossier = dossier.make_ready(now, actor)
            work.dossiers.save(dossier.return_result(now, actor))
        return work.changes

    def set_portal_code(self, actor: StaffId, dossier_id: DossierId, code: str) -> Changes:
        """Keep the official code of the state system beside the local number."""
        with self._records.begin(actor) as work:
            dossier = work.dossiers.get(dossier_id)
            work.dossiers.save(replace(dossier, portal_code=code.strip()))
        return work.changes


def _moved(dossier: Dossier, kind: MoveKind, now: datetime, by: StaffId, reason: str) -> Dossier:  # noqa: C901, PLR0911 - one line a move
    match kind:
        case MoveKind.PROCESS:
            return dossier.process(now, by, reason)
        case MoveKind.SUBMIT:
            return dossier.submit(now, by, reason)
        case MoveKind.SEND_BACK:
            return dossier.send_back(now, by, reason)
        case MoveKind.SIGN:
            return dossier.sign(now, by, reason)
        case MoveKind.MAKE_READY:
            return dossier.make_ready(now, by, reason)
        case MoveKind.RETURN_RESULT:
            return dossier.return_result(now, by, reason)
        case MoveKind.REQUEST_SUPPLEMENT:
            return dossier.request_supplement(now, by, reason)
        case MoveKind.REFUSE:
            return dossier.refuse(now, by, reason)
        case MoveKind.WITHDRAW:
            return dossier.withdraw(now, by, reason)
        case MoveKind.STOP:
            return dossier.stop(now, by, reason)
        case MoveKind.RECEIVE | MoveKind.RESUME | MoveKind.TURN_INTO_APPOINTMENT | MoveKind.APOLOGISE:
            raise DeskError(ErrorCode.ILLEGAL_MOVE, state=dossier.state.label, move=kind.label)
        case _:
            assert_never(kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """What the end of a day changed: the dossiers that became appointments, and the slips queued for them."""

    lapsed: tuple[Dossier, ...]
    jobs: tuple[PrintJobId, ...]


class CloseDay:
    """Turns same-day promises not signed by closing into appointments, each with its slip and the reason.

    Runs by itself: at closing time while the program is open, and at the next start for days that ended while it
    was not. Running it twice changes nothing more.
    """

    def __init__(self, records: Records, slips: SlipWriter, papers: PaperDesk, *, clock: Clock) -> None:
        self._records = records
        self._slips = slips
        self._papers = papers
        self._clock = clock

    def __call__(self, actor: StaffId, workday: Workday) -> ClosedDay:
        """Look at every open same-day promise.

        Raises:
            DeskError: Faults of the records.
        """
        now = self._clock()
        lapsed: list[Dossier] = []
        jobs: list[PrintJobId] = []
        for row in self._records.read.dossiers_in(_UNSIGNED):
            if row.due is None or row.due > now:
                continue
            with self._records.begin(actor) as work:
                turned = self._turn(work, actor, workday, work.dossiers.get(row.id), now)
                if turned is not None:
                    lapsed.append(turned[0])
                    jobs.append(turned[1])
        return ClosedDay(lapsed=tuple(lapsed), jobs=tuple(jobs))

    def _turn(
        self, work: UnitOfWork, actor: StaffId, workday: Workday, dossier: Dossier, now: datetime
    ) -> tuple[Dossier, PrintJobId] | None:
        lapse = same_day_lapse(dossier, workday.calendar, workday.profile, now)
        if lapse is None:
            return None
        turned = dossier.turn_into_appointment(now, actor, lapse.reason.text, lapse.due)
        turned = turned.with_slip_printed(now)
        work.dossiers.save(turned)
        person = work.people.find(turned.requester_id) if turned.requester_id is not None else None
        slip = self._slips.write(workday, PaperKind.RECEIPT, turned, person, reason=f"{lapse.reason.text}.")
        return turned, self._papers.queue_slip(work, slip, now, by=actor, dossier=turned)


def is_closing_past(workday: Workday, now: datetime) -> bool:
    """Tell whether the office has closed on this workday."""
    local = office_time(now)
    closing = workday.calendar.closing(workday.day)
    return local.date() > workday.day or (closing is not None and now >= closing)
