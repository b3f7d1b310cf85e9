"""A program that keeps scans, or moves them, until it is killed; says on stdout how far it has come.

Started by the fault tests: `python -m tests.support.scan_writer FOLDER FIRST`.
"""

import random
import sys
from pathlib import Path

from desktop.records.attachment_cache import CACHE_FOLDER, AttachmentCache
from desktop.records.attachment_store import StoredAttachments
from tests.support.record_samples import OFFICER, StandingClock, an_attachment, open_store

SIZE = 3_000_000


def scan(number: int) -> bytes:
    return random.Random(number).randbytes(SIZE)


def main(folder: str, first: str) -> None:
    with open_store(Path(folder), StandingClock()) as store:
        kept = StoredAttachments(
            store.database, AttachmentCache(Path(folder) / CACHE_FOLDER, store.database.key)
        )
        number = int(first)
        while True:
            sha256 = kept.put(scan(number))
            with store.begin(OFFICER) as work:
                work.attachments.save(an_attachment(number, sha256=sha256, size=SIZE))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
