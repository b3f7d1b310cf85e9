"""A store that is put back while its counters are still finding their way: nothing is lost, doubled or overwritten."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId
from desktop.records.office_tables import RESTORED
from desktop.records.used_numbers import mark_unsure
from desktop.sync import exchange
from desktop.sync.conflicts import unreadable_entries
from desktop.sync.link import write_link
from desktop.sync.memory_store import Content, MemoryStore
from desktop.sync.outbox import count_waiting
from tests.support.put_back_office import PutBackOffice, asked, note, shown
from tests.support.record_samples import OFFICER, a_dossier, an_id, moved
from tests.support.sync_office import SampleCounter, bases_of, documents_of
from tests.support.sync_samples import DATASET

CASE = an_id(2001)
ONLY_HERE = DossierId(an_id(1005))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PutBackOffice]:
    made = PutBackOffice(tmp_path)
    yield made
    made.close()


def alike(office: PutBackOffice) -> None:
    for counter in office.counters:
        assert documents_of(counter) == documents_of(office.counters[0])
        assert bases_of(counter) == bases_of(office.counters[0])


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_typed_over_a_value_nobody_had_seen_beneath_is_asked_about_too(
    office: PutBackOffice, times: int
) -> None:
    """This counter brings the other's value back under its own name, and has gone on seeing its own over it."""
    one, two, _ = office.counters
    note(two, "B1")
    two.sync()
    note(one, "A1")
    one.exchange.look()
    one.pull_all()
    office.put_back_unread()
    one.exchange.look()
    for number in range(times):
        note(one, f"A{number + 2}")
    office.settle()
    alike(office)
    assert shown(office) == ["B1"] * 3
    assert {offered for offered, _ in asked(one)} == {f"A{number + 1}" for number in range(times + 1)}


def test_what_is_typed_once_the_others_value_was_read_is_taken(office: PutBackOffice) -> None:
    one, two, _ = office.counters
    note(two, "B1")
    two.sync()
    note(one, "A1")
    one.exchange.look()
    one.pull_all()
    office.put_back_unread()
    one.sync()
    note(one, "A2")
    office.settle()
    assert shown(office) == ["A2"] * 3
    assert {offered for offered, _ in asked(one)} == {"A1"}


def test_sealed_answers_keep_their_key_though_the_store_loses_them_before_they_were_copied(
    office: PutBackOffice,
) -> None:
    one, two, three = office.counters
    note(one, "A1")
    office.settle()
    office.put_back_unread()
    two.sync()
    with two.store.begin(OFFICER) as work:
        work.answers.save(CASE, {"a": {"v": "khai"}})
    two.sync()
    one.exchange.look()  # learns what stands there now, and has copied nothing yet
    office.put_back_unread()
    one.sync()
    three.sync()
    office.settle()
    alike(office)
    for counter in office.counters:
        with counter.store.begin(OFFICER) as work:
            assert work.answers.load(CASE) == {"a": {"v": "khai"}}


def copied_ahead(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, *, pages: int
) -> tuple[SampleCounter, Content]:
    """Give a counter with a record its log does not reach yet, which one has changed, and the store from before."""
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    one = office.counters[0]
    four = office.add("D")
    four.exchange.begin_first_copy()
    backup = office.shared.backup()
    note(one, "A1")
    one.sync()
    for _ in range(pages):
        four.exchange.pull()
    return four, backup


