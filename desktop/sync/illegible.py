"""Records whose shared state this program cannot show: noted once, and no longer once they can be read again."""

from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from desktop.records.office_tables import REFUSED_FIELD
from desktop.sync.row_state import RowKey

ILLEGIBLE_RECORD: Final = "illegible "
"""The field name under which such a record is noted; no real field has a space."""
_NOTED: Final = select(REFUSED_FIELD.c.entity, REFUSED_FIELD.c.row_id, REFUSED_FIELD.c.standing).where(
    REFUSED_FIELD.c.field == ILLEGIBLE_RECORD
)
_FORGET: Final = delete(REFUSED_FIELD).where(
    REFUSED_FIELD.c.field == ILLEGIBLE_RECORD,
    REFUSED_FIELD.c.entity == bindparam("of_entity"),
    REFUSED_FIELD.c.row_id == bindparam("of_row"),
)
ALL_SHOWN: Final = -1
"""Stands for "up to which entry" where only the key of sealed values is missing: all else is on the screen."""


def illegible_records(connection: Connection) -> dict[RowKey, int]:
    """Give the records that are noted, each with the entry up to which its screen shows the shared record."""
    rows = connection.execute(_NOTED)
    return {(str(row.entity), str(row.row_id)): int(row.standing) for row in rows}


class IllegibleRecords:
    """Those of a counter, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted = illegible_records(connection)
        self._fresh: dict[RowKey, dict[str, object]] = {}

    def note(self, key: RowKey, seq: int, *, shown: int) -> None:
        """Note a record that became illegible with an entry, unless it was before.

        Args:
            key: The record.
            seq: The entry.
            shown: The entry up to which the screen shows the shared record, `ALL_SHOWN` if it goes on following it.
        """
        known = self._noted.get(key)
        if known is not None and (known == ALL_SHOWN) == (shown == ALL_SHOWN):
            return
        self.forget(key)
        self._noted[key] = shown
        self._fresh[key] = {
            "seq": seq,
            "field": ILLEGIBLE_RECORD,
            "entity": key[0],
            "row_id": key[1],
            "standing": shown,
            "holder": "",
        }

    def is_noted(self, key: RowKey) -> bool:
        """Tell whether a record is noted."""
        return key in self._noted

    def rows(self) -> list[dict[str, object]]:
        """Give what was noted in this transaction and still holds, as rows of `refused_field`."""
        return list(self._fresh.values())

    def forget(self, key: RowKey) -> bool:
        """Forget a record that can be read again; tells whether it was noted."""
        if self._noted.pop(key, None) is None:
            return False
        if self._fresh.pop(key, None) is None:
            self._connection.execute(_FORGET, {"of_entity": key[0], "of_row": key[1]})
        return True
