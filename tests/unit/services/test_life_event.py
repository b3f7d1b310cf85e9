from datetime import date
from functools import cache

import pytest

from desktop.catalogue.offices import load_offices, office_on
from desktop.catalogue.procedures import load_editions, load_procedures
from desktop.domain.speech import money
from desktop.forms.answers import Answer, Answers, AnswerValue
from desktop.forms.interview import Interview
from desktop.forms.paper import PaperSize, Section
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.resources_dir import resources_dir
from desktop.services.event_guide import compose_guide
from desktop.services.form_context import profile_context
from desktop.services.life_event import EventPlan, PlanGround
from desktop.services.load_forms import load_library
from desktop.services.load_life_events import load_life_events
from tests.support.paper_texts import paper_texts

PLAN_DAY = date(2023, 7, 25)
TODAY = date(2026, 11, 24)
EVENTS = load_life_events()
DEATH: dict[str, AnswerValue] = {
    "event.registered": False,
    "event.one_go": False,
    "event.residence": True,
    "event.benefits": ("Trợ cấp hưu trí xã hội", "Ưu đãi người có công"),
    "event.copies": True,
    "event.spouse": True,
    "event.orphans": False,
    "event.land": False,
}
BIRTH: dict[str, AnswerValue] = {
    "event.registered": False,
    "event.parents": "Chưa kết hôn, người cha nhận con",
    "event.marry": False,
    "event.residence": True,
    "event.insurance": True,
    "event.filer": "Người khác được ủy quyền",
}


def answers(values: dict[str, AnswerValue]) -> Answers:
    found = Answers()
    for key, value in values.items():
        found = found.with_answer(key, Answer(value=value))
    return found


OPENING = "thứ Hai đến thứ Sáu, sáng 7 giờ đến 11 giờ"


@cache
def ground(day: date) -> PlanGround:
    resources = resources_dir()
    profile = office_on(load_offices(resources / "offices"), day)
    return PlanGround(
        day=day,
        procedures=load_procedures(resources / "procedures", day),
        library=load_library(),
        context=profile_context(profile, day),
    )


def plan(event: str, values: dict[str, AnswerValue], day: date = TODAY) -> EventPlan:
    return ground(day).plan(EVENTS.get(event), answers(values))


def test_the_eight_events_are_there_and_free_of_mistakes() -> None:
    assert not EVENTS.problems
    assert {event.id for event in EVENTS.events} == {
        "sinh-con",
        "co-nguoi-mat",
        "ket-hon",
        "chuyen-den",
        "tuoi-cao",
        "khuyet-tat",
        "ho-kinh-doanh",
        "mat-giay-to",
    }


def test_every_procedure_and_form_an_event_names_exists() -> None:
    codes = {one.code for one in load_editions(resources_dir() / "procedures")}
    forms = {form.id for form in load_library().all()}
    for event in EVENTS.events:
        for step in event.steps:
            assert {step.code, *step.forms_of} - {""} <= codes
            assert set(step.forms) <= forms


def test_events_say_how_sure_they_are() -> None:
    assert all(event.checked.certainty and event.asked.source for event in EVENTS.events)


@pytest.mark.parametrize(("event", "values"), [("co-nguoi-mat", DEATH), ("sinh-con", BIRTH)])
def test_a_birth_and_a_death_fill_at_least_five_forms_from_one_interview(
    event: str, values: dict[str, AnswerValue]
) -> None:
    found = plan(event, values)
    assert not found.missing
    assert all(not step.forms_missing for step in found.steps)
    assert len(found.forms) >= 5
    interview = Interview.start(
        found.forms, today=TODAY, answers=answers(values), context=ground(TODAY).context
    )
    asked = [field.key for question in interview.questions for field in question.fields]
    assert len(asked) == len(set(asked))  # each thing once
    interview = interview.answer("requester.name", "Trần Thị Lý")
    assert all(
        interview.look("requester.name") for form in found.forms if form.field("requester.name") is not None
    )


def test_the_fee_says_what_it_depends_on_and_who_pays_nothing() -> None:
    fees = {step.code: step.fee for step in plan("sinh-con", BIRTH).steps}
    residence = fees["1.004222"]
    assert f"nộp trực tuyến {money(10_000)}" in residence
    assert "miễn cho: trẻ em" in residence


