"""The moves that the page of today's dossiers offers, by their keys."""

from desktop.core import Core
from desktop.domain.dossier import MoveKind
from desktop.domain.ids import DossierId, StaffId
from desktop.ui.today_source import PRINT_SLIP, SIGN_AND_RETURN


def move_dossier(core: Core, actor: StaffId, dossier_id: DossierId, key: str, reason: str) -> None:
    """Do one move; off the GUI thread.

    Raises:
        DeskError: ILLEGAL_MOVE, REASON_MISSING and the other refusals; nothing is stored then.
    """
    if key == PRINT_SLIP:
        core.print_slip(actor, core.workday(), dossier_id)
    elif key == SIGN_AND_RETURN:
        core.move_dossier.sign_and_return(actor, dossier_id)
    else:
        core.move_dossier(actor, dossier_id, MoveKind(key), reason=reason)
