from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.dossier import Dossier, DossierState, MoveKind
from desktop.domain.help_session import HelpSession, Signing, SigningKind, Witness
from desktop.domain.ids import AnswersId, DossierId, HelpSessionId, PersonId, PrintJobId
from desktop.records.expired_cases import StoredExpiredCases
from desktop.records.operations import verify_chain
from desktop.records.rebuild import rebuild
from desktop.records.store import RecordStore
from desktop.services.attachment_values import BytesPlace
from desktop.services.office_values import TrailKind
from desktop.services.ports_printing import PrintJob, PrintKind
from desktop.services.record_values import AuditAction, Entity
from tests.support.record_samples import (
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

LATER = MORNING + timedelta(days=1)
SESSION = HelpSessionId(an_id(4001))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    with open_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def cases(store: RecordStore) -> StoredExpiredCases:
    return StoredExpiredCases(store)


def finished(number: int = 1, /, **changes: object) -> Dossier:
    return moved(a_dossier(number, **changes), MoveKind.RETURN_RESULT, DossierState.RETURNED)


def keep(store: RecordStore, *dossiers: Dossier) -> None:
    """Write dossiers with people, answers and one scan each."""
    with store.begin(OFFICER) as work:
        for number, dossier in enumerate(dossiers, start=1):
            if dossier.requester_id is not None:
                person = int(dossier.requester_id[-6:])
                work.people.save(a_person(person, phone="0912000111"))
            if dossier.answers_id is not None:
                work.answers.save(dossier.answers_id, {"reason": "chuyện riêng"})
            work.dossiers.save(dossier)
            work.attachments.save(an_attachment(number, dossier_id=dossier.id))


def test_a_finished_case_is_erased_down_to_its_line_in_the_register(
    store: RecordStore, cases: StoredExpiredCases
) -> None:
    dossier = finished(number="260317-0001", help_session_id=SESSION)
    keep(store, dossier)
    with store.begin(OFFICER) as work:
        work.help_sessions.save(
            HelpSession(
                id=SESSION,
                started_at=MORNING,
                dictated_by="con gái bà Bưởi",
                signing=Signing(
                    kind=SigningKind.WITNESSED,
                    at=MORNING,
                    witnesses=(Witness(name="Lê Văn Mít"), Witness(name="Trần Thị Na")),
                ),
            )
        )
        page = PrintJob(
            id=PrintJobId(an_id(5001)),
            kind=PrintKind.PAPER,
            printer="paper",
            title="Tờ khai",
            payload=b"%PDF",
            created_at=MORNING,
            dossier_id=dossier.id,
        )
        work.add_print_job(page)
    (case,) = cases.expired(LATER)
    assert cases.erase(OFFICER, case, before=LATER, reason="hết thời hạn lưu")
    with store.begin(OFFICER) as work:
        assert work.dossiers.get(dossier.id) == dossier
        assert work.answers.load(str(dossier.answers_id)) == {}
        person = work.people.get(an_id(1))
        assert (person.full_name, person.id_number, person.phone) == (a_person().full_name, "", "")
        session = work.help_sessions.get(SESSION)
        assert session.dictated_by == ""
        assert session.signing == Signing(kind=SigningKind.WITNESSED, at=MORNING)
        assert work.next_dossier_number(TUESDAY) == "260317-0002"
        (event,) = work.audit.of("dossier", dossier.id)
        assert (event.action, event.by, event.reason) == (AuditAction.ERASED, OFFICER, "hết thời hạn lưu")
    (row,) = store.read.attachments_of(dossier.id)
    assert (row.place, row.attachment.name) == (BytesPlace.ERASED, "")
    assert store.print_jobs.get(page.id) is None
    assert [hit.row.id for hit in store.read.search("buoi")] == [dossier.id]
    assert store.read.detail(dossier.id).timeline[-1].reason == "hết thời hạn lưu"
    with store.database.write() as connection:
        verify_chain(connection)
        rebuild(connection)
    assert cases.expired(LATER) == ()
    assert "chuyện riêng" not in str(store.read.earlier_visits(PersonId(an_id(1))))


def test_the_trail_says_why_a_case_was_erased(store: RecordStore, cases: StoredExpiredCases) -> None:
    keep(store, finished())
    (case,) = cases.expired(LATER)
    cases.erase(OFFICER, case, before=LATER, reason="hết thời hạn lưu")
    rows = store.trail.trail(TUESDAY, TUESDAY, kinds=frozenset({TrailKind.ERASED}))
    assert {(row.entity, row.reason) for row in rows if row.reason} == {(Entity.DOSSIER, "hết thời hạn lưu")}
    assert {row.entity for row in rows} == {Entity.DOSSIER, Entity.ANSWERS, Entity.PERSON, Entity.ATTACHMENT}


def test_an_unfinished_or_late_dossier_keeps_everything(
    store: RecordStore, cases: StoredExpiredCases
) -> None:
    late = finished(2)
    last = replace(late.moves[-1], at=LATER)
    keep(store, a_dossier(1), replace(late, moves=(*late.moves[:-1], last)))
    assert cases.expired(LATER) == ()
    assert len(cases.expired(LATER + timedelta(seconds=1))) == 1


def test_what_was_answered_for_two_dossiers_waits_for_the_second(
    store: RecordStore, cases: StoredExpiredCases
) -> None:
    shared = AnswersId(an_id(2001))
    keep(store, finished(1), a_dossier(2, answers_id=shared))
    assert cases.expired(LATER) == ()
    with store.begin(OFFICER) as work:
        work.dossiers.save(
            moved(work.dossiers.get(an_id(1002)), MoveKind.WITHDRAW, DossierState.WITHDRAWN, "thôi")
        )
    (case,) = cases.expired(LATER)
    assert case.dossiers == (an_id(1001), an_id(1002))
    assert len(case.attachments) == 2


def test_a_person_whom_another_dossier_needs_stays_known(
    store: RecordStore, cases: StoredExpiredCases
) -> None:
    keep(store, finished(1), a_dossier(2, requester_id=PersonId(an_id(1))))
    (case,) = cases.expired(LATER)
    assert case.people == ()
    assert cases.erase(OFFICER, case, before=LATER, reason="hết thời hạn lưu")
    assert store.read.people_by_id_number(a_person().id_number)
    assert cases.expired(LATER) == ()


def test_a_case_that_changed_since_it_was_looked_at_is_left_alone(
    store: RecordStore, cases: StoredExpiredCases
) -> None:
    keep(store, finished(1))
    (case,) = cases.expired(LATER)
    with store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2, requester_id=PersonId(an_id(1))))
    assert not cases.erase(OFFICER, case, before=LATER, reason="hết thời hạn lưu")
    with store.begin(OFFICER) as work:
        assert work.answers.load(an_id(2001))
    (left,) = cases.expired(LATER)
    assert cases.erase(OFFICER, left, before=LATER, reason="hết thời hạn lưu")
    assert not cases.erase(OFFICER, left, before=LATER, reason="hết thời hạn lưu")


def test_without_a_word_of_when_it_ended_a_dossier_is_kept(
    store: RecordStore, cases: StoredExpiredCases
) -> None:
    keep(store, a_dossier(1, state=DossierState.RETURNED, moves=()))
    assert cases.expired(datetime(2100, 1, 1, tzinfo=UTC)) == ()


def test_pages_of_a_dossier_erased_elsewhere_are_removed_here(store: RecordStore) -> None:
    keep(store, finished(1), finished(2))
    for number in (1, 2):
        store.print_jobs.add(
            PrintJob(
                id=PrintJobId(an_id(5000 + number)),
                kind=PrintKind.PAPER,
                printer="paper",
                title="Tờ khai",
                payload=b"%PDF",
                created_at=MORNING,
                dossier_id=DossierId(an_id(1000 + number)),
            )
        )
    with store.begin(OFFICER) as work:
        work.answers.erase(an_id(2001))
    assert store.print_jobs.forget_erased() == 1
    assert store.print_jobs.get(PrintJobId(an_id(5001))) is None
    assert store.print_jobs.get(PrintJobId(an_id(5002))) is not None
