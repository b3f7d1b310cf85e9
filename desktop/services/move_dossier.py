"""What happens to a dossier after the visit: signed, returned, supplemented, refused, and the end of the day."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from desktop.domain.calendar import office_time
from desktop.domain.dossier import Dossier, DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, PrintJobId, StaffId
from desktop.domain.lapse import same_day_lapse
from desktop.domain.verdict import SlipKind
from desktop.services.ports_records import Records, UnitOfWork
from desktop.services.print_papers import PaperDesk
from desktop.services.record_values import Changes
from desktop.services.slips import SlipWriter
from desktop.services.workday import Clock, Workday

_UNSIGNED = frozenset({DossierState.RECEIVED, DossierState.PROCESSING, DossierState.SUBMITTED})


class MoveDossier:
    """Does one move with one dossier; the rules say whether it may, the log keeps who, when and why."""

    def __init__(self, records: Records, *, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    def __call__(self, actor: StaffId, dossier_id: DossierId, kind: MoveKind, *, reason: str = "") -> Changes:
        """Do the move.

        Raises:
            DeskError: ILLEGAL_MOVE, REASON_MISSING, SUPPLEMENT_ONCE, RECORD_MISSING, RECORD_CHANGED.
        """
        now = self._clock()
        with self._records.begin(actor) as work:
            dossier = work.dossiers.get(dossier_id)
            work.dossiers.save(_moved(dossier, kind, now, actor, reason))
        return work.changes

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
            return dossier.process(now, by)
        case MoveKind.SUBMIT:
            return dossier.submit(now, by)
        case MoveKind.SEND_BACK:
            return dossier.send_back(now, by, reason)
        case MoveKind.SIGN:
            return dossier.sign(now, by)
        case MoveKind.MAKE_READY:
            return dossier.make_ready(now, by)
        case MoveKind.RETURN_RESULT:
            return dossier.return_result(now, by)
        case MoveKind.REQUEST_SUPPLEMENT:
            return dossier.request_supplement(now, by, reason)
        case MoveKind.REFUSE:
            return dossier.refuse(now, by, reason)
        case MoveKind.WITHDRAW:
            return dossier.withdraw(now, by, reason)
        case MoveKind.STOP:
            return dossier.stop(now, by, reason)
        case MoveKind.RECEIVE | MoveKind.RESUME | MoveKind.TURN_INTO_APPOINTMENT:
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
        slip = self._slips.write(
            workday, SlipKind.RECEIPT, turned, person, None, reason=f"{lapse.reason.text}."
        )
        return turned, self._papers.queue_slip(work, slip, turned, now)


class PrintSlipOnRequest:
    """Gives the receipt slip of a dossier whenever the citizen asks for it (Điều 17(4))."""

    def __init__(self, records: Records, slips: SlipWriter, papers: PaperDesk, *, clock: Clock) -> None:
        self._records = records
        self._slips = slips
        self._papers = papers
        self._clock = clock

    def __call__(self, actor: StaffId, workday: Workday, dossier_id: DossierId) -> PrintJobId:
        """Queue the slip.

        Raises:
            DeskError: RECORD_MISSING; ILLEGAL_MOVE for a dossier that was never received.
        """
        now = self._clock()
        with self._records.begin(actor) as work:
            dossier = work.dossiers.get(dossier_id)
            if dossier.received_at is None:
                raise DeskError(ErrorCode.ILLEGAL_MOVE, state=dossier.state.label)
            person = work.people.find(dossier.requester_id) if dossier.requester_id is not None else None
            dossier = dossier.with_slip_printed(now)
            work.dossiers.save(dossier)
            slip = self._slips.write(workday, SlipKind.RECEIPT, dossier, person, None)
            return self._papers.queue_slip(work, slip, dossier, now)


def is_closing_past(workday: Workday, now: datetime) -> bool:
    """Tell whether the office has closed on this workday."""
    local = office_time(now)
    closing = workday.calendar.closing(workday.day)
    return local.date() > workday.day or (closing is not None and now >= closing)