def test_records_copied_from_a_later_moment_than_the_log_are_copied_again(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = office.counters[1]
    four, backup = copied_ahead(office, monkeypatch, pages=1)
    office.shared.restore(backup)
    assert office.way(0).relog(())
    note(two, "B1")
    two.sync()
    office.counters.append(four)
    office.settle()
    alike(office)


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize("writes", [0, 1, 3])
def test_records_copied_from_a_moment_the_store_has_lost_are_copied_again_before_anybody_says_so(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, pages: int, typed: bool, writes: int
) -> None:
    """The store goes on from before that moment: other entries stand under the numbers the copy takes for its own."""
    two = office.counters[1]
    four, backup = copied_ahead(office, monkeypatch, pages=pages)
    office.shared.restore(backup)
    for number in range(writes):
        note(two, f"B{number + 1}")
        two.sync()
    if typed:
        note(four, "D1")
    office.counters.append(four)
    assert not four.try_sync()
    assert office.way(0).relog(())
    office.settle()
    alike(office)
    texts = {value for counter in office.counters for pair in asked(counter) for value in pair}
    texts |= set(shown(office))
    last = f"B{writes}" if writes else ""
    assert texts >= ({"D1"} if typed else set()) | ({"A1"}) | ({last} if last else set())


@pytest.mark.parametrize("reads", [0, 1])
def test_a_counter_that_began_with_a_copy_has_seen_nothing_of_a_store_put_back_to_before_it(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, reads: int
) -> None:
    """Of the log before its copy it has no entry: that the numbers are the same says nothing of what stands there."""
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    one, two, _ = office.counters
    for number in range(3):
        note(one, f"A{number + 1}")
        one.sync()
    four = office.add("D")
    four.exchange.begin_first_copy()
    four.sync()
    for number in range(reads):
        with one.store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(3 + number))
        one.sync()
        four.sync()
    note(four, "D1")
    office.shared.restore(office.backup)
    assert office.way(0).relog(())
    note(two, "B1")
    for number in range(6):
        with two.store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(10 + number))
    two.sync()
    office.counters.append(four)
    four.sync()
    office.settle()
    alike(office)
    assert shown(office) == ["B1"] * 4
    assert "D1" in {offered for offered, _ in asked(four)}


def test_a_copy_of_the_records_ends_where_the_store_has_another_past(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    one, *_ = office.counters
    note(one, "A1")
    office.settle()
    four = office.add("D")
    office.counters.append(four)
    four.exchange.begin_first_copy()
    office.shared.restore(office.backup)
    with pytest.raises(DeskError) as caught:
        four.exchange.pull()
    assert caught.value.code is ErrorCode.OFFICE_WENT_BACK


def test_a_line_another_life_has_sent_under_a_new_name_is_not_sent_again(office: PutBackOffice) -> None:
    """A backup is brought back by the program, then the same disk without it."""
    three = office.counters[2]
    note(three, "C1")
    three.copy_disk(office.folder / "disk")
    three.put_disk_back(office.folder / "disk")
    with three.store.database.write() as connection:
        mark_unsure(connection, RESTORED)
    three.sync()
    three.put_disk_back(office.folder / "disk")
    with three.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(7))
    office.settle()
    alike(office)
    assert sum("C1" in entry.line.patch for entry in office.log()) == 1
    assert shown(office) == ["C1"] * 3


def move_on(counter: SampleCounter) -> None:
    with counter.store.begin(OFFICER) as work:
        work.dossiers.save(moved(work.dossiers.get(ONLY_HERE), MoveKind.PROCESS, DossierState.PROCESSING))


def copied_and_lost(office: PutBackOffice, monkeypatch: pytest.MonkeyPatch) -> tuple[SampleCounter, Content]:
    """Give a counter that holds a dossier as a record only, and a store with it; the others have lost it."""
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    one, *_ = office.counters
    one.copy_disk(office.folder / "disk")
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(5, note="A1"))
    one.sync()
    four = office.add("D")
    four.exchange.begin_first_copy()
    four.sync()
    one.put_disk_back(office.folder / "disk")
    office.counters.append(four)
    return four, office.shared.backup()


@pytest.mark.parametrize("is_empty", [False, True])
@pytest.mark.parametrize("when", ["before", "while it is copied", "afterwards"])
def test_what_is_written_in_a_record_no_other_counter_has_is_set_aside_and_does_not_go_out_by_half(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, when: str, is_empty: bool
) -> None:
    empty = MemoryStore(DATASET, clock=office.clock, keep_days=0).backup()
    four, whole = copied_and_lost(office, monkeypatch)
    if when == "before":
        move_on(four)
    office.shared.restore(empty if is_empty else office.backup)
    assert office.way(0).relog(())
    if when == "while it is copied":
        four.exchange.look()
        move_on(four)
    office.settle()
    if when == "afterwards":
        move_on(four)
        office.settle()
    assert four.store.read.detail(ONLY_HERE).dossier.state is DossierState.PROCESSING
    with four.store.database.read() as connection:
        assert count_waiting(connection) == (0, 1)
    for counter in office.counters[:-1]:
        assert ("dossier", ONLY_HERE) not in documents_of(counter)
        assert unreadable(counter) == ()
    office.shared.restore(whole)  # a newer backup was found: what was set aside goes out by itself
    assert office.way(0).relog(())
    office.settle()
    alike(office)
    for counter in office.counters:
        dossier = counter.store.read.detail(ONLY_HERE).dossier
        assert (dossier.note, dossier.state) == ("A1", DossierState.PROCESSING)
        assert asked(counter) == []


