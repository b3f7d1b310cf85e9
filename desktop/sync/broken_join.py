"""Joining an office once more after the program was killed at it: with the same code, or with a fresh one."""

from collections.abc import Callable

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database
from desktop.sync.link import read_link, write_link
from desktop.sync.pairing import Pairing
from desktop.sync.returning import placed


def is_joining(database: Database, pairing: Pairing) -> bool:
    """Tell whether this counter has begun to join this office: it was killed then, and somebody tries again."""
    with database.read() as connection:
        link = read_link(connection)
    if link is None or (link.registered and link.role != pairing.role):
        return False
    return (link.dataset_id, link.address, link.name) == (pairing.dataset_id, pairing.address, pairing.name)


def go_on_joining(database: Database, pairing: Pairing, look: Callable[[], None]) -> bool:
    """Come in with the code from before, or where that is spent with this one; False where the counter was retired.

    Args:
        database: Of this counter.
        pairing: What the code says.
        look: Looks at the store anew, as the place here says.

    Raises:
        DeskError: `PAIRING_CODE_SPENT` and the faults of the store.
    """
    try:
        look()  # it may have come in already, with the code from before
    except DeskError as error:
        if error.code not in {ErrorCode.PAIRING_CODE_SPENT, ErrorCode.OFFICE_REFUSED}:
            raise
        _take_code(database, pairing)
        try:
            look()
        except DeskError as again:
            if "retired" not in again.params:
                raise
            return False
    return True


def _take_code(database: Database, pairing: Pairing) -> None:
    """Let another code be the one a counter that has no number yet comes in with."""
    with database.write() as connection:
        link = read_link(connection)
        if link is not None and not link.registered:
            write_link(connection, placed(link, pairing))
