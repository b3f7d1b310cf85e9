from typing import cast

import pytest

from desktop.records.canonical import Fields, canonical
from desktop.records.case_converters import dossier_fields
from desktop.records.legible import is_legible
from desktop.records.sealing import SealKeys
from desktop.services.record_values import Entity
from tests.support.record_samples import a_dossier


class NoKeys:
    """Knows no key: what is sealed stays so."""

    def all(self, scope: str) -> tuple[bytes, ...]:  # noqa: ARG002 - as `SealKeys` has it
        return ()


def legible(entity: Entity, row_id: str, fields: Fields) -> bool:
    return is_legible(entity, row_id, fields, changed=fields, keys=cast("SealKeys", NoKeys()))


def stored() -> Fields:
    fields = canonical(dossier_fields(a_dossier()))
    assert isinstance(fields, dict)
    return fields


def test_what_this_program_wrote_it_can_read_and_so_it_can_what_it_does_not_know() -> None:
    assert legible(Entity.DOSSIER, "d", stored())
    assert legible(Entity.DOSSIER, "d", stored() | {"future": ["x"]})
    assert legible(Entity.OFFICE, "office", {"anything": 1})
    assert legible(Entity.PERSON, "p", {"full_name": "Bà Bưởi", "residence": "s1.sealed"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "zzz"},
        {"created_at": "mai"},
        {"copies": "ba"},
        {"copies": 2**63},
        {"received_at": "2026-03-17T01:30:00"},
        {"received_at": "0001-01-01T00:00:00.000000Z"},
        {"due": "9999-12-31T23:59:59.999999Z"},
    ],
)
def test_what_nobody_should_have_written_is_noticed_before_it_is_shown(wrong: Fields) -> None:
    assert not legible(Entity.DOSSIER, "d", stored() | wrong)


@pytest.mark.parametrize("wrong", [{"sha256": "/etc/passwd"}, {"sha256": "AB" * 32}, {"size": 2**63}])
def test_an_attachment_that_names_a_path_or_no_size_is_not_shown(wrong: Fields) -> None:
    fields: Fields = {
        "sha256": "ab" * 32, "size": 3, "content": "application/pdf", "kind": "other", "pages": 1,
        "added_at": "2026-03-17T01:30:00.000000Z", "added_by": "a", "counter": "Quầy 1", "dossier_id": "d",
    }  # fmt: skip
    assert legible(Entity.ATTACHMENT, "t", fields)
    assert not legible(Entity.ATTACHMENT, "t", fields | wrong)
