"""What the office could not take stays set aside while its store is put back, and then overwrites nobody unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.sync.link import read_link, write_link
from desktop.sync.outbox import line_up, take_back
from desktop.sync.remote import Push, PushRefusedError
from tests.support.put_back_office import PutBackOffice, asked, note, shown
from tests.support.record_samples import OFFICER, a_dossier
from tests.support.sync_office import SampleCounter

REFUSED = "A2"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PutBackOffice]:
    made = PutBackOffice(tmp_path)
    yield made
    made.close()


@pytest.fixture
def bug(office: PutBackOffice) -> Iterator[pytest.MonkeyPatch]:
    """The store refuses one value of the first counter until this is undone."""
    take = office.counters[0].remote.cas

    def picky(push: Push) -> bool:
        if any(REFUSED in entry.line.patch for entry in push.merged.entries):
            raise PushRefusedError("a bug")
        return take(push)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office.counters[0].remote, "cas", picky)
        yield patch


def release(counter: SampleCounter) -> None:
    with counter.store.database.write() as connection:
        link = read_link(connection)
        assert link is not None
        write_link(connection, take_back(connection, line_up(connection, link)))


def stands_or_is_asked(office: PutBackOffice, value: str) -> None:
    """At every counter."""
    for counter in office.counters:
        assert value in {*shown(office), *(one for pair in asked(counter) for one in pair)}


def test_what_took_the_place_of_a_lost_entry_was_not_seen(
    office: PutBackOffice, bug: pytest.MonkeyPatch
) -> None:
    one, _, three = office.counters
    note(one, "A1")
    one.sync()
    note(one, REFUSED)
    one.sync()
    office.put_back_unread()
    note(three, "C1")
    three.sync()
    one.sync()
    bug.undo()
    release(one)
    office.settle()
    stands_or_is_asked(office, "C1")


@pytest.mark.parametrize("released_first", [True, False])
def test_the_same_where_it_was_another_counters_entry(
    office: PutBackOffice, bug: pytest.MonkeyPatch, released_first: bool
) -> None:
    one, two, three = office.counters
    note(two, "B1")
    two.sync()
    one.sync()
    note(one, REFUSED)
    one.sync()
    office.shared.restore(office.backup)
    note(three, "C1")
    three.sync()
    assert office.way(0).relog(())
    bug.undo()
    if released_first:
        release(one)
    one.sync()
    two.sync()
    if not released_first:
        release(one)
    office.settle()
    stands_or_is_asked(office, "C1")


def test_anothers_value_that_lay_beneath_is_asked_about_though_this_counter_brought_it_back(
    office: PutBackOffice, bug: pytest.MonkeyPatch
) -> None:
    one, two, _ = office.counters
    note(one, REFUSED)
    note(two, "B1")
    two.sync()
    one.sync()
    assert shown(office)[0] == REFUSED
    office.put_back_unread()
    one.sync()
    bug.undo()
    release(one)
    office.settle()
    stands_or_is_asked(office, "B1")
    stands_or_is_asked(office, REFUSED)


def test_what_waited_without_a_line_in_a_snapshot_is_not_sent_twice_after_a_put_back(
    office: PutBackOffice,
) -> None:
    one, two, three = office.counters
    note(three, "C1")
    three.copy_disk(office.folder / "snapshot")
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    one.sync()
    three.exchange.look()
    three.pull_all()
    office.put_back_unread()
    three.sync()
    two.sync()
    note(two, "B2")
    two.sync()
    three.put_disk_back(office.folder / "snapshot")
    office.settle()
    assert asked(one) == []
    assert shown(office) == ["B2"] * 3
