"""Lines a put-back store has lost, offered by all counters that hold them: each comes back once, nobody is asked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.ids import DossierId
from desktop.records.office_tables import OFFICE_ENTRY, RESTORED
from desktop.records.used_numbers import mark_unsure
from desktop.services.office_values import Choice
from desktop.sync import exchange
from desktop.sync.conflicts import count_open, open_conflicts, resolve
from desktop.sync.entries import Decision
from desktop.sync.outbox import count_waiting
from tests.support.record_samples import COLLEAGUE, OFFICER, a_dossier, an_id, moved
from tests.support.sync_office import SampleCounter, SampleOffice, documents_of

DOSSIER = DossierId(an_id(1001))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    made = SampleOffice(tmp_path, ("Quầy 1", "Quầy 2", "Quầy 3"))
    yield made
    made.close()


def share_a_dossier(office: SampleOffice) -> None:
    with office.counters[0].store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    office.settle()


def note(counter: SampleCounter, text: str) -> None:
    with counter.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), note=text))


def rename(counter: SampleCounter) -> None:
    """Let a counter go on under another name, as after a backup that was brought back."""
    with counter.store.database.write() as connection:
        mark_unsure(connection, RESTORED)
    counter.exchange.look()


def move(counter: SampleCounter, kind: MoveKind, state: DossierState) -> None:
    with counter.store.begin(COLLEAGUE) as work:
        work.dossiers.save(moved(work.dossiers.get(DOSSIER), kind, state))


def put_back(office: SampleOffice) -> None:
    """Lose what two counters wrote and all have read; the third goes on at the old copy, and somebody says so."""
    one, two, three = office.counters
    share_a_dossier(office)
    three.restart()
    backup = office.shared.backup()
    note(one, "hai bản")
    one.sync()
    two.sync()
    note(two, "ba bản")
    two.sync()
    one.sync()
    note(one, "bốn bản")
    move(one, MoveKind.PROCESS, DossierState.PROCESSING)
    one.sync()
    two.sync()
    move(two, MoveKind.SUBMIT, DossierState.SUBMITTED)
    with two.store.begin(COLLEAGUE) as work:
        work.dossiers.save(a_dossier(2, note="mới"))
    two.sync()
    one.sync()
    office.shared.restore(backup)
    with three.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    three.sync()
    assert office.way(0).relog(())


def open_questions(counter: SampleCounter) -> int:
    with counter.store.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM refused_field").scalar() or 0)


def check(office: SampleOffice) -> None:
    lines = Counter((entry.line.row_id, entry.line.patch, entry.line.hlc) for entry in office.log())
    assert [line for line, times in lines.items() if times > 1] == []
    assert all(entry.decision is Decision.ACCEPTED for entry in office.log())
    assert [open_questions(counter) for counter in office.counters] == [0, 0, 0]
    shown = [documents_of(counter) for counter in office.counters]
    assert shown[0] == shown[1] == shown[2]
    dossier = office.counters[2].store.read.detail(DOSSIER).dossier
    assert (dossier.note, dossier.state) == ("bốn bản", DossierState.SUBMITTED)
    for counter in office.counters:
        with counter.store.database.read() as connection:
            assert count_waiting(connection) == (0, 0)


def test_what_several_counters_offer_again_stands_once_and_nobody_is_asked(office: SampleOffice) -> None:
    put_back(office)
    office.settle()
    check(office)


def test_counters_that_offer_at_the_same_time_let_go_of_what_the_other_was_faster_with(
    office: SampleOffice,
) -> None:
    put_back(office)
    one, two, _ = office.counters
    for counter in (one, two):
        counter.exchange.look()
        counter.pull_all()
        counter.exchange.look()
    note_of_two = a_dossier(4, note="viết sau khi sổ lùi")
    with two.store.begin(OFFICER) as work:
        work.dossiers.save(note_of_two)
    assert one.exchange.push().sent
    assert two.exchange.push().raced
    office.settle()
    check(office)
    assert office.counters[2].store.read.detail(note_of_two.id).dossier.note == note_of_two.note


def test_a_counter_that_held_less_of_what_was_lost_takes_nothing_away(office: SampleOffice) -> None:
    one, two, three = office.counters
    share_a_dossier(office)
    backup = office.shared.backup()
    note(one, "hai bản")
    one.sync()
    two.sync()
    note(one, "ba bản")
    one.sync()
    office.shared.restore(backup)
    with three.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    three.sync()
    assert office.way(0).relog(())
    for counter in (two, one, two, three):
        counter.sync()
    assert {counter.store.read.detail(DOSSIER).dossier.note for counter in office.counters} == {"ba bản"}
    assert [open_questions(counter) for counter in office.counters] == [0, 0, 0]


@pytest.mark.parametrize("order", ["two first", "one has looked before"])
def test_what_somebody_wrote_meanwhile_is_asked_about_and_never_overwritten(
    office: SampleOffice, order: str
) -> None:
    one, two, three = office.counters
    share_a_dossier(office)
    backup = office.shared.backup()
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), procedure_name="tên đã sửa"))
    one.sync()
    two.sync()
    note(one, "ba bản")
    one.sync()
    note(one, "năm bản, chưa gửi")
    office.shared.restore(backup)
    note(three, "viết lúc sổ đã lùi")
    three.sync()
    assert office.way(0).relog(())
    if order == "one has looked before":
        one.exchange.look()
        one.pull_all()
    for counter in (two, one, two, three, one):
        counter.sync()
    shown = {counter.store.read.detail(DOSSIER).dossier.note for counter in office.counters}
    assert shown == {"viết lúc sổ đã lùi"}
    names = {counter.store.read.detail(DOSSIER).dossier.procedure_name for counter in office.counters}
    assert names == {"tên đã sửa"}
    refused = [entry.line.patch for entry in office.log() if entry.decision is Decision.REJECTED]
    assert ["ba bản" in refused[0], "năm bản" in refused[1]] == [True, True]
    assert len(refused) == 2


def test_a_store_that_was_put_back_takes_no_open_question_from_anybody(tmp_path: Path) -> None:
    office = SampleOffice(tmp_path, ("Quầy 1", "Quầy 2", "Quầy 3", "Quầy 4"))
    one, two, three, four = office.counters
    share_a_dossier(office)
    note(one, "của một")
    note(two, "của hai")
    office.settle()
    assert [open_questions(counter) for counter in office.counters] == [1, 1, 1, 1]
    backup = office.shared.backup()
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    one.sync()
    two.sync()
    office.shared.restore(backup)
    for counter, portal_code in ((three, "G1"), (four, "G2")):
        with counter.store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(DOSSIER), portal_code=portal_code))
    three.sync()
    four.sync()
    assert office.way(0).relog(())
    office.settle()
    with one.store.database.read() as connection:
        log = [int(row.seq) for row in connection.execute(OFFICE_ENTRY.select().order_by(OFFICE_ENTRY.c.seq))]
    assert log == list(range(1, len(office.log()) + 1))
    assert [open_questions(counter) for counter in office.counters] == [2, 2, 2, 2]
    office.close()


def test_a_counter_that_only_copied_the_records_goes_on_with_a_store_from_before_its_joining(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    one, _, three = office.counters
    share_a_dossier(office)
    backup = office.shared.backup()
    note(one, "hai bản")
    office.settle()
    late = office.add("Quầy 4")
    late.exchange.begin_first_copy()
    office.counters.append(late)
    late.sync()
    office.shared.restore(backup)
    three_only = a_dossier(3)
    assert late.try_sync() == "office_went_back"
    assert office.way(0).relog(())
    late.sync()
    with three.store.begin(OFFICER) as work:
        work.dossiers.save(three_only)
    office.settle()
    assert {counter.store.read.detail(DOSSIER).dossier.note for counter in office.counters} == {"hai bản"}
    assert late.store.read.detail(three_only.id).dossier == three_only


@pytest.mark.parametrize("first", [0, 1])
def test_a_value_that_was_refused_is_refused_again_when_one_counter_offers_both(
    office: SampleOffice, first: int
) -> None:
    one, two, three = office.counters
    share_a_dossier(office)
    backup = office.shared.backup()
    note(one, "của một")
    note(two, "của hai")
    for counter in (one, two, one):
        counter.sync()
    assert [open_questions(counter) for counter in (one, two)] == [1, 1]
    office.shared.restore(backup)
    with three.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    three.sync()
    assert office.way(0).relog(())
    office.counters[first].sync()
    office.settle()
    assert {counter.store.read.detail(DOSSIER).dossier.note for counter in office.counters} == {"của một"}
    assert [open_questions(counter) for counter in office.counters] == [1, 1, 1]


@pytest.mark.parametrize("choice", list(Choice))
@pytest.mark.parametrize("elsewhere", [True, False])
def test_what_somebody_decided_stays_decided_and_answers_no_other_question_after_a_put_back(
    office: SampleOffice, choice: Choice, elsewhere: bool
) -> None:
    one, two, three = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        work.dossiers.save(a_dossier(7))
    office.settle()
    backup = office.shared.backup()
    note(one, "của một")
    note(two, "của hai")
    for counter in (one, two, one):
        counter.sync()
    with one.store.database.read() as connection:
        (card,) = open_conflicts(connection, {})
    resolve(one.store, OFFICER, card, choice)
    for counter in (one, two):
        counter.sync()
    office.shared.restore(backup)
    if elsewhere:
        with three.store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(3))
    else:
        note(three, "của ba")
    three.sync()
    assert office.way(0).relog(())
    for counter in (one, two, three, one, two, three):
        counter.sync()
    for counter in office.counters:
        with counter.store.database.read() as connection:
            waiting = open_conflicts(connection, {})
            assert count_open(connection) == len(waiting)
        offered = {str(one.offered) for one in waiting}
        # The edit by which it was taken over is a line of its own, and may itself meet what the third one wrote.
        if elsewhere or choice is Choice.THEIRS:
            assert "của hai" not in offered, "that one was decided"
        if not elsewhere:
            shown = str(counter.store.read.detail(DOSSIER).dossier.note)
            assert {"của một", "của ba"} <= {*offered, shown}, "nothing drops out of sight"
        else:
            assert not offered


def test_a_line_that_still_waits_is_not_sent_again_when_others_have_brought_it_back(
    office: SampleOffice,
) -> None:
    one, two, three = office.counters
    for serial in (1, 7):
        with one.store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(serial))
    office.settle()
    backup = office.shared.backup()
    with two.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    for counter in (two, one, three):
        counter.sync()
    note(three, "của ba")
    three.exchange.look()
    assert three.exchange.push().sent  # and dies before it reads that it came back
    one.sync()
    office.shared.restore(backup)
    with two.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(4))
    assert office.way(0).relog(())
    for counter in (two, one):
        counter.sync()
    note(one, "của một, đã thấy của ba")
    one.sync()
    note(three, "sau cùng")
    office.settle()
    patches = [entry.line.patch for entry in office.log()]
    assert sum('"của ba"' in patch for patch in patches) == 1
    assert {str(counter.store.read.detail(DOSSIER).dossier.note) for counter in office.counters} == {
        "của một, đã thấy của ba"
    }
    assert [open_questions(counter) for counter in office.counters] == [1, 1, 1]  # "sau cùng" was blind to it


def test_the_same_backup_put_back_once_more_stops_nobody(office: SampleOffice) -> None:
    one, two, three = office.counters
    share_a_dossier(office)
    backup = office.shared.backup()
    for text in ("hai", "ba"):
        note(two, text)
        office.settle()
        office.shared.restore(backup)
        assert office.way(0).relog(())
        office.settle()
        office.clock.now += timedelta(days=1)
    assert [counter.try_sync() for counter in office.counters] == ["", "", ""]
    assert documents_of(one) == documents_of(two) == documents_of(three)
    assert one.store.read.detail(DOSSIER).dossier.note == "ba"
    assert [open_questions(counter) for counter in office.counters] == [0, 0, 0]


def test_a_line_sent_and_not_read_back_before_a_put_back_is_not_sent_over_what_others_made_of_it(
    office: SampleOffice,
) -> None:
    one, two, three = office.counters
    share_a_dossier(office)
    backup = office.shared.backup()
    note(two, "gửi rồi, chưa đọc lại")
    two.exchange.look()
    assert two.exchange.push().sent
    three.sync()
    office.shared.restore(backup)
    assert office.way(0).relog(())
    three.sync()
    one.sync()
    note(one, "sửa tiếp")
    one.sync()
    office.settle()
    assert [open_questions(counter) for counter in office.counters] == [0, 0, 0]
    assert one.store.read.detail(DOSSIER).dossier.note == "sửa tiếp"
    assert documents_of(one) == documents_of(two) == documents_of(three)


def test_a_counter_is_not_asked_about_its_own_later_value_after_a_put_back(office: SampleOffice) -> None:
    one, two, three = office.counters
    share_a_dossier(office)
    note(three, "trước")
    three.exchange.look()
    assert three.exchange.push().sent
    backup = office.shared.backup()
    note(three, "sau")
    three.sync()
    office.shared.restore(backup)
    assert office.way(0).relog(())
    office.settle()
    assert [open_questions(counter) for counter in office.counters] == [0, 0, 0]
    assert three.store.read.detail(DOSSIER).dossier.note == "sau"
    assert documents_of(one) == documents_of(two) == documents_of(three)


def test_what_another_life_of_a_renamed_counter_sent_under_a_name_unknown_here_is_not_sent_again(
    office: SampleOffice,
) -> None:
    one = office.counters[0]
    rename(one)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(7))
    one.copy_disk(office.folder / "disk")
    rename(one)
    office.settle()
    one.put_disk_back(office.folder / "disk")
    office.settle()
    numbers = [entry.line.row_id for entry in office.log() if entry.line.entity == "dossier"]
    assert numbers.count(an_id(1007)) == 1


@pytest.mark.parametrize("batch", [200, 1])
@pytest.mark.parametrize("first", [0, 1])
def test_what_followed_a_refused_value_does_not_replace_the_same_value_of_somebody_else(
    office: SampleOffice, first: int, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = office.counters
    share_a_dossier(office)
    backup = office.shared.backup()
    note(one, "của một")
    note(two, "của hai")
    for counter in (one, two, one):
        counter.sync()
    note(one, "của một nữa")
    for counter in (one, two):
        counter.sync()
    office.shared.restore(backup)
    three.clock.now += timedelta(seconds=1)
    note(three, "của hai")
    three.sync()
    assert office.way(0).relog(())
    monkeypatch.setattr(exchange, "BATCH", batch)
    for counter in (office.counters[first], one, two, three, one, two, three):
        counter.sync()
    for counter in office.counters:
        assert counter.store.read.detail(DOSSIER).dossier.note == "của hai"
        with counter.store.database.read() as connection:
            offered = {str(card.offered) for card in open_conflicts(connection, {})}
        assert offered == {"của một", "của một nữa"}, (
            "nobody had seen what stands, so everything is asked about"
        )
