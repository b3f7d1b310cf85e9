"""What records in memory are kept in: every version of every record."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Any

from desktop.domain.person import Person
from desktop.services.ports_printing import PrintJob
from desktop.services.record_values import (
    Entity,
)


@dataclass
class Version:
    revision: int
    value: Any
    by: str
    at: datetime


@dataclass
class State:
    """Everything stored, by kind and id, with every version; `erased` holds the cases without a key."""

    rows: dict[Entity, dict[str, list[Version]]] = field(default_factory=lambda: defaultdict(dict))
    revision: int = 0
    erased: set[str] = field(default_factory=set)
    jobs: list[PrintJob] = field(default_factory=list)

    def current(self, entity: Entity, row_id: str) -> Version | None:
        versions = self.rows[entity].get(row_id)
        return versions[-1] if versions and versions[-1].value is not None else None

    def values(self, entity: Entity) -> list[Any]:
        firsts = [(versions[0].revision, versions[-1].value) for versions in self.rows[entity].values()]
        return [value for _, value in sorted(firsts, key=lambda pair: pair[0]) if value is not None]


def parts_of(value: object) -> dict[str, Any]:
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return dict(value) if isinstance(value, Mapping) else {}


def people_with(state: State, number: str) -> list[Person]:
    def numbers(person: Person) -> set[str]:
        paper = "" if person.id_paper is None else person.id_paper.number
        return {person.id_number, person.old_id_number, paper}

    found = [one for one in state.values(Entity.PERSON) if number and number in numbers(one)]
    return sorted(found, key=lambda person: person.id or "", reverse=True)
