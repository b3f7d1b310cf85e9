"""Records whose shared state this program cannot show: noted once, and no longer once they can be read again."""

from typing import Final

from sqlalchemy import Connection, delete, select

from desktop.records.office_tables import REFUSED_FIELD
from desktop.sync.entry_notes import ILLEGIBLE_RECORD, illegible_values
from desktop.sync.merge import RowKey

_NOTED: Final = select(REFUSED_FIELD.c.entity, REFUSED_FIELD.c.row_id).where(
    REFUSED_FIELD.c.field == ILLEGIBLE_RECORD
)


def illegible_records(connection: Connection) -> frozenset[RowKey]:
    """Give the records that are noted."""
    return frozenset((str(row.entity), str(row.row_id)) for row in connection.execute(_NOTED))


class IllegibleRecords:
    """Those of a counter, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted = set(illegible_records(connection))
        self._fresh: dict[RowKey, dict[str, object]] = {}

    def note(self, key: RowKey, seq: int) -> None:
        """Note a record that became illegible with an entry, unless it was before."""
        if key not in self._noted:
            self._noted.add(key)
            self._fresh[key] = illegible_values(seq, *key)

    def rows(self) -> list[dict[str, object]]:
        """Give what was noted in this transaction and still holds, as rows of `refused_field`."""
        return list(self._fresh.values())

    def shown(self, key: RowKey) -> None:
        """Forget a record that can be read again."""
        if key not in self._noted:
            return
        self._noted.discard(key)
        if self._fresh.pop(key, None) is None:
            self._connection.execute(
                delete(REFUSED_FIELD).where(
                    REFUSED_FIELD.c.field == ILLEGIBLE_RECORD,
                    REFUSED_FIELD.c.entity == key[0],
                    REFUSED_FIELD.c.row_id == key[1],
                )
            )
