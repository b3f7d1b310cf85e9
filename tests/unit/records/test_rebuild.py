from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.ids import DossierId, TicketId
from desktop.domain.office import Duty, RosterEntry, StaffMember, StaffRole
from desktop.records.operations import verify_chain
from desktop.records.rebuild import rebuild
from desktop.records.store import RecordStore
from desktop.services.record_values import AuditAction, TicketRecord
from tests.support.derived_tables import everything_derived
from tests.support.record_samples import (
    COLLEAGUE,
    MORNING,
    OFFICER,
    TUESDAY,
    a_dossier,
    a_person,
    an_attachment,
    an_id,
    moved,
    open_store,
)


def fill(store: RecordStore) -> None:
    entry = RosterEntry(day=TUESDAY, staff_id=OFFICER, duty=Duty.WRITING)
    for number in range(1, 6):
        with store.begin(OFFICER if number % 2 else COLLEAGUE) as work:
            work.people.save(a_person(number, old_id_number=f"18345678{number}"))
            work.answers.save(an_id(2000 + number), {"a": {"v": number}, "b": {"v": "hai"}})
            work.dossiers.save(a_dossier(number, number=work.next_dossier_number(TUESDAY)))
            work.attachments.save(an_attachment(number, dossier_id=DossierId(an_id(1000 + number))))
            work.audit.add(AuditAction.PRINTED, "dossier", an_id(1000 + number))
            work.tickets.save(
                TicketRecord(
                    id=TicketId(an_id(number)),
                    number=work.next_ticket_number(TUESDAY, "A"),
                    service="Hộ tịch",
                    day=TUESDAY,
                    issued_at=MORNING,
                )
            )
    with store.begin(COLLEAGUE) as work:
        dossier = work.dossiers.get(an_id(1002))
        work.dossiers.save(
            moved(replace(dossier, requester_name="Đỗ Lan"), MoveKind.SUBMIT, DossierState.SUBMITTED)
        )
        work.people.save(a_person(3, id_number="042151009999"))
        work.answers.erase(an_id(2001))
        work.roster.save(entry)
        work.staff.save(StaffMember(id=OFFICER, name="Lê Thị Hoa", title="Công chức", role=StaffRole.OFFICER))
        work.office_settings.save({"profile": "x"})
    with store.begin(OFFICER) as work:
        work.roster.remove(entry)
    with store.begin(OFFICER) as work:
        work.roster.save(replace(entry, day=TUESDAY + timedelta(days=1)))
        work.roster.save(entry)


def test_derived_tables_come_out_of_the_log_byte_for_byte(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        fill(store)
        with store._database.write() as connection:
            before = everything_derived(connection)
            operations = rebuild(connection)
            after = everything_derived(connection)
            assert operations == verify_chain(connection)
    assert all(before.values())
    assert after == before


def test_a_lost_index_is_back_after_a_rebuild(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        fill(store)
        with store._database.write() as connection:
            connection.exec_driver_sql("DELETE FROM dossier_row")
        assert store.read.search("buoi") == ()
        assert store.rebuild() > 0
        assert len(store.read.search("buoi")) == 4


def test_after_erasing_the_register_and_the_chain_stand_and_the_answers_are_gone(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        fill(store)
        with store._database.read() as connection:
            verify_chain(connection)
            scopes = [row.scope for row in connection.exec_driver_sql("SELECT scope FROM seal_key")]
        assert an_id(2001) not in scopes
        assert store.read.detail(a_dossier(1).id).dossier.requester_name == "Nguyễn Thị Bưởi"
