from collections.abc import Iterator
from datetime import datetime, time

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.person import Person
from desktop.domain.visit import VisitDraft
from desktop.forms.answers import AnswerValue, Source
from desktop.forms.paper import PaperSize
from desktop.services.ports_printing import PaperMedia
from desktop.services.record_values import PaperKind
from desktop.services.visit_events import VisitEvents
from desktop.services.visit_flow import VisitFlow
from tests.support.office import SampleDesk, sample_desk
from tests.support.pdf_words import words_on

DEATH = "co-nguoi-mat"
ANSWERS: dict[str, AnswerValue] = {
    "event.registered": False,
    "event.one_go": False,
    "event.residence": True,
    "event.benefits": ("Trợ cấp hưu trí xã hội", "Ưu đãi người có công"),
    "event.copies": True,
    "event.spouse": True,
    "event.orphans": False,
    "event.land": False,
}
FIVE = {
    "ho-tich.khai-tu",
    "ho-tich.trich-luc",
    "cu-tru.ct01",
    "bao-tro-xa-hoi.nd176-2025.mau-02",
    "nguoi-co-cong.nd131-2021.mau-12",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    with sample_desk(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture(scope="module")
def flow(desk: SampleDesk) -> VisitFlow:
    return desk.core.flow()


@pytest.fixture
def events(flow: VisitFlow) -> VisitEvents:
    return VisitEvents(flow)


@pytest.fixture
def now(desk: SampleDesk) -> datetime:
    return desk.at(time(8))


def with_person(desk: SampleDesk, flow: VisitFlow, now: datetime) -> VisitDraft:
    draft = flow.open(desk.officer.id, now)
    return flow.take_person(draft, Person(full_name="Trần Thị Lý", id_number="042160000123"), now)


def asked(events: VisitEvents, draft: VisitDraft, now: datetime) -> VisitDraft:
    """Begin the event of a death and answer every question."""
    draft = events.begin(draft, DEATH, now)
    for key, value in ANSWERS.items():
        draft = events.keep(draft, events.interview(draft).answer(key, value), now)
    return draft


def test_letters_without_marks_find_an_event_by_name_and_by_what_people_say(events: VisitEvents) -> None:
    assert [one.id for one in events.find("nguoi mat")] == [DEATH]
    assert DEATH in {one.id for one in events.find("mai tang")}
    assert not events.find("")
    assert len(events.offered) == 8


def test_a_visit_without_an_event_has_no_plan(events: VisitEvents, desk: SampleDesk, now: datetime) -> None:
    draft = events.flow.open(desk.officer.id, now)
    with pytest.raises(DeskError) as caught:
        events.plan(draft)
    assert caught.value.code is ErrorCode.EVENT_UNKNOWN
    assert events.take(draft, now) == events.leave(draft, now) == draft


def test_going_back_over_the_questions_loses_nothing(
    events: VisitEvents, desk: SampleDesk, flow: VisitFlow, now: datetime
) -> None:
    draft = asked(events, with_person(desk, flow, now), now)
    interview = events.interview(draft)
    seen: list[str] = []
    while interview.current is not None:
        seen.append(interview.current.id)
        interview = interview.next()
    for expected in reversed(seen):
        interview = interview.back()
        assert interview.position == expected
    kept = events.interview(events.keep(draft, interview, now)).answers
    assert {key: kept.value(key) for key in ANSWERS} == ANSWERS


def test_an_event_in_work_survives_a_power_cut(
    events: VisitEvents, desk: SampleDesk, flow: VisitFlow, now: datetime
) -> None:
    draft = asked(events, with_person(desk, flow, now), now)
    draft = events.leave_out(draft, "2.000635", now, left_out=True)
    again = VisitDraft.from_plain(draft.to_plain())
    assert again == draft
    assert events.places(again) == events.places(draft)


def test_one_interview_fills_five_forms_and_what_was_answered_is_not_asked_again(
    events: VisitEvents, desk: SampleDesk, flow: VisitFlow, now: datetime
) -> None:
    draft = events.take(asked(events, with_person(desk, flow, now), now), now)
    assert {ref.form_id for ref in draft.form_refs} == FIVE
    assert draft.event is not None
    assert not draft.event.is_open
    interview = flow.interview(draft)
    open_questions = [one for one in interview.questions if interview.needs_asking(one)]
    keys = {field.key for question in open_questions for field in question.fields}
    assert not keys & {"copy.wanted", "extract.kind", "residence.declares_for"}
    wanted = interview.look("copy.wanted")
    assert wanted is not None
    assert (wanted.value, wanted.source) == (True, Source.EVENT)


def test_who_died_is_said_once_and_stands_on_every_form(
    events: VisitEvents, desk: SampleDesk, flow: VisitFlow, now: datetime
) -> None:
    draft = events.take(asked(events, with_person(desk, flow, now), now), now)
    draft = flow.keep(draft, flow.interview(draft).answer("deceased.name", "Lê Văn Đấu"), now)
    assert flow.interview(draft).answers.value("subject.name") == "Lê Văn Đấu"
    draft = flow.keep(draft, flow.interview(draft).answer("deceased.name", "Lê Văn Đẩu"), now)
    assert flow.interview(draft).answers.value("subject.name") == "Lê Văn Đẩu"
    by_hand = flow.keep(draft, flow.interview(draft).answer("subject.name", "Lê Văn Đẩu (Đấu)"), now)
    by_hand = flow.keep(by_hand, flow.interview(by_hand).answer("deceased.name", "Lê Đẩu"), now)
    assert flow.interview(by_hand).answers.value("subject.name") == "Lê Văn Đẩu (Đấu)"
    gone = flow.keep(draft, flow.interview(draft).clear("deceased.name"), now)
    assert "subject.name" not in flow.interview(gone).answers


def test_papers_about_another_person_are_told_and_not_mixed_in(
    events: VisitEvents, desk: SampleDesk, flow: VisitFlow, now: datetime
) -> None:
    draft = asked(events, with_person(desk, flow, now), now)
    widow = next(one for one in events.places(draft) if one.step.code == "1.004873")
    assert (widow.is_taken, widow.may_take) == (False, False)
    assert "người khác" in widow.note
    assert "1.004873" in events.guide(draft).codes
    alone = draft
    for code in ("2.000635", "1.003197"):  # nothing else calls somebody the subject
        alone = events.leave_out(alone, code, now, left_out=True)
    widow = next(one for one in events.places(alone) if one.step.code == "1.004873")
    assert widow.is_taken


def test_what_is_done_elsewhere_is_told_and_not_dropped(
    events: VisitEvents, desk: SampleDesk, flow: VisitFlow, now: datetime
) -> None:
    draft = asked(events, with_person(desk, flow, now), now)
    pension = ("Lương hưu, bảo hiểm xã hội",)
    draft = events.keep(draft, events.interview(draft).answer("event.benefits", pension), now)
    elsewhere = [one for one in events.places(draft) if not one.step.code]
    assert [one.step.title for one in elsewhere] == ["Báo dừng lương hưu, hưởng chế độ tử tuất"]
    assert not elsewhere[0].may_take
    assert elsewhere[0].note
    assert all(one.code for one in events.take(draft, now).procedures)


def test_a_step_taken_out_at_a_second_look_leaves_the_visit_and_the_rest_keeps_its_papers(
    events: VisitEvents, desk: SampleDesk, flow: VisitFlow, now: datetime
) -> None:
    taken = events.take(asked(events, with_person(desk, flow, now), now), now)
    taken = flow.tick_paper(taken, "1.000656", "bao-tu", now, lies_here=True)
    again = events.begin(taken, DEATH, now)
    assert again.event is not None
    assert again.event.is_open
    asked_first = events.interview(again).answers.get("event.copies")
    assert asked_first is not None
    assert asked_first.source is Source.TYPED, "going back does not jump over it"
    again = events.take(events.leave_out(again, "1.010824", now, left_out=True), now)
    assert "1.010824" not in {one.code for one in again.procedures}
    assert next(one for one in again.procedures if one.code == "1.000656").papers == ("id", "bao-tu")
    assert {ref.form_id for ref in again.form_refs} == FIVE - {"nguoi-co-cong.nd131-2021.mau-12"}


def test_leaving_before_anything_was_taken_forgets_the_event(
    events: VisitEvents, desk: SampleDesk, flow: VisitFlow, now: datetime
) -> None:
    draft = asked(events, with_person(desk, flow, now), now)
    assert events.leave(draft, now).event is None
    taken = events.take(draft, now)
    assert events.leave(events.begin(taken, DEATH, now), now).event == taken.event


def test_one_act_on_the_portal_brings_the_forms_of_three(
    events: VisitEvents, desk: SampleDesk, flow: VisitFlow, now: datetime
) -> None:
    draft = asked(events, with_person(desk, flow, now), now)
    draft = events.keep(draft, events.interview(draft).answer("event.one_go", value=True), now)
    draft = events.take(draft, now)
    joined = next(one for one in draft.procedures if one.code == "LT.000002")
    forms = set(flow.workday.chosen(joined).forms)
    assert {"ho-tich.khai-tu", "cu-tru.ct01"} <= forms
    assert forms <= {ref.form_id for ref in draft.form_refs}


@pytest.mark.parametrize(
    ("size", "media"), [(PaperSize.A5, PaperMedia.A5), (PaperSize.A4_LARGE, PaperMedia.A4)]
)
def test_the_guide_slip_is_queued_and_kept_without_what_was_unticked(
    events: VisitEvents,
    desk: SampleDesk,
    flow: VisitFlow,
    now: datetime,
    size: PaperSize,
    media: PaperMedia,
) -> None:
    draft = asked(events, with_person(desk, flow, now), now)
    draft = events.leave_out(draft, "1.010824", now, left_out=True)
    printed = desk.core.print_guide(flow, draft, now, size=size)
    job = desk.core.store.print_jobs.get(printed.print_jobs[-1])
    assert job is not None
    assert (job.media, job.title) == (media, "Giấy hướng dẫn: Có người mất")
    text = words_on(job.payload)
    assert "Công an xã Đức Thịnh" in text
    assert "người có công nên thân nhân" not in text
    with desk.core.store.begin(desk.officer.id) as work:
        paper = work.papers.get(job.id)
    assert paper.kind is PaperKind.GUIDE
    assert paper.form_id == "huong-dan.co-nguoi-mat"
