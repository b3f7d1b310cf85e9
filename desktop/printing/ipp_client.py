"""Asks the CUPS server how printers and jobs are, in IPP itself.

`lpstat` cannot tell a finished job from a cancelled one (CUPS 2.4 shows both as "processing-to-stop-point")
and speaks the user's language. These few requests can, without a compiled library; printing itself
is left to `lp`.

Sources: RFC 8010 (encoding), RFC 8011 (operations, states), CUPS "Implementation of IPP" (0x4001, 0x4002).
"""

import http.client
import os
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

IppValue: TypeAlias = int | str
IppGroup: TypeAlias = dict[str, list[IppValue]]

GET_JOB: Final = 0x0009
CANCEL_JOB: Final = 0x0008
GET_PRINTER: Final = 0x000B
CUPS_GET_DEFAULT: Final = 0x4001
CUPS_GET_PRINTERS: Final = 0x4002

_SOCKETS: Final = (Path("/run/cups/cups.sock"), Path("/var/run/cups/cups.sock"))
_FIRST_ERROR: Final = 0x0400
_NOT_FOUND: Final = 0x0406
_OPERATION_GROUP: Final = 0x01
_END: Final = 0x03
_FIRST_VALUE_TAG: Final = 0x10
_INTEGER: Final = 0x21
_BOOLEAN: Final = 0x22
_ENUM: Final = 0x23
_NAME: Final = 0x42
_KEYWORD: Final = 0x44
_URI: Final = 0x45
_CHARSET: Final = 0x47
_LANGUAGE: Final = 0x48


class IppUnknownError(Exception):
    """The server knows no such printer or job."""


class IppFailureError(Exception):
    """The server is absent, or does not do what it was asked."""


class _LocalConnection(http.client.HTTPConnection):
    """HTTP over the socket file of a local CUPS server."""

    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


@dataclass(frozen=True, slots=True, kw_only=True)
class IppServer:
    """A CUPS server.

    Attributes:
        address: Path of a socket file, or `host` or `host:port`; empty for this computer's own server.
        timeout: Seconds to wait for an answer.
    """

    address: str = ""
    timeout: float = 5.0

    def ask(self, operation: int, uri: str, wanted: tuple[str, ...] = ()) -> list[IppGroup]:
        """Send one request and return the groups of attributes after the first, one a printer or job.

        Args:
            operation: One of the operations above.
            uri: `ipp://localhost/printers/NAME` or `ipp://localhost/jobs/NUMBER`; empty for the server.
            wanted: Names of the attributes.

        Raises:
            IppUnknownError: No such printer or job.
            IppFailureError: No server, or it refuses.
        """
        kind = "job-uri" if operation in {GET_JOB, CANCEL_JOB} else "printer-uri"
        body = _request(operation, kind, uri, wanted)
        connection = self._connection()
        try:
            connection.request("POST", "/", body=body, headers={"Content-Type": "application/ipp"})
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            raise IppFailureError(type(problem).__name__) from problem
        finally:
            connection.close()
        if answer.status != http.client.OK:
            raise IppFailureError(f"HTTP {answer.status}")
        return _answer(data)

    def _connection(self) -> http.client.HTTPConnection:
        address = self.address or os.environ.get("CUPS_SERVER", "")
        if address.startswith("/"):
            return _LocalConnection(Path(address), self.timeout)
        if not address:
            for path in _SOCKETS:
                if path.exists():
                    return _LocalConnection(path, self.timeout)
        host, _, port = (address or "localhost").partition(":")
        return http.client.HTTPConnection(host, int(port or "631"), timeout=self.timeout)


def _attribute(tag: int, name: str, value: str) -> bytes:
    key, content = name.encode(), value.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(content)) + content


def _request(operation: int, kind: str, uri: str, wanted: tuple[str, ...]) -> bytes:
    parts = [
        struct.pack(">BBHIB", 2, 0, operation, 1, _OPERATION_GROUP),
        _attribute(_CHARSET, "attributes-charset", "utf-8"),
        _attribute(_LANGUAGE, "attributes-natural-language", "en"),
    ]
    if uri:
        parts.append(_attribute(_URI, kind, uri))
    parts.append(_attribute(_NAME, "requesting-user-name", os.environ.get("USER", "khongviet")))
    for place, name in enumerate(wanted):
        parts.append(_attribute(_KEYWORD, "" if place else "requested-attributes", name))
    return b"".join((*parts, bytes((_END,))))


def _answer(data: bytes) -> list[IppGroup]:
    try:
        status = struct.unpack_from(">H", data, 2)[0]
        groups = _groups(data)
    except (struct.error, IndexError) as problem:
        raise IppFailureError("an answer that is no IPP") from problem
    if status == _NOT_FOUND:
        raise IppUnknownError
    if status >= _FIRST_ERROR:
        raise IppFailureError(f"IPP status {status:#06x}")
    return groups


def _groups(data: bytes) -> list[IppGroup]:
    groups: list[IppGroup] = []
    at, name = 8, ""
    while data[at] != _END:
        tag = data[at]
        at += 1
        if tag < _FIRST_VALUE_TAG:
            groups.append({})
            continue
        (length,) = struct.unpack_from(">H", data, at)
        if length:
            name = data[at + 2 : at + 2 + length].decode("utf-8", "replace")
        at += 2 + length
        (length,) = struct.unpack_from(">H", data, at)
        value = data[at + 2 : at + 2 + length]
        at += 2 + length
        groups[-1].setdefault(name, []).append(_value(tag, value))
    return groups[1:]


def _value(tag: int, value: bytes) -> IppValue:
    if tag in {_INTEGER, _ENUM, _BOOLEAN}:
        return int.from_bytes(value, "big", signed=tag != _BOOLEAN)
    return value.decode("utf-8", "replace")
