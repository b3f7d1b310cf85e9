"""A counter that types and exchanges until it is killed, and says on stdout what was committed.

Started by the fault tests: `python -m tests.support.office_worker FOLDER NAME`. The folder has joined an office.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.domain.ids import DossierId, PersonId
from desktop.records.store import utc_now
from desktop.sync.office import Office
from desktop.sync.stores import RealStores
from tests.support.record_samples import OFFICER, a_dossier, a_person, an_id, open_store


def main(folder: str, name: str) -> None:
    number = 0
    place = Path(folder)
    with open_store(place, utc_now) as store:  # type: ignore[arg-type]  # any clock will do
        office = Office(store, RealStores(place), clock=utc_now)
        while True:
            number += 1
            marker = f"gõ-{name}-{time.time_ns()}"
            with store.begin(OFFICER) as work:
                if number % 3 == 0:
                    shared = work.dossiers.find(an_id(1001)) or a_dossier()
                    work.dossiers.save(replace(shared, note=marker))
                elif number % 3 == 1:
                    person = work.people.find(an_id(1)) or a_person()
                    work.people.save(replace(person, id=PersonId(an_id(1)), residence=marker))
                else:
                    work.dossiers.save(
                        replace(a_dossier(), id=DossierId(store.new_id()), note=marker, moves=())
                    )
            sys.stdout.write(marker + "\n")
            sys.stdout.flush()
            try:
                office.sync_once()
            except DeskError as error:
                sys.stderr.write(f"{error}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
