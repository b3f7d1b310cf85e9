"""One empty form, looked up in the library and printed outside any visit."""

from datetime import datetime

from desktop.domain.ids import PrintJobId, StaffId
from desktop.forms.definition import FormDefinition
from desktop.services.ports_records import Records
from desktop.services.print_papers import PaperDesk
from desktop.services.workday import Workday


class PrintEmptyForm:
    """Queues the empty form."""

    def __init__(self, records: Records, papers: PaperDesk) -> None:
        self._records = records
        self._papers = papers

    def __call__(
        self, workday: Workday, definition: FormDefinition, actor: StaffId, now: datetime
    ) -> PrintJobId:
        """Queue the empty form.

        Raises:
            DeskError: Faults of the records.
        """
        with self._records.begin(actor) as work:
            return self._papers.queue_blank(work, workday, definition, now)
