"""The morning check of the records: is the file whole, is the log unbroken, is there room."""

import shutil
from typing import Final

from sqlalchemy import Connection, func, inspect, select, text

from desktop.domain.errors import DeskError
from desktop.records.engine import Database
from desktop.records.key_store import KeyStore
from desktop.records.operations import verify_chain
from desktop.records.tables import DOCUMENT, DOSSIER_ROW, SEARCH_TABLES
from desktop.services.record_values import Entity, HealthCheck, HealthFinding

# A migration and a backup each need one more copy of the file, and the day's work some air.
_FREE_LEAST: Final = 200 * 1024 * 1024
_COPIES: Final = 2
_MIB: Final = 1024 * 1024


def examine(database: Database, key_store: KeyStore, *, head: str) -> tuple[HealthFinding, ...]:
    """Run every check; a check that meets a fault is a finding, not an exception."""
    return (
        _integrity(database),
        _chain(database),
        _derived(database),
        _schema(database, head),
        _key_file(key_store),
        _free_disk(database),
    )


def is_intact(connection: Connection) -> bool:
    """Tell whether every page decrypts and SQLite finds its structures whole."""
    if connection.exec_driver_sql("PRAGMA cipher_integrity_check").all():
        return False
    return connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def _integrity(database: Database) -> HealthFinding:
    try:
        with database.read() as connection:
            return HealthFinding(check=HealthCheck.INTEGRITY, ok=is_intact(connection))
    except DeskError as error:
        return _fault(HealthCheck.INTEGRITY, error)


def _chain(database: Database) -> HealthFinding:
    try:
        with database.read() as connection:
            count = verify_chain(connection)
    except DeskError as error:
        return _fault(HealthCheck.CHAIN, error)
    return HealthFinding(check=HealthCheck.CHAIN, ok=True, facts={"operations": str(count)})


def _derived(database: Database) -> HealthFinding:
    dossiers = select(func.count()).where(DOCUMENT.c.entity == Entity.DOSSIER.value)
    try:
        with database.read() as connection:
            documents = connection.scalar(dossiers)
            rows = connection.scalar(select(func.count()).select_from(DOSSIER_ROW))
            found = [connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in SEARCH_TABLES]  # noqa: S608 - names of our own
    except DeskError as error:
        return _fault(HealthCheck.DERIVED, error)
    same = all(count == documents for count in (rows, *found))
    return HealthFinding(check=HealthCheck.DERIVED, ok=same, facts={"dossiers": str(documents)})


def _schema(database: Database, head: str) -> HealthFinding:
    try:
        with database.read() as connection:
            has = inspect(connection).has_table("alembic_version")
            revision = str(connection.scalar(text("SELECT version_num FROM alembic_version"))) if has else ""
    except DeskError as error:
        return _fault(HealthCheck.SCHEMA, error)
    return HealthFinding(check=HealthCheck.SCHEMA, ok=revision == head, facts={"revision": revision})


def _key_file(key_store: KeyStore) -> HealthFinding:
    mode = key_store.exposed_to()
    return HealthFinding(check=HealthCheck.KEY_FILE, ok=not mode, facts={"mode": mode} if mode else {})


def _free_disk(database: Database) -> HealthFinding:
    size = database.file.stat().st_size
    free = shutil.disk_usage(database.file.parent).free
    enough = free >= max(_FREE_LEAST, _COPIES * size)
    facts = {"free_mib": str(free // _MIB), "size_mib": str(size // _MIB)}
    return HealthFinding(check=HealthCheck.FREE_DISK, ok=enough, facts=facts)


def _fault(check: HealthCheck, error: DeskError) -> HealthFinding:
    return HealthFinding(check=check, ok=False, facts={"code": error.code.value, **error.params})
