import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import Finger, Signing, SigningKind, Witness
from desktop.domain.person import Person
from desktop.domain.verdict import WritingOutcome
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.forms.answers import Source
from desktop.services.sample_office import answered, begun
from desktop.services.visit_flow import VisitFlow
from tests.support.office import SampleDesk, sample_desk

EXTRACT = "2.000635"
DEATH = "1.000656"
WILL = "2.001019"
COPIES_ONLY = "2.000815"
NINE = datetime(2026, 11, 17, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    with sample_desk(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture(scope="module")
def flow(desk: SampleDesk) -> VisitFlow:
    return desk.core.flow()


def empty(desk: SampleDesk, flow: VisitFlow) -> VisitDraft:
    return flow.open(desk.officer.id, desk.at(time(8)))


def signed(desk: SampleDesk, flow: VisitFlow, key: str = "trich-luc-khai-sinh") -> VisitDraft:
    """Give a visit written, read aloud and signed."""
    visit, now = desk.visit(key), desk.at(time(8))
    draft = answered(flow, begun(flow, visit, desk.officer.id, now), visit, now)
    draft = flow.read_aloud(draft, now, agreed=True)
    return flow.sign(draft, Signing(kind=SigningKind.SIGNED, at=now), now)


def is_signed(draft: VisitDraft) -> bool:
    return draft.help is not None and draft.help.signing is not None and draft.help.read_back is not None


def test_the_card_fills_the_requester_and_what_was_typed_by_hand_stays(
    desk: SampleDesk, flow: VisitFlow
) -> None:
    now = desk.at(time(8))
    draft = flow.choose(empty(desk, flow), EXTRACT, now)
    draft = flow.keep(draft, flow.interview(draft).answer("requester.name", "Đặng Thị Nguyệt"), now)
    draft = flow.take_person(draft, Person(full_name="ĐẶNG THỊ NGUYỆT", id_number="042145000217"), now)

    known = flow.interview(draft).answers
    name, number = known.get("requester.name"), known.get("requester.id_number")
    assert name is not None
    assert number is not None
    assert (name.value, name.source) == ("Đặng Thị Nguyệt", Source.TYPED)
    assert number.source is Source.CARD
    person = flow.person(draft)
    assert person is not None
    assert person.id_number == "042145000217"


def test_nobody_is_known_before_a_card_was_read(desk: SampleDesk, flow: VisitFlow) -> None:
    assert flow.person(empty(desk, flow)) is None


def test_choosing_a_procedure_twice_changes_nothing(desk: SampleDesk, flow: VisitFlow) -> None:
    now = desk.at(time(8))
    once = flow.choose(empty(desk, flow), EXTRACT, now)
    assert flow.choose(once, EXTRACT, now) == once
    assert [ref.form_id for ref in once.form_refs] == ["ho-tich.trich-luc"]


def test_a_procedure_that_is_not_in_the_catalogue_is_refused(desk: SampleDesk, flow: VisitFlow) -> None:
    draft, now = empty(desk, flow), desk.at(time(8))
    with pytest.raises(DeskError) as caught:
        flow.choose(draft, "9.999999", now)
    assert caught.value.code is ErrorCode.PROCEDURE_UNKNOWN
    with pytest.raises(DeskError) as caught:
        flow.tick_paper(draft, EXTRACT, "id", now, lies_here=True)
    assert caught.value.code is ErrorCode.PROCEDURE_UNKNOWN


def test_where_writing_is_barred_no_form_joins_the_visit(desk: SampleDesk, flow: VisitFlow) -> None:
    now = desk.at(time(8))
    draft = flow.request_help(flow.choose(empty(desk, flow), WILL, now), now, requested=True)
    assert draft.form_refs == ()
    assert flow.interview(draft).questions == ()
    assert flow.papers_written_here(draft, WILL) == frozenset()
    assert flow.writing(draft, now) is WritingOutcome.BARRED


def test_what_needs_no_writing_does_not_stand_in_the_way_of_what_does(
    desk: SampleDesk, flow: VisitFlow
) -> None:
    now = desk.at(time(8))
    draft = flow.choose(empty(desk, flow), COPIES_ONLY, now)
    draft = flow.request_help(draft, now, requested=True)
    assert flow.writing(draft, now) is WritingOutcome.NOTHING_TO_WRITE
    assert flow.writing(flow.choose(draft, EXTRACT, now), now) is WritingOutcome.ALLOWED
    assert flow.writing(empty(desk, flow), now) is WritingOutcome.NOTHING_TO_WRITE


def test_writing_waits_for_the_citizens_request_and_for_somebody_on_the_roster(
    desk: SampleDesk, flow: VisitFlow
) -> None:
    now = desk.at(time(8))
    draft = flow.choose(empty(desk, flow), EXTRACT, now)
    assert flow.writing(draft, now) is WritingOutcome.NOT_REQUESTED
    asked = flow.request_help(draft, now, requested=True)
    assert flow.writing(asked, now) is WritingOutcome.ALLOWED
    signer = replace(asked, owner=desk.staff["signer"].id)
    assert flow.writing(signer, now) is WritingOutcome.NOT_ON_ROSTER
    taken_back = flow.request_help(asked, now, requested=False)
    assert (taken_back.requested_help, taken_back.help) == (False, None)


def test_dropping_a_procedure_keeps_the_answers_other_forms_share(desk: SampleDesk, flow: VisitFlow) -> None:
    visit, now = desk.visit("khai-tu-va-trich-luc"), desk.at(time(8))
    draft = answered(flow, begun(flow, visit, desk.officer.id, now), visit, now)
    before = flow.interview(draft).answers
    assert len(draft.form_refs) == 2

    draft = flow.drop(draft, DEATH, now)
    assert [one.code for one in draft.procedures] == [EXTRACT]
    assert [ref.form_id for ref in draft.form_refs] == ["ho-tich.trich-luc"]
    after = flow.interview(draft).answers
    assert after.get("requester.name") == before.get("requester.name") is not None
    assert after.get("extract.copies") == before.get("extract.copies") is not None
    again = flow.interview(flow.choose(draft, DEATH, now)).answers
    assert again.get("deceased.name") == before.get("deceased.name") is not None, (
        "chosen again, nothing is asked twice"
    )


def test_a_form_keeps_the_version_it_was_begun_with(desk: SampleDesk, flow: VisitFlow) -> None:
    now = desk.at(time(8))
    draft = flow.choose(empty(desk, flow), EXTRACT, now)
    old = replace(draft.form_refs[0], version="2020-07-16")
    draft = replace(draft, form_refs=(old,))
    assert flow.choose(draft, DEATH, now).form_refs[0] == old
    assert flow.definitions(draft)[0].version == "2020-07-16"


def test_papers_are_ticked_and_unticked(desk: SampleDesk, flow: VisitFlow) -> None:
    now = desk.at(time(8))
    draft = flow.choose(empty(desk, flow), DEATH, now)
    for key in ("id", "death_notice", "id"):
        draft = flow.tick_paper(draft, DEATH, key, now, lies_here=True)
    assert sorted(draft.procedures[0].papers) == ["death_notice", "id"]
    assert not flow.lacks_papers(draft)
    draft = flow.tick_paper(draft, DEATH, "death_notice", now, lies_here=False)
    assert draft.procedures[0].papers == ("id",)
    assert flow.lacks_papers(draft)


def test_what_the_officer_settles_is_kept_with_the_procedure(desk: SampleDesk, flow: VisitFlow) -> None:
    now = desk.at(time(8))
    draft = flow.choose(empty(desk, flow), EXTRACT, now)
    draft = flow.set_verification(draft, EXTRACT, now, needed=True, note="  hỏi xã cũ ")
    draft = flow.appoint(draft, EXTRACT, " mất điện ", now)
    draft = flow.want_slip(draft, EXTRACT, now, wanted=True)
    (chosen,) = draft.procedures
    assert (chosen.needs_verification, chosen.verification_note) == (True, "hỏi xã cũ")
    assert (chosen.appointment_reason, chosen.slip_on_request) == ("mất điện", True)
    assert flow.appoint(draft, EXTRACT, "", now).procedures[0].appointment_reason == ""


def test_the_number_of_copies_follows_the_declaration_once_it_says_it(
    desk: SampleDesk, flow: VisitFlow
) -> None:
    now = desk.at(time(8))
    draft = flow.choose(empty(desk, flow), EXTRACT, now)
    draft = flow.request_help(flow.set_copies(draft, EXTRACT, 4, now), now, requested=True)
    assert draft.procedures[0].copies == 4, "the form has not been asked yet"

    draft = flow.keep(draft, flow.interview(draft).answer("extract.copies", 3), now)
    assert draft.procedures[0].copies == 3
    assert flow.set_copies(draft, EXTRACT, 9, now).procedures[0].copies == 3, "the paper says three"
    unknown = flow.keep(draft, flow.interview(draft).mark_unknown("extract.copies"), now)
    assert flow.set_copies(unknown, EXTRACT, 2, now).procedures[0].copies == 2

    alone = flow.set_copies(flow.request_help(draft, now, requested=False), EXTRACT, 5, now)
    assert alone.procedures[0].copies == 5, "a citizen who writes alone says it to the officer"
    assert flow.request_help(alone, now, requested=True).procedures[0].copies == 3


@pytest.mark.parametrize("copies", [0, -1])
def test_less_than_one_copy_is_refused(desk: SampleDesk, flow: VisitFlow, copies: int) -> None:
    now = desk.at(time(8))
    draft = flow.choose(empty(desk, flow), EXTRACT, now)
    with pytest.raises(DeskError) as caught:
        flow.set_copies(draft, EXTRACT, copies, now)
    assert caught.value.code is ErrorCode.ANSWER_INVALID


def test_nothing_is_read_aloud_before_every_question_is_answered(desk: SampleDesk, flow: VisitFlow) -> None:
    visit, now = desk.visit("trich-luc-khai-sinh"), desk.at(time(8))
    draft = begun(flow, visit, desk.officer.id, now)
    with pytest.raises(DeskError) as caught:
        flow.read_aloud(draft, now, agreed=True)
    assert caught.value.code is ErrorCode.HELP_INCOMPLETE


def test_nothing_is_read_aloud_or_signed_when_nobody_asked(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = replace(signed(desk, flow), help=None)
    now = desk.at(time(9))
    with pytest.raises(DeskError) as caught:
        flow.read_aloud(draft, now, agreed=True)
    assert caught.value.code is ErrorCode.HELP_INCOMPLETE
    with pytest.raises(DeskError) as caught:
        flow.sign(draft, Signing(kind=SigningKind.SIGNED, at=now), now)
    assert caught.value.code is ErrorCode.HELP_INCOMPLETE


def test_the_help_session_says_who_wrote_who_told_and_how_much(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = signed(desk, flow)
    session = draft.help
    assert session is not None
    assert session.gaps() == ()
    assert session.writer_id == desk.officer.id
    assert session.dictated_by == "Nguyễn Thị Bưởi"
    assert session.form_refs == draft.form_refs
    assert session.fields_written == flow.fields_written(draft) > 10


def test_a_relative_who_tells_and_an_interpreter_are_named(desk: SampleDesk, flow: VisitFlow) -> None:
    now = desk.at(time(9))
    draft = flow.read_aloud(
        signed(desk, flow), now, agreed=True, dictated_by="Trần Văn An", interpreter="Y Moan"
    )
    assert draft.help is not None
    assert draft.help.dictated_by == "Trần Văn An"
    assert draft.help.read_back is not None
    assert draft.help.read_back.interpreter == "Y Moan"


@pytest.mark.parametrize(
    "signing",
    [
        Signing(kind=SigningKind.FINGERPRINT, at=NINE),
        Signing(kind=SigningKind.WITNESSED, at=NINE),
        Signing(kind=SigningKind.WITNESSED, at=NINE, witnesses=(Witness(name="Lê Văn Một"),)),
    ],
    ids=["no finger", "no witness", "one witness"],
)
def test_a_fingerprint_needs_its_finger_and_witnesses_are_two(
    desk: SampleDesk, flow: VisitFlow, signing: Signing
) -> None:
    draft = flow.read_aloud(signed(desk, flow), NINE, agreed=True)
    with pytest.raises(DeskError) as caught:
        flow.sign(draft, signing, NINE)
    assert caught.value.code is ErrorCode.HELP_INCOMPLETE


def test_nobody_signs_what_was_not_agreed_to(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = flow.read_aloud(signed(desk, flow), NINE, agreed=False)
    with pytest.raises(DeskError) as caught:
        flow.sign(draft, Signing(kind=SigningKind.FINGERPRINT, at=NINE, finger=Finger.RIGHT_INDEX), NINE)
    assert caught.value.code is ErrorCode.HELP_INCOMPLETE


def test_an_answer_changed_after_the_read_back_undoes_it_and_the_signature(
    desk: SampleDesk, flow: VisitFlow
) -> None:
    draft = signed(desk, flow)
    same = flow.keep(draft, flow.interview(draft).go_to("extract.copies"), NINE)
    assert is_signed(same), "looking at a question changes nothing"

    changed = flow.keep(same, flow.interview(same).answer("extract.copies", 5), NINE)
    assert changed.help is not None
    assert (changed.help.read_back, changed.help.signing) == (None, None)
    assert changed.help.requested_at == same.help.requested_at if same.help else False


def test_a_draft_that_came_back_from_the_disk_is_still_signed(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = VisitDraft.from_plain(json.loads(json.dumps(signed(desk, flow).to_plain())))
    assert is_signed(flow.keep(draft, flow.interview(draft), NINE))


def test_another_form_after_the_signature_must_be_heard_and_signed_too(
    desk: SampleDesk, flow: VisitFlow
) -> None:
    draft = signed(desk, flow)
    more = flow.choose(draft, DEATH, NINE)
    assert not is_signed(more)
    assert not is_signed(flow.drop(signed(desk, flow, "khai-tu-va-trich-luc"), DEATH, NINE))
    assert is_signed(flow.choose(draft, WILL, NINE)), "a procedure without a form of ours changes no paper"


def test_the_verdict_is_told_for_each_procedure_in_the_order_chosen(
    desk: SampleDesk, flow: VisitFlow
) -> None:
    draft = signed(desk, flow, "khai-tu-va-trich-luc")
    assert [one.procedure.code for one in flow.judge(draft, NINE)] == [DEATH, EXTRACT]


def test_steps_open_as_the_visit_goes_on(desk: SampleDesk, flow: VisitFlow) -> None:
    now = desk.at(time(8))
    visit = desk.visit("trich-luc-khai-sinh")
    draft = empty(desk, flow)
    assert flow.reachable(draft) == {VisitStep.CARD}
    with pytest.raises(DeskError) as caught:
        flow.go(draft, VisitStep.PAPERS, now)
    assert caught.value.code is ErrorCode.HELP_INCOMPLETE

    draft = begun(flow, visit, desk.officer.id, now)
    assert VisitStep.INTERVIEW in flow.reachable(draft)
    assert VisitStep.READ_BACK not in flow.reachable(draft)
    assert VisitStep.VERDICT not in flow.reachable(draft), "what the desk writes must be signed first"
    draft = answered(flow, draft, visit, now)
    assert VisitStep.READ_BACK in flow.reachable(draft)
    assert VisitStep.VERDICT in flow.reachable(signed(desk, flow))
    assert flow.go(draft, VisitStep.READ_BACK, now).step is VisitStep.READ_BACK


def test_without_writing_the_visit_passes_from_the_papers_to_the_verdict(
    desk: SampleDesk, flow: VisitFlow
) -> None:
    now = desk.at(time(8))
    draft = begun(flow, desk.visit("di-chuc"), desk.officer.id, now)
    papers = flow.go(draft, VisitStep.PAPERS, now)
    assert flow.following(papers) is VisitStep.VERDICT
    assert VisitStep.INTERVIEW not in flow.reachable(papers)


def test_the_kind_of_case_brings_its_own_forms_and_limit(data_dir: Path) -> None:
    with sample_desk(data_dir) as desk:
        flow, now = desk.core.flow(), desk.at(time(8, 0))
        draft = flow.choose(flow.open(desk.officer.id, now), "1.001776", now)
        kinds = flow.workday.procedure("1.001776").kinds
        assert draft.form_refs == ()
        assert kinds

        chosen = flow.choose_kind(draft, "1.001776", kinds[0].key, now)

        assert {ref.form_id for ref in chosen.form_refs} == set(kinds[0].forms)
        other = flow.choose_kind(chosen, "1.001776", kinds[1].key, now)
        assert {ref.form_id for ref in other.form_refs} == set(kinds[1].forms)
        assert VisitDraft.from_plain(other.to_plain()) == other
