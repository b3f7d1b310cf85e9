"""The functions through which counters send attachments to PostgreSQL, as `pg_functions` does for the log."""

from typing import Final

from desktop.sync.blob_remote import CHUNK_BYTES, TAG_BYTES
from desktop.sync.pg_schema import SAFE

BLOBS: Final = f"""
-- What a sealed chunk is long; null for a number the attachment does not have.
CREATE FUNCTION sealed_length(p_size bigint, p_number int) RETURNS bigint
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT least({CHUNK_BYTES}, p_size - p_number::bigint * {CHUNK_BYTES}) + {TAG_BYTES}
        WHERE p_number BETWEEN 0 AND (p_size - 1) / {CHUNK_BYTES}
$$;

CREATE FUNCTION blob_begin(p_digest text, p_size bigint, p_mime text) RETURNS void {SAFE} AS $$
BEGIN
    INSERT INTO sealed_blob (digest, size, mime) VALUES (p_digest, p_size, p_mime) ON CONFLICT DO NOTHING;
    -- As long as nothing is complete, whoever announced another size was wrong: nobody blocks a scan for good.
    UPDATE sealed_blob SET size = p_size, mime = p_mime, by_role = session_user, at = now()
        WHERE digest = p_digest AND sealed_sum IS NULL AND size <> p_size;
    IF FOUND THEN DELETE FROM sealed_chunk WHERE digest = p_digest; END IF;
END $$;

CREATE FUNCTION blob_put(p_digest text, p_number int, p_data bytea) RETURNS void {SAFE} AS $$
BEGIN
    INSERT INTO sealed_chunk SELECT p_digest, p_number, p_data FROM sealed_blob
        WHERE digest = p_digest AND sealed_sum IS NULL AND length(p_data) = sealed_length(size, p_number)
        ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION blob_finish(p_digest text, p_sum text) RETURNS boolean {SAFE} AS $$
DECLARE known sealed_blob; there bigint; tags bytea;
BEGIN
    SELECT * INTO known FROM sealed_blob WHERE digest = p_digest FOR UPDATE;
    IF known.sealed_sum IS NOT NULL THEN RETURN known.sealed_sum = p_sum; END IF;
    -- Left by somebody who announced another size.
    DELETE FROM sealed_chunk
        WHERE digest = p_digest AND length(data) IS DISTINCT FROM sealed_length(known.size, number);
    SELECT count(*), string_agg(substring(data FROM length(data) - {TAG_BYTES - 1}), '' ORDER BY number)
        INTO there, tags FROM sealed_chunk WHERE digest = p_digest;
    IF there <= (known.size - 1) / {CHUNK_BYTES} THEN RETURN false; END IF;
    IF encode(sha256(tags), 'hex') <> p_sum THEN
        DELETE FROM sealed_chunk WHERE digest = p_digest;
        RETURN false;
    END IF;
    UPDATE sealed_blob SET sealed_sum = p_sum WHERE digest = p_digest;
    RETURN true;
END $$;

-- Bytes go when every record that ever named them is erased; whoever names them now waits, or has been seen.
CREATE FUNCTION blob_forget(p_digest text) RETURNS boolean {SAFE} AS $$
DECLARE named bigint; living bigint;
BEGIN
    PERFORM FROM sync_head FOR UPDATE;
    SELECT count(*), count(*) FILTER (WHERE e.scope IS NULL) INTO named, living
        FROM sync_change c LEFT JOIN sync_erased e ON e.scope = c.row_id
        WHERE c.entity = 'attachment' AND position(p_digest IN c.patch) > 0;
    IF named = 0 OR living > 0 THEN RETURN false; END IF;
    DELETE FROM sealed_chunk WHERE digest = p_digest;
    DELETE FROM sealed_blob WHERE digest = p_digest;
    RETURN true;
END $$;
"""
