"""What lists and search read does not depend on how many documents were followed at once."""

from collections.abc import Iterator, Sequence
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from desktop.records.canonical import Value
from desktop.records.derive import DerivedTables, Follow, search_words
from desktop.records.documents import Document
from desktop.records.sealing import SealKeys
from desktop.records.store import RecordStore
from desktop.services.record_values import Entity
from tests.support.derived_tables import everything_derived
from tests.support.record_samples import MORNING, TUESDAY, open_store

DAY = TUESDAY.isoformat()
SCAN: dict[str, Value] = {"sha256": "a", "size": 1, "added_at": "", "dossier_id": "h1"}


def dossier(number: str, name: str = "Nguyễn Thị Bưởi", register: str = "") -> dict[str, Value]:
    return {
        "number": number,
        "requester_name": name,
        "received_at": f"{MORNING:%Y-%m-%dT%H:%M:%SZ}",
        "register_no": register,
        "register_sector": "ho-tich",
    }


DOCUMENTS: dict[Entity, Sequence[dict[str, Value]]] = {
    Entity.DOSSIER: (
        dossier("260317-0001"),
        dossier("260317-0002", "Y-Bhăm H'Mông"),
        dossier("260317-0001", "Đỗ Lan", "7"),
        dossier("", "Đỗ Lan", "9"),
    ),
    Entity.TICKET: ({"day": DAY, "number": "A007"}, {"day": DAY, "number": "A003"}),
    Entity.ATTACHMENT: (SCAN, SCAN | {"sha256": "b", "size": 2}),
    Entity.STAFF: ({"name": "Lê Thị Hoa"},),
    Entity.PERSON: ({"full_name": "Nguyễn Thị Bưởi"},),
}
ROWS = ("h1", "h2", "h3")
Page = dict[tuple[Entity, str], dict[str, Value]]
FIRST: Page = {(Entity.DOSSIER, "h1"): dossier("260317-0001"), (Entity.DOSSIER, "h2"): dossier("260317-0002")}
SWAPPED: Page = {
    (Entity.DOSSIER, "h1"): dossier("260317-0002"),
    (Entity.DOSSIER, "h2"): dossier("260317-0001"),
}
FREED: Page = {(Entity.DOSSIER, "h3"): dossier("260317-0001"), (Entity.DOSSIER, "h1"): dossier("")}
AWAY: Page = {(Entity.DOSSIER, "h1"): {}, (Entity.DOSSIER, "h3"): dossier("260317-0001")}


@st.composite
def pages(draw: st.DrawFn) -> Page:
    keys = draw(st.lists(st.tuples(st.sampled_from(list(DOCUMENTS)), st.sampled_from(ROWS)), unique=True))
    return {key: draw(st.sampled_from([*DOCUMENTS[key[0]], {}])) for key in keys}


def followed(work: Sequence[Page]) -> Iterator[list[Follow]]:
    """Give the pages as the replica follows them: a record that has no fields yet was created by this change."""
    known: set[tuple[Entity, str]] = set()
    revisions = count(1)
    for page in work:
        batch: list[Follow] = []
        for (entity, row_id), fields in page.items():
            revision = next(revisions)
            is_new = bool(fields) and (entity, row_id) not in known
            batch.append(
                (entity, row_id, Document(fields=fields, revision=revision), revision if is_new else None)
            )
            (known.add if fields else known.discard)((entity, row_id))
        yield batch


def derived_by(
    connection: Connection, batches: Iterator[list[Follow]]
) -> dict[str, list[tuple[object, ...]]]:
    trial = connection.begin_nested()
    derived = DerivedTables(connection, SealKeys(connection))
    for batch in batches:
        derived.follow_all(batch)
    content = everything_derived(connection)
    trial.rollback()
    return content


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    with open_store(tmp_path_factory.mktemp("derived") / "data") as opened:
        yield opened


@given(st.lists(pages(), max_size=4))
@example([FIRST, SWAPPED])
@example([FIRST, FREED])
@example([FIRST, AWAY, FIRST])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_page_at_once_leaves_what_one_document_after_another_leaves(
    store: RecordStore, work: list[Page]
) -> None:
    with store.database.write() as connection:
        at_once = derived_by(connection, followed(work))
        singly = derived_by(connection, ([one] for batch in followed(work) for one in batch))
    assert at_once == singly


def test_a_long_run_of_letters_is_looked_through_once() -> None:
    names = {"requester_name": "Y-Bhăm H'Mông", "number": "", "procedure_name": ""}
    folded, marked = search_words(names | {"portal_code": "x" * 200_000})
    assert "ybham" in folded.split()
    assert {"ybhăm", "hmông", "x" * 200_000} <= set(marked.split())
