from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from desktop.domain.calendar import DayKind, DayOverride, Session
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import Finger, HelpSession, ReadBack, Signing, SigningKind, Witness
from desktop.domain.ids import DossierId, FormRef, HelpSessionId, PersonId, TicketId
from desktop.domain.office import Duty, RosterEntry, StaffMember, StaffRole
from desktop.domain.procedure import SignerLevel
from desktop.services.ports_drafts import Drafts
from desktop.services.ports_records import Records
from desktop.services.record_values import (
    AuditAction,
    Entity,
    PaperKind,
    PaperRecord,
    TicketRecord,
    TimelineKind,
)
from tests.support.record_samples import COLLEAGUE, MORNING, OFFICER, TUESDAY, a_dossier, a_person, an_id

ANSWERS = {
    "requester.name": {"t": "text", "v": "Nguyễn Thị Bưởi", "from": "card"},
    "copies": {"t": "int", "v": 2, "from": "typed", "at": None},
}


def test_staff_stay_in_the_order_they_were_entered(records: Records) -> None:
    chairman = StaffMember(
        id=COLLEAGUE,
        name="Trần Văn Hùng",
        title="Chủ tịch",
        role=StaffRole.SIGNER,
        signs_as=SignerLevel.CHAIRMAN,
    )
    officer = StaffMember(id=OFFICER, name="Lê Thị Hoa", title="Công chức", role=StaffRole.OFFICER)
    with records.begin(OFFICER) as work:
        work.staff.save(chairman)
        work.staff.save(officer)
        work.staff.save(replace(chairman, active=False))
    assert records.read.staff() == (replace(chairman, active=False), officer)


def test_the_roster_of_a_day_can_be_changed_and_taken_back(records: Records) -> None:
    morning = RosterEntry(day=TUESDAY, staff_id=OFFICER, duty=Duty.WRITING, start=time(7), end=time(11, 30))
    signing = RosterEntry(day=TUESDAY, staff_id=COLLEAGUE, duty=Duty.SIGNING)
    with records.begin(OFFICER) as work:
        work.roster.save(morning)
        work.roster.save(signing)
        work.roster.save(replace(morning, end=None))
    assert set(records.read.roster_on(TUESDAY)) == {replace(morning, end=None), signing}
    with records.begin(OFFICER) as work:
        work.roster.remove(signing)
        work.roster.remove(signing)
    assert records.read.roster_on(TUESDAY) == (replace(morning, end=None),)
    with records.begin(OFFICER) as work:
        work.roster.save(signing)
    assert set(records.read.roster_on(TUESDAY)) == {replace(morning, end=None), signing}
    assert records.read.roster_on(TUESDAY + timedelta(days=1)) == ()


def test_days_entered_by_the_office_come_in_the_order_of_the_calendar(records: Records) -> None:
    off = DayOverride(day=date(2026, 11, 24), kind=DayKind.OFF, name="Nghỉ", source="TB 1/2026")
    work_day = DayOverride(
        day=date(2026, 8, 22),
        kind=DayKind.WORK,
        name="Làm bù",
        sessions=(Session(start=time(7), end=time(11)),),
    )
    with records.begin(OFFICER) as work:
        work.calendar_overrides.save(off)
        work.calendar_overrides.save(work_day)
    assert records.read.calendar_overrides() == (work_day, off)
    with records.begin(OFFICER) as work:
        work.calendar_overrides.remove(off.day)
        assert work.calendar_overrides.all() == (work_day,)


