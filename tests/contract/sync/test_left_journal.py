"""What becomes of the shared file when a counter died in a commit, and the file was put back meanwhile."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.messages import message_for
from desktop.sync import file_log
from desktop.sync.file_log import is_whole
from desktop.sync.remote import Presence
from tests.support.sync_samples import ANNA, BINH, a_line, a_patch, a_push
from tests.support.sync_stores import FileKit

ROOT = Path(__file__).resolve().parents[3]
HELLO = Presence(client_id=ANNA, cursor=0, schema_level=1, app_version="")
BEGINNING = bytes.fromhex("d9d505f920a163d7")
SECTOR, RECORD = 512, 4096 + 8
DEATHS = ["large", "small", "late"]


class Share:
    """A share with two counters; one of them may die there."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kit = FileKit(folder)
        self.file = self.kit.file
        self.journal = self.file.with_name(f"{self.file.name}-journal")
        self.remote = self.kit.counter()
        self.remote.register(ANNA, "Quầy 1")
        self.remote.register(BINH, "Quầy 2", copy_of=ANNA)
        self._monkeypatch = monkeypatch
        self._ops = 0

    def write(self, value: str = "x") -> None:
        self._ops += 1
        line = a_line(a_patch({"value": value}), op=self._ops, row_id=str(self._ops))
        assert self.remote.cas(a_push(self.remote, ANNA, [line]))

    def backed_up(self) -> Path:
        return Path(shutil.copy(self.file, self.file.with_name("đêm qua.db")))

    def put_back(self, backup: Path, *, in_place: bool = False) -> None:
        if in_place:
            self.file.write_bytes(backup.read_bytes())
        else:
            backup.replace(self.file)

    def die(self, how: str) -> None:
        """Let Binh die in the middle of a commit: the journal keeps the pages as they were."""
        if how == "late":
            self._die_late()
        else:
            option = {"large": "--die", "small": "--die-small"}[how]
            words = [sys.executable, "-m", "tests.support.sync_pusher", str(self.file), BINH, "1", option]
            assert subprocess.run(words, cwd=ROOT, check=False).returncode < 0  # noqa: S603 - ourselves
        assert self.journal.read_bytes().startswith(BEGINNING)

    def _die_late(self) -> None:
        """Everything stands in the file, and only the journal is not cut off yet: it is laid there again."""
        kept = []
        append = file_log.append

        def append_and_look(connection: sqlcipher.Connection, *rest: Any) -> None:  # noqa: ANN401 - handed on
            append(connection, *rest)
            kept.append(self.journal.read_bytes())

        self._monkeypatch.setattr(file_log, "append", append_and_look)
        other = self.kit.counter()
        assert other.cas(a_push(other, BINH, [a_line(a_patch({"value": "x" * 9_000}), row_id="B")]))
        other.close()
        count = (len(kept[0]) - SECTOR) // RECORD
        self.journal.write_bytes(BEGINNING + count.to_bytes(4, "big") + kept[0][12:])

    def code(self) -> ErrorCode:
        with pytest.raises(DeskError) as caught:
            self.remote.hello(HELLO)
        return caught.value.code


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Share]:
    share = Share(tmp_path, monkeypatch)
    yield share
    share.kit.close()


@pytest.mark.parametrize("death", DEATHS)
@pytest.mark.parametrize("values", [["x"], ["x" * 9_000], ["x" * 90] * 12], ids=["small", "large", "many"])
@pytest.mark.parametrize("in_place", [False, True], ids=["moved", "written over"])
def test_a_file_put_back_beside_the_journal_of_a_newer_one_survives(
    share: Share, death: str, values: list[str], *, in_place: bool
) -> None:
    share.write()
    backup = share.backed_up()
    before = backup.read_bytes()
    for value in values:
        share.write(value)
    share.die(death)
    share.put_back(backup, in_place=in_place)
    assert share.code() is ErrorCode.OFFICE_JOURNAL_STRAY
    assert share.code() is ErrorCode.OFFICE_JOURNAL_STRAY
    assert share.file.read_bytes() == before
    share.journal.rename(share.journal.with_name("dời đi"))
    assert share.remote.hello(HELLO).head == 1
    share.remote.check()


@pytest.mark.parametrize("death", DEATHS)
@pytest.mark.parametrize("is_open", [False, True], ids=["opened", "open"])
def test_what_a_counter_left_that_died_in_a_commit_is_taken_back_as_ever(
    share: Share, death: str, *, is_open: bool
) -> None:
    for _ in range(12):
        share.write("x" * 90)
    if not is_open:
        share.remote.close()
    share.die(death)
    assert share.remote.hello(HELLO).head == 12
    share.remote.check()
    assert not share.journal.read_bytes()
    share.write()


def test_a_copy_put_back_together_with_its_own_journal_is_taken_back_too(share: Share) -> None:
    share.write()
    share.die("large")
    backup, journal = share.backed_up(), share.journal.read_bytes()
    assert share.remote.hello(HELLO).head == 1
    share.write()
    share.remote.close()
    share.put_back(backup)
    share.journal.write_bytes(journal)
    assert share.remote.hello(HELLO).head == 1
    share.remote.check()


