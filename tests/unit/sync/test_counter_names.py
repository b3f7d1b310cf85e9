"""What a card calls a counter, also one the store has forgotten."""

from pathlib import Path

from desktop.sync.counter_names import keep_names, known_names
from desktop.sync.remote import CounterInfo
from tests.support.record_samples import StandingClock, open_store


def info(client_id: str, counter_no: int, name: str) -> CounterInfo:
    return CounterInfo(
        client_id=client_id,
        counter_no=counter_no,
        name=name,
        last_op=1,
        cursor=1,
        schema_level=1,
        app_version="",
    )


def test_a_counter_the_store_has_forgotten_keeps_the_name_it_was_known_by(tmp_path: Path) -> None:
    with open_store(tmp_path, StandingClock()) as store, store.database.write() as connection:
        keep_names(connection, (info("a", 1, "Quầy 1"), info("d", 4, "Quầy 4")))
        keep_names(connection, (info("a", 1, "Quầy 1"), info("d", 0, ""), info("e", 0, "")))
        assert known_names(connection) == {"a": "Quầy 1", "d": "Quầy 4", "e": ""}
