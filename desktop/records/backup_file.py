"""The format of a backup: an encrypted database followed by what opens it on another PC.

    <encrypted SQLite file> <JSON> <length of the JSON, 8 bytes, big endian> "KVSAOLUU"

The JSON holds the database's key wrapped (AES-GCM) by a key that scrypt derives from the secret, and the size
and sha256 of the database; all of it is bound to the wrapped key, so nothing can be exchanged unnoticed. The
whole is described in docs/log-format.md.
"""

import base64
import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.canonical import canonical_json
from desktop.records.engine import KEY_BYTES

SECRET_MIN: Final = 12
_MAGIC: Final = b"KVSAOLUU"
_LENGTH_BYTES: Final = 8
_LABEL_MAX: Final = 65_536
_NONCE_BYTES: Final = 12
_SALT_BYTES: Final = 16
# 32 MiB and about 0.1 s per guess.
_SCRYPT_N: Final = 2**15
_SCRYPT_R: Final = 8
_CHUNK: Final = 1 << 20
# No 0/O, 1/I/L: the recovery key is read from paper.
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS: Final = 6
_GROUP: Final = 5
_RECOVERY_KEY: Final = re.compile(rf"[{_ALPHABET}]{{{_GROUPS * _GROUP}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupLabel:
    """What a backup says about itself; readable without the secret, bound to it."""

    made_at: str
    client_id: str
    operations: int
    revision: str
    size: int
    sha256: str
    salt: str
    format: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLabel:
    """A label with the wrapped key of the database."""

    label: BackupLabel
    wrapped: bytes


def new_recovery_key() -> str:
    """Give a random secret to print and lock away: six groups of five letters and digits, 148 bits."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]
    groups = ("".join(letters[start : start + _GROUP]) for start in range(0, len(letters), _GROUP))
    return "-".join(groups)


def check_secret(secret: str) -> None:
    """Refuse a secret that is too short to protect the people in the backup.

    Raises:
        DeskError: `BACKUP_SECRET_WEAK` with `least`, the number of characters needed.
    """
    if len(_spelling(secret)) < SECRET_MIN:
        raise DeskError(ErrorCode.BACKUP_SECRET_WEAK, least=SECRET_MIN)


def new_salt() -> str:
    """Give a fresh salt for a label."""
    return base64.b64encode(secrets.token_bytes(_SALT_BYTES)).decode()


def sha256_of(file: Path, size: int) -> str:
    """Give the sha256 of the first `size` bytes of a file."""
    digest = hashlib.sha256()
    left = size
    with file.open("rb") as stream:
        while left and (chunk := stream.read(min(_CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()


def append_label(file: Path, label: BackupLabel, key: bytes, secret: str) -> None:
    """Finish a backup: write the label and the wrapped key behind the database."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    wrapped = nonce + AESGCM(_derive(secret, label.salt)).encrypt(nonce, key, _bound(label))
    text = canonical_json({**asdict(label), "wrapped": base64.b64encode(wrapped).decode()}).encode()
    with file.open("ab") as stream:
        stream.write(text + len(text).to_bytes(_LENGTH_BYTES, "big") + _MAGIC)


def read_label(file: Path) -> SealedLabel:
    """Read and check the label of a backup.

    Raises:
        DeskError: `BACKUP_UNREADABLE` when it is no backup, was cut off, or its bytes have changed.
    """
    try:
        sealed, body = _read_tail(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeskError(ErrorCode.BACKUP_UNREADABLE) from error
    if sealed.label.size != body or sha256_of(file, body) != sealed.label.sha256:
        raise DeskError(ErrorCode.BACKUP_UNREADABLE)
    return sealed


def unwrap_key(sealed: SealedLabel, secret: str) -> bytes:
    """Give the key of the database in a backup; raises `BACKUP_SECRET_WRONG`."""
    nonce, wrapped = sealed.wrapped[:_NONCE_BYTES], sealed.wrapped[_NONCE_BYTES:]
    try:
        return AESGCM(_derive(secret, sealed.label.salt)).decrypt(nonce, wrapped, _bound(sealed.label))
    except (InvalidTag, ValueError) as error:
        raise DeskError(ErrorCode.BACKUP_SECRET_WRONG) from error


def _read_tail(file: Path) -> tuple[SealedLabel, int]:
    trailer = _LENGTH_BYTES + len(_MAGIC)
    size = file.stat().st_size
    with file.open("rb") as stream:
        stream.seek(max(0, size - trailer))
        ending = stream.read(trailer)
        length = int.from_bytes(ending[:_LENGTH_BYTES], "big")
        if ending[_LENGTH_BYTES:] != _MAGIC or not 0 < length <= min(_LABEL_MAX, size - trailer):
            raise ValueError("no backup")
        stream.seek(size - trailer - length)
        plain = json.loads(stream.read(length))
    if not isinstance(plain, Mapping):
        raise TypeError("no backup")
    values = dict(plain)
    wrapped = base64.b64decode(values.pop("wrapped"))
    return SealedLabel(label=BackupLabel(**values), wrapped=wrapped), size - trailer - length


def _bound(label: BackupLabel) -> bytes:
    return canonical_json(asdict(label)).encode()


def _derive(secret: str, salt: str) -> bytes:
    scrypt = Scrypt(salt=base64.b64decode(salt), length=KEY_BYTES, n=_SCRYPT_N, r=_SCRYPT_R, p=1)
    return scrypt.derive(_spelling(secret).encode())


def _spelling(secret: str) -> str:
    # A recovery key may be typed in small letters and without its dashes.
    bare = re.sub(r"[\s-]", "", secret).upper()
    if _RECOVERY_KEY.fullmatch(bare):
        return bare
    return unicodedata.normalize("NFC", secret.strip())
