"""Words an officer may mean while typing: found without marks, beginnings first."""

from collections.abc import Callable

from desktop.domain.text import fold
from desktop.forms.answers import Answers
from desktop.forms.definition import Field, FieldType

_MOST_SUGGESTIONS = 8


def suggest(
    key: str, typed: str, field_of: Callable[[str], Field | None], answers: Answers
) -> tuple[str, ...]:
    """Options, usual words of the field, and for an address the other addresses of the case."""
    asked = field_of(key)
    if asked is None:
        return ()
    words = [*asked.options, *asked.suggest]
    if asked.type is FieldType.ADDRESS:
        words += _addresses(key, field_of, answers)
    wanted = fold(typed.strip())
    fitting = [word for word in dict.fromkeys(words) if wanted in fold(word)]
    fitting.sort(key=lambda word: not fold(word).startswith(wanted))
    return tuple(fitting[:_MOST_SUGGESTIONS])


def _addresses(key: str, field_of: Callable[[str], Field | None], answers: Answers) -> list[str]:
    found: list[str] = []
    for other, answer in answers.entries.items():
        kind = field_of(other)
        is_address = other.endswith(".residence") or (kind is not None and kind.type is FieldType.ADDRESS)
        if other != key and is_address and isinstance(answer.value, str) and not answer.is_empty:
            found.append(answer.value)
    return found
