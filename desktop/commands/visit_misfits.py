"""What the visits in work on this PC say of a new version of a form."""

from datetime import datetime
from pathlib import Path

from desktop.core import key_store_of
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError
from desktop.forms.definition import FormDefinition
from desktop.records.store import DATABASE_FILE, Access, open_records
from desktop.services.case_misfits import CaseMisfitReport, CaseMisfits
from desktop.services.load_forms import load_library
from desktop.services.messages import message_for


def visits_unfit(data_dir: Path, form: FormDefinition) -> tuple[CaseMisfitReport | None, list[str]]:
    """Give what the visits in work say of a new version, and the lines that tell it.

    Records that do not open hold no publishing up: that they were not counted is told.
    """
    if not (data_dir / DATABASE_FILE).is_file():
        return None, []
    today = office_time(datetime.now().astimezone()).date()
    try:
        with open_records(data_dir, key_store_of(data_dir), access=Access.ALONGSIDE) as store:
            found = CaseMisfits(store.drafts).run(form, load_library(data_dir), today)
    except DeskError as error:
        return None, [f"Chưa đếm được lượt đang làm dở. {message_for(error).happened}"]
    return found, [found.text, *(f"- {row.visits} lượt: {row.what}" for row in found.rows)]