def test_what_is_done_in_a_record_that_begins_in_work_set_aside_stays_with_it(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    four, whole = copied_and_lost(office, monkeypatch)
    office.shared.restore(office.backup)
    assert office.way(0).relog(())
    office.settle()
    with four.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(ONLY_HERE), note="D1"))
        work.dossiers.save(a_dossier(9))
    office.settle()
    with four.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DossierId(an_id(1009))), note="D2"))
    office.settle()
    length = len(office.log())
    office.settle()
    assert len(office.log()) == length
    office.shared.restore(whole)
    assert office.way(0).relog(())
    office.settle()
    alike(office)
    assert four.store.read.detail(DossierId(an_id(1009))).dossier.note == "D2"


def test_work_set_aside_in_two_lives_of_a_counter_is_two_units_of_work(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    two, known, unknown = office.counters[1], ONLY_HERE, DossierId(an_id(1006))
    with two.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(5))
    office.settle()
    with_one = office.shared.backup()
    with two.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(6))
    office.settle()
    four = office.add("D")
    four.exchange.begin_first_copy()
    four.sync()
    for lost in office.counters:
        lost.close()
    office.counters[:] = [four]  # the others are lost with the store
    for number in (known, unknown):
        office.shared.restore(office.backup)
        assert office.way(0).relog(())
        four.sync()
        with four.store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(number), note=f"D {number}"))
        four.sync()
    office.shared.restore(with_one)
    assert office.way(0).relog(())
    for _ in range(3):
        four.sync()
    with four.store.database.read() as connection:
        assert count_waiting(connection) == (0, 1)
    assert any(f"D {known}" in entry.line.patch for entry in office.log())


def unreadable(counter: SampleCounter) -> tuple[int, ...]:
    with counter.store.database.read() as connection:
        return unreadable_entries(connection)


def test_nobody_is_asked_about_a_value_everybody_had_seen_while_records_are_copied_anew(
    office: PutBackOffice,
) -> None:
    one, two, three = office.counters
    note(two, "B1")
    office.settle()
    backup = office.shared.backup()
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    office.settle()
    office.shared.restore(backup)
    assert office.way(0).relog(())
    three.exchange.look()  # begins to copy anew
    note(three, "C1")
    office.settle()
    alike(office)
    assert shown(office) == ["C1"] * 3
    assert asked(one) == []


def test_records_copied_ahead_by_the_program_before_are_copied_again(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = office.counters[1]
    four, backup = copied_ahead(office, monkeypatch, pages=2)
    with four.store.database.write() as connection:
        write_link(connection, replace(four.link, ahead=0, ahead_chain=b"", began=0, began_chain=b""))
    office.shared.restore(backup)
    assert office.way(0).relog(())
    note(two, "B1")
    two.sync()
    office.counters.append(four)
    office.settle()
    alike(office)


@pytest.mark.parametrize("brings", ["this one", "another"])
def test_what_others_wrote_and_was_never_copied_is_not_written_over_after_the_store_lost_it_again(
    office: PutBackOffice, brings: str
) -> None:
    one, two, three = office.counters
    note(one, "A1")
    office.settle()
    office.put_back_unread()
    note(two, "B1")
    two.sync()
    one.exchange.look()  # learns that B1 stands there, and has copied nothing yet
    office.put_back_unread()
    one.exchange.look()  # offers it again
    note(one, "A2")
    for counter in (two, one) if brings == "another" else (one, two):
        counter.sync()
    office.settle()
    alike(office)
    assert shown(office) == ["B1"] * 3
    assert "A2" in {offered for offered, _ in asked(three)}


def test_what_lies_beneath_a_waiting_value_is_not_seen_by_what_is_typed_over_it_while_records_are_copied_anew(
    office: PutBackOffice,
) -> None:
    one, two, three = office.counters
    note(one, "A1")
    note(two, "B1")
    two.sync()
    one.exchange.look()
    one.pull_all()  # goes on showing its own
    backup = office.shared.backup()
    with two.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    two.sync()
    one.exchange.look()
    one.pull_all()
    office.shared.restore(backup)
    assert office.way(0).relog(())
    one.exchange.look()  # begins to copy anew
    note(one, "A2")
    office.settle()
    alike(office)
    assert shown(office) == ["B1"] * 3
    assert {offered for offered, _ in asked(three)} == {"A1", "A2"}
