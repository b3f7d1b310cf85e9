"""A dossier passed from one desk to the next, as the control slip rules it: two rows each, giving and taking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.domain.calendar import office_time
from desktop.domain.dossier import Dossier, MoveKind
from desktop.domain.ids import DossierId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One handing over of a dossier.

    Attributes:
        id: Record id; empty for one that a move of the dossier tells by itself.
        by: Who wrote it down.
        giver: Who gave it away, by name.
        taker: Who took it, by name; empty leaves the line to be signed by hand.
    """

    dossier_id: DossierId
    at: datetime
    by: StaffId
    from_unit: str
    to_unit: str
    giver: str = ""
    taker: str = ""
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """The desks a dossier passes through in an office: the counter, who solves it, who signs."""

    desk: str
    solver: str
    signer: str


_COUNTER, _SOLVER, _SIGNER = range(3)
# Which moves pass a dossier on, from whom to whom; the others change what is done with it, not who holds it.
_PASSED: Final = {
    MoveKind.PROCESS: (_COUNTER, _SOLVER),
    MoveKind.SUBMIT: (_SOLVER, _SIGNER),
    MoveKind.SEND_BACK: (_SIGNER, _SOLVER),
    MoveKind.MAKE_READY: (_SIGNER, _COUNTER),
}


def handovers_of(
    dossier: Dossier, written: tuple[Handover, ...], hands: Hands, name_of: Callable[[StaffId], str]
) -> tuple[Handover, ...]:
    """Return every handover of a dossier, oldest first: those its moves tell, and those an officer wrote down."""
    units = (hands.desk, hands.solver, hands.signer)
    told = [
        Handover(
            dossier_id=dossier.id,
            at=move.at,
            by=move.by,
            from_unit=units[_PASSED[move.kind][0]],
            to_unit=units[_PASSED[move.kind][1]],
            giver=name_of(move.by),
            note=move.reason,
        )
        for move in dossier.moves
        if move.kind in _PASSED
    ]
    return tuple(sorted((*told, *written), key=lambda one: one.at))


def outcome_of(at: datetime, due: datetime | None) -> str:
    """Return how a handover stands to the day promised: "Trước hạn", "Đúng hạn" or "Quá hạn"; empty without one."""
    if due is None:
        return ""
    if at > due:
        return "Quá hạn"
    return "Đúng hạn" if office_time(at).date() == office_time(due).date() else "Trước hạn"
