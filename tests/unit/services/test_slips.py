from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import pytest

from desktop.domain.dossier import Dossier
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import SlipSet
from desktop.domain.person import Person
from desktop.services.record_values import PaperKind
from desktop.services.slips import Slip, SlipWriter
from desktop.services.workday import Workday
from tests.support.office import SampleDesk, sample_desk
from tests.support.paper_texts import paper_texts
from tests.support.rules_samples import received

PERSON = Person(full_name="Nguyễn Thị Mẫu", id_number="042151000123", residence="Thôn Đông Đoài")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    with sample_desk(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture(scope="module")
def slips(desk: SampleDesk) -> SlipWriter:
    return desk.core.slips


def in_generation(desk: SampleDesk, slip_set: SlipSet) -> Workday:
    workday = desk.core.workday()
    return replace(workday, profile=replace(workday.profile, slip_set=slip_set))


def dossier(desk: SampleDesk, **changes: object) -> Dossier:
    return replace(received(), officer_id=desk.officer.id, **changes)  # type: ignore[arg-type]  # any field


def words_of(slip: Slip) -> str:
    return " ".join(paper_texts(slip.paper))


@pytest.mark.parametrize(
    ("slip_set", "kind", "form", "paper"),
    [
        (
            SlipSet.CIRCULAR_2018,
            PaperKind.RECEIPT,
            ("mot-cua.giay-tiep-nhan", "2019-01-06"),
            PaperKind.RECEIPT,
        ),
        (
            SlipSet.CIRCULAR_2025,
            PaperKind.RECEIPT,
            ("mot-cua.giay-tiep-nhan", "2025-09-15"),
            PaperKind.RECEIPT,
        ),
        (
            SlipSet.CIRCULAR_2018,
            PaperKind.SUPPLEMENT,
            ("mot-cua.phieu-bo-sung", "2019-01-06"),
            PaperKind.SUPPLEMENT,
        ),
        (
            SlipSet.CIRCULAR_2025,
            PaperKind.SUPPLEMENT,
            ("mot-cua.phieu-bo-sung", "2025-09-15"),
            PaperKind.SUPPLEMENT,
        ),
    ],
)
def test_the_office_prints_the_generation_of_slips_it_uses(
    desk: SampleDesk,
    slips: SlipWriter,
    slip_set: SlipSet,
    kind: PaperKind,
    form: tuple[str, str],
    paper: PaperKind,
) -> None:
    slip = slips.write(in_generation(desk, slip_set), kind, dossier(desk), PERSON, None)
    assert (slip.definition.id, slip.definition.version) == form
    assert slip.kind is paper
    assert "Nguyễn Thị Mẫu" in words_of(slip)


def test_the_receipt_says_number_limit_and_appointment(desk: SampleDesk, slips: SlipWriter) -> None:
    words = words_of(slips.write(desk.core.workday(), PaperKind.RECEIPT, dossier(desk), PERSON, None))
    assert "261201-0001" in words
    assert "trong ngày" in words
    assert "Lê Thị Hạnh" in words


def test_the_supplement_slip_names_what_is_missing(desk: SampleDesk, slips: SlipWriter) -> None:
    death = dossier(desk, procedure_code="1.000656", papers=("id",))
    words = words_of(slips.write(desk.core.workday(), PaperKind.SUPPLEMENT, death, PERSON, None))
    assert "Giấy báo tử" in words


def test_an_edition_no_longer_in_force_names_its_own_limit(desk: SampleDesk, slips: SlipWriter) -> None:
    old = dossier(desk, procedure_code="1.001776", procedure_edition="2023")
    words = words_of(slips.write(desk.core.workday(), PaperKind.RECEIPT, old, PERSON, None))
    assert "22 ngày làm việc" in words


def test_an_officer_who_left_and_a_person_erased_leave_their_places_empty(
    desk: SampleDesk, slips: SlipWriter
) -> None:
    workday = replace(desk.core.workday(), staff={})
    words = words_of(slips.write(workday, PaperKind.RECEIPT, dossier(desk), None, None))
    assert "Nguyễn Thị Mẫu" in words, "the register keeps the name"
    assert "Lê Thị Hạnh" not in words


def test_a_slip_that_is_not_in_the_library_is_said_to_be_unknown(desk: SampleDesk) -> None:
    library = desk.core.library
    without = {ref: form for ref, form in library.forms.items() if not ref[0].startswith("mot-cua.")}
    with pytest.raises(DeskError) as caught:
        SlipWriter(replace(library, forms=MappingProxyType(without))).write(
            desk.core.workday(), PaperKind.RECEIPT, dossier(desk), PERSON, None
        )
    assert caught.value.code is ErrorCode.FORM_UNKNOWN
