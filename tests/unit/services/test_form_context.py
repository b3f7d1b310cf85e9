from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.deadline import LimitKind, TimeLimit
from desktop.domain.dossier import DossierState
from desktop.domain.office import OfficeProfile, SlipSet
from desktop.domain.person import Person
from desktop.domain.procedure import Channel
from desktop.forms.vocabulary import CONTEXT_KEYS
from desktop.services.form_context import dossier_context, limit_words, office_context, profile_context
from desktop.services.slip_places import apology_places, control_places, register_places, stop_places
from tests.support.office import SampleDesk, sample_desk
from tests.support.rules_samples import DEATH, NOW_PROFILE, SEED_PROFILE, a_draft, at, received

GIVER = Person(full_name="Nguyễn Thị Mẫu", id_number="042151000123", residence="Thôn Một", phone="0912")


def test_papers_of_a_household_business_go_where_the_office_says_or_its_kind_of_commune_does() -> None:
    def addressee(profile: OfficeProfile) -> str:
        return profile_context(profile, date(2026, 12, 1))["office.business_office"]

    assert addressee(NOW_PROFILE) == "Phòng Kinh tế xã Đức Thịnh"
    ward = replace(NOW_PROFILE, commune="phường Thành Sen")
    assert addressee(ward) == "Phòng Kinh tế, Hạ tầng và Đô thị phường Thành Sen"
    assert addressee(replace(ward, business_office="Phòng Kinh tế Thành Sen")) == "Phòng Kinh tế Thành Sen"


def test_the_district_stands_in_addresses_only_while_there_was_one() -> None:
    then = profile_context(SEED_PROFILE, date(2023, 7, 24))
    today = profile_context(NOW_PROFILE, date(2026, 11, 24))
    assert (then["office.area"], then["office.district"]) == ("huyện Đức Thọ, tỉnh Hà Tĩnh", "huyện Đức Thọ")
    assert (today["office.area"], today["office.district"]) == ("tỉnh Hà Tĩnh", "")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    with sample_desk(tmp_path_factory.mktemp("desk")) as one:
        yield one


def test_forms_and_slips_know_every_place_we_fill_and_we_fill_every_place_they_know(desk: SampleDesk) -> None:
    filled = {
        **office_context(desk.core.workday(), desk.officer),
        **dossier_context(received(), GIVER, DEATH, None),
        **apology_places(None, at("2026-12-03T10:00")),
        **stop_places(
            asked_at=at("2026-12-02T08:00"),
            asked_by=Channel.DIRECT,
            state=DossierState.PROCESSING,
            returned="",
        ),
        **control_places((), None),
        **register_places(
            (),
            SlipSet.CIRCULAR_2025,
            sector="Hộ tịch",
            first=date(2026, 1, 1),
            last=date(2026, 12, 31),
        ),
    }
    assert set(filled) == set(CONTEXT_KEYS)


def test_the_officer_at_the_counter_is_named_and_nobody_else(desk: SampleDesk) -> None:
    assert office_context(desk.core.workday(), desk.officer)["officer.name"] == "Lê Thị Hạnh"
    blank = office_context(desk.core.workday(), None)
    assert (blank["officer.name"], blank["officer.title"]) == ("", "")


def test_an_office_is_called_as_it_was_called_on_the_day() -> None:
    then, today = (
        profile_context(SEED_PROFILE, date(2023, 7, 25)),
        profile_context(NOW_PROFILE, date(2026, 12, 1)),
    )
    assert then["today"] == "2023-07-25"
    assert "Thanh Bình Thịnh" in then["office.name"]
    assert (then["office.unit_code"], today["office.unit_code"]) == ("BPTNTKQ", "TTPVHCC")


def test_a_slip_tells_the_office_clock_and_not_the_computers() -> None:
    places = dossier_context(received(), GIVER, DEATH, None)
    assert places["dossier.received"] == "2026-12-01T09:51"
    assert places["dossier.due"] == "2026-12-01T17:30"


def test_a_draft_has_neither_moment_nor_fee() -> None:
    places = dossier_context(a_draft(), None, DEATH, None)
    assert [places[key] for key in ("dossier.received", "dossier.due", "dossier.fee")] == ["", "", ""]
    assert [places[key] for key in ("dossier.person_id", "dossier.address", "dossier.phone")] == ["", "", ""]


def test_the_fee_is_written_as_money_and_nothing_is_a_number_too() -> None:
    assert (
        dossier_context(a_draft(fee=16_000), None, DEATH, None)["dossier.fee"] == "16.000\N{NO-BREAK SPACE}đ"
    )
    assert dossier_context(a_draft(fee=0), None, DEATH, None)["dossier.fee"].startswith("0")


def test_the_papers_are_listed_by_their_names_with_their_shape() -> None:
    places = dossier_context(
        a_draft(papers=("death_notice", "own note")), None, DEATH, None, missing=("Ảnh", "Đơn")
    )
    first, second = places["dossier.papers"].splitlines()
    assert first.startswith("Giấy báo tử")
    assert first.endswith("(bản chính)")
    assert second == "own note"
    assert places["dossier.missing"] == "Ảnh\nĐơn"


def test_the_portal_code_goes_before_our_number_in_the_square_code() -> None:
    assert dossier_context(received(), None, DEATH, None)["dossier.qr"] == "261201-0001"
    coded = replace(received(), portal_code="H34.18-261201-0009")
    assert dossier_context(coded, None, DEATH, None)["dossier.qr"] == "H34.18-261201-0009"


def test_a_row_the_catalogue_lost_leaves_limit_and_names_out() -> None:
    places = dossier_context(replace(received(), papers=("id",)), None, None, None)
    assert (places["dossier.limit"], places["dossier.papers"]) == ("", "id")
    assert places["dossier.procedure"] == "Cấp bản sao trích lục hộ tịch"


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (TimeLimit(kind=LimitKind.SAME_DAY), "trong ngày"),
        (TimeLimit(kind=LimitKind.WORKING_HOURS, amount=8), "8 giờ làm việc"),
        (TimeLimit(kind=LimitKind.WORKING_DAYS, amount=22), "22 ngày làm việc"),
        (TimeLimit(kind=LimitKind.DAYS, amount=15), "15 ngày"),
        (TimeLimit(kind=LimitKind.MONTHS, amount=1), "1 tháng"),
        (TimeLimit(kind=LimitKind.ON_AGREEMENT), "theo thỏa thuận"),
    ],
)
def test_limits_are_written_as_on_slips(limit: TimeLimit, words: str) -> None:
    assert limit_words(limit) == words


def test_a_moment_after_midnight_in_utc_is_still_the_office_day() -> None:
    late = replace(received(), received_at=at("2026-12-01T23:30"))
    assert dossier_context(late, None, DEATH, None)["dossier.received"] == "2026-12-01T23:30"