def test_the_steps_come_in_the_order_of_doing_each_with_its_reason() -> None:
    found = plan("co-nguoi-mat", DEATH)
    assert found.codes == ("1.000656", "2.000635", "1.003197", "1.014028", "1.010824", "1.004873")
    assert all(step.why and step.where for step in found.steps)
    assert found.steps[2].where == "Công an xã Đức Thịnh; quầy này giúp khai"


def test_the_same_death_in_2023_offers_what_stood_then() -> None:
    found = plan("co-nguoi-mat", DEATH, PLAN_DAY)
    assert "1.014028" not in found.codes
    assert found.steps[0].where != plan("co-nguoi-mat", DEATH).steps[0].where
    assert not found.steps[0].online_only
    versions = {form.id: form.version for form in found.forms}
    assert versions["ho-tich.khai-tu"] == "2020-07-16"


def test_what_the_catalogue_did_not_have_then_is_named_and_not_planned() -> None:
    one_go = plan("co-nguoi-mat", {"event.registered": False, "event.one_go": True}, PLAN_DAY)
    assert one_go.not_in_force == ("LT.000002",)
    assert "LT.000002" not in one_go.codes


def test_one_act_for_several_that_did_not_exist_yet_is_planned_as_the_single_acts() -> None:
    born = plan(
        "sinh-con",
        {
            "event.registered": False,
            "event.parents": "Đã đăng ký kết hôn",
            "event.one_go": True,
            "event.filer": "Cha hoặc mẹ",
        },
        PLAN_DAY,
    )
    assert born.not_in_force == ("LT.000001",)
    assert set(born.codes) >= {"1.001193", "1.004222", "1.001939"}
    died = plan("co-nguoi-mat", {"event.registered": False, "event.one_go": True}, PLAN_DAY)
    assert {"1.000656", "1.003197"} <= set(died.codes)


def test_one_online_act_replaces_three_and_still_brings_their_forms_for_the_data_sheet() -> None:
    found = plan("co-nguoi-mat", {**DEATH, "event.one_go": True})
    assert found.codes[0] == "LT.000002"
    assert found.steps[0].online_only
    assert {"ho-tich.khai-tu", "cu-tru.ct01"} <= {form.id for form in found.steps[0].forms}
    assert "1.000656" not in found.codes


def test_a_question_that_became_hidden_no_longer_decides() -> None:
    registered = {**DEATH, "event.registered": True, "event.one_go": True}
    assert "LT.000002" not in plan("co-nguoi-mat", registered).codes


def test_age_decides_about_the_pension_and_an_unknown_birth_decides_nothing() -> None:
    interview = EVENTS.get("tuoi-cao").begin(today=TODAY)
    for birth, expected in (("1950-05-01", True), ("1954", False), ("", False)):
        plain: dict[str, object] = {
            "event.pension": {"t": "yes_no", "v": False},
            "household.status": {"t": "text", "v": "Không thuộc hộ nghèo, hộ cận nghèo"},
        }
        if birth:
            plain["subject.birth"] = {"t": "date", "v": birth}
        found = ground(TODAY).plan(EVENTS.get("tuoi-cao"), Answers.from_plain(plain))
        assert ("1.014027" in found.codes) is expected
    assert interview.current is not None


@pytest.mark.parametrize("day", [PLAN_DAY, TODAY])
def test_a_poor_old_person_without_a_carer_still_has_the_monthly_aid_with_its_form(day: date) -> None:
    plain: dict[str, object] = {
        "subject.birth": {"t": "date", "v": "1955-05-01"},
        "household.status": {"t": "text", "v": "Hộ nghèo"},
        "event.pension": {"t": "yes_no", "v": False},
        "event.cared": {"t": "yes_no", "v": False},
    }
    found = ground(day).plan(EVENTS.get("tuoi-cao"), Answers.from_plain(plain))
    (aid,) = (step for step in found.steps if step.code == "1.001776")
    assert [form.id for form in aid.forms] == ["bao-tro-xa-hoi.nd20-2021.mau-1d"]
    assert not aid.forms_missing
    assert aid.limit == (
        "22 ngày làm việc" if day == PLAN_DAY else "22 ngày làm việc (chưa kiểm chứng, hỏi tại quầy)"
    )
    plain["event.cared"] = {"t": "yes_no", "v": True}
    assert "1.001776" not in ground(day).plan(EVENTS.get("tuoi-cao"), Answers.from_plain(plain)).codes


