"""One interview over several forms asks each thing once and loses nothing."""

from datetime import date

import pytest

from desktop.domain.errors import DeskError
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind, Person, Sex
from desktop.forms.answers import AnswerValue, Moment, Source
from desktop.forms.compose import compose
from desktop.forms.doubts import DoubtCode
from desktop.forms.interview import Interview
from desktop.forms.persons import person_of
from tests.support.form_files import CONTEXT, TODAY, form_of, form_text, shipped

LIBRARY = shipped()
EXTRACT = LIBRARY.in_force("ho-tich.trich-luc", TODAY)
DEATH = LIBRARY.in_force("ho-tich.khai-tu", TODAY)
ELDER_2023 = LIBRARY.in_force("bao-tro-xa-hoi.nd20-2021.mau-1d", date(2023, 7, 25))
BUOI = Person(
    full_name="Nguyễn Thị Bưởi",
    birth=PartialDate(year=1951, month=3, day=5),
    sex=Sex.FEMALE,
    id_number="042151000123",
    id_paper=IdPaper(kind=IdPaperKind.IDENTITY_CARD, number="042151000123", issuer="Bộ Công an"),
    residence="Thôn Đông Đoài, xã Đức Thịnh",
    ethnicity="Kinh",
)


def begin(*forms: object, card: Person | None = BUOI) -> Interview:
    interview = Interview.start(forms, today=TODAY, context=CONTEXT)  # type: ignore[arg-type]  # forms only
    if card is None:
        return interview
    filled = interview.fill_person("requester", card)
    return Interview.start(filled.definitions, today=TODAY, answers=filled.answers, context=CONTEXT)


def asked_in(interview: Interview) -> list[str]:
    keys: list[str] = []
    while interview.current is not None:
        keys += [field.key for field in interview.current.fields]
        interview = interview.next()
    return keys


def test_two_forms_ask_each_thing_once() -> None:
    interview = begin(DEATH, EXTRACT, card=None)
    keys = [field.key for question in interview.questions for field in question.fields]
    assert len(keys) == len(set(keys))
    assert {field.key for form in (DEATH, EXTRACT) for field in form.fields} >= set(keys)


def test_what_the_card_told_is_not_asked() -> None:
    assert "requester.name" not in asked_in(begin(DEATH))
    assert "requester.name" in asked_in(begin(DEATH, card=None))
    assert begin(DEATH).look("requester.name").source is Source.CARD  # type: ignore[union-attr]  # just filled


def test_the_question_is_said_with_the_right_address() -> None:
    assert begin(EXTRACT).spoken.startswith("Bà cần bản sao trích lục")
    young = Person(full_name="Lê Văn An", sex=Sex.MALE, birth=PartialDate(year=2000), residence="x")
    assert begin(DEATH, card=young).address_term == "anh"
    assert begin(DEATH).with_context({**CONTEXT, "address_term": "chị"}).address_term == "chị"


def test_a_question_about_oneself_says_ba_and_about_a_child_says_chau() -> None:
    own = begin(ELDER_2023).answer("requester.declares_for", "Bản thân").go_to("subject.health_insurance")
    assert own.spoken == "Bà có thẻ bảo hiểm y tế không ạ?"
    child = begin(EXTRACT).answer("subject.name", "Trần Gia Bảo")
    child = child.answer("subject.birth", PartialDate(year=2021, month=9, day=14)).go_to("subject.id_paper")
    assert child.spoken.startswith("Cháu Bảo có số định danh")


def test_a_name_not_yet_known_is_said_as_the_form_calls_the_person() -> None:
    assert "người mất" in begin(DEATH).go_to("deceased.id_paper").spoken


def test_the_same_person_is_not_asked_again_and_is_printed() -> None:
    own = begin(ELDER_2023).answer("requester.declares_for", "Bản thân")
    assert "subject.name" not in asked_in(own)
    assert own.look("subject.name").value == "Nguyễn Thị Bưởi"  # type: ignore[union-attr]  # taken over
    assert not own.warnings
    for_other = own.answer("requester.declares_for", "Khai thay")
    assert for_other.look("subject.name") is None
    assert for_other.look("proxy.id_paper") is not None


def test_the_extract_of_a_death_takes_the_dead_person_from_the_death_form() -> None:
    interview = (
        begin(DEATH, EXTRACT).answer("deceased.name", "Trần Văn Lâm").answer("extract.kind", "khai tử")
    )
    assert interview.look("subject.name").value == "Trần Văn Lâm"  # type: ignore[union-attr]  # taken over
    assert begin(EXTRACT).answer("extract.kind", "khai tử").look("subject.name") is None


def test_an_answer_that_becomes_hidden_is_kept_but_not_required_or_printed() -> None:
    interview = begin(DEATH).answer("copy.wanted", value=True).answer("copy.count", 7)
    hidden = interview.answer("copy.wanted", value=False)
    assert hidden.answers.value("copy.count") == 7
    assert "copy.count" not in {missing.key for missing in hidden.missing}
    assert "7" not in str(compose(DEATH, hidden.answers, CONTEXT).blocks[-12:-8])
    assert hidden.answer("copy.wanted", value=True).look("copy.count").value == 7  # type: ignore[union-attr]  # kept


def test_forward_then_back_stands_at_the_same_question_with_the_same_answers() -> None:
    start = begin(DEATH, EXTRACT)
    forward = start
    trail = []
    while forward.current is not None:
        trail.append(forward.position)
        forward = forward.next()
    for position in reversed(trail):
        forward = forward.back()
        assert forward.position == position
    assert forward == start
    assert start.back() == start


