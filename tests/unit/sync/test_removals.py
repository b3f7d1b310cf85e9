"""An entry of the roster is taken away whole or not at all, and whoever changed it meanwhile is asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calendar import DayKind, DayOverride
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.office import Duty, RosterEntry
from desktop.records.canonical import Fields
from desktop.records.office_converters import roster_row_id
from desktop.records.operations import Patch
from desktop.services.office_setup import SaveRoster
from desktop.services.office_values import Choice, Conflict, ConflictKind
from desktop.services.record_values import Entity
from desktop.sync import removals
from desktop.sync.conflicts import open_conflicts, resolve, unreadable_entries
from desktop.sync.link import read_link, write_link
from desktop.sync.memory_store import Content
from desktop.sync.merge import decide
from desktop.sync.outbox import line_up, take_back
from desktop.sync.remote import Push, PushRefusedError
from desktop.sync.row_state import NO_ROW, RowState
from tests.support.record_samples import OFFICER, TUESDAY, an_id
from tests.support.spoiled_log import spoil
from tests.support.sync_office import SampleCounter, SampleOffice, bases_of, documents_of
from tests.support.sync_samples import ANNA, BINH, a_line

MAI = StaffId(an_id(9101))
ENTRY = RosterEntry(day=TUESDAY, staff_id=MAI, duty=Duty.RECEIVING)
UNTIL = replace(ENTRY, end=time(11))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    office = SampleOffice(tmp_path, ("Quầy 1", "Quầy 2", "Quầy 3"))
    SaveRoster(office.counters[0].store)(OFFICER, TUESDAY, (ENTRY,))
    office.settle()
    yield office
    office.close()


def clash(office: SampleOffice, *, first: str) -> list[Conflict]:
    """One counter writes until when, another takes the entry away; gives what is asked at every counter."""
    one, two, _ = office.counters
    SaveRoster(one.store)(OFFICER, TUESDAY, (UNTIL,))
    SaveRoster(two.store)(OFFICER, TUESDAY, ())
    for counter in (one, two) if first == "change" else (two, one):
        counter.sync()
    office.settle()
    whole(office)
    found = [conflicts(counter) for counter in office.counters]
    assert [len(each) for each in found] == [1, 1, 1]
    return [each[0] for each in found]


def conflicts(counter: SampleCounter) -> tuple[Conflict, ...]:
    with counter.store.database.read() as connection:
        return open_conflicts(connection, {})


def whole(office: SampleOffice) -> None:
    """Nobody has half an entry, and all show the same."""
    for counter in office.counters:
        assert documents_of(counter) == documents_of(office.counters[0])
        assert bases_of(counter) == bases_of(office.counters[0])
        with counter.store.database.read() as connection:
            assert unreadable_entries(connection) == ()


def roster(office: SampleOffice) -> list[tuple[RosterEntry, ...]]:
    return [tuple(counter.store.read.roster_on(TUESDAY)) for counter in office.counters]


def test_an_entry_somebody_changed_is_not_taken_away_unseen(office: SampleOffice) -> None:
    card = clash(office, first="change")[1]
    assert roster(office) == [(UNTIL,)] * 3
    assert (card.kind, card.field, card.stands) == (ConflictKind.REMOVAL, "end", "11:00:00")
    assert card.title == "17/3/2026"  # nobody of that name is at this office


@pytest.mark.parametrize(("choice", "left"), [(Choice.MINE, ()), (Choice.THEIRS, (UNTIL,))])
def test_whoever_is_asked_takes_it_away_or_keeps_it_for_all(
    office: SampleOffice, choice: Choice, left: tuple[RosterEntry, ...]
) -> None:
    card = clash(office, first="change")[2]
    resolve(office.counters[2].store, OFFICER, card, choice)
    office.settle()
    whole(office)
    assert roster(office) == [left] * 3
    assert [conflicts(counter) for counter in office.counters] == [()] * 3


def test_an_entry_that_was_changed_once_more_is_not_taken_away_by_a_card_that_did_not_say_so(
    office: SampleOffice,
) -> None:
    card = clash(office, first="change")[0]
    one = office.counters[0]
    SaveRoster(one.store)(OFFICER, TUESDAY, (replace(UNTIL, end=time(10)),))
    with pytest.raises(DeskError) as caught:
        resolve(one.store, OFFICER, card, Choice.MINE)
    assert caught.value.code is ErrorCode.RECORD_CHANGED
    (again,) = conflicts(one)
    assert again.stands == "10:00:00"


def test_nothing_is_written_into_an_entry_somebody_took_away_and_what_was_typed_is_shown(
    office: SampleOffice,
) -> None:
    card = clash(office, first="removal")[0]
    assert roster(office) == [()] * 3
    assert (card.kind, card.offered, card.stands) == (ConflictKind.GONE, "11:00:00", None)
    with pytest.raises(DeskError) as caught:
        resolve(office.counters[0].store, OFFICER, card, Choice.MINE)
    assert caught.value.code is ErrorCode.ILLEGAL_MOVE
    resolve(office.counters[0].store, OFFICER, card, Choice.THEIRS)
    office.settle()
    whole(office)
    assert [conflicts(counter) for counter in office.counters] == [()] * 3


def test_who_has_seen_the_change_takes_the_entry_away_without_a_question(office: SampleOffice) -> None:
    one, two, _ = office.counters
    SaveRoster(one.store)(OFFICER, TUESDAY, (UNTIL,))
    office.settle()
    SaveRoster(two.store)(OFFICER, TUESDAY, ())
    office.settle()
    assert roster(office) == [()] * 3
    assert conflicts(one) == ()
    SaveRoster(one.store)(OFFICER, TUESDAY, (ENTRY,))
    office.settle()
    assert roster(office) == [(ENTRY,)] * 3


def put_back(office: SampleOffice, backup: Content) -> None:
    office.shared.restore(backup)
    assert office.way(0).relog(())


@pytest.mark.parametrize("first", ["change", "removal"])
def test_an_open_question_about_an_entry_is_still_one_after_the_store_was_put_back(
    office: SampleOffice, first: str
) -> None:
    """A counter that had no part in it brings both back, under its own name."""
    backup = office.shared.backup()
    clash(office, first=first)
    before = roster(office)
    put_back(office, backup)
    office.counters[2].sync()
    office.settle()
    whole(office)
    assert roster(office) == before
    assert [len(conflicts(counter)) for counter in office.counters] == [1, 1, 1]


@pytest.mark.parametrize("waits", ["change", "removal"])
def test_what_waits_over_an_entry_the_store_lost_again_leaves_no_half_of_it(
    office: SampleOffice, waits: str
) -> None:
    one, two, _ = office.counters
    backup = office.shared.backup()
    here, there = ((UNTIL,), ()) if waits == "change" else ((), (UNTIL,))
    SaveRoster(one.store)(OFFICER, TUESDAY, here)
    SaveRoster(two.store)(OFFICER, TUESDAY, there)
    two.sync()
    one.exchange.look()
    one.pull_all()
    put_back(office, backup)
    one.sync()
    office.settle()
    whole(office)
    assert all(conflicts(counter) for counter in office.counters)


@pytest.mark.parametrize("pulls", [False, True])
@pytest.mark.parametrize("meanwhile", [False, True])
def test_what_is_done_about_a_day_that_is_entered_anew_stays_with_it_in_quarantine(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch, pulls: bool, meanwhile: bool
) -> None:
    one, two, _ = office.counters
    take = one.remote.cas

    def picky(push: Push) -> bool:
        if any("Nghỉ bù" in entry.line.patch for entry in push.merged.entries):
            raise PushRefusedError("a bug")
        return take(push)

    def save(name: str, source: str) -> None:
        with one.store.begin(OFFICER) as work:
            work.calendar_overrides.save(DayOverride(day=TUESDAY, kind=DayKind.OFF, name=name, source=source))

    def remove(counter: SampleCounter) -> None:
        with counter.store.begin(OFFICER) as work:
            work.calendar_overrides.remove(TUESDAY)

    save("Nghỉ", "một")
    office.settle()
    with monkeypatch.context() as bug:
        bug.setattr(one.remote, "cas", picky)
        remove(one)
        one.sync() if pulls else one.exchange.push()
        if meanwhile:
            remove(two)
        save("Nghỉ bù", "hai")
        one.sync() if pulls else one.exchange.push()
        save("Nghỉ bù", "ba")
        office.settle()
        for counter in office.counters:
            with counter.store.database.read() as connection:
                assert unreadable_entries(connection) == ()
    with one.store.database.write() as connection:
        link = read_link(connection)
        assert link is not None
        write_link(connection, take_back(connection, line_up(connection, link)))
    office.settle()
    whole(office)


def test_half_an_entry_that_an_older_program_left_can_be_taken_away(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, _ = office.counters
    SaveRoster(one.store)(OFFICER, TUESDAY, (UNTIL,))
    office.settle()
    SaveRoster(one.store)(OFFICER, TUESDAY, (replace(UNTIL, end=time(12)),))
    SaveRoster(two.store)(OFFICER, TUESDAY, ())
    one.sync()
    with monkeypatch.context() as older:
        older.setattr(removals, "TAKEN_AWAY", {})
        two.sync()
    office.settle()
    (card,) = conflicts(one)
    assert card.kind is ConflictKind.REMOVAL
    resolve(one.store, OFFICER, card, Choice.MINE)
    office.settle()
    whole(office)
    assert roster(office) == [()] * 3
    assert [conflicts(counter) for counter in office.counters] == [()] * 3


def test_an_entry_with_a_value_nobody_can_read_is_taken_away_whole(office: SampleOffice) -> None:
    patch = '{"clear":[],"set":{"start":"?"}}'
    spoil(office, patch, entity=Entity.ROSTER, row_id=roster_row_id(ENTRY))
    office.settle()
    assert roster(office) == [(ENTRY,)] * 3
    SaveRoster(office.counters[1].store)(OFFICER, TUESDAY, ())
    office.settle()
    whole(office)
    assert roster(office) == [()] * 3
    assert [conflicts(counter) for counter in office.counters] == [()] * 3


STEPS = st.lists(
    st.tuples(
        st.sampled_from([ANNA, BINH]),
        st.integers(0, 4),
        st.sampled_from(["start", "end", "remove", "anew"]),
        st.frozensets(st.sampled_from(["day", "duty", "end"])),
    ),
    max_size=12,
)


@given(STEPS)
def test_no_order_of_changes_and_removals_leaves_half_an_entry(
    steps: list[tuple[str, int, str, frozenset[str]]],
) -> None:
    """Also where some fields of a line were refused before its store lost them."""
    plain: Fields = {"day": "2026-03-17", "duty": "receiving", "staff_id": MAI}
    stood: list[RowState] = [NO_ROW]
    written: list[tuple[str, int, Patch]] = []
    read: dict[str, int] = {}
    first = ("c0", 0, "anew", frozenset[str]())
    for seq, (client, back, what, refused) in enumerate((first, *steps), start=1):
        base = read[client] = max(read.get(client, 0), len(stood) - 1 - back)
        # Over what still waits an author goes on seeing what he saw when he wrote it.
        while (
            beneath := min((seen for who, seen, _ in written[base:] if who == client), default=base)
        ) < base:
            base = beneath
        screen = dict(stood[base].fields)
        for author, _, own in written[base:]:
            screen = own.apply(screen) if author == client else screen
        match what:
            case "anew":
                patch = Patch(values=plain, clear=tuple(sorted(screen.keys() - plain.keys())))
            case "remove":
                patch = Patch(values={}, clear=tuple(sorted(screen)))
            case _:
                patch = Patch(values={what: f"{seq:02}:00:00"} if screen else {})
        line = a_line(patch.to_text(), base=base, entity="roster")
        row = decide(line, seq=seq, client_id=client, row=stood[-1], refused_before=refused).row
        assert not row.fields or plain.keys() <= row.fields.keys()
        stood.append(row)
        written.append((client, base, patch))
