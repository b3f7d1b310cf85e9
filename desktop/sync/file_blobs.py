"""Attachments as files beside the shared file, sealed as they come: `blobs/ab/<digest>`, the chunks one after another.

While it comes, an attachment is a folder `<digest>.part` with one file a chunk; each is written beside, synced and
moved, so that it is there whole or not at all. When it is complete, one file takes the folder's place.
"""

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.attachment_seal import sum_of_tags
from desktop.sync.blob_remote import (
    CHUNK_BYTES,
    TAG_BYTES,
    BlobInfo,
    check_announcement,
    check_sealed_length,
    chunk_count,
    chunk_length,
    missing_of,
)
from desktop.sync.file_connection import file_fault

_SEALED_BYTES: Final = CHUNK_BYTES + TAG_BYTES
_INFO: Final = "info.json"
_IN_THE_WAY: Final = (NotADirectoryError, FileExistsError, PermissionError)


class FileBlobs:
    """The port `BlobRemote` to a folder on a share."""

    def __init__(self, file: Path) -> None:
        """Remember the place.

        Args:
            file: The shared file of the office; attachments lie in `blobs` beside it.
        """
        self._folder = file.absolute().with_name("blobs")

    def blob_begin(self, digest: str, size: int, mime: str) -> None:
        """See `BlobRemote`."""
        check_announcement(digest, size)
        with self._told():
            info = self._info(digest)
            if info is None or not (info.complete or info.size == size):
                part = self._part(digest)
                if info is not None:
                    shutil.rmtree(part)
                part.mkdir(parents=True, exist_ok=True)
                _write(part / _INFO, json.dumps({"size": size, "mime": mime}).encode())

    def blob_find(self, digest: str) -> BlobInfo | None:
        """See `BlobRemote`."""
        with self._told():
            return self._info(digest)

    def blob_missing(self, digest: str) -> tuple[int, ...]:
        """See `BlobRemote`."""
        with self._told():
            return self._missing(self._known(digest))

    def blob_put(self, digest: str, number: int, data: bytes) -> None:
        """See `BlobRemote`."""
        with self._told():
            info = self._known(digest)
            check_sealed_length(info.size, number, data)
            place = self._part(digest) / str(number)
            if not info.complete and not place.exists():
                _write(place, data)

    def blob_finish(self, digest: str, sealed_sum: str) -> bool:
        """See `BlobRemote`."""
        with self._told():
            info = self._known(digest)
            if info.complete:
                self._tidy(digest)
                return info.sealed_sum == sealed_sum
            if self._missing(info):
                return False
            part = self._part(digest)
            chunks = [part / str(number) for number in range(chunk_count(info.size))]
            if sum_of_tags(map(_tag, chunks)) != sealed_sum:
                for chunk in chunks:
                    chunk.unlink(missing_ok=True)
                return False
            with _written(self._whole(digest)) as stream:
                for chunk in chunks:
                    stream.write(chunk.read_bytes())
            # Only this makes it complete; a cut between here and the last line only leaves a folder behind.
            known = {"size": info.size, "mime": info.mime, "sealed_sum": sealed_sum}
            _write(self._whole(digest).with_suffix(".json"), json.dumps(known).encode())
            self._tidy(digest)
            return True

    def blob_get(self, digest: str, number: int) -> bytes:
        """See `BlobRemote`."""
        with self._told():
            info = self._known(digest)
            if not info.complete:
                raise DeskError(ErrorCode.RECORD_MISSING)
            chunk_length(info.size, number)
            with self._whole(digest).open("rb") as stream:
                stream.seek(number * _SEALED_BYTES)
                return stream.read(_SEALED_BYTES)

    def blob_forget(self, digest: str) -> bool:
        """See `BlobRemote`."""
        with self._told():
            whole, part = self._whole(digest), self._part(digest)
            # What it is goes first: a cut in between leaves bytes that nobody finds, and that announcing covers.
            whole.with_suffix(".json").unlink(missing_ok=True)
            if part.exists():
                shutil.rmtree(part)
            whole.unlink(missing_ok=True)
            return True

    def blob_mend(self, digest: str, chunks: Sequence[bytes]) -> bool:
        """See `BlobRemote`."""
        with self._told():
            info = self._known(digest)
            if not info.complete or sum_of_tags(chunk[-TAG_BYTES:] for chunk in chunks) != info.sealed_sum:
                return False
            with _written(self._whole(digest)) as stream:
                for chunk in chunks:
                    stream.write(chunk)
            return True

    def close(self) -> None:
        """See `BlobRemote`: no file stays open between calls."""

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            # The share answers, only the place of the scans does not take us: records go on.
            if isinstance(error, _IN_THE_WAY) and self._folder.parent.is_dir():
                raise DeskError(ErrorCode.OFFICE_SCANS_BLOCKED, errno=error.errno or 0) from error
            raise file_fault(error) from error

    def _tidy(self, digest: str) -> None:
        """Remove what senders that were killed have left of bytes that are there whole.

        One that is still sending the same bytes finds them there when it tries again.
        """
        whole = self._whole(digest)
        shutil.rmtree(self._part(digest), ignore_errors=True)
        for left in whole.parent.glob(f".{digest}.*"):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)

    def _whole(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest

    def _part(self, digest: str) -> Path:
        return self._whole(digest).with_suffix(".part")

    def _info(self, digest: str) -> BlobInfo | None:
        info = self._complete(digest) or _read_info(self._part(digest) / _INFO, digest)
        if info is None and not self._folder.parent.is_dir():
            raise DeskError(ErrorCode.OFFICE_UNREACHABLE)
        return info

    def _complete(self, digest: str) -> BlobInfo | None:
        """Give what is whole. What has no sum (an older program's) or was cut is to be sent again."""
        whole = self._whole(digest)
        info = _read_info(whole.with_suffix(".json"), digest)
        if info is not None and info.complete:
            with contextlib.suppress(FileNotFoundError):
                if whole.stat().st_size == info.size + chunk_count(info.size) * TAG_BYTES:
                    return info
        return None

    def _known(self, digest: str) -> BlobInfo:
        info = self._info(digest)
        if info is None:
            raise DeskError(ErrorCode.RECORD_MISSING)
        return info

    def _missing(self, info: BlobInfo) -> tuple[int, ...]:
        if info.complete:
            return ()
        names = [path.name for path in self._part(info.digest).iterdir()]
        return missing_of(info.size, (int(name) for name in names if name.isdecimal()))


def _read_info(place: Path, digest: str) -> BlobInfo | None:
    """Give what is written beside an attachment; None where nothing is, or nothing that can be read."""
    with contextlib.suppress(FileNotFoundError, ValueError, TypeError):
        return BlobInfo(digest=digest, **json.loads(place.read_bytes()))
    return None


def _tag(chunk: Path) -> bytes:
    with chunk.open("rb") as stream:
        return stream.read()[-TAG_BYTES:]


@contextlib.contextmanager
def _written(place: Path) -> Iterator[BinaryIO]:
    """Write a file that is there whole or not at all, even after a power cut."""
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _write(place: Path, content: bytes) -> None:
    with _written(place) as stream:
        stream.write(content)
