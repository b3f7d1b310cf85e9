from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId
from desktop.services.ports_records import Records
from desktop.services.record_values import Changes, Entity, RecordChangedError
from tests.support.record_samples import (
    COLLEAGUE,
    MORNING,
    OFFICER,
    TUESDAY,
    a_dossier,
    a_person,
    an_id,
    moved,
)


def test_what_was_saved_comes_back_as_it_was(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.people.save(a_person())
        work.dossiers.save(a_dossier())
    with records.begin(OFFICER) as work:
        assert work.people.get(an_id(1)) == a_person()
        assert work.dossiers.get(an_id(1001)) == a_dossier()
        assert work.person_by_id_number("042151000001") == a_person()


def test_a_unit_of_work_tells_what_it_changed_once_it_is_committed(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.people.save(a_person())
        work.people.save(a_person(2))
        assert work.changes == Changes()
    assert work.changes.ids(Entity.PERSON) == {an_id(1), an_id(2)}
    assert work.changes.touches(Entity.PERSON)
    assert not work.changes.touches(Entity.DOSSIER)


def test_an_exception_takes_everything_back(records: Records) -> None:
    def fail_halfway() -> None:
        with records.begin(OFFICER) as work:
            work.people.save(a_person())
            work.next_dossier_number(TUESDAY)
            work.dossiers.get("nowhere")

    with pytest.raises(DeskError):
        fail_halfway()
    with records.begin(OFFICER) as work:
        assert work.people.find(an_id(1)) is None
        assert work.next_dossier_number(TUESDAY) == "260317-0001"


def test_saving_without_a_difference_changes_nothing(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.people.save(a_person())
    with records.begin(OFFICER) as work:
        work.people.save(a_person())
    assert not work.changes


def test_a_missing_record_is_said_plainly(records: Records) -> None:
    with records.begin(OFFICER) as work:
        assert work.dossiers.find("nowhere") is None
        with pytest.raises(DeskError) as fault:
            work.dossiers.get("nowhere")
    assert fault.value.code is ErrorCode.RECORD_MISSING
    with pytest.raises(DeskError):
        records.read.detail(DossierId("nowhere"))


def test_two_people_may_change_two_fields_of_one_dossier(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        seen = work.dossiers.get_stored(an_id(1001))
    with records.begin(COLLEAGUE) as work:
        work.dossiers.save(replace(seen.value, note="gọi lại buổi chiều"))
    with records.begin(OFFICER) as work:
        work.dossiers.save(replace(seen.value, portal_code="H27.45.12-260317-0001"), base=seen.revision)
        both = work.dossiers.get(an_id(1001))
    assert (both.note, both.portal_code) == ("gọi lại buổi chiều", "H27.45.12-260317-0001")


def test_the_same_field_changed_twice_is_asked_about_with_both_values(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        seen = work.dossiers.get_stored(an_id(1001))
    with records.begin(COLLEAGUE) as work:
        work.dossiers.save(replace(seen.value, note="của đồng nghiệp"))
    with pytest.raises(RecordChangedError) as fault, records.begin(OFFICER) as work:
        work.dossiers.save(replace(seen.value, note="của tôi"), base=seen.revision)
    (conflict,) = fault.value.conflicts
    assert (conflict.field, conflict.mine, conflict.theirs) == ("note", "của tôi", "của đồng nghiệp")
    assert conflict.by == COLLEAGUE
    assert "của tôi" not in str(fault.value)
    assert fault.value.code is ErrorCode.RECORD_CHANGED
    with records.begin(OFFICER) as work:
        assert work.dossiers.get(an_id(1001)).note == "của đồng nghiệp"


def test_the_same_new_value_from_two_people_is_no_conflict(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        seen = work.dossiers.get_stored(an_id(1001))
    for actor in (COLLEAGUE, OFFICER):
        with records.begin(actor) as work:
            work.dossiers.save(replace(seen.value, note="như nhau"), base=seen.revision)
    with records.begin(OFFICER) as work:
        assert work.dossiers.get(an_id(1001)).note == "như nhau"


def test_a_dossier_moved_elsewhere_meanwhile_is_not_moved_again_unseen(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        seen = work.dossiers.get_stored(an_id(1001))
    with records.begin(COLLEAGUE) as work:
        work.dossiers.save(moved(seen.value, MoveKind.WITHDRAW, DossierState.WITHDRAWN, "người dân rút"))
    with records.begin(OFFICER) as work, pytest.raises(RecordChangedError):
        work.dossiers.save(moved(seen.value, MoveKind.SUBMIT, DossierState.SUBMITTED), base=seen.revision)
    with records.begin(OFFICER) as work:
        dossier = work.dossiers.get(an_id(1001))
    assert dossier.state is DossierState.WITHDRAWN
    assert [move.kind for move in dossier.moves] == [MoveKind.RECEIVE, MoveKind.WITHDRAW]


def test_moves_keep_who_when_why_and_their_order(records: Records) -> None:
    dossier = a_dossier()
    with records.begin(OFFICER) as work:
        work.dossiers.save(dossier)
        dossier = moved(dossier, MoveKind.SUBMIT, DossierState.SUBMITTED)
        work.dossiers.save(dossier)
        seen = work.dossiers.get_stored(an_id(1001))
    with records.begin(COLLEAGUE) as work:
        dossier = moved(dossier, MoveKind.SEND_BACK, DossierState.PROCESSING, "thiếu ngày sinh")
        work.dossiers.save(dossier, base=seen.revision)
    assert records.read.detail(DossierId(an_id(1001))).dossier == dossier


def test_the_moves_of_a_dossier_cannot_be_rewritten(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    with pytest.raises(ValueError, match="only ever added"), records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(moves=()))


def test_dossier_numbers_are_dense_within_a_day(records: Records) -> None:
    given = []
    for number in range(1, 4):
        with records.begin(OFFICER) as work:
            given.append(work.next_dossier_number(TUESDAY))
            work.dossiers.save(a_dossier(number, number=given[-1]))
    assert given == ["260317-0001", "260317-0002", "260317-0003"]


def test_two_dossiers_of_one_visit_get_two_numbers(records: Records) -> None:
    with records.begin(OFFICER) as work:
        assert [work.next_dossier_number(TUESDAY) for _ in range(2)] == ["260317-0001", "260317-0002"]


def test_a_number_nobody_used_is_given_again(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.next_dossier_number(TUESDAY)
    with records.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY) == "260317-0001"


def test_a_clock_that_was_set_back_goes_on_counting_that_day(records: Records) -> None:
    last = ""
    for number, day in enumerate((TUESDAY, TUESDAY + timedelta(days=1), TUESDAY), start=1):
        with records.begin(OFFICER) as work:
            last = work.next_dossier_number(day)
            work.dossiers.save(a_dossier(number, number=last))
    assert last == "260317-0002"


def test_an_erased_part_of_a_person_is_empty_and_the_rest_stays(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.people.save(a_person(phone="0912000111"))
        work.people.save(a_person(phone=""))
    with records.begin(OFFICER) as work:
        assert work.people.get(an_id(1)).phone == ""


def test_due_dossiers_come_the_soonest_first(records: Records) -> None:
    hours = (5, 2, 9)
    with records.begin(OFFICER) as work:
        for number, hour in enumerate(hours, start=1):
            work.dossiers.save(a_dossier(number, due=MORNING + timedelta(hours=hour)))
        work.dossiers.save(a_dossier(4, state=DossierState.RETURNED, due=MORNING))
        work.dossiers.save(a_dossier(5, due=None))
    until = records.read.due_until(MORNING + timedelta(hours=6))
    assert [row.id for row in until] == [an_id(1002), an_id(1001)]
    received = records.read.dossiers_in(frozenset({DossierState.RECEIVED}))
    assert [row.id for row in received] == [an_id(1002), an_id(1001), an_id(1003), an_id(1005)]


def test_the_list_of_a_day_goes_by_the_office_clock(records: Records) -> None:
    evening = MORNING.replace(hour=17, minute=30)  # 00:30 of the next day in Viet Nam
    with records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
        work.dossiers.save(a_dossier(2))
        work.dossiers.save(a_dossier(3, received_at=evening))
    assert [row.id for row in records.read.dossiers_on(TUESDAY)] == [an_id(1002), an_id(1001)]
    assert [row.id for row in records.read.dossiers_on(TUESDAY + timedelta(days=1))] == [an_id(1003)]
