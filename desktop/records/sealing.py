"""Sealed values: AES-GCM with one random key per case or person, so that destroying the key erases them.

The log and the documents hold only sealed bytes; the hash chain runs over those and stays whole when a
key is destroyed. Each value is bound to its record and field, so it cannot be moved to another.
"""

import base64
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, delete, insert, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.tables import SEAL_KEY

_PREFIX: Final = "s1."
_NONCE_BYTES: Final = 12
_KEY_BITS: Final = 256
# Values are padded with spaces, which JSON ignores: a sealed "Nam" must not be told from "Nữ" by length.
_PADDING: Final = 16


class SealKeys:
    """The keys of this database's cases and people, looked up once per unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, bytes | None] = {}

    def find(self, scope: str) -> bytes | None:
        """Give the key of a case or person, or None when there is none (any more)."""
        if scope not in self._known:
            found = self._connection.scalar(select(SEAL_KEY.c.key).where(SEAL_KEY.c.scope == scope))
            self._known[scope] = None if found is None else bytes(found)
        return self._known[scope]

    def make(self, scope: str, made_at: str) -> bytes:
        """Give a new random key to a case or person."""
        key = AESGCM.generate_key(bit_length=_KEY_BITS)
        self._connection.execute(insert(SEAL_KEY).values(scope=scope, key=key, made_at=made_at))
        self._known[scope] = key
        return key

    def destroy(self, scope: str) -> None:
        """Destroy a key. `secure_delete` overwrites its bytes in the file."""
        self._connection.execute(delete(SEAL_KEY).where(SEAL_KEY.c.scope == scope))
        self._known[scope] = None


def seal(key: bytes, text: str, *, place: str) -> str:
    """Seal one JSON text for one place (`entity/row/field`)."""
    plain = text.encode()
    padded = plain + b" " * (-len(plain) % _PADDING)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, padded, place.encode())
    return _PREFIX + base64.b64encode(nonce + sealed).decode()


def unseal(key: bytes, sealed: str, *, place: str) -> str:
    """Open a sealed JSON text.

    Raises:
        DeskError: `DATABASE_DAMAGED` when the bytes do not belong to this key and place.
    """
    if not sealed.startswith(_PREFIX):
        raise DeskError(ErrorCode.DATABASE_DAMAGED, what="seal")
    raw = base64.b64decode(sealed.removeprefix(_PREFIX))
    try:
        plain = AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
    except InvalidTag as error:
        raise DeskError(ErrorCode.DATABASE_DAMAGED, what="seal") from error
    return plain.decode().rstrip(" ")
