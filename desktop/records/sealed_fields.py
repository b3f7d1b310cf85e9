"""Which fields of a record stand sealed in the log, and what this counter can open of them."""

from collections.abc import Mapping
from typing import Final

from desktop.records.canonical import Fields, read_json
from desktop.records.sealing import SealedError, SealKeys, unseal
from desktop.services.record_values import Entity

# Which fields stand readable in the log. Everything else of these kinds is sealed with the record's own key:
# the register says who and what; numbers, residence and answers can be erased (docs/log-format.md).
READABLE: Final[Mapping[Entity, frozenset[str]]] = {
    Entity.PERSON: frozenset({"full_name", "birth", "sex"}),
    Entity.ANSWERS: frozenset(),
    Entity.HELP_SESSION: frozenset(
        {
            "started_at",
            "requested_by_citizen",
            "requested_at",
            "writer_id",
            "form_refs",
            "read_back",
            "signing",
            "fields_written",
            "finished_at",
        }
    ),
    # A file's name holds people's names more often than not.
    Entity.ATTACHMENT: frozenset(
        {
            "sha256",
            "size",
            "content",
            "kind",
            "added_at",
            "added_by",
            "counter",
            "dossier_id",
            "help_session_id",
            "pages",
        }
    ),
}


def is_sealed(entity: Entity, field: str) -> bool:
    """Tell whether this field of this kind of record stands sealed in the log."""
    readable = READABLE.get(entity)
    return readable is not None and field not in readable


def has_sealed(entity: Entity, fields: Mapping[str, object]) -> bool:
    """Tell whether a record holds values that stand sealed in the log."""
    return entity in READABLE and not fields.keys() <= READABLE[entity]


def opened(keys: SealKeys, entity: Entity, row_id: str, fields: Fields) -> dict[str, object]:
    """Give the fields with the sealed ones opened; those that no key here opens are left out.

    Their key was destroyed, or has not come; another one may have been made since, where an erasing was lost.
    """
    plain: dict[str, object] = {}
    for name, value in fields.items():
        if not is_sealed(entity, name):
            plain[name] = value
        elif known := keys.all(row_id):
            try:
                text = unseal(known, str(value), place=place_of(entity, row_id, name))
            except SealedError:
                continue
            plain[name] = read_json(text)
    return plain


def place_of(entity: Entity, row_id: str, field: str) -> str:
    """Give the place a sealed value is bound to."""
    return f"{entity.value}/{row_id}/{field}"
