from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from desktop.records import migrate
from desktop.records.rebuild import rebuild
from desktop.records.store import DATABASE_FILE, HEAD
from desktop.records.tables import CREATE_SEARCH, METADATA, SEARCH_TABLES
from tests.support.record_samples import OFFICER, a_dossier, a_person, an_id, open_store


def schema(connection: Connection) -> list[tuple[str, str]]:
    query = (
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'search_%' ORDER BY name"
    )
    return [(row.name, row.sql) for row in connection.exec_driver_sql(query)]


def test_the_tables_in_the_code_are_those_of_the_migrations(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store, store._database.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    kind != "table" or not str(name).startswith(("search_", "alembic"))
                ),
            },
        )
        assert compare_metadata(context, METADATA) == []
        search = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name IN ('search_folded', 'search_marked') ORDER BY name"
        )
        assert tuple(row.sql for row in search) == CREATE_SEARCH
        assert SEARCH_TABLES == ("search_folded", "search_marked")


def test_every_revision_goes_up_down_and_up_with_data(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        with store.begin(OFFICER) as work:
            work.people.save(a_person())
            work.dossiers.save(a_dossier())
        with store._database.write() as connection:
            before = schema(connection)
            migrate.downgrade(connection, "0001")
            assert "document" not in dict(schema(connection))
            migrate.upgrade(connection, HEAD)
            rebuild(connection)
            assert schema(connection) == before
        assert len(store.read.search("buoi")) == 1
        with store._database.write() as connection:
            migrate.downgrade(connection, "base")
            assert [name for name, _ in schema(connection)] == ["alembic_version"]
            migrate.upgrade(connection, HEAD)
            assert schema(connection) == before


def test_an_older_database_is_brought_up_at_the_start_with_a_copy_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_store(folder) as store:
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier())
        with store._database.write() as connection:
            migrate.downgrade(connection, "0001")
    with open_store(folder) as store:
        assert [hit.row.id for hit in store.read.search("buoi")] == [an_id(1001)]
    copies = [file for file in folder.iterdir() if file.suffix == ".db" and file.name != DATABASE_FILE]
    assert len(copies) == 1
    assert copies[0].read_bytes()[:15] != b"SQLite format 3"
