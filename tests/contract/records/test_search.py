from datetime import timedelta

import pytest

from desktop.domain.dossier import DossierState
from desktop.services.ports_records import Records
from desktop.services.record_values import SearchFilters
from tests.support.record_samples import MORNING, OFFICER, TUESDAY, a_dossier, a_person, an_id

NAMES = {1: "Nguyễn Thị Bưởi", 2: "Đỗ Văn Lan", 3: "Trần Thị Làn", 4: "H'Mông Y Thị Đào", 5: "Nguyễn Văn An"}


@pytest.fixture
def full(records: Records) -> Records:
    with records.begin(OFFICER) as work:
        for number, name in NAMES.items():
            work.people.save(a_person(number, full_name=name))
            work.dossiers.save(
                a_dossier(number, requester_name=name, number=work.next_dossier_number(TUESDAY))
            )
    return records


def found(records: Records, query: str, **filters: object) -> list[str]:
    narrowing = SearchFilters(**filters)  # type: ignore[arg-type]  # a test names real fields
    return [hit.row.requester_name for hit in records.read.search(query, filters=narrowing)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("nguyen thi buoi", ["Nguyễn Thị Bưởi"]),
        ("NGUYỄN", ["Nguyễn Văn An", "Nguyễn Thị Bưởi"]),
        ("do van", ["Đỗ Văn Lan"]),
        ("đỗ", ["Đỗ Văn Lan"]),
        ("nguye\u0302\u0303n th", ["Nguyễn Thị Bưởi"]),  # typed with loose marks
        ("h'mong dao", ["H'Mông Y Thị Đào"]),
        ("hmong", ["H'Mông Y Thị Đào"]),
        ("hmông", ["H'Mông Y Thị Đào"]),
        ("h’mông", ["H'Mông Y Thị Đào"]),
        ("dao hm", ["H'Mông Y Thị Đào"]),
        ("trich luc an", ["Nguyễn Văn An"]),
        ("khong co ai", []),
        ("", []),
        ("   ", []),
        ('"*()-:^', []),
        ("thi AND", []),
    ],
)
def test_names_are_found_without_marks_and_by_beginnings(full: Records, query: str, names: list[str]) -> None:
    assert found(full, query) == names


def test_what_agrees_in_every_mark_comes_first(full: Records) -> None:
    hits = full.read.search("lan")
    assert [(hit.row.requester_name, hit.exact) for hit in hits] == [
        ("Đỗ Văn Lan", True),
        ("Trần Thị Làn", False),
    ]
    assert found(full, "làn") == ["Trần Thị Làn", "Đỗ Văn Lan"]


@pytest.mark.parametrize("query", ["042151000003", "042 151 000 003", " 042.151.000.003"])
def test_twelve_digits_lead_to_the_person(full: Records, query: str) -> None:
    assert found(full, query) == ["Trần Thị Làn"]


def test_a_dossier_is_found_by_its_number_and_by_the_portal_code(full: Records) -> None:
    assert found(full, "260317-0002") == ["Đỗ Văn Lan"]
    assert len(found(full, "260317")) == 5
    with full.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(9, requester_name="Lê Bình", portal_code="H27.45.12-260317-0007"))
    assert found(full, "h27.45.12-260317-0007") == ["Lê Bình"]


def test_a_corrected_name_is_found_and_the_wrong_one_no_longer(full: Records) -> None:
    with full.begin(OFFICER) as work:
        wrong = work.dossiers.get(an_id(1005))
        work.dossiers.save(a_dossier(5, requester_name="Nguyễn Văn Ẩn", number=wrong.number))
    assert found(full, "van ân") == found(full, "ẩn") == ["Nguyễn Văn Ẩn"]
    assert not [hit for hit in full.read.search("van an") if hit.exact]


def test_filters_narrow_the_search(full: Records) -> None:
    with full.begin(OFFICER) as work:
        work.dossiers.save(
            a_dossier(
                8,
                requester_name="Nguyễn Văn Bảy",
                state=DossierState.READY,
                received_at=MORNING + timedelta(days=3),
                procedure_code="1.000656",
            )
        )
    assert found(full, "nguyen", states=frozenset({DossierState.READY})) == ["Nguyễn Văn Bảy"]
    assert found(full, "nguyen", procedure_code="1.000656") == ["Nguyễn Văn Bảy"]
    assert found(full, "nguyen", received_to=TUESDAY) == ["Nguyễn Văn An", "Nguyễn Thị Bưởi"]
    assert found(full, "nguyen", received_from=TUESDAY + timedelta(days=1)) == ["Nguyễn Văn Bảy"]
    assert found(full, "nguyen", officer_id="somebody else") == []


def test_the_newest_come_first_up_to_the_limit(full: Records) -> None:
    hits = full.read.search("thi", limit=2)
    assert [hit.row.requester_name for hit in hits] == ["H'Mông Y Thị Đào", "Trần Thị Làn"]
