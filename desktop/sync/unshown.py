"""What others wrote in a record that this program cannot show: its author goes on seeing what was there before.

A line says by its base what its author had before the eyes. In an illegible record that is the record as it last was
shown, whatever the office has written in it since. Only the very value that no program can read is written over freely:
about it nobody could be asked.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, select

from desktop.records.canonical import Fields, read_fields
from desktop.records.legible import is_legible
from desktop.records.office_tables import BASE_ROW
from desktop.records.operations import Patch
from desktop.records.sealed_fields import is_sealed
from desktop.records.sealing import SealKeys
from desktop.records.tables import DOCUMENT
from desktop.services.record_values import Entity
from desktop.sync.illegible import ALL_SHOWN, illegible_records
from desktop.sync.link import Link
from desktop.sync.row_keys import AMONG_KEYS, named
from desktop.sync.row_state import RowKey
from desktop.sync.store_rows import origins_of

_SHARED: Final = select(BASE_ROW.c.entity, BASE_ROW.c.row_id, BASE_ROW.c.doc, BASE_ROW.c.origins).where(
    AMONG_KEYS
)
_SCREEN: Final = select(DOCUMENT.c.entity, DOCUMENT.c.row_id, DOCUMENT.c.doc).where(AMONG_KEYS)


class ValuesUnshown:
    """The fields of some illegible records whose shared value could be read and was never shown.

    Args:
        connection: Any. What the lines are asked about has not been taken over since.
        link: The counter's place.
        keys: The records.
    """

    def __init__(self, connection: Connection, link: Link, keys: Collection[RowKey]) -> None:
        self._hidden: dict[RowKey, frozenset[str]] = {}
        self._shown: dict[RowKey, int] = {}
        if not keys:
            return
        self._shown = {
            key: seq for key, seq in illegible_records(connection).items() if key in keys and seq != ALL_SHOWN
        }
        if not self._shown:
            return
        screens = {
            (str(row.entity), str(row.row_id)): read_fields(row.doc)
            for row in connection.execute(_SCREEN, named(self._shown))
        }
        seals = SealKeys(connection)
        for row in connection.execute(_SHARED, named(self._shown)):
            key, shared = (str(row.entity), str(row.row_id)), read_fields(row.doc)
            self._hidden[key] = frozenset(
                name
                for name, origin in origins_of(row.origins).items()
                if origin.client_id != link.client_id
                and origin.seq > self._shown[key]
                and _is_readable(key, name, shared, screens.get(key, {}), seals)
            )

    def seen(self, key: RowKey, patch: str, base: int) -> int:
        """Give up to which entry the author of a change had seen everything it changes."""
        if key not in self._shown:
            return base
        hidden = self._hidden.get(key)  # None: still to be copied anew, and nobody knows what it holds
        if hidden is not None and hidden.isdisjoint(Patch.from_text(patch).fields):
            return base
        return min(base, self._shown[key])


def _is_readable(key: RowKey, name: str, shared: Fields, screen: Fields, seals: SealKeys) -> bool:
    """Tell whether a shared value alone would leave the record on the screen legible."""
    entity = Entity(key[0])
    if name in shared and is_sealed(entity, name) and not seals.all(key[1]):
        return False
    alone = {other: value for other, value in screen.items() if other != name}
    if name in shared:
        alone[name] = shared[name]
    return is_legible(entity, key[1], alone, changed=(name,), keys=seals)