def test_the_plan_says_what_is_still_to_be_asked() -> None:
    found = plan("mat-giay-to", {"event.lost": ("Giấy khai sinh",)})
    assert [one.key for one in found.missing] == ["event.register"]
    assert "2.000635" not in found.codes


def test_an_event_is_asked_like_a_form_forward_and_back_without_loss() -> None:
    interview = EVENTS.get("sinh-con").begin(today=TODAY)
    interview = interview.answer("event.registered", value=False).next()
    assert interview.current is not None
    assert interview.current.id == "event.parents"
    back = interview.back().answer("event.registered", value=True).next()
    assert back.current is not None
    assert back.current.id != "event.parents"
    again = Interview.from_plain(interview.to_plain(), interview.definitions)
    assert again.position == interview.position


def test_what_every_step_wants_is_said_once() -> None:
    found = plan("co-nguoi-mat", DEATH)
    shared = found.always_bring
    assert shared
    text = "\n".join(paper_texts(compose_guide(found, ground(TODAY).context, opening=OPENING)))
    assert all(text.count(paper) == 1 for paper in shared)


@pytest.mark.parametrize("size", [PaperSize.A5, PaperSize.A4, PaperSize.A4_LARGE])
def test_the_guide_slip_is_drawn_whole(size: PaperSize) -> None:
    found = plan("co-nguoi-mat", DEATH)
    paper = compose_guide(found, ground(TODAY).context, opening=OPENING, size=size)
    heads = [block.text for block in paper.blocks if isinstance(block, Section)]
    assert len(heads) == len(found.steps) + 1
    drawn = PdfPapers().draw(paper)
    assert not drawn.warnings
    assert drawn.page_count <= 4


def test_the_guide_says_when_for_every_step_when_the_office_is_open_and_what_does_not_exist_yet() -> None:
    found = plan("co-nguoi-mat", {**DEATH, "event.one_go": True}, PLAN_DAY)
    lines = paper_texts(compose_guide(found, ground(PLAN_DAY).context, opening=OPENING))
    text = "\n".join(lines)
    assert OPENING in text
    assert sum("Khi nào" in line for line in lines) == len(found.steps)
    assert found.not_in_force
    assert all(code in text for code in found.not_in_force)


def test_the_guide_says_so_when_nothing_follows() -> None:
    found = plan("mat-giay-to", {})
    assert not found.steps
    assert "không có việc nào" in "\n".join(
        paper_texts(compose_guide(found, ground(TODAY).context, opening=OPENING))
    )


def test_a_poor_old_person_gets_one_step_with_both_reasons() -> None:
    plain: dict[str, object] = {
        "event.pension": {"t": "yes_no", "v": False},
        "household.status": {"t": "text", "v": "Hộ nghèo"},
        "subject.birth": {"t": "date", "v": "1945-05-01"},
        "event.cared": {"t": "yes_no", "v": False},
    }
    found = ground(PLAN_DAY).plan(EVENTS.get("tuoi-cao"), Answers.from_plain(plain))
    (step,) = (step for step in found.steps if step.code == "1.001776")
    assert "Từ 80 tuổi" in step.why
    assert "không có người phụng dưỡng" in step.why


def test_an_allowance_is_called_by_who_gets_it() -> None:
    for event in ("khuyet-tat", "sinh-con", "co-nguoi-mat"):
        titles = [step.title for step in EVENTS.get(event).steps if step.code == "1.001776"]
        assert all("người cao tuổi" not in title and title for title in titles)


@pytest.mark.parametrize(
    ("event", "values"),
    [
        ("sinh-con", {**BIRTH, "event.parents": "Đã đăng ký kết hôn", "event.one_go": False, "event.disabled": True}),
        ("co-nguoi-mat", {**DEATH, "event.orphans": True}),
    ],
)  # fmt: skip
def test_nobody_is_asked_whether_a_child_files_for_itself(event: str, values: dict[str, AnswerValue]) -> None:
    steps = [one for one in plan(event, values).steps if one.code in {"1.001699", "1.001776"}]
    assert steps
    for planned in steps:
        given = {one.field: one.value for one in planned.step.given}
        for form in planned.forms:
            (asked,) = [field for field in form.fields if field.key.endswith(".declares_for")]
            assert given[asked.key] in asked.options
            assert given[asked.key] != "Bản thân"
