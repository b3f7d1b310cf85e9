"""What the authors of lines had before the eyes when a store was whole that has lost its end since."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Row

from desktop.records.legible import UNREADABLE
from desktop.records.operations import Patch
from desktop.records.refused_edits import LineContent
from desktop.sync.entries import Line
from desktop.sync.line_rows import line_of
from desktop.sync.offered_lines import content_of, refused_fields, seen_until
from desktop.sync.row_state import RowKey, RowState

Kept = Row[tuple[object, ...]]


class LostEnd:
    """The end of the log that a store has lost, as this counter has read it.

    Args:
        lost: Its entries, in order.
        own: Numbers of those that this counter has written. An earlier life of it whose disk was put back wrote under
            one of its names too, and nobody here has seen that.
        seqs: The entries in which lines of it, or of this counter, stand again.
    """

    def __init__(self, lost: Sequence[Kept], own: frozenset[int], seqs: Mapping[LineContent, int]) -> None:
        self._own = own
        self._at: dict[int, Kept] = {}
        self._of_record: dict[RowKey, list[Kept]] = {}
        lines = {content_of(line_of(row)): row for row in lost}
        for content, seq in seqs.items():
            if content in lines:
                self._at[seq] = lines[content]
        self._again = frozenset(seqs.values())
        for row in lost:
            self._of_record.setdefault((str(row.entity), str(row.row_id)), []).append(row)

    def lifted(self, line: Line, known: RowState, row: Kept, *, is_lost: bool) -> int:
        """Give up to which entry of the store as it is now the author of a line had seen its record.

        Args:
            line: The line, with a base that the store still has.
            known: The record as it stands there.
            row: The line as it was: an entry of the lost end, or what waits here.
            is_lost: Which of the two.
        """

        def was_seen(name: str, seq: int) -> bool:
            before = self._at.get(seq)
            if before is None:
                # Of this counter's own, sent and not read back: nobody else had read it here.
                return seq in self._again and not is_lost
            if is_lost and before.client_id == row.client_id:
                return int(before.seq) < int(row.seq)
            if not is_lost and int(before.seq) in self._own:
                return True
            # A value that was refused stood before nobody's eyes.
            return int(before.seq) <= int(row.base) and name not in refused_fields(str(before.refusal))

        return seen_until(line, known, was_seen)

    def unseen_fields(self, row: Kept) -> frozenset[str]:
        """Give the fields of a waiting line beneath which the lost end had a value of another counter."""
        fields = fields_of(row)
        others: set[str] = set()
        for before in self._of_record.get((str(row.entity), str(row.row_id)), ()):
            if int(before.seq) > int(row.base) and int(before.seq) not in self._own:
                others |= fields_of(before) - set(refused_fields(str(before.refusal)))
        return fields & others


def fields_of(row: Kept) -> frozenset[str]:
    """Give the fields a line changes, none when nobody can read it."""
    try:
        return frozenset(Patch.from_text(str(row.patch)).fields)
    except UNREADABLE:
        return frozenset()  # a bug or another program wrote it
