"""The JSON Schema of a form file, made from the same vocabulary the loader checks with.

Editors that know TOML (Taplo, VS Code) take it for completion and red lines. `resources/forms/schema.json` holds the
output; a test keeps the two in step.
"""

import json
from typing import assert_never

from desktop.forms.vocabulary import ONE_OF, TABLES, Key, Shape

_DAY = {"type": "string", "format": "date"}


def form_schema() -> dict[str, object]:
    """The schema as plain values."""
    tables = {name: _table(keys) | _choice(name) for name, keys in TABLES.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mẫu đơn của Không Viết",
        "$ref": "#/$defs/form",
        "$defs": tables,
    }


def schema_text() -> str:
    """The schema as it stands in `resources/forms/schema.json`."""
    return json.dumps(form_schema(), ensure_ascii=False, indent=1) + "\n"


def _table(keys: tuple[Key, ...]) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key.name for key in keys if key.must],
        "properties": {key.name: {"description": key.about, **_value(key)} for key in keys},
    }


def _choice(name: str) -> dict[str, object]:
    keys = ONE_OF.get(name, ())
    return {"oneOf": [{"required": [key]} for key in keys]} if keys else {}


def _value(key: Key) -> dict[str, object]:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    text: dict[str, object] = {"type": "string", "enum": list(key.words)} if key.words else {"type": "string"}
    condition = {"$ref": "#/$defs/condition"}
    match key.shape:
        case Shape.TEXT:
            return text
        case Shape.FLAG:
            return {"type": "boolean"}
        case Shape.WHOLE:
            return {"type": "integer", "minimum": 0, "maximum": key.highest}
        case Shape.SHARE:
            return {"type": "number", "exclusiveMinimum": 0, "maximum": 1}
        case Shape.MEASURE:
            return {"type": "number", "minimum": 0, "maximum": min(key.highest, 1000)}
        case Shape.DAY:
            return dict(_DAY)
        case Shape.TEXTS:
            return {"type": "array", "items": {"type": "string"}}
        case Shape.SCALAR:
            return {"type": ["string", "integer", "boolean"]}
        case Shape.SCALARS:
            return {"type": "array", "items": {"type": ["string", "integer", "boolean"]}}
        case Shape.NOTE:
            return {"type": ["string", "integer"]}
        case Shape.TABLE:
            return {"$ref": f"#/$defs/{key.table}"}
        case Shape.TABLES:
            return {"type": "array", "maxItems": key.most, "items": {"$ref": f"#/$defs/{key.table}"}}
        case Shape.CONDITION:
            return dict(condition)
        case Shape.CONDITIONS:
            return {"type": "array", "items": dict(condition)}
        case _:
            assert_never(key.shape)
