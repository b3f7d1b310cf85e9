"""Canonical JSON: one spelling for one value, so that hashes need no agreement but the bytes.

Sorted keys, no spaces, UTF-8, text in NFC, whole numbers only. Floats and nulls are refused: a cleared
field is named in a patch's `clear` list instead (docs/log-format.md).
"""

import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import chain
from json.encoder import encode_basestring
from typing import Any, Final, NoReturn, TypeAlias

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value]"
Fields: TypeAlias = "dict[str, Value]"

DEPTH_MAX: Final = 100
"""How deep a change in the office's log may be nested: deeper than any answer, and no program's stack ends there."""
quoted: Final = encode_basestring
"""Gives the JSON text of a text, as it stands inside any other. Not brought into NFC."""
_INTEGERS: Final = 2**63
_PLAIN: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse(text)


_READER: Final = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)


def canonical(value: object) -> Value:
    """Give the value with every text in NFC and every sequence as a list.

    Raises:
        TypeError: For a float, None, or a type that JSON does not have. This is a bug of the caller.
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", str(key)): canonical(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [canonical(item) for item in value]
    raise TypeError(f"no place in a record for {type(value).__name__}")


def is_canonical(value: Any) -> bool:  # noqa: ANN401 - anything may stand there
    """Tell whether the canonical form has such values: no floats, no null, whole numbers of at most 64 bits."""
    if isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return -_INTEGERS <= value < _INTEGERS
    if isinstance(value, list):
        return all(map(is_canonical, value))
    return isinstance(value, dict) and all(map(is_canonical, value.values()))


def as_stored(value: Any) -> Value:  # noqa: ANN401 - anything may stand there
    """Give a value of a stored record in canonical form; what has none, because a bug wrote it, as it is."""
    try:
        return canonical(value)
    except TypeError:
        stored: Value = value
        return stored


def canonical_json(value: object) -> str:
    """Give the one JSON text of a value."""
    return _PLAIN.encode(canonical(value))


def spelled(fields: Fields) -> str:
    """Give the one JSON text of fields that are canonical already: read from the log, or merged from such."""
    return _PLAIN.encode(fields)


def read_json(text: str) -> Any:  # noqa: ANN401 - anything may stand there, as in json.loads
    """Read JSON that another program may have written.

    Raises:
        ValueError: It is none, or holds half a letter (a lone surrogate), which no file and no screen takes, or a
            number without end.
        RecursionError: It is nested too deep.
    """
    loaded = _READER.decode(text)
    if "\\u" in text:
        _PLAIN.encode(loaded).encode()
    return loaded


def is_too_deep(text: str) -> bool:
    """Tell whether a sound JSON text is nested deeper than `DEPTH_MAX`.

    Readers in C take what writers in Python do not, each at a depth of its own; this one is the same everywhere.
    """
    if text.count("[") + text.count("{") <= DEPTH_MAX:
        return False  # also where they stand in texts
    level: list[Any] = [read_json(text)]
    for _ in range(DEPTH_MAX):
        inside = chain.from_iterable(one.values() if isinstance(one, dict) else one for one in level)
        level = [item for item in inside if isinstance(item, dict | list)]
    return bool(level)


def read_fields(text: str) -> Fields:
    """Read a JSON object written by `canonical_json`; raises as `read_json`."""
    loaded = read_json(text)
    if not isinstance(loaded, dict):
        raise TypeError("a document is a JSON object")
    return loaded


def diff(before: Fields, after: Fields) -> tuple[Fields, list[str]]:
    """Give what must be set and cleared to come from one document to another."""
    changed: Fields = {
        name: value
        for name, value in after.items()
        # True == 1 in Python, but not in JSON: a change of type is a change.
        if name not in before or before[name] != value or type(before[name]) is not type(value)
    }
    return changed, sorted(before.keys() - after.keys())
