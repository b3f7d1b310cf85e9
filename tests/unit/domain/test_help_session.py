from dataclasses import fields, replace

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import (
    Finger,
    HelpGap,
    HelpSession,
    ReadBack,
    Signing,
    SigningKind,
    Witness,
)
from desktop.domain.ids import FormRef, HelpSessionId, StaffId
from tests.support.rules_samples import at

NOW = at("2026-12-01T09:00")
WRITER = StaffId("writer")
FORMS = (FormRef(form_id="ho-tich.trich-luc", version="2024-06-06"),)
READ = ReadBack(by=WRITER, at=NOW, interpreter="")
SIGNED = Signing(kind=SigningKind.SIGNED, at=NOW)


def begun() -> HelpSession:
    return HelpSession(id=HelpSessionId("h"), started_at=NOW)


def written() -> HelpSession:
    return begun().request(NOW, WRITER).write(FORMS, 12, "Nguyễn Thị Mẫu")


def test_says_what_is_missing_in_the_order_to_be_done() -> None:
    assert begun().gaps() == (
        HelpGap.REQUEST,
        HelpGap.WRITER,
        HelpGap.DICTATED_BY,
        HelpGap.FORMS,
        HelpGap.READ_BACK,
        HelpGap.SIGNING,
    )
    assert all(gap.label for gap in HelpGap)


def test_is_complete_after_request_writing_reading_back_and_signing() -> None:
    done = written().read_aloud(READ).sign(SIGNED).finish(NOW)
    assert done.gaps() == ()
    assert done.finished_at == NOW


def test_nobody_signs_what_was_not_read_back_and_agreed_to() -> None:
    for session in (written(), written().read_aloud(replace(READ, agreed=False))):
        with pytest.raises(DeskError) as caught:
            session.sign(SIGNED)
        assert caught.value.code is ErrorCode.HELP_INCOMPLETE
    with pytest.raises(DeskError):
        written().finish(NOW)


def test_a_change_after_reading_asks_for_reading_and_signing_again() -> None:
    done = written().read_aloud(READ).sign(SIGNED)
    assert done.write(FORMS, 13, "Nguyễn Thị Mẫu").gaps() == (HelpGap.READ_BACK, HelpGap.SIGNING)
    assert done.read_aloud(READ).gaps() == (HelpGap.SIGNING,)


@pytest.mark.parametrize(
    ("signing", "gaps"),
    [
        (Signing(kind=SigningKind.FINGERPRINT, at=NOW), (HelpGap.FINGER,)),
        (Signing(kind=SigningKind.FINGERPRINT, at=NOW, finger=Finger.RIGHT_INDEX), ()),
        (Signing(kind=SigningKind.WITNESSED, at=NOW, witnesses=(Witness(name="A"),)), (HelpGap.WITNESSES,)),
        (
            Signing(kind=SigningKind.WITNESSED, at=NOW, witnesses=(Witness(name="A"), Witness(name="A"))),
            (HelpGap.WITNESSES,),
        ),
        (
            Signing(kind=SigningKind.WITNESSED, at=NOW, witnesses=(Witness(name="A"), Witness(name=" "))),
            (HelpGap.WITNESSES,),
        ),
        (Signing(kind=SigningKind.WITNESSED, at=NOW, witnesses=(Witness(name="A"), Witness(name="B"))), ()),
    ],
)
def test_a_print_names_the_finger_and_two_different_witnesses_stand_for_who_cannot_sign(
    signing: Signing, gaps: tuple[HelpGap, ...]
) -> None:
    assert written().read_aloud(READ).sign(signing).gaps() == gaps


def test_writing_can_have_no_fee() -> None:
    names = " ".join(
        field.name for kind in (HelpSession, Signing, ReadBack, Witness) for field in fields(kind)
    )
    for money in ("fee", "amount", "price", "paid", "cost", "phi", "tien"):
        assert money not in names


def test_survives_being_written_down() -> None:
    witnessed = Signing(
        kind=SigningKind.WITNESSED, at=NOW, witnesses=(Witness(name="A", id_number="1"), Witness(name="B"))
    )
    printed = Signing(kind=SigningKind.FINGERPRINT, at=NOW, finger=Finger.LEFT_THUMB)
    for session in (
        begun(),
        written().read_aloud(READ).sign(witnessed).finish(NOW),
        written().read_aloud(READ).sign(printed),
    ):
        assert HelpSession.from_plain({**session.to_plain(), "new": 1}) == session


def test_a_damaged_record_is_a_fault_with_a_place() -> None:
    with pytest.raises(DeskError) as caught:
        HelpSession.from_plain({**begun().to_plain(), "started_at": "2026-12-01T09:00"})
    assert caught.value.code is ErrorCode.DRAFT_UNREADABLE
    assert caught.value.place == "help.started_at"


def test_fingers_and_ways_of_signing_have_words() -> None:
    assert Finger.RIGHT_INDEX.label == "ngón trỏ phải"
    assert Finger.LEFT_RING.label == "ngón áp út trái"
    assert all(kind.label for kind in SigningKind)
