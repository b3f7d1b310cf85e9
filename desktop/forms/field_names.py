"""The fields a form file defines, by key and label, also while the file has mistakes that keep it from being used."""

import tomllib
from collections.abc import Iterator, Mapping

from desktop.forms.vocabulary import PERSON_PARTS


def field_names(text: str) -> dict[str, str]:
    """Give the label of each field by its key, in the order of asking; empty while the text is no TOML at all."""
    try:
        questions = tomllib.loads(text.replace("\r\n", "\n")).get("question")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}
    names: dict[str, str] = {}
    for question in _tables(questions):
        person, asked = question.get("person"), question.get("ask")
        for part in asked if isinstance(asked, list) else ():
            if isinstance(part, str) and isinstance(person, str):
                names.setdefault(f"{person}.{part}", _usual_label(part))
        for field in _tables(question.get("field")):
            key, label = field.get("key"), field.get("label")
            if isinstance(key, str):
                names[key] = label if isinstance(label, str) else _usual_label(key.rpartition(".")[2])
    return names


def _tables(value: object) -> Iterator[Mapping[str, object]]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _usual_label(part: str) -> str:
    known = PERSON_PARTS.get(part)
    return known.label if known is not None else part
