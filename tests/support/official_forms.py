"""A form on an official page, for tests of every room."""

from desktop.forms.definition import FormDefinition
from desktop.forms.loader import FormCheck, check_form_text
from tests.support.form_files import HEAD, QUESTION
from tests.support.official_pdfs import official_pdf

BACKGROUND = "mau.pdf"

REASON = """
[[question]]
say = "Vì sao ạ?"

  [[question.field]]
  key = "request.reason"
  label = "Lý do"
  type = "textarea"

  [[question.field]]
  key = "request.kind"
  label = "Loại nhà"
  type = "choice"
  options = ["Xây mới", "Sửa chữa"]
  other = true
"""

PLACES = """
[print]
background = "mau.pdf"

[[print.place]]
field = "requester.name"
page = 1
left = 45
top = 44
width = 90
height = 7

# ngày sinh, ba chỗ
[[print.place]]
field = "requester.birth"
page = 1
left = 140
top = 44
width = 40
height = 7
align = "center"

[[print.place]]
field = "request.reason"
page = 1
left = 40
top = 54
width = 120
height = 12

[[print.place]]
field = "request.kind"
option = "Xây mới"
page = 1
left = 40
top = 71
width = 4
height = 4

[[print.place]]
field = "request.kind"
option = "Sửa chữa"
page = 1
left = 60
top = 71
width = 4
height = 4
"""

TEXT = HEAD + QUESTION + REASON + PLACES


def check_official(text: str = TEXT, pdf: bytes | None = None) -> FormCheck:
    """Check a form text with its official page beside it."""
    files = {BACKGROUND: official_pdf() if pdf is None else pdf}
    return check_form_text(text.encode(), "mau.toml", attached=files.__getitem__)


def official_form(text: str = TEXT, pdf: bytes | None = None) -> FormDefinition:
    """The form of a text that is free of mistakes."""
    checked = check_official(text, pdf)
    assert checked.form is not None, [str(problem) for problem in checked.problems]
    return checked.form
