"""The moves that the page of today's dossiers offers, by their keys."""

from datetime import date

from desktop.core import Core
from desktop.domain.dossier import MoveKind
from desktop.domain.ids import DossierId, StaffId
from desktop.services.record_values import PaperKind
from desktop.services.reprint_declarations import ReprintDeclarations
from desktop.ui.rare_moves import HANDOVER, PRINT
from desktop.ui.today_source import PRINT_SLIP, SIGN_AND_RETURN


def move_dossier(core: Core, actor: StaffId, dossier_id: DossierId, key: str, reason: str) -> None:
    """Do one move; off the GUI thread.

    Raises:
        DeskError: ILLEGAL_MOVE, REASON_MISSING and the other refusals; nothing is stored then.
    """
    what, _, which = key.partition(":")
    if key == PRINT_SLIP:
        core.print_slip(actor, core.workday(), dossier_id)
    elif key == f"{PRINT}:{PaperKind.FORM.value}":
        again = ReprintDeclarations(
            core.store, core.papers, library=core.library, load_workday=core.load_workday, clock=core.clock
        )
        again(actor, dossier_id)
    elif what == PRINT:
        core.print_slip(actor, core.workday(), dossier_id, PaperKind(which))
    elif what == MoveKind.APOLOGISE.value:
        core.move_dossier.apologise(actor, dossier_id, reason=reason, day=date.fromisoformat(which))
    elif key == HANDOVER:
        unit, _, taker = reason.rpartition(",")
        core.record_handover(
            actor, core.workday(), dossier_id, to_unit=unit or reason, taker=taker if unit else ""
        )
    elif key == SIGN_AND_RETURN:
        core.move_dossier.sign_and_return(actor, dossier_id)
    else:
        core.move_dossier(actor, dossier_id, MoveKind(key), reason=reason)


def print_day_register(core: Core, actor: StaffId) -> str:
    """Queue today's register, a sheet a sector, and give the sentence that says so; off the GUI thread.

    Raises:
        DeskError: FORM_UNKNOWN; faults of the records.
    """
    jobs = core.print_register.of_day(actor, core.workday())
    if not jobs:
        return "Hôm nay chưa có hồ sơ nào vào sổ."
    return f"Đang in sổ theo dõi của ngày: {len(jobs)} lĩnh vực."
