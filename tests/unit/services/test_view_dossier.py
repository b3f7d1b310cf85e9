from datetime import timedelta

import pytest

from desktop.domain.errors import DeskError
from desktop.domain.ids import DossierId
from desktop.services.record_values import AuditAction
from desktop.services.view_dossier import AGAIN_AFTER, ViewDossier
from tests.support.fake_records import FakeRecords
from tests.support.record_samples import COLLEAGUE, OFFICER, StandingClock, a_dossier


def looks(records: FakeRecords) -> list[tuple[str, AuditAction]]:
    with records.begin(OFFICER) as work:
        return [(event.by, event.action) for event in work.audit.of("dossier", a_dossier().id)]


def test_every_person_who_looks_at_a_dossier_leaves_one_line_for_a_while() -> None:
    clock = StandingClock()
    records = FakeRecords(clock)
    with records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    view = ViewDossier(records, clock=clock)
    for actor in (OFFICER, OFFICER, COLLEAGUE):
        assert view(actor, a_dossier().id).dossier == a_dossier()
    assert looks(records) == [(OFFICER, AuditAction.VIEWED), (COLLEAGUE, AuditAction.VIEWED)]
    clock.now += AGAIN_AFTER + timedelta(seconds=1)
    view(OFFICER, a_dossier().id)
    assert len(looks(records)) == 3


def test_what_is_not_there_leaves_no_line() -> None:
    records = FakeRecords(StandingClock())
    with pytest.raises(DeskError, match="record_missing"):
        ViewDossier(records, clock=StandingClock())(OFFICER, DossierId("khong-co"))
