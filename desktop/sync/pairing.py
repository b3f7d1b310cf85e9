"""The pairing code: everything one more counter needs, in one line to copy.

It holds the office's key and a secret that works once, so it is as precious as a key: shown, copied and destroyed,
never sent in the open, never stored. A sum of its own tells a slip of the hand from a wrong office.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.office_key import KEY_BYTES

_PREFIX: Final = "KV1."
_SUM_BYTES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """What a pairing code says.

    Attributes:
        address: Where the store is, without a password.
        dataset_id: Which office.
        office_key: 32 bytes.
        invitation: The secret that enters one counter.
        name: What people call the new counter.
        role: The database role of the new counter, empty for a file.
        password: Its password, empty for a file.
        authority: The certificate (PEM) that signs the server's, empty where the system knows it or for a file.
    """

    address: str
    dataset_id: str
    office_key: bytes = field(repr=False)
    invitation: str = field(repr=False)
    name: str
    role: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""


def write_code(pairing: Pairing) -> str:
    """Give the line to copy."""
    plain = asdict(pairing) | {"office_key": pairing.office_key.hex()}
    body = json.dumps({name: value for name, value in plain.items() if value}, ensure_ascii=False).encode()
    raw = hashlib.sha256(body).digest()[:_SUM_BYTES] + body
    return _PREFIX + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def is_address(text: str) -> bool:
    """Tell whether a text can be the address of a store at all: something, in one line, that can be written down."""
    return bool(text.strip()) and text.isprintable() and "%00" not in text


def read_code(code: str) -> Pairing:
    """Read a pairing code as it was pasted: with line breaks and spaces in it, or in quotes.

    Raises:
        DeskError: `PAIRING_CODE_INVALID`.
    """
    bare = "".join(code.split()).strip("\"'“”")
    if not bare.startswith(_PREFIX):
        raise DeskError(ErrorCode.PAIRING_CODE_INVALID)
    text = bare.removeprefix(_PREFIX)
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        body = raw[_SUM_BYTES:]
        if hashlib.sha256(body).digest()[:_SUM_BYTES] != raw[:_SUM_BYTES]:
            raise DeskError(ErrorCode.PAIRING_CODE_INVALID)
        plain = json.loads(body)
        known = {one.name for one in fields(Pairing)}
        values = {str(name): str(value) for name, value in plain.items() if name in known}
        pairing = Pairing(**(values | {"office_key": bytes.fromhex(values["office_key"])}))  # type: ignore[arg-type]  # all but the key are text
    except (ValueError, binascii.Error, AttributeError, KeyError, TypeError, RecursionError) as error:
        raise DeskError(ErrorCode.PAIRING_CODE_INVALID) from error
    if not is_address(pairing.address) or len(pairing.office_key) != KEY_BYTES:
        raise DeskError(ErrorCode.PAIRING_CODE_INVALID)
    return pairing
