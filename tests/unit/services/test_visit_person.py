from desktop.domain.ids import PersonId, StaffId, VisitId
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import Person, Sex
from desktop.domain.visit import VisitDraft
from desktop.forms.answers import Source
from desktop.services.load_forms import load_library
from desktop.services.visit_flow import VisitFlow
from desktop.services.visit_person import correct_person, recall_person
from desktop.services.workday import Workday
from tests.support.rules_samples import CALENDAR, EXTRACT, NOW_PROFILE, at

DAY = Workday(
    day=at("2026-12-01T09:00").date(),
    profile=NOW_PROFILE,
    calendar=CALENDAR,
    procedures={EXTRACT.code: EXTRACT},
    staff={},
    roster=(),
)
NOW = at("2026-12-01T09:00")
CARD = Person(
    full_name="Nguyễn Thị Bưởi",
    birth=PartialDate(year=1951, month=3, day=5),
    sex=Sex.FEMALE,
    id_number="042151000123",
)


def flow() -> VisitFlow:
    return VisitFlow(workday=DAY, library=load_library(), new_id=lambda: "id")


def visit() -> VisitDraft:
    draft = VisitDraft(id=VisitId("v"), owner=StaffId("s"), started_at=NOW, touched_at=NOW)
    return flow().choose(flow().take_person(draft, CARD, NOW), EXTRACT.code, NOW)


def test_an_earlier_visit_adds_what_the_card_does_not_say_and_changes_nothing_it_says() -> None:
    known = Person(id=PersonId("p"), full_name="Nguyễn Thị Bưởi cũ", ethnicity="Kinh", phone="0912345678")
    draft = recall_person(flow(), visit(), known, NOW)
    person = flow().person(draft)
    assert person is not None
    assert (person.full_name, person.ethnicity, person.phone) == ("Nguyễn Thị Bưởi", "Kinh", "0912345678")
    assert draft.person_id == "p"
    phone = flow().interview(draft).answers.get("requester.phone")
    assert phone is not None
    assert phone.source is Source.EARLIER


def test_a_corrected_name_counts_as_typed_and_stays() -> None:
    corrected = Person(full_name="Nguyễn Thị Bười", birth=CARD.birth, sex=CARD.sex, id_number=CARD.id_number)
    draft = correct_person(flow(), visit(), corrected, NOW)
    name = flow().interview(draft).answers.get("requester.name")
    assert name is not None
    assert (name.value, name.source) == ("Nguyễn Thị Bười", Source.TYPED)
    again = flow().take_person(draft, CARD, NOW)
    kept = flow().interview(again).answers.get("requester.name")
    assert kept is not None
    assert kept.value == "Nguyễn Thị Bười"


def test_a_cleared_value_is_taken_out_of_the_answers() -> None:
    without_birth = Person(full_name=CARD.full_name, sex=CARD.sex, id_number=CARD.id_number)
    draft = correct_person(flow(), visit(), without_birth, NOW)
    assert flow().interview(draft).answers.get("requester.birth") is None
