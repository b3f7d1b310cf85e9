import ast
from collections.abc import Callable
from datetime import UTC, datetime
from inspect import getsource

import pytest

from desktop.domain.plain import Plain
from desktop.records.attachment_records import attachment_fields
from desktop.records.case_converters import (
    dossier_fields,
    handover_fields,
    help_session_fields,
    move_fields,
    person_fields,
)
from desktop.records.office_converters import (
    override_fields,
    paper_fields,
    roster_fields,
    staff_fields,
    ticket_fields,
)
from desktop.services.field_words import (
    EMPTY,
    FIELD_WORDS,
    call_to_choose,
    entity_word,
    field_word,
    value_words,
)
from desktop.services.record_values import Entity

CONVERTERS: dict[Entity, Callable[..., object]] = {
    Entity.DOSSIER: dossier_fields,
    Entity.DOSSIER_MOVE: move_fields,
    Entity.PERSON: person_fields,
    Entity.HELP_SESSION: help_session_fields,
    Entity.TICKET: ticket_fields,
    Entity.STAFF: staff_fields,
    Entity.ROSTER: roster_fields,
    Entity.PAPER: paper_fields,
    Entity.ATTACHMENT: attachment_fields,
    Entity.CALENDAR_DAY: override_fields,
    Entity.HANDOVER: handover_fields,
}


def names_written_by(converter: Callable[..., object]) -> set[str]:
    """The keyword arguments a converter hands to `filled` are the fields of the record."""
    calls = [node for node in ast.walk(ast.parse(getsource(converter))) if isinstance(node, ast.Call)]
    return {str(one.arg) for call in calls for one in call.keywords if ast.unparse(call.func) == "filled"}


@pytest.mark.parametrize("entity", [one for one in CONVERTERS if one is not Entity.HELP_SESSION])
def test_every_field_a_record_stores_has_an_office_word(entity: Entity) -> None:
    written = names_written_by(CONVERTERS[entity])
    assert written
    assert written <= set(FIELD_WORDS[entity])


SESSIONS = "07:30 đến 11:30; 13:30 đến 17:00"


def test_every_kind_of_record_has_a_word() -> None:
    assert all(entity_word(one) for one in Entity)


def test_a_field_nobody_named_keeps_its_own_name() -> None:
    assert field_word(Entity.DOSSIER, "from_a_newer_program") == "from_a_newer_program"


@pytest.mark.parametrize(
    ("entity", "field", "value", "said"),
    [
        (Entity.DOSSIER, "copies", 2, "2"),
        (Entity.DOSSIER, "fee", 16000, "16.000\u00a0đ"),
        (Entity.DOSSIER, "state", "ready", "Chờ trả"),
        (Entity.DOSSIER, "promise", "appointment", "có hẹn"),
        (Entity.DOSSIER, "due", "2026-11-27T03:15:00Z", "10:15 27/11/2026"),
        (Entity.DOSSIER, "turned_into_appointment", True, "có"),
        (Entity.DOSSIER, "papers", ["Thẻ căn cước", "Giấy báo tử"], "Thẻ căn cước; Giấy báo tử"),
        (Entity.DOSSIER, "note", "", EMPTY),
        (Entity.DOSSIER, "note", None, EMPTY),
        (Entity.PERSON, "birth", "1951-03-05", "05/3/1951"),
        (Entity.PERSON, "birth", "1951", "1951"),
        (Entity.PERSON, "sex", "female", "Nữ"),
        (
            Entity.HELP_SESSION,
            "signing",
            {"kind": "fingerprint", "finger": "right_index"},
            "Điểm chỉ, ngón trỏ phải",
        ),
        (Entity.ROSTER, "end", "11:00:00", "11:00"),
        (
            Entity.CALENDAR_DAY,
            "sessions",
            ["07:30:00/11:30:00", "13:30:00/17:00:00"],
            "07:30 đến 11:30; 13:30 đến 17:00",
        ),
        (Entity.CALENDAR_DAY, "kind", "off", "nghỉ"),
        (Entity.DOSSIER, "note", "12:34/56: hẹn", "12:34/56: hẹn"),
        (Entity.ANSWERS, "deceased.name", "Trần Văn Lâm", "Trần Văn Lâm"),
    ],
)
def test_a_value_is_said_as_an_officer_reads_it(entity: Entity, field: str, value: Plain, said: str) -> None:
    assert value_words(entity, field, value) == said


def test_a_pin_is_never_shown_not_even_scrambled() -> None:
    assert "argon" not in value_words(Entity.STAFF, "pin_hash", "$argon2id$v=19$m=8")


@pytest.mark.parametrize(
    ("field", "values", "asked"),
    [
        ("copies", [2, 3], "Chọn số đúng."),
        ("portal_code", ["H27-1", "H27-2"], "Chọn số đúng."),
        ("due", ["2026-11-27T03:15:00Z", "2026-11-28T03:15:00Z"], "Chọn ngày giờ đúng."),
        ("note", ["mang theo sổ", None], "Chọn nội dung đúng."),
    ],
)
def test_the_question_fits_what_is_chosen(field: str, values: list[Plain], asked: str) -> None:
    assert call_to_choose(Entity.DOSSIER, field, values) == asked


def test_a_moment_is_said_in_office_time() -> None:
    stored = datetime(2026, 11, 24, 2, 44, tzinfo=UTC).isoformat()
    assert value_words(Entity.DOSSIER, "received_at", stored) == "09:44 24/11/2026"
