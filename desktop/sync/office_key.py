"""The office's key: it wraps the keys of sealed values on their way through the shared store.

The store holds wrapped keys only, so whoever copies it reads no answer. A wrapped key is bound to its record and to its
own id, so it can be put nowhere else.
"""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.sealing import key_id_of
from desktop.sync.remote import Seal

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


def new_office_key() -> bytes:
    """Give a fresh key for a new office."""
    return secrets.token_bytes(KEY_BYTES)


def wrap(office_key: bytes, scope: str, key: bytes) -> Seal:
    """Wrap a record's key for the store."""
    key_id = key_id_of(key)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    wrapped = nonce + AESGCM(office_key).encrypt(nonce, key, _bound_to(scope, key_id))
    return Seal(scope=scope, key_id=key_id, wrapped=wrapped)


def unwrap(office_key: bytes, seal: Seal) -> bytes:
    """Give a record's key.

    Raises:
        DeskError: `SHARED_LOG_BROKEN`: it was changed, moved, or wrapped with another office's key.
    """
    nonce, wrapped = seal.wrapped[:_NONCE_BYTES], seal.wrapped[_NONCE_BYTES:]
    try:
        key = AESGCM(office_key).decrypt(nonce, wrapped, _bound_to(seal.scope, seal.key_id))
    except (InvalidTag, ValueError) as error:
        raise DeskError(ErrorCode.SHARED_LOG_BROKEN, seq="key") from error
    return key


def _bound_to(scope: str, key_id: bytes) -> bytes:
    return b"khongviet seal\n" + scope.encode() + b"\n" + key_id
