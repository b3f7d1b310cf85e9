"""Sealed values whose key is gone or has not come, in a record to which another key belongs."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.person import Person
from desktop.records.sealed_fields import place_of
from desktop.records.sealing import SealedError, SealKeys, seal, unseal
from desktop.records.store import RecordStore
from desktop.services.record_values import Entity
from tests.support.record_samples import OFFICER, a_person, open_store

PLACE = place_of(Entity.PERSON, "p", "residence")
KEY, OTHER = bytes(32), bytes([1]) * 32


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path)) as opened:
        yield opened


def with_another_key(store: RecordStore) -> Person:
    """A person whose values were sealed with a key that is gone, and a key made since."""
    person = a_person(1)
    assert person.id is not None
    with store.begin(OFFICER) as work:
        work.people.save(person)
    with store.database.write() as connection:
        keys = SealKeys(connection)
        keys.destroy(person.id)
        keys.make(person.id, "2026-03-17T01:30:00.000000Z")
    return person


def test_a_person_opens_without_what_no_key_opens(store: RecordStore) -> None:
    person = with_another_key(store)
    with store.begin(OFFICER) as work:
        found = work.people.get(person.id or "")
    assert found.full_name == person.full_name
    assert person.residence
    assert not found.residence


def test_nobody_writes_over_a_value_he_could_not_read(store: RecordStore) -> None:
    person = with_another_key(store)
    with store.begin(OFFICER) as work:
        found = work.people.get(person.id or "")
        with pytest.raises(DeskError) as caught:
            work.people.save(replace(found, residence="Thôn Đông"))
    assert caught.value.code is ErrorCode.ANSWERS_SEALED


@pytest.mark.parametrize(
    "bogus",
    [
        "",
        "khai",
        "s1.",
        "s1.A",
        "s1.AAAA",
        "s1.@@@",
        pytest.param(seal(OTHER, '"khai"', place=PLACE), id="another key"),
    ],
)
def test_what_is_no_sealed_value_of_these_keys_is_told_in_one_way(bogus: str) -> None:
    with pytest.raises(SealedError):
        unseal((KEY,), bogus, place=PLACE)
