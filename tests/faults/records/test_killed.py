import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from desktop.records.operations import read_operations, verify_chain
from desktop.records.store import RecordStore
from desktop.records.tables import DOCUMENT
from desktop.services.record_values import HealthCheck
from tests.support.record_samples import an_id, open_store

ROOT = Path(__file__).resolve().parents[3]
KILLS = 4


def killed_after(folder: Path, *, first: int, lines: int) -> int:
    """Let a real process commit, kill it without warning, and give the last number it had said."""
    command = [sys.executable, "-m", "tests.support.record_writer", str(folder), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(lines)]
        process.kill()
        said += [int(line) for line in process.stdout.read().split()]
    return said[-1]


def check(store: RecordStore, *, said: int) -> int:
    """Everything that was said is there, whole; gives the last number that is there."""
    with store._database.read() as connection:
        verify_chain(connection)
        ends = [operation.txn_end for operation, _ in read_operations(connection)]
        answers = connection.scalar(select(func.count()).where(DOCUMENT.c.entity == "answers"))
        dossiers = connection.scalar(select(func.count()).where(DOCUMENT.c.entity == "dossier"))
    assert ends[-1]
    assert answers == dossiers
    assert dossiers in {said, said + 1}  # the last commit may have come just before the kill
    draft = store.drafts.load("visit")
    assert draft is not None
    assert draft["typed"] in {said, said + 1}
    with store.begin("somebody") as work:  # type: ignore[arg-type]  # any id will do
        for number in range(1, said + 1):
            assert work.dossiers.get(an_id(1000 + number)).note == f"lần {number}"
            assert work.answers.load(f"case-{number}") == {"requester.name": {"v": f"Bà {number}"}}
    return int(dossiers)


def test_a_killed_program_loses_nothing_it_had_saved(tmp_path: Path) -> None:
    folder, last = tmp_path / "data", 0
    for kill in range(KILLS):
        said = killed_after(folder, first=last + 1, lines=3 + 5 * kill)
        with open_store(folder) as store:
            last = check(store, said=said)
            assert all(one.ok for one in store.examine() if one.check is not HealthCheck.FREE_DISK)
