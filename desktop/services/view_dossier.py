"""Looking at a dossier, and leaving word of it: personal data is not looked at without a trace."""

import threading
from datetime import datetime, timedelta
from typing import Final

from desktop.domain.ids import DossierId, StaffId
from desktop.services.ports_records import Records
from desktop.services.record_values import AuditAction, DossierDetail, Entity
from desktop.services.workday import Clock

AGAIN_AFTER: Final = timedelta(minutes=15)
"""One look at a dossier is one line of the trail, however often the pane is drawn again."""


class ViewDossier:
    """Gives a dossier to somebody. Safe to use from any thread.

    Args:
        records: The records.
        clock: The moment.
    """

    def __init__(self, records: Records, *, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        self._turn = threading.Lock()
        self._told: dict[tuple[StaffId, DossierId], datetime] = {}

    def __call__(self, actor: StaffId, dossier_id: DossierId) -> DossierDetail:
        """Give the dossier.

        Raises:
            DeskError: RECORD_MISSING and the faults of the records; what cannot be noted is not shown.
        """
        detail = self._records.read.detail(dossier_id)
        if self._is_news(actor, dossier_id):
            with self._records.begin(actor) as work:
                work.audit.add(AuditAction.VIEWED, Entity.DOSSIER.value, dossier_id)
        return detail

    def _is_news(self, actor: StaffId, dossier_id: DossierId) -> bool:
        now, key = self._clock(), (actor, dossier_id)
        with self._turn:
            last = self._told.get(key)
            if last is not None and timedelta() <= now - last < AGAIN_AFTER:
                return False
            self._told[key] = now
            return True
