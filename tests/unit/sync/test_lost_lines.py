"""After a store was put back nobody's value is laid over one its author had not seen, whoever brings it back first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.office_tables import RESTORED
from desktop.records.used_numbers import mark_unsure
from tests.support.put_back_office import DOSSIER, PutBackOffice, asked, note, shown
from tests.support.record_samples import OFFICER, a_dossier
from tests.support.sync_samples import ANNA, a_line, a_patch, a_push


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PutBackOffice]:
    made = PutBackOffice(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("order", ["the other first", "this one first", "this one looks, the other first"])
def test_what_waited_over_a_value_nobody_saw_is_asked_about_after_a_put_back(
    office: PutBackOffice, order: str
) -> None:
    one, two, three = office.counters
    note(one, "A1")
    note(two, "B1")
    two.sync()
    one.exchange.look()
    one.pull_all()  # cut off before it sends; it goes on showing its own
    office.put_back(three)
    if order == "this one looks, the other first":
        one.exchange.look()
    if order != "this one first":
        two.sync()
    for counter in office.counters:
        counter.sync()
    office.settle()
    assert shown(office) == ["B1", "B1", "B1"]
    assert [asked(counter) for counter in office.counters] == [[("A1", "B1")]] * 3


@pytest.mark.parametrize("is_sent", [True, False])
def test_an_open_question_stays_one_when_its_refused_value_comes_back_first(
    office: PutBackOffice, is_sent: bool
) -> None:
    one, two, three = office.counters
    note(one, "A1")
    note(three, "C1")
    three.sync()
    one.exchange.look()
    assert one.exchange.push().sent  # refused by C1, and not read back
    three.sync()
    assert asked(three) == [("A1", "C1")]
    note(three, "C2")
    if is_sent:
        three.sync()
    office.put_back(two)
    one.sync()
    three.sync()
    office.settle()
    assert shown(office) == ["A1", "A1", "A1"]
    assert asked(one) == asked(three) == [("C1", "A1"), ("C2", "A1")]


def test_nobody_is_asked_about_a_value_he_had_seen_though_his_change_had_not_become_a_line(
    office: PutBackOffice,
) -> None:
    one, two, three = office.counters
    note(two, "B1")
    office.settle()
    note(three, "C1")
    office.shared.restore(office.backup)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    assert office.way(0).relog(())
    two.sync()
    three.sync()
    office.settle()
    assert shown(office) == ["C1", "C1", "C1"]
    assert [asked(counter) for counter in office.counters] == [[], [], []]


def test_a_counter_put_back_to_before_the_store_was_put_back_comes_in_again_by_itself(
    office: PutBackOffice,
) -> None:
    one, two, three = office.counters
    one.copy_disk(office.folder / "backup of A")
    note(one, "A1")
    office.settle()
    office.put_back_unread()
    office.settle()
    one.put_disk_back(office.folder / "backup of A")
    with one.store.database.write() as connection:
        mark_unsure(connection, RESTORED)
    note(one, "A2")
    assert [counter.try_sync() for counter in (one, two, three)] == ["", "", ""]


def test_nothing_goes_out_over_a_store_that_was_put_back_and_written_on_since_the_look(
    office: PutBackOffice,
) -> None:
    """Its entries have the numbers of those that were lost: a base counts others than its author has seen."""
    one, two, _ = office.counters
    note(two, "B0")
    office.settle()
    one.exchange.look()
    one.pull_all()
    note(one, "A1")
    office.shared.restore(office.backup)
    way = office.way(0)
    way.register(ANNA, "Quầy lạ")
    for number in (1, 2):
        line = a_line(a_patch({"note": f"C{number}"}), op=number, base=99, entity="dossier", row_id=DOSSIER)
        assert way.cas(a_push(way, ANNA, (line,)))
    before = len(office.log())
    with pytest.raises(DeskError) as caught:
        one.exchange.push()
    assert caught.value.code is ErrorCode.OFFICE_WENT_BACK
    assert len(office.log()) == before
    assert way.relog(())
    office.settle()
    assert "C2" in {*shown(office), *(value for pair in asked(one) for value in pair)}
    assert "A1" in {*shown(office), *(value for pair in asked(one) for value in pair)}


def test_what_an_earlier_life_wrote_was_not_seen_by_the_disk_that_was_put_back(office: PutBackOffice) -> None:
    """Both values go out under one new name; the log asks nobody about his own later value."""
    one, *_ = office.counters
    one.copy_disk(office.folder / "backup of A")
    note(one, "A1")
    one.sync()
    one.put_disk_back(office.folder / "backup of A")
    note(one, "A2")  # over the first note, which is all this disk has
    one.exchange.look()
    one.pull_all()
    one.exchange.push()  # finds that it has had another life
    one.pull_all()
    office.put_back_unread()
    office.settle()
    assert shown(office) == ["A1", "A1", "A1"]
    assert [asked(counter) for counter in office.counters] == [[("A2", "A1")]] * 3
