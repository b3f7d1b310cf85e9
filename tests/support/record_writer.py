"""A program that saves dossiers and drafts until it is killed, and says on stdout what was committed.

Started by the fault tests: `python -m tests.support.record_writer FOLDER FIRST`.
"""

import sys
from pathlib import Path

from tests.support.record_samples import OFFICER, StandingClock, a_dossier, open_store


def main(folder: str, first: str) -> None:
    with open_store(Path(folder), StandingClock()) as store:
        number = int(first)
        while True:
            with store.begin(OFFICER) as work:
                work.dossiers.save(a_dossier(number, note=f"lần {number}"))
                work.answers.save(f"case-{number}", {"requester.name": {"v": f"Bà {number}"}})
            store.drafts.save("visit", {"typed": number})
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
