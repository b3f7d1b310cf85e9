from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest

from desktop.domain.help_session import Finger, SigningKind
from desktop.domain.office import Duty
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.forms.answers import Source
from desktop.services.office_setup import SAMPLE_SETTING
from desktop.services.pin import is_pin
from desktop.services.sample_office import PlaySample, answered, begun, signing_of, typed_value
from desktop.services.visit_flow import VisitFlow
from tests.support.office import SampleDesk, sample_desk


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


@pytest.fixture
def flow(desk: SampleDesk) -> VisitFlow:
    return desk.core.flow()


def test_the_sample_office_is_marked_and_its_people_are_on_duty(desk: SampleDesk) -> None:
    workday = desk.core.workday()
    assert workday.is_sample
    assert desk.core.store.read.office_settings()[SAMPLE_SETTING] is True
    assert {entry.duty for entry in workday.roster} == set(Duty)
    for one in desk.sample.staff:
        assert is_pin(one.pin, desk.staff[one.key].pin_hash)


def test_a_visit_begins_with_person_papers_and_the_request(desk: SampleDesk, flow: VisitFlow) -> None:
    visit = desk.visit("khai-tu-va-trich-luc")
    draft = begun(flow, visit, desk.officer.id, desk.at(time(8, 20)))
    assert draft.ticket == "A002"
    assert draft.requested_help
    assert [sorted(one.papers) for one in draft.procedures] == [["death_notice", "id"], ["id"]]
    person = flow.person(draft)
    assert person is not None
    assert person.full_name == "Nguyễn Đình Khuê"


def test_every_question_is_answered_or_said_not_to_be_remembered(desk: SampleDesk, flow: VisitFlow) -> None:
    for visit in desk.sample.visits:
        draft = begun(flow, visit, desk.officer.id, desk.at(visit.at))
        done = answered(flow, draft, visit, desk.clock.now)
        assert flow.interview(done).missing == ()


def test_only_what_the_sample_says_is_typed(desk: SampleDesk, flow: VisitFlow) -> None:
    visit = desk.visit("trich-luc-khai-sinh")
    interview = flow.interview(begun(flow, visit, desk.officer.id, desk.at(visit.at)))
    assert typed_value(flow.workday, visit, interview, "extract.copies") == 2
    assert typed_value(flow.workday, visit, interview, "subject.id_paper") is None
    assert typed_value(flow.workday, visit, interview, "khong.co") is None


def test_a_visit_is_kept_at_every_answer(desk: SampleDesk, flow: VisitFlow) -> None:
    visit, kept = desk.visit("trich-luc-khai-sinh"), list[VisitDraft]()
    player = PlaySample(
        flow=flow,
        conclude=desk.core.conclude,
        print_declarations=desk.core.print_declarations,
        move=desk.core.move_dossier,
    )
    desk.at(visit.at)
    done = player(visit, desk.officer.id, kept.append)
    assert len(kept) > len(visit.answers)
    assert kept[-1] == done.draft
    assert done.draft.step is VisitStep.PRINT
    typed = flow.interview(kept[-2]).look("extract.copies")
    assert typed is not None
    assert typed.source is Source.TYPED


def test_the_sample_signs_as_it_says(desk: SampleDesk) -> None:
    finger = signing_of(desk.visit("tro-cap-nguoi-cao-tuoi"), desk.clock.now)
    assert (finger.kind, finger.finger) == (SigningKind.FINGERPRINT, Finger.RIGHT_INDEX)
    assert signing_of(desk.visit("khai-tu-va-trich-luc"), desk.clock.now).kind is SigningKind.SIGNED


def test_a_sample_day_ends_with_each_promise_once_at_least(desk: SampleDesk) -> None:
    promises = [dossier.promise for visit in desk.sample.visits for dossier in desk.play(visit.key).dossiers]
    assert {Promise.SAME_DAY, Promise.APPOINTMENT, None} == set(promises)
