import json

import pytest

from desktop.domain.case import Promise
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import (
    DossierId,
    FormRef,
    HelpSessionId,
    PersonId,
    PrintJobId,
    StaffId,
    VisitId,
)
from desktop.domain.procedure import Channel
from desktop.domain.visit import ChosenProcedure, VisitDraft, VisitStep
from tests.support.rules_samples import at

NOW = at("2026-12-01T09:00")
SMALL = VisitDraft(id=VisitId("v"), owner=StaffId("s"), started_at=NOW, touched_at=NOW)
WHOLE = VisitDraft(
    id=VisitId("v"),
    owner=StaffId("s"),
    started_at=NOW,
    touched_at=NOW,
    step=VisitStep.INTERVIEW,
    ticket="A047",
    person={"full_name": "H'Mông Ưng", "birth": {"year": 1951}},
    person_id=PersonId("p"),
    procedures=(
        ChosenProcedure(
            code="2.000635",
            edition="2026",
            papers=("id",),
            needs_verification=True,
            verification_note="Hỏi xã cũ",
            copies=2,
            pages=10,
            channel=Channel.ONLINE,
            exemption="Người thuộc hộ nghèo",
            promise=Promise.APPOINTMENT,
            appointment_reason="Mất điện",
            slip_on_request=True,
            dossier_id=DossierId("d"),
            number="261201-0001",
        ),
        ChosenProcedure(code="1.000656", edition="2026"),
    ),
    form_refs=(FormRef(form_id="ho-tich.trich-luc", version="2024-06-06"),),
    answers={"extract.copies": {"value": 2, "unknown": None, "rows": [["a"], []]}},
    position={"index": 4},
    requested_help=True,
    help=HelpSession(id=HelpSessionId("h"), started_at=NOW),
    print_jobs=(PrintJobId("j"),),
    return_by=Channel.POSTAL,
    return_to="Thôn Đông Đoài",
    authorised_by="Trần Văn Lâm",
    parked=True,
    park_reason="Người dân về lấy giấy",
    extra={"from_the_future": {"a": [1]}},
)


@pytest.mark.parametrize("draft", [SMALL, WHOLE])
def test_an_unfinished_visit_survives_json_with_everything_in_it(draft: VisitDraft) -> None:
    assert VisitDraft.from_plain(json.loads(json.dumps(draft.to_plain()))) == draft


def test_keys_of_a_newer_program_are_kept() -> None:
    read = VisitDraft.from_plain({**SMALL.to_plain(), "mood": "good"})
    assert read.extra == {"mood": "good"}
    assert read.to_plain()["mood"] == "good"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"id": ""}, "draft.id"),
        ({"touched_at": "x"}, "draft.touched_at"),
        ({"step": "dance"}, "draft.step"),
        ({"procedures": [{"code": 3}]}, "draft.procedures[1].code"),
        ({"help": {"id": "h"}}, "draft.help.started_at"),
    ],
)
def test_a_damaged_draft_names_the_place(change: dict[str, object], place: str) -> None:
    plain = json.loads(json.dumps({**SMALL.to_plain(), **change}))
    with pytest.raises(DeskError) as caught:
        VisitDraft.from_plain(plain)
    assert (caught.value.code, caught.value.place) == (ErrorCode.DRAFT_UNREADABLE, place)


def test_the_eight_steps_are_numbered_and_named() -> None:
    assert [step.number for step in VisitStep] == list(range(1, 9))
    assert VisitStep.READ_BACK.label == "Đọc lại & ký"
