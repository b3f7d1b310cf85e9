"""Sealed values: AES-GCM with a random key for each case or person, so that destroying the key erases them.

The log and the documents hold only sealed bytes; the hash chain runs over those and stays whole when a
key is destroyed. Each value is bound to its record and field, so it cannot be moved to another. Two counters that
could not hear of each other may each have made a key for one record: values of both are opened, new ones are
sealed with the key that every counter would choose.
"""

import base64
import hashlib
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, delete, insert, select, text

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.tables import SEAL_KEY

_PREFIX: Final = "s1."
_NONCE_BYTES: Final = 12
_KEY_BITS: Final = 256
_KEY_ID_BYTES: Final = 8
# Values are padded with spaces, which JSON ignores: a sealed "Nam" must not be told from "Nữ" by length.
_PADDING: Final = 16

KEPT_ASIDE: Final = "kept_aside"
"""The key of `meta` under which the files stand that follow every erasure: see `desktop.records.kept_aside`."""
ERASED_SINCE: Final = "erased_since_kept/"
"""Begins the keys of `meta` that name what was erased since, and not yet in those files."""
_NOTE: Final = text(
    "INSERT OR IGNORE INTO meta (k, v) SELECT :k, '' WHERE EXISTS (SELECT 1 FROM meta WHERE k = :kept)"
).bindparams(kept=KEPT_ASIDE)


class SealedError(DeskError):
    """A sealed value that none of the keys at hand opens here."""

    def __init__(self) -> None:
        super().__init__(ErrorCode.DATABASE_DAMAGED, what="seal")


class SealKeys:
    """The keys of this database's cases and people, looked up once per unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, tuple[bytes, ...]] = {}

    def all(self, scope: str) -> tuple[bytes, ...]:
        """Give every key of a case or person, the one that seals first; none when there is none (any more)."""
        if scope not in self._known:
            found = self._connection.scalars(
                select(SEAL_KEY.c.key).where(SEAL_KEY.c.scope == scope).order_by(SEAL_KEY.c.key_id)
            )
            self._known[scope] = tuple(bytes(key) for key in found)
        return self._known[scope]

    def find(self, scope: str) -> bytes | None:
        """Give the key that seals new values of a case or person, or None when there is none (any more)."""
        return next(iter(self.all(scope)), None)

    def make(self, scope: str, made_at: str) -> bytes:
        """Give a new random key to a case or person."""
        key = AESGCM.generate_key(bit_length=_KEY_BITS)
        self.add(scope, key, made_at=made_at)
        return key

    def add(self, scope: str, key: bytes, *, made_at: str) -> None:
        """Keep a key; one that is known already is left as it is."""
        row = {
            "scope": scope,
            "key_id": key_id_of(key),
            "key": key,
            "made_at": made_at,
            "shared": 0,  # nobody asks: a store may have lost what it had
        }
        self._connection.execute(insert(SEAL_KEY).prefix_with("OR IGNORE"), row)
        self._known.pop(scope, None)

    def destroy(self, scope: str) -> None:
        """Destroy the keys of a case or person. `secure_delete` overwrites their bytes in the file."""
        self._connection.execute(delete(SEAL_KEY).where(SEAL_KEY.c.scope == scope))
        self._connection.execute(_NOTE, {"k": f"{ERASED_SINCE}{scope}"})
        self._known[scope] = ()


def key_id_of(key: bytes) -> bytes:
    """Give what tells the keys of one record apart; 8 bytes that reveal nothing of the key."""
    return hashlib.sha256(b"khongviet key\n" + key).digest()[:_KEY_ID_BYTES]


def seal(key: bytes, text: str, *, place: str) -> str:
    """Seal one JSON text for one place (`entity/row/field`)."""
    plain = text.encode()
    padded = plain + b" " * (-len(plain) % _PADDING)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, padded, place.encode())
    return _PREFIX + base64.b64encode(nonce + sealed).decode()


def unseal(keys: tuple[bytes, ...], sealed: str, *, place: str) -> str:
    """Open a sealed JSON text with whichever key fits.

    Raises:
        SealedError: The bytes do not belong to these keys and this place.
    """
    if not sealed.startswith(_PREFIX):
        raise SealedError
    try:
        raw = base64.b64decode(sealed.removeprefix(_PREFIX))
    except ValueError as error:
        raise SealedError from error
    for key in keys:
        try:
            plain = AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError):  # the other one: too short for a nonce
            continue
        return plain.decode().rstrip(" ")
    raise SealedError
