"""The key of the database in the system's keyring. A module of its own: `keyring` is slow to load and seldom used."""

import base64
from typing import Final

import keyring
import keyring.errors

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.key_store import checked_key, decoded_key

_SERVICE: Final = "khongviet"


class KeyringKeyStore:
    """A key in the system's keyring (Secret Service, Windows Credential Manager)."""

    def __init__(self, name: str) -> None:
        self._name = name

    def load(self) -> bytes | None:
        """Give the key, or None when the keyring has none."""
        try:
            text = keyring.get_password(_SERVICE, self._name)
        except keyring.errors.KeyringError as error:
            raise DeskError(ErrorCode.DATABASE_KEY_MISSING) from error
        return None if text is None else checked_key(decoded_key(text))

    def save(self, key: bytes) -> None:
        """Put the key into the keyring; it is not replaced when one is there."""
        if self.load() is not None:
            raise RuntimeError("a key is never replaced")
        try:
            keyring.set_password(_SERVICE, self._name, base64.b64encode(key).decode())
        except keyring.errors.KeyringError as error:
            raise DeskError(ErrorCode.DATABASE_KEY_MISSING) from error

    def exposed_to(self) -> str:
        """The keyring belongs to the signed-in user."""
        return ""
