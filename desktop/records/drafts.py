"""Drafts of unfinished visits: one small row each, written durably on every keystroke, gone when deleted."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.plain import Plain
from desktop.records.engine import Database
from desktop.records.tables import DRAFT, OPERATION, utc_moment, utc_text
from desktop.services.record_values import DraftSummary


class StoredDrafts:
    """The drafts of this PC. `secure_delete` overwrites what is deleted."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._last: tuple[str, str, str] | None = None

    def save(self, draft_id: str, values: Mapping[str, object], *, title: str = "") -> None:
        """Keep the draft durably; an unchanged one costs nothing."""
        body = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        if self._last == (draft_id, title, body):
            return
        statement = insert(DRAFT).values(
            draft_id=draft_id, title=title, parked=0, saved_at=self._clock(), body=body
        )
        new = statement.excluded
        with self._database.write() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["draft_id"],
                    set_={"title": new.title, "saved_at": new.saved_at, "body": new.body},
                )
            )
        self._last = (draft_id, title, body)

    def load(self, draft_id: str) -> Mapping[str, Plain] | None:
        """Give a draft or None; raises `DeskError(DRAFT_UNREADABLE)`."""
        with self._database.read() as connection:
            body = connection.scalar(select(DRAFT.c.body).where(DRAFT.c.draft_id == draft_id))
        if body is None:
            return None
        values = json.loads(body)
        if not isinstance(values, dict):
            raise DeskError(ErrorCode.DRAFT_UNREADABLE)
        return values

    def park(self, draft_id: str, *, parked: bool) -> None:
        """Put a draft on the parked list or take it off."""
        with self._database.write() as connection:
            connection.execute(update(DRAFT).where(DRAFT.c.draft_id == draft_id).values(parked=int(parked)))

    def list(self) -> Sequence[DraftSummary]:
        """Give all drafts, the last saved first."""
        query = select(DRAFT.c.draft_id, DRAFT.c.title, DRAFT.c.parked, DRAFT.c.saved_at).order_by(
            DRAFT.c.saved_at.desc(), DRAFT.c.draft_id.desc()
        )
        with self._database.read() as connection:
            return tuple(
                DraftSummary(id=row.draft_id, title=row.title, parked=bool(row.parked), saved_at=row.saved_at)
                for row in connection.execute(query)
            )

    def delete(self, draft_id: str) -> None:
        """Remove a draft; does nothing when it is gone already."""
        self._last = None
        with self._database.write() as connection:
            connection.execute(delete(DRAFT).where(DRAFT.c.draft_id == draft_id))

    def last_recorded_before(self, moment: datetime) -> datetime | None:
        """Give when this PC last recorded anything before a moment; None for never."""
        query = (
            select(OPERATION.c.made_at)
            .where(OPERATION.c.made_at < utc_text(moment), OPERATION.c.source == 0)
            .order_by(OPERATION.c.op.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            made_at = connection.scalar(query)
        return None if made_at is None else utc_moment(made_at)

    def delete_older_than(self, moment: datetime) -> int:
        """Remove drafts last saved before a moment; gives how many."""
        self._last = None
        with self._database.write() as connection:
            return connection.execute(delete(DRAFT).where(DRAFT.c.saved_at < moment)).rowcount