def test_a_file_of_another_office_beside_the_journal_of_this_one_survives(
    share: Share, tmp_path: Path
) -> None:
    (tmp_path / "khác").mkdir()
    other = FileKit(tmp_path / "khác")
    size, before = share.file.stat().st_size, other.file.read_bytes()
    share.die("large")
    assert len(before) >= size
    other.file.replace(share.file)
    assert share.code() is ErrorCode.OFFICE_JOURNAL_STRAY
    assert share.file.read_bytes() == before


@pytest.mark.parametrize("spoiling", ["torn first page", "no beginning", "half a journal"])
def test_what_cannot_be_judged_is_left_to_the_database(share: Share, spoiling: str) -> None:
    share.write()
    share.die("late" if spoiling == "torn first page" else "large")
    if spoiling == "torn first page":
        whole = share.file.read_bytes()
        share.file.write_bytes(whole[:2_048] + bytes(2_048) + whole[4_096:])
    elif spoiling == "no beginning":
        share.remote.hello(HELLO)
        share.remote.close()
        share.journal.write_bytes(bytes(4_096))
    else:
        share.journal.write_bytes(share.journal.read_bytes()[:-2_000])
    assert share.remote.hello(HELLO).head == 1
    share.remote.check()


def test_what_came_of_a_journal_is_proved_before_anybody_relies_on_it(
    share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing told the two apart, mixed pages are found before the first entry is read or written."""
    monkeypatch.setattr("desktop.sync.left_journal._is_stray", lambda *_: False)
    share.write()
    backup = share.backed_up()
    for _ in range(12):
        share.write("x" * 900)
    share.die("large")
    share.put_back(backup)
    assert share.code() is ErrorCode.OFFICE_STORE_DAMAGED


def test_what_did_not_hold_is_proved_again_at_every_opening(
    share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    share.write()
    share.remote.close()
    share.die("large")
    with monkeypatch.context() as broken:
        broken.setattr("desktop.sync.file_connection.is_whole", lambda _: False)
        for _ in range(3):
            assert share.code() is ErrorCode.OFFICE_STORE_DAMAGED
    assert share.remote.hello(HELLO).head == 1


@pytest.mark.parametrize("death", DEATHS)
def test_what_is_taken_back_is_proved_once(share: Share, monkeypatch: pytest.MonkeyPatch, death: str) -> None:
    proofs = proofs_of(monkeypatch)
    share.write()
    share.remote.close()
    share.die(death)
    for _ in range(3):
        assert share.remote.hello(HELLO).head == 1
    assert len(proofs) == 1


def proofs_of(monkeypatch: pytest.MonkeyPatch) -> list[sqlcipher.Connection]:
    """Every time that a whole file is read and proved from now on."""
    proofs: list[sqlcipher.Connection] = []

    def prove(connection: sqlcipher.Connection) -> bool:
        proofs.append(connection)
        return is_whole(connection)

    monkeypatch.setattr("desktop.sync.file_connection.is_whole", prove)
    return proofs


def test_a_commit_under_way_at_another_counter_is_no_left_journal(share: Share) -> None:
    share.write()
    other, opens_now = share.kit.counter(), share.kit.counter()
    seen: list[bytes | None] = []

    def look(connection: sqlcipher.Connection) -> None:
        connection.execute("UPDATE sync_meta SET v = '2' WHERE k = 'epoch'")
        assert share.journal.stat().st_size
        seen.extend(remote.chain_at(1) for remote in (share.remote, opens_now))

    other._file.write(look)
    assert len(seen) == 2
    assert None not in seen
    assert share.remote.hello(HELLO).epoch == 2


def test_nobody_who_opens_the_file_proves_it_because_a_commit_takes_long(
    share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofs = proofs_of(monkeypatch)
    share.write()
    other, opens_now = share.kit.counter(), share.kit.counter()
    with ThreadPoolExecutor() as pool:

        def commit_slowly(connection: sqlcipher.Connection) -> "Future[int]":
            connection.execute("PRAGMA cache_size = 1")  # what does not fit is written into the file at once
            connection.execute("UPDATE sync_meta SET v = '2' WHERE k = 'epoch'")
            connection.execute("CREATE TABLE spill AS SELECT randomblob(90000) AS v")
            assert share.journal.read_bytes().startswith(BEGINNING)
            epoch = pool.submit(lambda: opens_now.hello(HELLO).epoch)
            time.sleep(1)
            assert not epoch.done()
            return epoch

        assert other._file.write(commit_slowly).result(timeout=60) == 2
    assert not proofs


def test_the_sentence_names_the_file_that_has_to_go(share: Share) -> None:
    share.write()
    backup = share.backed_up()
    share.write("x" * 9_000)
    share.die("large")
    share.put_back(backup)
    with pytest.raises(DeskError) as caught:
        share.remote.hello(HELLO)
    message = message_for(caught.value)
    assert "so-chung.kvo-journal" in message.happened
    assert "để yên tệp sổ chung" in message.to_do
