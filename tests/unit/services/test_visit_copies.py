from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.ids import StaffId, VisitId
from desktop.domain.visit import ChosenProcedure, VisitDraft
from desktop.forms.definition import FieldType
from desktop.forms.interview import Interview
from desktop.forms.library import FormLibrary
from desktop.services.load_forms import load_library
from desktop.services.visit_copies import declared_copies, with_declared_copies
from desktop.services.workday import Workday
from tests.support.rules_samples import CALENDAR, DEATH, EDITIONS, EXTRACT, NOW_PROFILE, at

TODAY = date(2026, 12, 1)
DAY = Workday(
    day=TODAY,
    profile=NOW_PROFILE,
    calendar=CALENDAR,
    procedures={EXTRACT.code: EXTRACT, DEATH.code: DEATH},
    staff={},
    roster=(),
)


@pytest.fixture(scope="module")
def library() -> FormLibrary:
    return load_library()


@pytest.fixture(scope="module")
def interview(library: FormLibrary) -> Interview:
    return Interview.start([library.in_force("ho-tich.trich-luc", TODAY)], today=TODAY)


def draft(*, requested_help: bool) -> VisitDraft:
    return VisitDraft(
        id=VisitId("v"),
        owner=StaffId("s"),
        started_at=at("2026-12-01T08:00"),
        touched_at=at("2026-12-01T08:00"),
        requested_help=requested_help,
        procedures=tuple(
            ChosenProcedure(code=one.code, edition=one.edition, copies=4) for one in (EXTRACT, DEATH)
        ),
    )


def test_every_shipped_procedure_takes_its_copies_from_a_number_its_own_forms_ask_for(
    library: FormLibrary,
) -> None:
    asking = [one for one in EDITIONS if one.copies_from]
    assert "2.000635" in {one.code for one in asking}
    for procedure in asking:
        forms = [form for form in library.all() if form.id in procedure.forms]
        fields = [form.field(procedure.copies_from) for form in forms]
        assert fields
        assert all(field is not None and field.type is FieldType.NUMBER for field in fields)


def test_the_declaration_says_how_many(interview: Interview) -> None:
    assert declared_copies(EXTRACT, interview) is None
    assert declared_copies(EXTRACT, interview.answer("extract.copies", 3)) == 3
    assert declared_copies(EXTRACT, interview.mark_unknown("extract.copies")) is None
    assert declared_copies(EXTRACT, interview.answer("extract.copies", 0)) is None
    assert declared_copies(DEATH, interview.answer("extract.copies", 3)) is None
    elsewhere = replace(EXTRACT, copies_from="other.copies")
    assert declared_copies(elsewhere, interview.answer("extract.copies", 3)) is None


def test_only_the_procedure_that_asks_takes_the_number(interview: Interview) -> None:
    counted = with_declared_copies(DAY, draft(requested_help=True), interview.answer("extract.copies", 3))
    assert [one.copies for one in counted.procedures] == [3, 4]


def test_where_the_citizen_writes_alone_the_officers_number_stays(interview: Interview) -> None:
    alone = draft(requested_help=False)
    assert with_declared_copies(DAY, alone, interview.answer("extract.copies", 3)) == alone


def test_a_procedure_the_catalogue_lost_keeps_its_number(interview: Interview) -> None:
    lost = replace(DAY, procedures={})
    asked = draft(requested_help=True)
    assert with_declared_copies(lost, asked, interview.answer("extract.copies", 3)) == asked
