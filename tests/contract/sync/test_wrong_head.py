"""What a store says of its own head, when somebody or a bug has written something else there."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.sync.entries import log_genesis, verify_entries
from desktop.sync.pg_remote import PgRemote
from desktop.sync.trial_server import TrialServer
from tests.support.postgres import PgKit
from tests.support.record_samples import COLLEAGUE, OFFICER, a_dossier, an_id
from tests.support.sync_office import SampleOffice, documents_of
from tests.support.sync_samples import ANNA, DATASET, a_line, a_patch, a_push
from tests.support.sync_stores import FileKit

IN_A_FILE = (
    "UPDATE sync_head SET chain = x'00'",
    "UPDATE sync_head SET seq = seq + 3",
    "UPDATE sync_head SET seq = seq - 1",
)
ON_A_SERVER = (
    r"UPDATE khongviet.sync_head SET chain = '\x00'",
    "UPDATE khongviet.sync_head SET seq = seq + 3",
    "UPDATE khongviet.sync_head SET seq = seq - 1",
)


@pytest.fixture
def server(embedded: TrialServer) -> Iterator[PgKit]:
    with closing(PgKit(embedded)) as kit:
        yield kit


def settled(office: SampleOffice) -> None:
    with office.counters[0].store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
        work.dossiers.save(a_dossier(2))
    office.settle()


def both_write(office: SampleOffice) -> None:
    for number, counter in enumerate(office.counters, start=3):
        with counter.store.begin(COLLEAGUE) as work:
            work.dossiers.save(a_dossier(number))


def is_whole(office: SampleOffice) -> bool:
    log = office.log()
    verify_entries(log, cursor=0, chain=log_genesis(DATASET))
    one, two = map(documents_of, office.counters)
    return one == two and {an_id(1000 + number) for number in range(1, 5)} <= {row_id for _, row_id in one}


@pytest.mark.parametrize("wrong", IN_A_FILE)
def test_in_a_file_the_log_itself_says_where_it_ends(tmp_path: Path, wrong: str) -> None:
    with closing(FileKit(tmp_path)) as kit, closing(SampleOffice(tmp_path / "counters", kit=kit)) as office:
        settled(office)
        kit.run(wrong)
        both_write(office)
        office.settle()
        assert is_whole(office)


@pytest.mark.parametrize("wrong", ON_A_SERVER)
def test_on_a_server_nothing_is_written_after_a_wrong_head_and_all_is_well_once_it_is_put_right(
    tmp_path: Path, server: PgKit, wrong: str
) -> None:
    with closing(SampleOffice(tmp_path / "counters", kit=server)) as office:
        settled(office)
        before = office.log()
        with server.server.connect(server.database) as keeper:
            keeper.execute("SET search_path = khongviet; CREATE TABLE right_head AS TABLE sync_head")
            keeper.execute(wrong)
            both_write(office)
            expected = "office_went_back" if "- 1" in wrong else "shared_log_broken"
            assert [counter.try_sync() for counter in office.counters] == [expected] * 2
            assert len(office.log()) <= len(before)
            assert not server.counter(1).relog(before[-1:])
            keeper.execute("UPDATE sync_head SET (seq, chain) = (SELECT seq, chain FROM right_head)")
        office.settle()
        assert is_whole(office)


@pytest.mark.parametrize("wrong", ON_A_SERVER)
def test_a_server_takes_nothing_after_a_wrong_head_from_an_older_program_either(
    server: PgKit, wrong: str
) -> None:
    anna: PgRemote = server.counter(1)
    anna.register(ANNA, "Quầy 1")
    for op in (1, 2):
        assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": op}), op=op)]))
    with server.server.connect(server.database) as keeper:
        keeper.execute(wrong)
        push = a_push(anna, ANNA, [a_line(a_patch({"a": 3}), op=3)])
        with pytest.raises(DeskError, match="shared_log_broken"):
            anna.cas(push)
        (count,) = keeper.execute("SELECT count(*) FROM khongviet.sync_change").fetchone() or (0,)
    assert count == 2