def test_a_killed_program_stands_at_the_same_question_again() -> None:
    interview = begin(DEATH, EXTRACT).answer("requester.relation_to_deceased", "Vợ").next().next()
    died = Moment(day=PartialDate(year=2026, month=11, day=20), hour=9)
    interview = interview.answer("deceased.died_at", died).mark_unknown("deceased.death_cause")
    again = Interview.from_plain(
        interview.to_plain(), LIBRARY.load_refs([(f.id, f.version) for f in interview.definitions])
    )
    assert again == interview
    assert again.spoken == interview.spoken


def test_a_damaged_draft_is_a_fault_of_the_world() -> None:
    plain = begin(DEATH).to_plain()
    for broken in ({}, {**plain, "answers": {"a": 1}}, {**plain, "today": "x"}, {**plain, "answers": 3}):
        with pytest.raises(DeskError):
            Interview.from_plain(broken, [DEATH])
    assert Interview.from_plain({**plain, "position": "gone"}, [DEATH]).position


def test_not_remembered_is_no_longer_missing_and_counts_as_empty() -> None:
    interview = begin(DEATH, card=None)
    assert "deceased.death_cause" in {missing.key for missing in interview.missing}
    marked = interview.mark_unknown("deceased.death_cause")
    assert "deceased.death_cause" not in {missing.key for missing in marked.missing}
    unknown_paper = marked.mark_unknown("deceased.id_paper")
    assert any(field.key == "deceased.residence" for q in unknown_paper.questions for field in q.fields)


def test_progress_counts_down_to_nothing() -> None:
    interview = begin(DEATH)
    first = interview.progress
    assert first.number == 1
    assert first.minutes >= 1
    while interview.current is not None:
        for field in interview.current.fields:
            if interview.look(field.key) is None:
                interview = interview.mark_unknown(field.key)
        interview = interview.next()
    assert interview.progress.minutes == 0
    assert interview.missing == ()
    assert interview.progress.answered == interview.progress.total


CARD = IdPaper(kind=IdPaperKind.CITIZEN_ID_CARD, number="042151000123")
DOUBTS: dict[str, tuple[dict[str, AnswerValue], DoubtCode]] = {
    "same number": ({"deceased.id_paper": CARD}, DoubtCode.SAME_NUMBER),
    "death before birth": (
        {"deceased.birth": PartialDate(year=1950), "deceased.died_at": Moment(day=PartialDate(year=1949))},
        DoubtCode.BEFORE_BIRTH,
    ),
    "death tomorrow": (
        {"deceased.died_at": Moment(day=PartialDate(year=2026, month=11, day=24))},
        DoubtCode.IN_FUTURE,
    ),
    "eleven digits": (
        {"deceased.id_paper": IdPaper(kind=IdPaperKind.IDENTITY_CARD, number="04215100012")},
        DoubtCode.NOT_TWELVE_DIGITS,
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_what_is_odd_warns_and_never_blocks(name: str) -> None:
    given, code = DOUBTS[name]
    interview = begin(DEATH)
    assert interview.warnings == ()
    for key, value in given.items():
        interview = interview.answer(key, value)
    assert code in {doubt.code for doubt in interview.warnings}


def test_a_second_card_replaces_the_first_but_not_what_was_typed() -> None:
    interview = begin(DEATH).answer("requester.residence", "Thôn Tây")
    other = interview.fill_person("requester", Person(full_name="Lê Thị Hoa"))
    assert other.answers.value("requester.name") == "Lê Thị Hoa"
    assert "requester.birth" not in other.answers
    assert other.answers.value("requester.residence") == "Thôn Tây"
    assert person_of(begin(DEATH).answers, "requester").id_number == "042151000123"


def test_the_number_on_the_card_paper_answers_the_number_field() -> None:
    new = LIBRARY.in_force("bao-tro-xa-hoi.nd176-2025.mau-01", TODAY)
    card = Person(full_name="A", id_paper=CARD)
    interview = begin(new, card=card).answer("requester.acts_as", "Người đề nghị")
    assert interview.look("subject.id_number").value == "042151000123"  # type: ignore[union-attr]  # from the paper


def test_suggestions_find_words_without_marks_and_addresses_of_the_case() -> None:
    interview = begin(DEATH)
    assert interview.suggestions("deceased.ethnicity", "muong") == ("Mường",)
    assert interview.suggestions("deceased.residence", "dong") == ("Thôn Đông Đoài, xã Đức Thịnh",)
    assert interview.suggestions("nothing") == ()


def test_other_forms_may_join_a_running_interview() -> None:
    interview = begin(DEATH).next()
    joined = interview.with_definitions([DEATH, EXTRACT])
    assert joined.position == interview.position
    assert any(question.id == "extract.kind" for question in joined.questions)


def test_a_key_of_no_form_is_refused() -> None:
    with pytest.raises(DeskError):
        begin(DEATH).answer("nothing.at_all", "x")
    with pytest.raises(DeskError):
        begin(DEATH).go_to("nothing")


def test_a_field_is_required_when_one_of_the_forms_requires_it() -> None:
    loose = form_of(form_text('key = "a"\nlabel = "A"\noptional = true', page="{a}\n"))
    strict = form_of(form_text('key = "a"\nlabel = "A"', page="{a}\n").replace("thu.mau", "thu.mau2"))
    assert "a" not in {missing.key for missing in begin(loose).missing}
    assert "a" in {missing.key for missing in begin(loose, strict).missing}
