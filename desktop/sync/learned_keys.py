"""Keys of sealed values that came from the store with what they open."""

import logging
from collections.abc import Collection, Iterable

from desktop.domain.errors import DeskError
from desktop.records.sealing import SealKeys
from desktop.sync.office_key import unwrap
from desktop.sync.remote import Seal

_LOG = logging.getLogger(__name__)


def learn_keys(
    keys: SealKeys, office_key: bytes, seals: Iterable[Seal], *, gone: Collection[str], now: str
) -> None:
    """Keep keys, but none of an erased record.

    Args:
        keys: Where they are kept.
        office_key: Opens them.
        seals: As the store has them.
        gone: Records that are erased, by their ids.
        now: The moment, as text.
    """
    for seal in seals:
        if seal.scope in gone:
            continue
        try:
            key = unwrap(office_key, seal)
        except DeskError:
            # Put there by a bug, or by somebody without the office's key. It opens nothing, and stops nobody.
            _LOG.warning("a key in the store is none of this office's: %s", seal.key_id.hex())
            continue
        keys.add(seal.scope, key, made_at=now)
