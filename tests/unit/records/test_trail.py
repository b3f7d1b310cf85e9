from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.domain.ids import PersonId
from desktop.services.office_values import TrailKind
from desktop.services.ports_office import Trail
from desktop.services.record_values import AuditAction, Entity
from tests.support.record_samples import (
    COLLEAGUE,
    OFFICER,
    TUESDAY,
    StandingClock,
    a_dossier,
    a_person,
    an_id,
    open_store,
)


def test_the_trail_tells_who_did_what_with_which_record_and_no_value(tmp_path: Path) -> None:
    clock = StandingClock()
    with open_store(tmp_path, clock) as store:
        trail: Trail = store.trail
        with store.begin(OFFICER) as work:
            work.people.save(a_person())
            work.dossiers.save(a_dossier(number="260317-0001"))
        with store.begin(COLLEAGUE) as work:
            work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note="bí mật"))
            work.audit.add(AuditAction.PRINTED, "dossier", an_id(1001))
            work.audit.add(AuditAction.SIGNED_IN, "staff", COLLEAGUE)
            work.erase_person(PersonId(an_id(1)))
        rows = trail.trail(TUESDAY, TUESDAY)
        told = [(row.by, row.kind, row.entity, row.title) for row in rows]
        assert told == [
            (COLLEAGUE, TrailKind.ERASED, Entity.PERSON, "Nguyễn Thị Bưởi"),
            (COLLEAGUE, TrailKind.PRINTED, Entity.DOSSIER, "260317-0001 Nguyễn Thị Bưởi"),
            (COLLEAGUE, TrailKind.CHANGED, Entity.DOSSIER, "260317-0001 Nguyễn Thị Bưởi"),
            (OFFICER, TrailKind.CHANGED, Entity.DOSSIER, "260317-0001 Nguyễn Thị Bưởi"),
            (OFFICER, TrailKind.CHANGED, Entity.PERSON, "Nguyễn Thị Bưởi"),
        ]
        assert rows[2].fields == ("note",)
        assert "bí mật" not in str(rows)
        assert all(row.here for row in rows)


def test_the_trail_is_asked_by_day_person_and_kind(tmp_path: Path) -> None:
    clock = StandingClock()
    with open_store(tmp_path, clock) as store:
        for actor in (OFFICER, COLLEAGUE):
            with store.begin(actor) as work:
                work.people.save(a_person(1 if actor == OFFICER else 2))
        clock.now += timedelta(days=1)
        with store.begin(OFFICER) as work:
            work.people.save(a_person(3))
        assert len(store.trail.trail(TUESDAY, TUESDAY)) == 2
        assert len(store.trail.trail(TUESDAY, TUESDAY + timedelta(days=1))) == 3
        assert len(store.trail.trail(TUESDAY, TUESDAY, actor=COLLEAGUE)) == 1
        assert store.trail.trail(TUESDAY, TUESDAY, kinds=frozenset({TrailKind.VIEWED})) == ()
        assert len(store.trail.trail(TUESDAY, TUESDAY, limit=1)) == 1


def test_answers_go_by_their_dossier_and_a_backup_by_its_file(tmp_path: Path) -> None:
    with open_store(tmp_path, StandingClock()) as store:
        with store.begin(OFFICER) as work:
            work.answers.save(an_id(2001), {"a": {"v": "một"}})
            work.dossiers.save(a_dossier(number="260317-0001", answers_id=an_id(2001)))
            work.audit.add(AuditAction.BACKED_UP, "backup", "a.bak")
        backup, _, answers = store.trail.trail(TUESDAY, TUESDAY)
        assert (answers.entity, answers.title) == (Entity.ANSWERS, "260317-0001 Nguyễn Thị Bưởi")
        assert (backup.kind, backup.other, backup.title) == (TrailKind.EXPORTED, "backup", "a.bak")
