"""What a form file names outside itself: people and fields of other forms, procedures of the catalogue.

A form is read on its own, because the office's library may lack the other one. When files are checked, a name that
nothing in the whole library answers to is a mistake: the link would silently never be followed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from desktop.forms.definition import FormDefinition
from desktop.forms.problems import FormProblem, Path, did_you_mean
from desktop.forms.reading import Plain, read_raw
from desktop.forms.vocabulary import PERSON_PARTS


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """What a form may name.

    Attributes:
        roles: People of every form.
        keys: Fields of every form, and every part of its people.
        procedures: Codes of the catalogue, in force or not.
    """

    roles: frozenset[str]
    keys: frozenset[str]
    procedures: frozenset[str]


def known_names(forms: Iterable[FormDefinition], procedures: Iterable[str]) -> KnownNames:
    """Collect the names of a library and a catalogue."""
    several = tuple(forms)
    roles = frozenset(block.role for form in several for block in form.persons)
    keys = {field.key for form in several for field in form.fields}
    keys |= {f"{role}.{part}" for role in roles for part in PERSON_PARTS}
    return KnownNames(roles=roles, keys=frozenset(keys), procedures=frozenset(procedures))


def check_links(path: FilePath, shown_as: str, known: KnownNames) -> tuple[FormProblem, ...]:
    """Give every name of a faultless form file that nothing answers to, from top to bottom."""
    raw = read_raw(path.read_bytes(), shown_as)
    if raw.plain is None:
        return ()
    for place, role in _named_in_persons(raw.plain):
        if role not in known.roles:
            message = f"Không mẫu nào có người vai “{role}”."
            raw.problems.add(place, message, did_you_mean(role, known.roles))
    for place, key in _named_in_fields(raw.plain):
        if key not in known.keys:
            raw.problems.add(place, f"Không mẫu nào có ô “{key}”.", did_you_mean(key, known.keys))
    codes = raw.plain.get("procedures")
    for code in codes if isinstance(codes, list) else []:
        if code not in known.procedures:
            raw.problems.add(
                ("procedures",), f"Danh mục không có thủ tục mã “{code}”.", _code_cure(str(code), known)
            )
    return tuple(sorted(raw.problems, key=lambda problem: problem.line))


def _named_in_persons(plain: Plain) -> Iterator[tuple[Path, str]]:
    for at, person in enumerate(_tables(plain, "person")):
        for index, same in enumerate(_tables(person, "same_as")):
            yield ("person", at, "same_as", index, "person"), str(same.get("person"))


def _named_in_fields(plain: Plain) -> Iterator[tuple[Path, str]]:
    for at, question in enumerate(_tables(plain, "question")):
        for number, field in enumerate(_tables(question, "field")):
            for index, same in enumerate(_tables(field, "same_as")):
                yield ("question", at, "field", number, "same_as", index, "field"), str(same.get("field"))


def _tables(plain: Plain, key: str) -> tuple[Plain, ...]:
    rows = plain.get(key)
    return tuple(row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def _code_cure(code: str, known: KnownNames) -> str:
    same = [one for one in known.procedures if _digits(one) == _digits(code)]
    return f"Có phải ý là “{same[0]}”?" if same else "Xem lại mã; thủ tục mới thì ghi vào danh mục trước."


def _digits(code: object) -> str:
    return "".join(letter for letter in str(code) if letter.isdigit())
