"""Attachments in PostgreSQL, one chunk a statement, on a connection of their own: the log goes first."""

from collections.abc import Sequence
from typing import Any, Final

import psycopg

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.blob_remote import BlobInfo, check_announcement, check_sealed_length, missing_of
from desktop.sync.pg_connection import CALL_SECONDS, PgConnection
from desktop.sync.store_rows import Row

_PUT: Final = "SELECT size, blob_put(%s, %s::int, %b) FROM sealed_blob WHERE digest = %s"
_FIND: Final = "SELECT size, mime, coalesce(sealed_sum, '') FROM sealed_blob WHERE digest = %s"
_GET: Final = (
    "SELECT data FROM sealed_chunk JOIN sealed_blob USING (digest)"
    " WHERE digest = %s AND number = %s AND sealed_sum IS NOT NULL"
)
# No such function, no such table.
_OLDER: Final = frozenset({"42883", "42P01"})


class PgBlobs:
    """The port `BlobRemote` to a database that `khongviet server init` has made."""

    def __init__(self, address: str, password: str, *, call_seconds: float = CALL_SECONDS) -> None:
        """Remember the place; the first call opens it. See `PgConnection`."""
        self._connection = PgConnection(address, password, call_seconds=call_seconds)

    def blob_begin(self, digest: str, size: int, mime: str) -> None:
        """See `BlobRemote`."""
        check_announcement(digest, size)
        self._all("SELECT blob_begin(%s, %s, %s)", (digest, size, mime))

    def blob_find(self, digest: str) -> BlobInfo | None:
        """See `BlobRemote`."""
        rows = self._all(_FIND, (digest,))
        if not rows:
            return None
        size, mime, sealed_sum = rows[0]
        return BlobInfo(digest=digest, size=size, mime=mime, sealed_sum=sealed_sum)

    def blob_missing(self, digest: str) -> tuple[int, ...]:
        """See `BlobRemote`."""
        info = self._known(digest)
        there = self._all("SELECT number FROM sealed_chunk WHERE digest = %s", (digest,))
        return missing_of(info.size, (row[0] for row in there))

    def blob_put(self, digest: str, number: int, data: bytes) -> None:
        """See `BlobRemote`."""
        # One round trip for each chunk; the function takes none of another length.
        rows = self._all(_PUT, (digest, number, data, digest), sending=len(data))
        if not rows:
            raise DeskError(ErrorCode.RECORD_MISSING)
        check_sealed_length(rows[0][0], number, data)

    def blob_finish(self, digest: str, sealed_sum: str) -> bool:
        """See `BlobRemote`."""
        rows = self._all(
            "SELECT blob_finish(%s, %s) FROM sealed_blob WHERE digest = %s", (digest, sealed_sum, digest)
        )
        if not rows:
            raise DeskError(ErrorCode.RECORD_MISSING)
        return bool(rows[0][0])

    def blob_get(self, digest: str, number: int) -> bytes:
        """See `BlobRemote`."""
        try:
            rows = self._all(_GET, (digest, number))
        except psycopg.errors.DataCorrupted as error:
            # The server's own checksums found the page of this one scan rotten; all others can be read.
            raise DeskError(ErrorCode.ATTACHMENT_SHARED_DAMAGED) from error
        if not rows:
            raise DeskError(ErrorCode.RECORD_MISSING)
        data: bytes = rows[0][0]
        return data

    def blob_forget(self, digest: str) -> bool:
        """See `BlobRemote`."""
        if self.blob_find(digest) is None:
            return True
        return bool(self._all("SELECT blob_forget(%s)", (digest,))[0][0])

    def blob_mend(self, digest: str, chunks: Sequence[bytes]) -> bool:  # noqa: ARG002 - no right to use them
        """See `BlobRemote`: no counter's role may change what is complete."""
        self._known(digest)
        return False

    def close(self) -> None:
        """See `BlobRemote`."""
        self._connection.close()

    def _known(self, digest: str) -> BlobInfo:
        info = self.blob_find(digest)
        if info is None:
            raise DeskError(ErrorCode.RECORD_MISSING)
        return info

    def _all(self, statement: str, values: tuple[Any, ...], *, sending: int = 0) -> list[Row]:
        try:
            return self._connection.run(
                lambda connection: connection.execute(statement, values, binary=True).fetchall(),
                sending=sending,
            )
        except DeskError as error:
            if error.params.get("sqlstate") in _OLDER:
                raise DeskError(ErrorCode.OFFICE_OLDER) from error
            raise
