"""The shared tables in PostgreSQL, who may do what, and nothing else. `pg_functions` writes to them.

Counters read and call functions; no counter can change or take away what stands in the log. The tables stay as they
are; what evolves is the JSON inside. Keys are compared byte by byte (`COLLATE "C"`), as in every other store.
"""

from typing import Final

from desktop.sync.remote import KEEP_DAYS

SCHEMA: Final = "khongviet"
OWNER_ROLE: Final = "khongviet_owner"
COUNTER_GROUP: Final = "khongviet_counter"
ADMIN_GROUP: Final = "khongviet_admin"
ROLE_PREFIX: Final = "khongviet_quay_"
CHANNEL: Final = "khongviet_sync"
SAFE: Final = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, khongviet, pg_temp"
"""How every function for counters runs: as the owner of the tables, with names that nobody else can lay under."""

# Roles belong to the whole server: another office's database there may have made them.
ROLES: Final = f"""
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER_ROLE}') THEN
        CREATE ROLE {OWNER_ROLE} NOLOGIN CREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{COUNTER_GROUP}') THEN
        CREATE ROLE {COUNTER_GROUP} NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ADMIN_GROUP}') THEN
        CREATE ROLE {ADMIN_GROUP} NOLOGIN;
        GRANT {COUNTER_GROUP} TO {ADMIN_GROUP};
    END IF;
    GRANT {COUNTER_GROUP}, {ADMIN_GROUP} TO {OWNER_ROLE} WITH ADMIN OPTION;
    -- Who sets the server up may be no superuser; then it needs the owner's place for a moment.
    EXECUTE format('GRANT {OWNER_ROLE} TO %I', current_user);
END
$$
"""

TABLES: Final = """
CREATE TABLE sync_meta (k text PRIMARY KEY, v text NOT NULL);
CREATE TABLE sync_head (
    id int PRIMARY KEY CHECK (id = 1), seq bigint NOT NULL, chain bytea NOT NULL, floor bigint NOT NULL
) WITH (fillfactor = 10);
CREATE TABLE sync_client (
    client_id text COLLATE "C" PRIMARY KEY, counter_no int NOT NULL, name text NOT NULL, db_role name,
    last_op bigint NOT NULL, last_hash bytea NOT NULL, cursor bigint NOT NULL, schema_level int NOT NULL,
    app_version text NOT NULL, clock_offset_ms bigint NOT NULL, last_seen timestamptz, retired_at timestamptz
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX sync_client_number ON sync_client (counter_no) WHERE counter_no > 0 AND retired_at IS NULL;
CREATE TABLE sync_change (
    seq bigint PRIMARY KEY, client_id text COLLATE "C" NOT NULL, op bigint NOT NULL, txn_no bigint NOT NULL,
    txn_end boolean NOT NULL, kind text NOT NULL, entity text NOT NULL, row_id text NOT NULL, base bigint NOT NULL,
    patch text NOT NULL, actor text NOT NULL, made_at text NOT NULL, hlc text NOT NULL, schema_level int NOT NULL,
    op_hash bytea NOT NULL, decision text NOT NULL, refusal text NOT NULL, chain bytea NOT NULL,
    UNIQUE (client_id, op)
);
CREATE TABLE sync_row (
    entity text COLLATE "C", row_id text COLLATE "C", rev bigint NOT NULL, doc text NOT NULL, origins text NOT NULL,
    erased bigint NOT NULL, PRIMARY KEY (entity, row_id)
);
CREATE TABLE sync_claim (
    scope text COLLATE "C", key text COLLATE "C", holder text NOT NULL, PRIMARY KEY (scope, key)
);
CREATE TABLE sync_given (
    series text COLLATE "C", day date, number int, client_id text NOT NULL, PRIMARY KEY (series, day, number)
);
CREATE TABLE sync_seal (
    scope text COLLATE "C", key_id bytea, wrapped bytea NOT NULL, PRIMARY KEY (scope, key_id)
);
CREATE TABLE sync_erased (scope text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL);
CREATE TABLE sync_invitation (secret_hash bytea PRIMARY KEY, expires timestamptz NOT NULL, used_by text);
"""

# Since when the store notes days, and its floor; an office of an older program gets them from `server renew`.
ARRIVAL: Final = f"""
CREATE TABLE IF NOT EXISTS sync_arrival (day date PRIMARY KEY, after bigint NOT NULL);
INSERT INTO sync_meta VALUES ('keep_days', '{KEEP_DAYS}') ON CONFLICT DO NOTHING;
"""

# Attachments, sealed by the counters. What older programs have left unsealed goes with `server renew`.
BLOB_TABLES: Final = """
DROP TABLE IF EXISTS blob_chunk, blob;
CREATE TABLE IF NOT EXISTS sealed_blob (
    digest text COLLATE "C" PRIMARY KEY, size bigint NOT NULL, mime text NOT NULL, sealed_sum text,
    by_role name NOT NULL DEFAULT session_user, at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS sealed_chunk (
    digest text COLLATE "C" REFERENCES sealed_blob, number int, data bytea NOT NULL, PRIMARY KEY (digest, number)
);
ALTER TABLE sealed_chunk ALTER COLUMN data SET STORAGE EXTERNAL;
"""

GRANTS: Final = f"""
REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC;
GRANT USAGE ON SCHEMA {SCHEMA} TO {COUNTER_GROUP};
GRANT SELECT ON sync_meta, sync_head, sync_client, sync_change, sync_row, sync_claim, sync_given, sync_seal,
    sync_erased, sync_arrival, sealed_blob, sealed_chunk TO {COUNTER_GROUP};
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {SCHEMA} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hello, register, retire, reserve, take, erasable, blob_begin, blob_put, blob_finish,
    blob_forget TO {COUNTER_GROUP};
GRANT EXECUTE ON FUNCTION found, invite, raise_writer_level, relog, make_counter_role TO {ADMIN_GROUP};
"""
