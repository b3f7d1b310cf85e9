"""Counters that are cut off write the same value on the way to others: who ends with another one is asked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.ids import PersonId
from desktop.records.office_tables import OUTBOX
from desktop.sync import exchange
from desktop.sync.link import write_link
from desktop.sync.outbox import line_up, set_aside, take_back
from tests.support.put_back_office import PutBackOffice, asked, note, shown
from tests.support.record_samples import OFFICER, a_person, an_id
from tests.support.sync_office import SampleCounter, documents_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PutBackOffice]:
    made = PutBackOffice(tmp_path)
    yield made
    made.close()


def alike(office: PutBackOffice) -> None:
    assert all(documents_of(counter) == documents_of(office.counters[0]) for counter in office.counters)


@pytest.mark.parametrize("first", [("x",), ("x", "y", "x")])
@pytest.mark.parametrize("then", [("y",), ("y", "z"), ("y", "x", "z")])
def test_what_follows_a_value_that_another_counter_wrote_too_is_asked_about(
    office: PutBackOffice, first: tuple[str, ...], then: tuple[str, ...]
) -> None:
    one, two, _ = office.counters
    for text in first:
        note(one, text)
    for text in ("x", *then):
        note(two, text)
    one.sync()
    office.settle()
    alike(office)
    assert shown(office) == ["x"] * 3
    for counter in office.counters:
        assert (then[-1], "x") in asked(counter)
        assert not {offered for offered, _ in asked(counter)} - {*then}


@pytest.mark.parametrize("more", [(), ("z",)])
def test_it_is_asked_about_also_where_the_first_value_was_sent_before(
    office: PutBackOffice, more: tuple[str, ...]
) -> None:
    one, two, _ = office.counters
    note(one, "x")
    one.sync()
    note(two, "x")
    two.exchange.push()  # it stands in the log, and has not come back
    note(two, "y")
    for text in more:
        line_it_up(two)
        note(two, text)
    office.settle()
    alike(office)
    assert shown(office) == ["x"] * 3
    for counter in office.counters:
        assert {offered for offered, _ in asked(counter)} == {"y", *more}


def test_it_is_asked_about_in_what_is_typed_over_it_when_it_still_waits(office: PutBackOffice) -> None:
    one, two, _ = office.counters
    note(one, "x")
    one.sync()
    note(two, "x")
    two.exchange.push()
    note(two, "y")
    two.pull_all()
    note(two, "z")
    office.settle()
    alike(office)
    assert shown(office) == ["x"] * 3
    for counter in office.counters:
        assert {offered for offered, _ in asked(counter)} == {"y", "z"}


@pytest.mark.parametrize("batch", [1, 200])
def test_who_has_read_the_other_counters_value_goes_on_from_it_unasked(
    office: PutBackOffice, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, _ = office.counters
    monkeypatch.setattr(exchange, "BATCH", batch)
    note(one, "x")
    one.sync()
    note(two, "x")
    two.sync()
    note(two, "y")
    office.settle()
    alike(office)
    assert (shown(office), asked(one), asked(two)) == (["y"] * 3, [], [])


def line_it_up(counter: SampleCounter) -> None:
    with counter.store.database.write() as connection:
        write_link(connection, line_up(connection, counter.link))


def sent_and_not_read(office: PutBackOffice) -> SampleCounter:
    """Give a counter whose x met another one's in the log; it has not read that, and its y waits."""
    one, two, _ = office.counters
    note(one, "x")
    one.sync()
    note(two, "x")
    two.exchange.push()
    note(two, "y")
    line_it_up(two)
    return two


def asked_about_y(office: PutBackOffice) -> None:
    office.settle()
    alike(office)
    assert shown(office) == ["x"] * 3
    for counter in office.counters:
        assert ("y", "x") in asked(counter)


def test_it_is_asked_about_where_two_programs_of_a_counter_send_one_after_the_other(
    office: PutBackOffice,
) -> None:
    two = sent_and_not_read(office)
    two.exchange.push()
    asked_about_y(office)


@pytest.mark.parametrize("is_lost", [False, True])
def test_it_is_asked_about_where_the_counter_goes_on_under_another_name_in_between(
    office: PutBackOffice, is_lost: bool
) -> None:
    two = sent_and_not_read(office)
    three = office.counters[2]
    if is_lost:
        three.pull_all()
        office.put_back_unread()
        three.sync()
    else:
        assert office.way(0).relog(())
        two.exchange.look()
    asked_about_y(office)


@pytest.mark.parametrize("is_before", [False, True])
def test_it_is_asked_about_where_the_second_value_was_set_aside(
    office: PutBackOffice, is_before: bool
) -> None:
    two = sent_and_not_read(office)
    if not is_before:
        two.pull_all()
    with two.store.database.write() as connection:
        unit = int(connection.scalar(select(func.max(OUTBOX.c.txn_no))) or 0)
        write_link(connection, set_aside(connection, two.link, unit, "a bug", two.clock()))
    two.sync()
    with two.store.database.write() as connection:
        write_link(connection, take_back(connection, line_up(connection, two.link)))
    asked_about_y(office)


@pytest.mark.parametrize("apart", [False, True])
def test_it_is_asked_about_in_sealed_values_too_whose_bytes_always_differ(
    office: PutBackOffice, apart: bool
) -> None:
    one, two, _ = office.counters
    live_in(one, "Thôn Đông")
    office.settle()
    live_in(one, "Thôn Đoài")
    live_in(two, "Thôn Đoài")
    one.sync()
    if apart:
        two.exchange.push()
    live_in(two, "Thôn Thượng")
    office.settle()
    alike(office)
    for counter in office.counters:
        assert asked(counter) == [("Thôn Thượng", "Thôn Đoài")]


def live_in(counter: SampleCounter, place: str) -> None:
    with counter.store.begin(OFFICER) as work:
        work.people.save(replace(work.people.find(PersonId(an_id(1))) or a_person(1), residence=place))
