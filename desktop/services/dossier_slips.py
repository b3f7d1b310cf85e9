"""The slips of one dossier: which there are, what stands on each, printed with their move or again on request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.domain.dossier import Dossier, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.handover import Handover, Hands, handovers_of
from desktop.domain.ids import DossierId, PrintJobId, StaffId
from desktop.domain.office import SlipSet
from desktop.domain.person import Person
from desktop.domain.procedure import Channel, Procedure
from desktop.domain.speech import money
from desktop.services.ports_records import Records, UnitOfWork
from desktop.services.print_papers import PaperDesk
from desktop.services.record_values import Changes, PaperKind
from desktop.services.slip_places import apology_places, control_places, stop_places
from desktop.services.slips import Slip, SlipWriter, slip_kinds
from desktop.services.workday import Clock, IdSource, Workday

# Which move a slip tells of: its reason, its moment, and from when on another print is a copy.
_TOLD_BY: Final = {
    PaperKind.SUPPLEMENT: MoveKind.REQUEST_SUPPLEMENT,
    PaperKind.REFUSAL: MoveKind.REFUSE,
    PaperKind.APOLOGY: MoveKind.APOLOGISE,
    PaperKind.STOP: MoveKind.STOP,
}
SLIP_OF_MOVE: Final = {move: kind for kind, move in _TOLD_BY.items()}
"""The slip that goes with a move of a dossier."""


def slips_of(dossier: Dossier, slip_set: SlipSet) -> tuple[PaperKind, ...]:
    """Give the slips this dossier has now, in the order of the circular."""
    return tuple(kind for kind in slip_kinds(slip_set) if _has(dossier, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFile:
    """A dossier with what its slips need besides: who handed it in, and the handovers written down."""

    dossier: Dossier
    person: Person | None
    handovers: tuple[Handover, ...] = ()


class DossierSlips:
    """Writes the slips of dossiers and queues them in the transaction of whatever calls for them."""

    def __init__(self, writer: SlipWriter, papers: PaperDesk) -> None:
        self._writer = writer
        self._papers = papers

    def compose(self, workday: Workday, kind: PaperKind, file: DossierFile, now: datetime) -> Slip:
        """Give a slip as it stands now, without printing it.

        Raises:
            DeskError: SLIP_NOT_DUE for a slip this dossier has not; FORM_UNKNOWN.
        """
        dossier = file.dossier
        if kind not in slips_of(dossier, workday.profile.slip_set):
            raise DeskError(ErrorCode.SLIP_NOT_DUE, slip=kind.label)
        places: Mapping[str, str] = {}
        match kind:
            case PaperKind.APOLOGY:
                places = apology_places(dossier.first_due, dossier.due or now)
            case PaperKind.STOP:
                move = dossier.last_move(MoveKind.STOP)
                places = stop_places(
                    asked_at=move.at if move is not None else now,
                    asked_by=Channel.DIRECT,
                    state=move.from_state if move is not None else dossier.state,
                    returned=_returned(
                        dossier, workday.edition(dossier.procedure_code, dossier.procedure_edition)
                    ),
                )
            case PaperKind.CONTROL:
                places = control_places(_all_handovers(workday, file), dossier.due)
            case _:
                pass
        told = dossier.last_move(_TOLD_BY[kind]) if kind in _TOLD_BY else None
        reason = told.reason if told is not None else ""
        return self._writer.write(workday, kind, dossier, file.person, reason=reason, places=places)

    def queue(
        self,
        work: UnitOfWork,
        workday: Workday,
        kind: PaperKind,
        dossier: Dossier,
        now: datetime,
        *,
        by: StaffId,
    ) -> PrintJobId:
        """Queue a slip; one that was printed before and says the same comes out marked as a copy.

        Raises:
            DeskError: As `compose`.
        """
        person = work.people.find(dossier.requester_id) if dossier.requester_id is not None else None
        handovers = work.handovers.of_dossier(dossier.id)
        file = DossierFile(dossier=dossier, person=person, handovers=handovers)
        slip = self.compose(workday, kind, file, now)
        since = _says_the_same_since(workday, kind, file)
        earlier = next(
            (
                paper.id
                for paper in work.papers.of_dossier(dossier.id)
                if paper.kind is kind
                and not paper.reprint_of
                and (since is None or paper.printed_at >= since)
                and paper.form_version == slip.definition.version
            ),
            "",
        )
        return self._papers.queue_slip(work, slip, now, by=by, dossier=dossier, reprint_of=earlier)


class PrintSlipOnRequest:
    """Gives any slip of a dossier whenever it is asked for; the receipt is the citizen's right (Điều 17(4))."""

    def __init__(self, records: Records, slips: DossierSlips, *, clock: Clock) -> None:
        self._records = records
        self._slips = slips
        self._clock = clock

    def __call__(
        self,
        actor: StaffId,
        workday: Workday,
        dossier_id: DossierId,
        kind: PaperKind = PaperKind.RECEIPT,
    ) -> PrintJobId:
        """Queue the slip.

        Raises:
            DeskError: RECORD_MISSING; SLIP_NOT_DUE for a slip this dossier has not.
        """
        now = self._clock()
        with self._records.begin(actor) as work:
            dossier = work.dossiers.get(dossier_id)
            job = self._slips.queue(work, workday, kind, dossier, now, by=actor)
            if kind is PaperKind.RECEIPT:
                work.dossiers.save(dossier.with_slip_printed(now))
        return job


