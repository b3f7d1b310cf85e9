from datetime import datetime

import pytest

from desktop.domain.dossier import DossierState
from desktop.domain.errors import DeskError
from desktop.domain.ids import DossierId
from desktop.services.register_entry import CorrectDossier, EnterDossier, RegisterEntry
from tests.support.fake_records import FakeRecords
from tests.support.record_samples import OFFICER, StandingClock, an_id

ENTRY = RegisterEntry(
    procedure_code="2.000635", requester_name="  Bà   Bưởi ", note="một", answers={"a": {"v": "x"}}
)


@pytest.fixture
def records() -> FakeRecords:
    return FakeRecords(StandingClock())


def enter(records: FakeRecords, entry: RegisterEntry = ENTRY) -> DossierId:
    numbers = iter(range(1, 100))
    use_case = EnterDossier(records, clock=StandingClock(), new_id=lambda: an_id(next(numbers)))
    return use_case(OFFICER, entry).id


def test_a_case_from_the_paper_book_is_numbered_dated_and_kept_with_its_answers(records: FakeRecords) -> None:
    dossier = records.read.detail(enter(records)).dossier
    assert (dossier.requester_name, dossier.state) == ("Bà Bưởi", DossierState.RECEIVED)
    assert dossier.number.endswith("-0001")
    assert isinstance(dossier.due, datetime)
    assert dossier.answers_id is not None
    with records.begin(OFFICER) as work:
        assert work.answers.load(dossier.answers_id) == {"a": {"v": "x"}}


def test_only_what_was_typed_can_be_corrected_by_hand(records: FakeRecords) -> None:
    dossier_id = enter(records)
    corrected = CorrectDossier(records)(OFFICER, dossier_id, {"note": "hai", "copies": "3"})
    assert (corrected.note, corrected.copies) == ("hai", 3)
    for changes in ({"number": "1"}, {"copies": "ba"}):
        with pytest.raises(DeskError, match="input_invalid"):
            CorrectDossier(records)(OFFICER, dossier_id, changes)


def test_a_case_without_a_name_is_refused(records: FakeRecords) -> None:
    with pytest.raises(DeskError, match="input_invalid"):
        enter(records, RegisterEntry(procedure_code="2.000635", requester_name=" "))
