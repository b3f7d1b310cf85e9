"""The name of the office whose data lie in the data folder, for commands that work without them too."""

from datetime import date
from pathlib import Path

from desktop.core import key_store_of
from desktop.records.store import DATABASE_FILE, Access, open_records
from desktop.resources_dir import resources_dir
from desktop.services.load_workday import LoadWorkday


def office_name(data_dir: Path, day: date) -> str:
    """Give the short name of the office on a day; empty where there are no data yet.

    Raises:
        DeskError: The data cannot be opened.
    """
    if not (data_dir / DATABASE_FILE).exists():
        return ""
    with open_records(data_dir, key_store_of(data_dir), access=Access.ALONGSIDE) as store:
        return LoadWorkday(store.read, resources_dir()).profile_on(day).short_name