class RecordHandover:
    """Writes down that a dossier was handed to somebody; the control slip then names them."""

    def __init__(self, records: Records, *, clock: Clock, new_id: IdSource) -> None:
        self._records = records
        self._clock = clock
        self._new_id = new_id

    def __call__(
        self,
        actor: StaffId,
        workday: Workday,
        dossier_id: DossierId,
        *,
        to_unit: str,
        taker: str = "",
        note: str = "",
    ) -> Changes:
        """Store the handover; who holds the dossier gives it away.

        Raises:
            DeskError: RECORD_MISSING; ILLEGAL_MOVE for what was never received; INPUT_INVALID without a receiver.
        """
        unit = " ".join(to_unit.split())
        if not unit:
            raise DeskError(ErrorCode.INPUT_INVALID, problem="chưa ghi giao cho đơn vị nào.")
        with self._records.begin(actor) as work:
            dossier = work.dossiers.get(dossier_id)
            if dossier.received_at is None:
                raise DeskError(ErrorCode.ILLEGAL_MOVE, state=dossier.state.label)
            file = DossierFile(dossier=dossier, person=None, handovers=work.handovers.of_dossier(dossier_id))
            before = _all_handovers(workday, file)
            work.handovers.save(
                Handover(
                    id=self._new_id(),
                    dossier_id=dossier_id,
                    at=self._clock(),
                    by=actor,
                    from_unit=before[-1].to_unit if before else workday.profile.desk_name,
                    giver=workday.name_of(actor),
                    to_unit=unit,
                    taker=" ".join(taker.split()),
                    note=" ".join(note.split()),
                )
            )
        return work.changes


def _returned(dossier: Dossier, procedure: Procedure | None) -> str:
    """Give what goes back to the citizen: the papers handed in, not those only shown, and the fee."""
    known = {paper.key: paper for paper in procedure.papers} if procedure is not None else {}
    kept = [key for key in dossier.papers if key not in known or not known[key].show_only]
    names = [f"{known[key].name} ({known[key].kind.label})" if key in known else key for key in kept]
    papers = "; ".join(names) or "không giữ giấy tờ nào"
    return (
        f"{papers}; lệ phí {money(dossier.fee)} nếu đã nộp" if dossier.fee else f"{papers}; không thu lệ phí"
    )


def _has(dossier: Dossier, kind: PaperKind) -> bool:
    if kind in _TOLD_BY:
        return dossier.last_move(_TOLD_BY[kind]) is not None
    return kind is not PaperKind.REGISTER and dossier.received_at is not None


def _all_handovers(workday: Workday, file: DossierFile) -> tuple[Handover, ...]:
    dossier, profile = file.dossier, workday.profile
    procedure = workday.edition(dossier.procedure_code, dossier.procedure_edition)
    solver = procedure.authority if procedure is not None and procedure.authority else profile.name
    hands = Hands(desk=profile.desk_name, solver=solver, signer=f"Lãnh đạo {profile.short_name}")
    return handovers_of(dossier, file.handovers, hands, workday.name_of)


def _says_the_same_since(workday: Workday, kind: PaperKind, file: DossierFile) -> datetime | None:
    """Give from when on a print of this slip says what it says now."""
    if kind is PaperKind.CONTROL:
        handed = _all_handovers(workday, file)
        return handed[-1].at if handed else None
    if kind in _TOLD_BY:
        told = file.dossier.last_move(_TOLD_BY[kind])
        return told.at if told is not None else None
    moved = [
        move.at
        for move in file.dossier.moves
        if move.kind in {MoveKind.RECEIVE, MoveKind.RESUME, MoveKind.TURN_INTO_APPOINTMENT}
    ]
    return moved[-1] if moved else None
