"""The tables of the one file on a share. They stay as they are; what evolves is the JSON inside."""

from typing import Final

from desktop.sync.remote import FORMAT

# "KVSC", khongviet so chung: tells our file from anybody else's that happens to open with the same key.
APPLICATION_ID: Final = 0x4B565343

# Made by the first write of a program that knows it: an office's file may be older.
ARRIVAL: Final = """
    CREATE TABLE IF NOT EXISTS sync_arrival (day TEXT PRIMARY KEY, after INTEGER NOT NULL) STRICT, WITHOUT ROWID
"""

TABLES: Final = (
    "CREATE TABLE sync_meta (k TEXT PRIMARY KEY, v TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE sync_head (
        id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, chain BLOB NOT NULL, floor INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE sync_client (
        client_id TEXT PRIMARY KEY, counter_no INTEGER NOT NULL, name TEXT NOT NULL, last_op INTEGER NOT NULL,
        last_hash BLOB NOT NULL, cursor INTEGER NOT NULL, schema_level INTEGER NOT NULL, app_version TEXT NOT NULL,
        clock_offset_ms INTEGER NOT NULL, last_seen TEXT, retired_at TEXT
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE UNIQUE INDEX sync_client_number ON sync_client (counter_no)
        WHERE counter_no > 0 AND retired_at IS NULL
    """,
    """
    CREATE TABLE sync_change (
        seq INTEGER PRIMARY KEY, client_id TEXT NOT NULL, op INTEGER NOT NULL, txn_no INTEGER NOT NULL,
        txn_end INTEGER NOT NULL, kind TEXT NOT NULL, entity TEXT NOT NULL, row_id TEXT NOT NULL,
        base INTEGER NOT NULL, patch TEXT NOT NULL, actor TEXT NOT NULL, made_at TEXT NOT NULL, hlc TEXT NOT NULL,
        schema_level INTEGER NOT NULL, op_hash BLOB NOT NULL, decision TEXT NOT NULL, refusal TEXT NOT NULL,
        chain BLOB NOT NULL, UNIQUE (client_id, op)
    ) STRICT
    """,
    """
    CREATE TABLE sync_row (
        entity TEXT NOT NULL, row_id TEXT NOT NULL, rev INTEGER NOT NULL, doc TEXT NOT NULL, origins TEXT NOT NULL,
        erased INTEGER NOT NULL, PRIMARY KEY (entity, row_id)
    ) STRICT
    """,
    """
    CREATE TABLE sync_claim (
        scope TEXT NOT NULL, key TEXT NOT NULL, holder TEXT NOT NULL, PRIMARY KEY (scope, key)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sync_given (
        series TEXT NOT NULL, day TEXT NOT NULL, number INTEGER NOT NULL, client_id TEXT NOT NULL,
        PRIMARY KEY (series, day, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sync_seal (
        scope TEXT NOT NULL, key_id BLOB NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (scope, key_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE sync_erased (scope TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE sync_invitation (
        secret_hash BLOB PRIMARY KEY, expires TEXT NOT NULL, used_by TEXT
    ) STRICT, WITHOUT ROWID
    """,
    ARRIVAL,
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {FORMAT}",
)
