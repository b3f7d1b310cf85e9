"""Names of records, cut into slices that one statement of SQLite takes."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

# SQLite takes some ten thousand values in one statement; a kind of record and a record are two.
SLICE: Final = 2_000

T = TypeVar("T", str, tuple[str, str])


def in_slices(names: Iterable[T]) -> Iterator[list[T]]:
    """Give names in order, at most `SLICE` at a time."""
    listed = sorted(names)
    for start in range(0, len(listed), SLICE):
        yield listed[start : start + SLICE]
