import re
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"


def rows() -> list[list[str]]:
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in cells if row[0] != "Từ dùng ở quầy"]


def test_every_name_in_the_glossary_is_a_name_in_the_program() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "desktop").rglob("*.py")))
    words = set(re.findall(r"\w+", source))
    named = set(chain.from_iterable(re.findall(r"`([\w.]+)`", row[1]) for row in rows()))
    gone = {name for name in named if not set(name.split(".")) <= words}
    assert not gone


def test_no_office_term_is_explained_twice() -> None:
    terms = [row[0] for row in rows()]
    assert len(terms) == len(set(terms))
    assert all(len(row) == 3 for row in rows())
