"""What the office did not take over stays in the trail of every counter."""

from dataclasses import replace
from pathlib import Path

from desktop.records.refused_edits import refused_edits
from desktop.services.office_values import Choice, TrailKind, TrailRow
from desktop.services.record_values import Entity
from desktop.sync.office import Office
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import (
    COLLEAGUE,
    OFFICER,
    TUESDAY,
    StandingClock,
    a_dossier,
    an_id,
    open_store,
)


def test_an_edit_that_was_not_taken_over_and_what_was_chosen_are_told_at_both_counters(
    tmp_path: Path,
) -> None:
    clock = StandingClock()
    stores = MemoryStores(clock)
    with open_store(tmp_path / "one", clock) as first, open_store(tmp_path / "two", clock) as second:
        one, two = Office(first, stores, clock=clock), Office(second, stores, clock=clock)
        with first.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(number="260317-0001"))
        one.create("share", "Quầy 1")
        two.join(one.invite("Quầy 2"))
        for office in (one, two, one):
            office.sync_once()
        with first.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(an_id(1001)), copies=3))
        with second.begin(COLLEAGUE) as work:
            work.dossiers.save(replace(work.dossiers.get(an_id(1001)), copies=2, note="bí mật"))
        for office in (one, two, one):
            office.sync_once()
        (waiting,) = one.conflicts()
        one.resolve(OFFICER, waiting, Choice.THEIRS)
        one.sync_once()
        two.sync_once()
        with first.database.read() as connection:
            (refused,) = refused_edits(connection)
        assert (refused.entity, refused.row_id, refused.fields) == (Entity.DOSSIER, an_id(1001), ("copies",))

        here = first.trail.trail(TUESDAY, TUESDAY)
        (told,) = [row for row in here if row.refused]
        assert (told.by, told.refused, told.counter, told.here) == (COLLEAGUE, ("copies",), "Quầy 2", False)
        assert told.title == "260317-0001 Nguyễn Thị Bưởi"
        (mine,) = [row for row in second.trail.trail(TUESDAY, TUESDAY) if row.refused]
        assert (mine.by, mine.here) == (COLLEAGUE, True)
        assert "bí mật" not in str(here)
        for store, counter in ((first, ""), (second, "Quầy 1")):
            chosen = of_kind(store.trail.trail(TUESDAY, TUESDAY), Entity.CONFLICT)
            assert (chosen.about, chosen.title) == (Entity.DOSSIER, "260317-0001 Nguyễn Thị Bưởi")
            assert (chosen.fields, chosen.counter) == (("copies",), counter)
        new = [row for row in here if row.is_new and row.entity is Entity.DOSSIER]
        assert [(row.by, row.kind) for row in new] == [(OFFICER, TrailKind.CHANGED)]
        only = first.trail.trail(TUESDAY, TUESDAY, actor=OFFICER)
        assert not any(row.refused for row in only)
        assert not any(
            row.refused for row in first.trail.trail(TUESDAY, TUESDAY, kinds=frozenset({TrailKind.VIEWED}))
        )


def of_kind(rows: object, entity: Entity) -> TrailRow:
    assert isinstance(rows, tuple)
    (found,) = [row for row in rows if row.entity is entity]
    assert isinstance(found, TrailRow)
    return found