def test_settings_change_one_by_one(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.office_settings.save({"profile": "duc-thinh-2026", "same_day": ["2.000635"], "sample": True})
    with records.begin(OFFICER) as work:
        work.office_settings.save({"profile": "thanh-binh-thinh-2023", "sample": None})
        assert work.office_settings.all()["same_day"] == ["2.000635"]
    assert records.read.office_settings() == {"profile": "thanh-binh-thinh-2023", "same_day": ["2.000635"]}


def test_tickets_are_numbered_by_series_and_day(records: Records) -> None:
    given = []
    for number, series in enumerate("AAB", start=1):
        with records.begin(OFFICER) as work:
            given.append(work.next_ticket_number(TUESDAY, series))
            work.tickets.save(
                TicketRecord(
                    id=TicketId(an_id(number)),
                    number=given[-1],
                    service="Hộ tịch",
                    day=TUESDAY,
                    issued_at=MORNING,
                )
            )
    assert given == ["A001", "A002", "B001"]
    assert [ticket.number for ticket in records.read.tickets_on(TUESDAY)] == given


def test_a_help_session_comes_back_with_its_witnesses(records: Records) -> None:
    session = HelpSession(
        id=HelpSessionId(an_id(1)),
        started_at=MORNING,
        requested_by_citizen=True,
        requested_at=MORNING,
        writer_id=OFFICER,
        dictated_by="Nguyễn Thị Bưởi",
        form_refs=(FormRef(form_id="ho-tich.trich-luc", version="2024-06-06"),),
        read_back=ReadBack(by=OFFICER, at=MORNING),
        signing=Signing(
            kind=SigningKind.WITNESSED,
            at=MORNING,
            witnesses=(Witness(name="Lê A", id_number="042151000009"), Witness(name="Lê B")),
        ),
        fields_written=12,
    )
    printed = Signing(kind=SigningKind.FINGERPRINT, at=MORNING, finger=Finger.RIGHT_THUMB)
    with records.begin(OFFICER) as work:
        work.help_sessions.save(session)
    with records.begin(OFFICER) as work:
        assert work.help_sessions.get(an_id(1)) == session
        work.help_sessions.save(replace(session, signing=printed))
    with records.begin(OFFICER) as work:
        assert work.help_sessions.get(an_id(1)).signing == printed


def test_the_detail_of_a_dossier_tells_its_history(records: Records) -> None:
    paper = PaperRecord(
        id=an_id(7),
        kind=PaperKind.FORM,
        form_id="ho-tich.trich-luc",
        form_version="2024-06-06",
        printed_at=MORNING + timedelta(minutes=9),
        printed_by=OFFICER,
        dossier_id=DossierId(an_id(1001)),
    )
    with records.begin(OFFICER) as work:
        work.people.save(a_person())
        work.dossiers.save(a_dossier())
        work.papers.save(paper)
        work.audit.add(AuditAction.VIEWED, "dossier", an_id(1001))
        work.audit.add(AuditAction.VIEWED, "dossier", "another")
        assert [event.by for event in work.audit.of("dossier", an_id(1001))] == [OFFICER]
        assert work.papers.of_dossier(DossierId(an_id(1001))) == (paper,)
    detail = records.read.detail(DossierId(an_id(1001)))
    assert detail.dossier == a_dossier()
    assert detail.requester == a_person()
    assert detail.papers == (paper,)
    assert [entry.kind for entry in detail.timeline] == [
        TimelineKind.MOVE,
        TimelineKind.VIEW,
        TimelineKind.PAPER,
    ]


def test_answers_come_back_and_can_be_erased_for_good(records: Records) -> None:
    case = an_id(2001)
    with records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        work.answers.save(case, ANSWERS)
    with records.begin(OFFICER) as work:
        assert work.answers.load(case) == ANSWERS
        work.answers.save(case, {"copies": ANSWERS["copies"]})
        assert work.answers.load(case) == {"copies": ANSWERS["copies"]}
        assert work.answers.revision(case) > 0
    (visit,) = records.read.earlier_visits(PersonId(an_id(1)))
    assert visit.answers == {"copies": ANSWERS["copies"]}
    with records.begin(OFFICER) as work:
        work.answers.erase(case)
    with records.begin(OFFICER) as work:
        assert work.answers.load(case) == {}
    with pytest.raises(DeskError) as fault, records.begin(OFFICER) as work:
        work.answers.save(case, ANSWERS)
    assert fault.value.code is ErrorCode.ANSWERS_ERASED
    (visit,) = records.read.earlier_visits(PersonId(an_id(1)))
    assert visit.answers == {}


def test_a_person_can_be_erased_down_to_the_register(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.people.save(a_person(phone="0912000111"))
    with records.begin(OFFICER) as work:
        work.erase_person(PersonId(an_id(1)))
    assert work.changes.ids(Entity.PERSON) == {an_id(1)}
    with records.begin(OFFICER) as work:
        person = work.people.get(an_id(1))
        assert (person.full_name, person.sex) == (a_person().full_name, a_person().sex)
        assert (person.id_number, person.residence, person.phone) == ("", "", "")
        assert work.person_by_id_number("042151000001") is None


def test_a_person_is_found_by_the_new_and_the_old_number(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.people.save(a_person(old_id_number="183456789"))
    assert records.read.people_by_id_number("183456789") == records.read.people_by_id_number("042151000001")
    with records.begin(OFFICER) as work:
        work.people.save(a_person(old_id_number=""))
    assert records.read.people_by_id_number("183456789") == ()


def test_the_last_day_something_was_recorded_is_known(records: Records, drafts: Drafts) -> None:
    assert drafts.last_recorded_before(MORNING + timedelta(hours=1)) is None
    with records.begin(OFFICER) as work:
        work.people.save(a_person())
    last = drafts.last_recorded_before(MORNING + timedelta(hours=1))
    assert last is not None
    assert MORNING < last < MORNING + timedelta(minutes=1)
    assert drafts.last_recorded_before(MORNING) is None


def test_drafts_are_kept_parked_and_gone_when_deleted(drafts: Drafts) -> None:
    drafts.save("one", {"step": "card", "note": None}, title="A017")
    drafts.save("two", {"step": "papers"}, title="A018")
    drafts.save("one", {"step": "interview", "answers": {"a": [1, "hai"]}}, title="A017")
    assert drafts.load("one") == {"step": "interview", "answers": {"a": [1, "hai"]}}
    drafts.park("two", parked=True)
    drafts.save("two", {"step": "interview"}, title="A018")
    assert [(one.id, one.title, one.parked) for one in drafts.list()] == [
        ("two", "A018", True),
        ("one", "A017", False),
    ]
    drafts.delete("one")
    drafts.delete("one")
    assert drafts.load("one") is None
    assert drafts.delete_older_than(MORNING + timedelta(hours=1)) == 1
    assert list(drafts.list()) == []
