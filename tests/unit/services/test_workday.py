from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.office import Duty, RosterEntry
from desktop.services.workday import Workday
from tests.support.office import TUESDAY_2026, SampleDesk, sample_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    with sample_desk(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture(scope="module")
def workday(desk: SampleDesk) -> Workday:
    return desk.core.workday()


def duty(desk: SampleDesk, who: str, kind: Duty, start: time | None, end: time | None) -> RosterEntry:
    return RosterEntry(day=TUESDAY_2026, staff_id=desk.staff[who].id, duty=kind, start=start, end=end)


def test_an_unknown_procedure_is_named(workday: Workday) -> None:
    assert workday.procedure("2.000635").code == "2.000635"
    with pytest.raises(DeskError) as caught:
        workday.procedure("9.999999")
    assert caught.value.code is ErrorCode.PROCEDURE_UNKNOWN
    assert caught.value.params["procedure"] == "9.999999"


def test_an_old_dossier_finds_the_edition_it_was_received_under(workday: Workday) -> None:
    assert workday.procedure("1.001776").edition != "2023"
    kept = workday.edition("1.001776", "2023")
    assert kept is not None
    assert not kept.is_in_force(workday.day)


def test_an_edition_the_catalogue_no_longer_holds_is_answered_by_todays(workday: Workday) -> None:
    assert workday.edition("1.001776", "1999") == workday.procedure("1.001776")
    assert workday.edition("9.999999", "1999") is None


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("trích lục", "2.000635"),
        ("TRICH LUC", "2.000635"),
        ("lục trích", "2.000635"),
        ("2.000635", "2.000635"),
        ("khai tu", "1.000656"),
        ("di chúc", "2.001019"),
    ],
)
def test_a_procedure_is_found_by_code_or_words_with_or_without_marks(
    workday: Workday, query: str, code: str
) -> None:
    assert code in [one.code for one in workday.find_procedures(query)]


def test_an_empty_search_gives_everything_and_a_strange_one_nothing(workday: Workday) -> None:
    assert {one.code for one in workday.find_procedures(" ")} == set(workday.procedures)
    assert workday.find_procedures("xyzzy") == ()


def test_names_that_begin_with_the_words_come_first(workday: Workday) -> None:
    found = workday.find_procedures("cap ban sao")
    assert found[0].short_name.startswith("Cấp bản sao")


def test_a_name_that_holds_the_words_earlier_comes_before_one_that_ends_with_them(workday: Workday) -> None:
    names = [one.short_name for one in workday.find_procedures("huu tri")]
    assert names.index("Trợ cấp hưu trí xã hội") < names.index("Mai táng phí người hưởng hưu trí xã hội")


def test_writing_is_for_those_on_the_roster_and_within_their_hours(
    desk: SampleDesk, workday: Workday
) -> None:
    morning = replace(workday, roster=(duty(desk, "officer", Duty.WRITING, time(7, 30), time(11)),))
    who = desk.officer.id
    assert [morning.may_write(who, desk.at(clock)) for clock in (time(7), time(7, 30), time(10, 59))] == [
        False,
        True,
        True,
    ]
    assert not morning.may_write(who, desk.at(time(11)))
    assert not morning.may_write(desk.staff["second"].id, desk.at(time(9)))
    yesterday = replace(desk, day=date(2026, 11, 16))
    assert not morning.may_write(who, yesterday.at(time(9)))
    receiving = replace(workday, roster=(duty(desk, "officer", Duty.RECEIVING, None, None),))
    assert not receiving.may_write(who, desk.at(time(9)))


def test_signers_are_those_on_the_roster_who_may_sign(desk: SampleDesk, workday: Workday) -> None:
    (signer,) = workday.signers()
    assert (signer.name, signer.title) == ("Trần Văn Hòa", "Phó Chủ tịch")
    wrong = replace(
        workday,
        roster=(
            duty(desk, "officer", Duty.SIGNING, None, None),
            duty(desk, "signer", Duty.SIGNING, time(8), time(10)),
            RosterEntry(day=TUESDAY_2026, staff_id=StaffId("gone"), duty=Duty.SIGNING),
        ),
    )
    (only,) = wrong.signers()
    assert (only.name, only.start, only.until) == ("Trần Văn Hòa", time(8), time(10))


def test_somebody_unknown_has_no_name(desk: SampleDesk, workday: Workday) -> None:
    assert workday.name_of(desk.officer.id) == "Lê Thị Hạnh"
    assert workday.name_of(StaffId("gone")) == ""


def test_the_model_day_is_the_offices_own(workday: Workday) -> None:
    assert workday.is_model_day
    assert not replace(workday, day=date(2026, 11, 18)).is_model_day
