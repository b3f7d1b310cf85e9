"""The last line of every counter that this one has read: what each next line of theirs is chained to.

Kept beside the place in the log and moved with it. A counter that took over records instead of the log has none, and
takes the first line it sees of each as the beginning.
"""

import json
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from desktop.records.office_tables import OFFICE_LINK
from desktop.sync.entries import LastLine

_LAST_LINES: Final = "last_lines"


def read_last_lines(connection: Connection) -> dict[str, LastLine]:
    """Give the last lines by the counters' `client_id`."""
    text = connection.scalar(select(OFFICE_LINK.c.v).where(OFFICE_LINK.c.k == _LAST_LINES))
    plain = {} if text is None else json.loads(text)
    return {client_id: (int(op), bytes.fromhex(op_hash)) for client_id, (op, op_hash) in plain.items()}


def keep_last_lines(connection: Connection, last_lines: Mapping[str, LastLine]) -> None:
    """Keep the last lines."""
    plain = {client_id: (op, op_hash.hex()) for client_id, (op, op_hash) in last_lines.items()}
    row = {"k": _LAST_LINES, "v": json.dumps(plain, sort_keys=True)}
    connection.execute(insert(OFFICE_LINK).prefix_with("OR REPLACE"), row)


def forget_last_lines(connection: Connection) -> None:
    """Begin anew: part of the log is passed over."""
    connection.execute(delete(OFFICE_LINK).where(OFFICE_LINK.c.k == _LAST_LINES))
