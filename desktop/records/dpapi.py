"""Windows' Data Protection API through ctypes: the key file opens for this Windows user on this PC only.

A forced reset of the Windows password makes the protected bytes useless; the backup with its own secret is
the way back (docs/decisions/0004-backups-open-anywhere.md).
"""

import ctypes
from collections.abc import Callable
from typing import Final, Protocol

from desktop.domain.errors import DeskError, ErrorCode

# CRYPTPROTECT_UI_FORBIDDEN: a service without a desktop gets an error instead of a hidden dialog.
_UI_FORBIDDEN: Final = 0x1
_PURPOSE: Final = b"khongviet records key 1"


class DataBlob(ctypes.Structure):
    """Windows' DATA_BLOB: a length and a pointer."""

    _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))


class Dpapi(Protocol):
    """The three system calls that are needed; a test gives its own."""

    def CryptProtectData(self, *arguments: object) -> int:  # noqa: N802 - Windows' own name
        """Protect; 0 is a refusal."""
        ...

    def CryptUnprotectData(self, *arguments: object) -> int:  # noqa: N802 - Windows' own name
        """Open; 0 is a refusal."""
        ...

    def LocalFree(self, memory: object) -> object:  # noqa: N802 - Windows' own name
        """Give back the memory of an answer."""
        ...


class WindowsDpapi:
    """The calls of crypt32 and kernel32, with their types declared."""

    def __init__(self) -> None:
        load = getattr(ctypes, "WinDLL", None)
        if load is None:
            raise RuntimeError("only Windows has DPAPI")
        crypt, kernel = load("crypt32", use_last_error=True), load("kernel32", use_last_error=True)
        blob = ctypes.POINTER(DataBlob)
        self.CryptProtectData = crypt.CryptProtectData
        self.CryptUnprotectData = crypt.CryptUnprotectData
        self.LocalFree = kernel.LocalFree
        for call in (self.CryptProtectData, self.CryptUnprotectData):
            # in, description, entropy, reserved, prompt, flags, out
            call.argtypes = [
                blob,
                ctypes.c_void_p,
                blob,
                ctypes.c_void_p,
                ctypes.c_void_p,
                ctypes.c_uint32,
                blob,
            ]
            call.restype = ctypes.c_int
        self.LocalFree.argtypes = [ctypes.c_void_p]
        self.LocalFree.restype = ctypes.c_void_p


class DpapiWrap:
    """Protects a key file with the Windows user's own key."""

    def __init__(self, system: Dpapi) -> None:
        self._system = system

    def protect(self, plain: bytes) -> bytes:
        """Give the protected bytes."""
        return self._call(self._system.CryptProtectData, plain)

    def unprotect(self, protected: bytes) -> bytes:
        """Give the plain bytes; raises `DATABASE_KEY_WRONG` for another user, PC or a reset password."""
        return self._call(self._system.CryptUnprotectData, protected)

    def _call(self, call: Callable[..., int], content: bytes) -> bytes:
        source, purpose, result = _blob(content), _blob(_PURPOSE), DataBlob()
        done = call(
            ctypes.byref(source),
            None,
            ctypes.byref(purpose),
            None,
            None,
            _UI_FORBIDDEN,
            ctypes.byref(result),
        )
        if not done:
            raise DeskError(ErrorCode.DATABASE_KEY_WRONG, system="dpapi")
        try:
            return ctypes.string_at(result.data, result.size)
        finally:
            self._system.LocalFree(ctypes.cast(result.data, ctypes.c_void_p))


def _blob(content: bytes) -> DataBlob:
    buffer = ctypes.create_string_buffer(content, len(content))
    # The structure keeps the buffer alive through the pointer's own reference (`_objects`).
    return DataBlob(len(content), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))
