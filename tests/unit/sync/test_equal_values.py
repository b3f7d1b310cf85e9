"""Counters that are cut off write the same value on the way to others: who ends with another one is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.sync import exchange
from desktop.sync.link import write_link
from desktop.sync.outbox import line_up
from tests.support.put_back_office import PutBackOffice, asked, note, shown
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
