"""The walkthrough of docs/forms.md says what the program really does with the example."""

import re
from datetime import date
from pathlib import Path

from desktop.forms.loader import check_form_text
from desktop.importing.docx_reader import DocxReader
from desktop.services.form_import import FormImport, ImportSeed
from tests.support.official_documents import housing
from tests.support.official_forms import PLACES

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "forms.md").read_text(encoding="utf-8")
STEPS = GUIDE[GUIDE.index("## 8. Làm một mẫu") :]


def excerpts() -> list[str]:
    """The blocks of the walkthrough that show a file, not a command."""
    blocks = re.findall(r"^ {3}```\w*\n(.*?)^ {3}```", STEPS, re.DOTALL | re.MULTILINE)
    return [block for block in blocks if "khongviet" not in block]


def test_every_line_of_a_file_shown_in_the_walkthrough_is_what_the_import_writes() -> None:
    made = FormImport(DocxReader()).run(housing(), ImportSeed(id="xa.ho-tro-nha-o", today=date(2026, 11, 23)))
    assert check_form_text(made.text.encode(), "don.toml").form is not None
    written = set(made.text.split("\n"))
    shown = [line[3:] for block in excerpts() for line in block.split("\n") if line.strip()]
    assert len(shown) >= 6
    assert [line for line in shown if line not in written] == []


def test_the_places_shown_for_an_official_page_are_those_of_a_form_that_loads() -> None:
    block = GUIDE[GUIDE.index('background = "mau.pdf"\n\n[[print.place]]') :].partition("```")[0]
    parts = [part.strip() for part in block.split("[[print.place]]")[1:]]
    assert len(parts) == 2
    assert all(part in PLACES for part in parts)
