"""Stored print jobs: local to this PC, because its printers are."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Connection, Row, delete, exists, insert, select, update

from desktop.domain.errors import ErrorCode
from desktop.domain.ids import DossierId, PrintJobId
from desktop.records.engine import Database
from desktop.records.tables import DOCUMENT, DOSSIER_ROW, PRINT_JOB, SEAL_KEY
from desktop.services.ports_printing import PaperMedia, PrintJob, PrintKind, PrintState
from desktop.services.record_values import Entity

_IN_ORDER: Final = (PRINT_JOB.c.created_at, PRINT_JOB.c.job_id)


class StoredPrintJobs:
    """The print jobs of this PC. Every call is one durable transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, job: PrintJob) -> None:
        """Store a new job."""
        with self._database.write() as connection:
            insert_job(connection, job)

    def save(self, job: PrintJob) -> None:
        """Replace the stored job of the same id."""
        with self._database.write() as connection:
            connection.execute(update(PRINT_JOB).where(PRINT_JOB.c.job_id == job.id).values(**_row_of(job)))

    def get(self, job_id: PrintJobId) -> PrintJob | None:
        """Give the job, or None where it is unknown."""
        with self._database.read() as connection:
            row = connection.execute(select(PRINT_JOB).where(PRINT_JOB.c.job_id == job_id)).first()
        return None if row is None else _job_of(row)

    def next_queued(self, printer: str) -> PrintJob | None:
        """Give the oldest queued job of a printer."""
        query = (
            select(PRINT_JOB)
            .where(PRINT_JOB.c.state == PrintState.QUEUED.value, PRINT_JOB.c.printer == printer)
            .order_by(*_IN_ORDER)
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _job_of(row)

    def in_state(self, state: PrintState, printer: str | None = None) -> Sequence[PrintJob]:
        """Give all jobs in a state, oldest first."""
        query = select(PRINT_JOB).where(PRINT_JOB.c.state == state.value).order_by(*_IN_ORDER)
        if printer is not None:
            query = query.where(PRINT_JOB.c.printer == printer)
        with self._database.read() as connection:
            return tuple(_job_of(row) for row in connection.execute(query))

    def forget_erased(self) -> int:
        """Remove the pages of dossiers whose answers another counter has erased; gives how many."""
        with self._database.write() as connection:
            return forget_erased_jobs(connection)


def forget_erased_jobs(connection: Connection, dossiers: Collection[str] = ()) -> int:
    """Remove stored pages, which show in the clear what was erased in the records; gives how many.

    Args:
        connection: Inside a transaction.
        dossiers: Whose; none means all whose answers have lost their key.
    """
    of = PRINT_JOB.c.dossier_id
    erased = (
        exists()
        .where(DOSSIER_ROW.c.dossier_id == of, DOCUMENT.c.entity == Entity.ANSWERS.value)
        .where(DOCUMENT.c.row_id == DOSSIER_ROW.c.answers_id)
        .where(~exists().where(SEAL_KEY.c.scope == DOSSIER_ROW.c.answers_id))
    )
    return connection.execute(delete(PRINT_JOB).where(of.in_(dossiers) if dossiers else erased)).rowcount


def insert_job(connection: Connection, job: PrintJob) -> None:
    """Store a job within a transaction."""
    connection.execute(insert(PRINT_JOB), _row_of(job))


def _row_of(job: PrintJob) -> dict[str, object]:
    return {
        "job_id": job.id,
        "kind": job.kind.value,
        "printer": job.printer,
        "title": job.title,
        "payload": job.payload,
        "created_at": job.created_at,
        "media": job.media.value,
        "copies": job.copies,
        "state": job.state.value,
        "attempts": job.attempts,
        "error_code": None if job.error_code is None else job.error_code.value,
        "sent_at": job.sent_at,
        "reprint_of": job.reprint_of,
        "dossier_id": job.dossier_id,
    }


def _job_of(row: Row[tuple[object, ...]]) -> PrintJob:
    return PrintJob(
        id=PrintJobId(row.job_id),
        kind=PrintKind(row.kind),
        printer=row.printer,
        title=row.title,
        payload=row.payload,
        created_at=row.created_at,
        media=PaperMedia(row.media),
        copies=row.copies,
        state=PrintState(row.state),
        attempts=row.attempts,
        error_code=None if row.error_code is None else ErrorCode(row.error_code),
        sent_at=row.sent_at,
        reprint_of=None if row.reprint_of is None else PrintJobId(row.reprint_of),
        dossier_id=None if row.dossier_id is None else DossierId(row.dossier_id),
    )
