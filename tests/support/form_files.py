"""Small form files to plant mistakes in, and the shipped library."""

from datetime import date
from pathlib import Path

from desktop.forms.definition import FormDefinition
from desktop.forms.library import FormLibrary
from desktop.forms.loader import FormCheck, check_form_text

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "resources" / "forms"
SLIPS = ROOT / "resources" / "slips"
TODAY = date(2026, 11, 23)
CONTEXT = {
    "today": "2026-11-23",
    "office.name": "Ủy ban nhân dân xã Đức Thịnh",
    "office.commune": "xã Đức Thịnh",
    "office.place": "Đức Thịnh",
}

HEAD = """id = "thu.mau"
version = "2024-01-01"
name = "Mẫu thử"
source = "Không có"

[in_force]
from = 2024-01-01

[checked]
on = 2026-11-23
against = "không"

[[person]]
role = "requester"
title = "Người yêu cầu"
"""

QUESTION = """
[[question]]
say = "Họ tên ạ?"
person = "requester"
ask = ["name", "birth"]
"""

PRINT = """
[print]
page = '''
[quoc-hieu]
= MẪU THỬ =
Họ tên: {requester.name}
Sinh: {requester.birth}
'''
"""


def form_text(*fields: str, page: str = "", head: str = HEAD) -> str:
    """A small form: name and birth, one question with further fields, their lines on the page."""
    question = ""
    if fields:
        question = '\n[[question]]\nsay = "Gì ạ?"\n' + "\n".join(
            f"\n[[question.field]]\n{f}\n" for f in fields
        )
    return (
        head
        + QUESTION
        + question
        + PRINT.replace("'''\n\n", "").replace(
            "Sinh: {requester.birth}\n", "Sinh: {requester.birth}\n" + page
        )
    )


def check(text: str) -> FormCheck:
    """Check a form text under a plain file name."""
    return check_form_text(text.encode(), "mau.toml")


def form_of(text: str) -> FormDefinition:
    """The form of a text that is free of mistakes."""
    checked = check(text)
    assert checked.form is not None, [str(problem) for problem in checked.problems]
    return checked.form


def shipped() -> FormLibrary:
    """The shipped forms and slips."""
    return FormLibrary.load(FORMS, SLIPS)
