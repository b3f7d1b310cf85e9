"""A counter as a process of its own, for tests that let several race or kill them.

python -m tests.support.sync_pusher FILE CLIENT COUNT [--die | --die-small]

Pushes lines 1..COUNT one by one, printing each number once the store has taken it. With --die it kills itself in the
middle of one large push, after everything was written and before it was committed; with --die-small, of one line.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from desktop.sync import file_log
from desktop.sync.file_remote import FileRemote
from desktop.sync.remote import Remote
from tests.support.sync_samples import a_line, a_patch, a_push
from tests.support.sync_stores import OFFICE_KEY

LARGE = 3_000


def push_all(remote: Remote, client_id: str, count: int) -> None:
    """Push line after line, looking again whenever somebody was faster."""
    for op in range(1, count + 1):
        line = a_line(a_patch({"value": f"{client_id}/{op}"}), op=op, row_id=f"{client_id}/{op}")
        while not remote.cas(a_push(remote, client_id, [line])):
            pass
        print(op, flush=True)  # noqa: T201 - what the test reads


def die_pushing(remote: Remote, client_id: str, count: int) -> None:
    """Die with a journal on the disk: more was written than the page cache holds, which is made to hold little."""
    lines = [
        a_line(a_patch({"value": "x" * 2_000}), op=op, row_id=f"r{op}", txn_no=1, txn_end=op == count)
        for op in range(1, count + 1)
    ]
    push = a_push(remote, client_id, lines)
    append = file_log.append

    def append_and_die(connection: Any, *arguments: Any) -> None:  # noqa: ANN401 - handed on as they are
        if count < LARGE:
            connection.execute("PRAGMA cache_size = 1")
        append(connection, *arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(file_log, "append", append_and_die):
        remote.cas(push)


def main() -> None:
    """Run."""
    file, client_id, count = sys.argv[1:4]
    remote = FileRemote(Path(file), OFFICE_KEY)
    if {"--die", "--die-small"} & set(sys.argv):
        die_pushing(remote, client_id, LARGE if "--die" in sys.argv else 1)
    else:
        push_all(remote, client_id, int(count))


if __name__ == "__main__":
    main()
