from dataclasses import replace
from datetime import date

from desktop.domain.case import Promise
from desktop.domain.dossier import DossierState
from desktop.domain.handover import Handover
from desktop.domain.ids import DossierId, StaffId
from desktop.domain.office import SlipSet
from desktop.domain.person import Person
from desktop.domain.procedure import Channel
from desktop.services.slip_places import (
    RegisterEntry,
    apology_places,
    control_places,
    register_places,
    stop_places,
)
from tests.support.rules_samples import at, received

PERSON = Person(full_name="Nguyễn Thị Mẫu", residence="Thôn Đông\tĐoài", phone="0912 000 000")
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def cells(places: object, key: str) -> list[list[str]]:
    return [line.split("\t") for line in places[key].split("\n")]  # type: ignore[index]  # a mapping of places


def test_an_apology_names_the_new_hour_of_the_office_clock() -> None:
    places = apology_places(at("2026-12-01T17:30"), at("2026-12-03T10:00"))
    assert places == {"dossier.due": "2026-12-01T17:30", "dossier.new_due": "2026-12-03T10:00"}


def test_a_stop_tells_when_how_and_where_the_dossier_stood() -> None:
    places = stop_places(
        asked_at=at("2026-12-02T08:05"),
        asked_by=Channel.ONLINE,
        state=DossierState.PROCESSING,
        returned="Trả lại bản chính",
    )
    assert list(places.values()) == ["2026-12-02T08:05", "Trực tuyến", "Đang xử lý", "Trả lại bản chính"]


def test_a_handover_is_two_rows_and_whoever_takes_it_judges_the_outcome() -> None:
    step = Handover(
        dossier_id=DossierId("d1"),
        by=StaffId("officer"),
        at=at("2026-12-01T09:05"),
        from_unit="Trung tâm",
        giver="Lê Thị Hạnh",
        to_unit="Phòng Văn hóa - Xã hội",
        taker="Phan Văn Cường",
    )
    giving, taking = cells(
        control_places((step,), at("2026-12-08T17:00"), partner="Xã bên"), "dossier.handovers"
    )
    assert giving == ["1. Giao: Trung tâm", "09 giờ 05 phút, ngày 01/12/2026. Người giao: Lê Thị Hạnh"]
    assert taking == ["2. Nhận: Phòng Văn hóa - Xã hội", "Người nhận: Phan Văn Cường", "Trước hạn", ""]
    assert control_places((), None, partner="Xã bên")["dossier.partner"] == "Xã bên"


def test_the_register_has_the_columns_of_its_generation_and_no_cell_tears_a_row() -> None:
    kept = RegisterEntry(
        dossier=replace(received(Promise.APPOINTMENT), register_no="07"),
        person=PERSON,
        authority="UBND xã",
        note="!",
    )
    old, new = (
        cells(register_places((kept,), slip_set, sector="Hộ tịch", **YEAR), "register.rows")[0]
        for slip_set in SlipSet
    )
    assert (len(old), len(new)) == (13, 11)
    assert old[:2] == new[:2] == ["07", "261201-0001"]
    assert (old[3], old[-1]) == ("01", "!")
    assert new[4] == "Thôn Đông Đoài; 0912 000 000"
    assert new[6:9] == ["01/12/2026", "01/12/2026", ""]


def test_a_case_finished_at_once_says_so_instead_of_an_appointment() -> None:
    entry = RegisterEntry(
        dossier=received(),
        person=None,
        authority="UBND xã",
        returned_at=at("2026-12-01T10:30"),
        received_by="Trực tiếp",
    )
    row = cells(
        register_places((entry,), SlipSet.CIRCULAR_2025, sector="", **YEAR),
        "register.rows",
    )[0]
    assert row[6:10] == ["01/12/2026", "Giải quyết ngay", "01/12/2026", "Trực tiếp"]
    asked = replace(entry, dossier=replace(entry.dossier, slip_printed_at=at("2026-12-01T09:55")))
    row = cells(
        register_places((asked,), SlipSet.CIRCULAR_2025, sector="", **YEAR),
        "register.rows",
    )[0]
    assert row[7] == "01/12/2026"


def test_a_part_of_the_register_says_which_book_and_which_days() -> None:
    def span(first: date, last: date) -> tuple[str, str]:
        places = register_places((), SlipSet.CIRCULAR_2025, sector="Hộ tịch", first=first, last=last)
        return places["register.span"], places["register.book"]

    assert span(**YEAR) == ("năm 2026", "01/2026 Hộ tịch")
    day = date(2026, 12, 1)
    assert span(day, day)[0] == "năm 2026, ngày 01/12/2026"
    assert span(day, date(2026, 12, 4))[0] == "năm 2026, ngày 01/12/2026 đến 04/12/2026"
