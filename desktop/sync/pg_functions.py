"""The functions through which counters write, as PostgreSQL keeps them.

Each runs as the owner of the tables, looks at the role that logged in (`session_user`), and is one statement for its
caller: no lock outlives it, whatever becomes of the network. What is broken by a bug of the caller ends with KV002,
what the office does not allow with KV001, a full office with KV003, a second founding with KV004, a head that is not
the end of the log with KV005.
"""

from typing import Final

from desktop.records.operations import PATCH_MAX, WORD_MAX
from desktop.services.office_values import TOO_YOUNG
from desktop.sync.entries import NO_REFUSAL_TEXT
from desktop.sync.pg_schema import ADMIN_GROUP, CHANNEL, COUNTER_GROUP, ROLE_PREFIX, SAFE
from desktop.sync.remote import COUNTERS_MAX, NAME_MAX, OFFSET_MAX_MS, WRAPPED_BYTES
from desktop.sync.store_rules import EPOCH_BOUND, EPOCHS_BEGAN

REFUSED: Final = "KV001"
BROKEN: Final = "KV002"
FULL: Final = "KV003"
FOUNDED: Final = "KV004"
WRONG_HEAD: Final = "KV005"
DOC_MAX: Final = 20 * PATCH_MAX
"""Characters of a whole record."""
BATCH_BYTES_MAX: Final = 64_000_000
"""What a batch changes: more never comes through to a counter behind a slow cable within the deadline of a call."""
CONNECTIONS_MAX: Final = 20
"""Of one counter at once: nobody takes the places of all others. A counter uses three."""
# Said beside the code of a bug, which programs that do not know it quarantine all the same.
YOUNG: Final = "erasable"

MEMBERS: Final = f"""
CREATE FUNCTION active_client(p_client text) RETURNS sync_client {SAFE} AS $$
DECLARE found_client sync_client;
BEGIN
    SELECT * INTO found_client FROM sync_client
        WHERE client_id = p_client AND counter_no > 0 AND retired_at IS NULL AND db_role = session_user;
    IF NOT FOUND THEN RAISE EXCEPTION 'not an active counter of this role' USING ERRCODE = '{REFUSED}'; END IF;
    RETURN found_client;
END $$;

CREATE FUNCTION hello(p_client text, p_cursor bigint, p_level int, p_version text, p_offset bigint)
    RETURNS TABLE (
        dataset_id text, epoch int, head bigint, log_floor bigint, chain_at_cursor bytea, min_level int,
        registered boolean, moment timestamptz
    ) {SAFE} AS $$
BEGIN
    -- A counter's word of itself is read by all: no longer and no greater than any of ours.
    p_version := left(p_version, {NAME_MAX});
    p_offset := greatest(-{OFFSET_MAX_MS}, least(p_offset, {OFFSET_MAX_MS}));
    UPDATE sync_client c SET cursor = p_cursor, schema_level = p_level, app_version = p_version,
            clock_offset_ms = p_offset, last_seen = clock_timestamp()
        WHERE client_id = p_client AND counter_no > 0 AND retired_at IS NULL AND db_role = session_user
            AND (c.cursor, c.schema_level, c.app_version, c.clock_offset_ms) IS DISTINCT FROM
                (p_cursor, p_level, p_version, p_offset)
            OR client_id = p_client AND counter_no > 0 AND retired_at IS NULL AND db_role = session_user
            AND (last_seen IS NULL OR last_seen < clock_timestamp() - interval '30 s');
    RETURN QUERY SELECT
        (SELECT v FROM sync_meta WHERE k = 'dataset_id'),
        (SELECT v::int FROM sync_meta WHERE k = 'epoch'),
        h.seq, h.floor,
        CASE WHEN p_cursor = 0 THEN (SELECT decode(v, 'hex') FROM sync_meta WHERE k = 'genesis')
            ELSE (SELECT chain FROM sync_change WHERE seq = p_cursor) END,
        (SELECT v::int FROM sync_meta WHERE k = 'min_writer_level'),
        EXISTS (SELECT FROM sync_client WHERE client_id = p_client AND counter_no > 0 AND retired_at IS NULL
            AND db_role = session_user),
        clock_timestamp()
        FROM sync_head h;
END $$;

CREATE FUNCTION register(p_client text, p_name text, p_secret_hash bytea, p_copy_of text) RETURNS int {SAFE} AS $$
DECLARE known sync_client; free int;
BEGIN
    IF length(p_client) > {NAME_MAX} THEN RAISE EXCEPTION 'not the id of a counter' USING ERRCODE = '{BROKEN}'; END IF;
    LOCK TABLE sync_client IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO known FROM sync_client WHERE client_id = p_client;
    IF known.retired_at IS NOT NULL OR known.db_role <> session_user THEN
        RAISE EXCEPTION 'retired, or another role''s counter' USING ERRCODE = '{REFUSED}';
    END IF;
    IF known.counter_no > 0 THEN RETURN known.counter_no; END IF;
    -- One that nobody ever had first: a retired counter may not know it yet and still use its share.
    SELECT n INTO free FROM generate_series(1, {COUNTERS_MAX}) n LEFT JOIN sync_client ON counter_no = n GROUP BY n
        HAVING bool_and(client_id IS NULL OR retired_at IS NOT NULL) ORDER BY count(client_id) > 0,
            -- What a store that was put back has forgotten are small numbers: see free_number in store_rules.
            CASE WHEN EXISTS (SELECT FROM sync_meta WHERE k = 'put_back') THEN -n ELSE n END LIMIT 1;
    IF free IS NULL THEN RAISE EXCEPTION 'no number is free' USING ERRCODE = '{FULL}'; END IF;
    IF known.client_id IS NULL AND EXISTS (SELECT FROM sync_client)
        AND NOT EXISTS (SELECT FROM sync_client WHERE client_id = p_copy_of AND db_role = session_user
            AND retired_at IS NULL)
        AND (SELECT v FROM sync_meta WHERE k = 'demands_secret') = '1'
    THEN
        UPDATE sync_invitation SET used_by = p_client
            WHERE secret_hash = p_secret_hash AND used_by IS NULL AND expires > clock_timestamp();
        IF NOT FOUND THEN RAISE EXCEPTION 'no invitation' USING ERRCODE = '{REFUSED}'; END IF;
    END IF;
    INSERT INTO sync_client VALUES
        (p_client, free, left(p_name, {NAME_MAX}), session_user, 0, '', 0, 0, '', 0, clock_timestamp(), NULL)
        ON CONFLICT (client_id) DO UPDATE
            SET counter_no = excluded.counter_no, name = excluded.name, db_role = excluded.db_role;
    IF session_user LIKE '{ROLE_PREFIX}%' THEN
        EXECUTE format('ALTER ROLE %I VALID UNTIL %L', session_user, 'infinity');
    END IF;
    RETURN free;
END $$;

CREATE FUNCTION retire(p_client text) RETURNS void {SAFE} AS $$
DECLARE role name;
BEGIN
    UPDATE sync_client SET retired_at = clock_timestamp() WHERE client_id = p_client AND retired_at IS NULL
        AND (db_role = session_user OR pg_has_role(session_user, '{ADMIN_GROUP}', 'MEMBER'));
    IF NOT FOUND AND EXISTS (SELECT FROM sync_client WHERE client_id = p_client AND retired_at IS NULL) THEN
        RAISE EXCEPTION 'another role''s counter' USING ERRCODE = '{REFUSED}';
    END IF;
    -- A counter that left reads no more either: its role is locked unless it serves another counter.
    SELECT db_role INTO role FROM sync_client WHERE client_id = p_client;
    IF role LIKE '{ROLE_PREFIX}%' AND NOT EXISTS (
        SELECT FROM sync_client WHERE db_role = role AND retired_at IS NULL)
    THEN
        BEGIN
            EXECUTE format('ALTER ROLE %I NOLOGIN', role);
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE WARNING 'the role % was not made here and has to be locked by hand', role;
        END;
    END IF;
END $$;

-- Until a counter has come in, who founds again has lost the key of the first try.
CREATE FUNCTION found(p_dataset text, p_genesis bytea) RETURNS void {SAFE} AS $$
BEGIN
    PERFORM FROM sync_head WHERE seq = 0 FOR UPDATE;
    IF NOT FOUND OR EXISTS (SELECT FROM sync_client) THEN
        RAISE EXCEPTION 'there is an office already' USING ERRCODE = '{FOUNDED}';
    END IF;
    UPDATE sync_head SET chain = p_genesis;
    UPDATE sync_meta SET v = p_dataset WHERE k = 'dataset_id';
    UPDATE sync_meta SET v = encode(p_genesis, 'hex') WHERE k = 'genesis';
END $$;

CREATE FUNCTION invite(p_secret_hash bytea, p_expires timestamptz) RETURNS void {SAFE} AS $$
BEGIN
    INSERT INTO sync_invitation VALUES (p_secret_hash, p_expires) ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION raise_writer_level(p_level int) RETURNS void {SAFE} AS $$
BEGIN
    UPDATE sync_meta SET v = p_level WHERE k = 'min_writer_level' AND v::int < p_level;
END $$;

CREATE FUNCTION make_counter_role(p_role text, p_verifier text, p_admin boolean) RETURNS void {SAFE} AS $$
BEGIN
    -- The password itself never comes here: only what SCRAM needs to check it.
    IF p_role !~ '^{ROLE_PREFIX}[0-9a-z_]{{1,30}}$' OR p_verifier !~ '^SCRAM-SHA-256\\$' THEN
        RAISE EXCEPTION 'not the name or the verifier of a counter' USING ERRCODE = '{REFUSED}';
    END IF;
    -- What comes with a pairing code opens no longer than its invitation, until a counter has come in with it.
    EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L CONNECTION LIMIT {CONNECTIONS_MAX} VALID UNTIL %L', p_role,
        p_verifier, coalesce(
            CASE WHEN NOT p_admin THEN (SELECT max(expires) FROM sync_invitation WHERE used_by IS NULL) END,
            'infinity'));
    -- The groups belong to the whole server: it is this database alone that a counter of this office gets into.
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), p_role);
    EXECUTE format('GRANT %I TO %I', CASE WHEN p_admin THEN '{ADMIN_GROUP}' ELSE '{COUNTER_GROUP}' END, p_role);
END $$;
"""

_ENTRY_ARRAYS: Final = """
    p_txn_no bigint[], p_txn_end boolean[], p_kind text[], p_entity text[], p_row_id text[], p_base bigint[],
    p_patch text[], p_actor text[], p_made_at text[], p_hlc text[], p_schema_level int[], p_op_hash bytea[],
    p_decision text[], p_refusal text[], p_chain bytea[]"""
_STATE_ARRAYS: Final = """
    r_entity text[], r_row_id text[], r_rev bigint[], r_doc text[], r_origins text[], r_erased bigint[],
    c_scope text[], c_key text[], c_holder text[], s_scope text[], s_key_id bytea[], s_wrapped bytea[]"""
_STATE_NAMES: Final = (
    "r_entity, r_row_id, r_rev, r_doc, r_origins, r_erased, c_scope, c_key, c_holder, s_scope, s_key_id,"
    " s_wrapped"
)

PLANNED_ONCE: Final = "SET plan_cache_mode = force_generic_plan"
"""For what every batch runs through: its statements find rows by key, whatever the arrays hold."""

LOG: Final = f"""
-- As in docs/log-format.md; PostgreSQL spells JSON texts as Python does. These two become part of the statement that
-- calls them: as functions of their own they would cost more than the hashing.
CREATE FUNCTION chain_after(
    p_previous bytea, p_seq bigint, p_client text, p_op_hash bytea, p_decision text, p_refusal text
) RETURNS bytea LANGUAGE sql STABLE RETURN
    sha256(p_previous || convert_to(
        '{{"client_id":' || to_json(p_client) || ',"decision":' || to_json(p_decision)
        || ',"op_hash":"' || encode(p_op_hash, 'hex') || '","refusal":' || to_json(p_refusal)
        || ',"seq":' || p_seq || '}}', 'UTF8'));

CREATE FUNCTION line_genesis(p_client text) RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT sha256(convert_to(E'khongviet counter 1\\n' || p_client, 'UTF8'))
$$;

CREATE FUNCTION line_hash_after(
    p_previous bytea, p_op bigint, p_txn_no bigint, p_txn_end boolean, p_kind text, p_entity text, p_row_id text,
    p_base bigint, p_patch text, p_actor text, p_made_at text, p_hlc text, p_schema_level int
) RETURNS bytea LANGUAGE sql STABLE RETURN
    sha256(p_previous || convert_to(
        '{{"actor":' || to_json(p_actor) || ',"base":' || p_base || ',"entity":' || to_json(p_entity)
        || ',"hlc":' || to_json(p_hlc) || ',"kind":' || to_json(p_kind) || ',"made_at":' || to_json(p_made_at)
        || ',"op":' || p_op || ',"patch":' || to_json(p_patch) || ',"row_id":' || to_json(p_row_id)
        || ',"schema_level":' || p_schema_level || ',"txn_end":' || to_json(p_txn_end)
        || ',"txn_no":' || p_txn_no || '}}', 'UTF8'));

CREATE FUNCTION keep_state(p_first bigint, p_last bigint, {_STATE_ARRAYS}) RETURNS void {SAFE} AS $$
DECLARE kept int;
BEGIN
    IF (SELECT max(greatest(length(doc), length(origins))) FROM unnest(r_doc, r_origins) r (doc, origins)) > {DOC_MAX}
    THEN RAISE EXCEPTION 'a record too long' USING ERRCODE = '{BROKEN}'; END IF;
    INSERT INTO sync_arrival SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date,
        CASE WHEN EXISTS (SELECT FROM sync_arrival) THEN p_first - 1 ELSE 0 END ON CONFLICT DO NOTHING;
    -- What a record looks like is its pusher's word; that it has changed is an entry's.
    INSERT INTO sync_row
        SELECT r.* FROM unnest(r_entity, r_row_id, r_rev, r_doc, r_origins, r_erased)
            r (entity, row_id, rev, doc, origins, erased)
        JOIN sync_change c ON c.seq = r.rev AND c.entity = r.entity AND c.row_id = r.row_id
        WHERE r.rev BETWEEN p_first AND p_last
        ON CONFLICT (entity, row_id) DO UPDATE SET rev = excluded.rev, doc = excluded.doc,
            origins = excluded.origins, erased = excluded.erased;
    GET DIAGNOSTICS kept = ROW_COUNT;
    IF kept <> cardinality(r_rev) THEN
        RAISE EXCEPTION 'a record changes that no entry is about' USING ERRCODE = '{BROKEN}';
    END IF;
    IF cardinality(c_scope) > 0 THEN
        INSERT INTO sync_claim SELECT * FROM unnest(c_scope, c_key, c_holder) u (scope, key, holder)
            WHERE greatest(length(scope), length(key), length(holder)) <= {WORD_MAX}
                AND holder = ANY (r_row_id) ON CONFLICT DO NOTHING; -- no number without its record
    END IF;
    -- Only what the log itself says destroys a key.
    INSERT INTO sync_erased
        SELECT row_id, min(seq) FROM sync_change
        WHERE seq BETWEEN p_first AND p_last AND position('"erase":true' IN patch) > 0
            AND decision IN ('accepted', 'partial') AND patch::jsonb -> 'erase' = 'true'::jsonb
        GROUP BY row_id ON CONFLICT DO NOTHING;
    IF FOUND THEN DELETE FROM sync_seal s USING sync_erased e WHERE s.scope = e.scope; END IF;
    IF cardinality(s_scope) > 0 THEN
        INSERT INTO sync_seal SELECT DISTINCT ON (scope, key_id) *
            FROM unnest(s_scope, s_key_id, s_wrapped) u (scope, key_id, wrapped)
            WHERE greatest(length(scope), octet_length(key_id), octet_length(wrapped)) <= {WORD_MAX}
                AND NOT EXISTS (SELECT FROM sync_erased e WHERE e.scope = u.scope)
            -- What cannot be a wrapped key makes room for one that can; what can be one, no counter may replace.
            ON CONFLICT (scope, key_id) DO UPDATE SET wrapped = excluded.wrapped
                WHERE octet_length(sync_seal.wrapped) <> {WRAPPED_BYTES}
                    AND octet_length(excluded.wrapped) = {WRAPPED_BYTES};
    END IF;
    PERFORM pg_notify('{CHANNEL}', p_last::text);
END $$;

-- A day for which nobody vouches is no day long ago: a record without one is kept.
CREATE FUNCTION erasable(p_rows text[]) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, khongviet, pg_temp AS $$
    SELECT coalesce(array_agg(row_id), '{{}}') FROM (
        SELECT row_id, min(seq) AS first FROM sync_change WHERE row_id = ANY (p_rows) GROUP BY row_id
    ) known
    WHERE (SELECT max(day) FROM sync_arrival WHERE after < known.first)
        <= (clock_timestamp() AT TIME ZONE 'UTC')::date - (SELECT v::int FROM sync_meta WHERE k = 'keep_days')
$$;

CREATE FUNCTION take(p_client text, p_head bigint, p_last_op bigint, {_ENTRY_ARRAYS}, {_STATE_ARRAYS})
    RETURNS boolean {SAFE} {PLANNED_ONCE} AS $$
DECLARE
    me sync_client; old_chain bytea; old_hash bytea; last sync_change; size int := cardinality(p_chain);
    unreadable bigint; loose bigint; doomed text[]; amount bigint;
BEGIN
    IF size = 0 THEN RAISE EXCEPTION 'no entry' USING ERRCODE = '{BROKEN}'; END IF;
    -- Whoever comes second waits here for the first, a few milliseconds, and then sees another head.
    SELECT chain INTO old_chain FROM sync_head WHERE seq = p_head FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM active_client(p_client);
        RETURN false;
    END IF;
    -- Whoever wrote another head there would have this batch follow nothing, and nobody could read on from it.
    IF EXISTS (SELECT FROM sync_change WHERE seq = p_head + 1) OR old_chain IS DISTINCT FROM (CASE
        WHEN p_head = 0 THEN (SELECT decode(v, 'hex') FROM sync_meta WHERE k = 'genesis')
        ELSE (SELECT chain FROM sync_change WHERE seq = p_head) END)
    THEN
        RAISE EXCEPTION 'the head is not the end of the log' USING ERRCODE = '{WRONG_HEAD}', DETAIL = p_head;
    END IF;
    me := active_client(p_client);
    IF me.last_op <> p_last_op THEN
        RAISE EXCEPTION 'line % offered after line %', p_last_op + 1, me.last_op USING ERRCODE = '{BROKEN}';
    END IF;
    old_hash := CASE WHEN me.last_op = 0 AND me.last_hash = '' THEN line_genesis(p_client) ELSE me.last_hash END;
    INSERT INTO sync_change
        SELECT p_head + i, p_client, p_last_op + i, txn_no, txn_end, kind, entity, row_id, base, patch, actor,
            made_at, hlc, schema_level, op_hash, decision, refusal, chain
        FROM unnest(p_txn_no, p_txn_end, p_kind, p_entity, p_row_id, p_base, p_patch, p_actor, p_made_at, p_hlc,
            p_schema_level, p_op_hash, p_decision, p_refusal, p_chain) WITH ORDINALITY u (txn_no, txn_end, kind,
            entity, row_id, base, patch, actor, made_at, hlc, schema_level, op_hash, decision, refusal, chain, i);
    -- What is looked at is what stands there now; whatever is wrong takes all of it back. Each entry is held against
    -- the one before it, the first against the head: so all of them follow.
    SELECT min(seq) FILTER (WHERE readable IS NOT TRUE), min(seq) FILTER (WHERE follows IS NOT TRUE),
            array_agg(row_id) FILTER (WHERE erases AND decision IN ('accepted', 'partial')), sum(bytes)
        INTO unreadable, loose, doomed, amount FROM (
            SELECT seq, octet_length(patch) + octet_length(refusal) AS bytes,
                row_id, decision, body -> 'erase' IS NOT DISTINCT FROM 'true' AS erases,
                jsonb_typeof(body -> 'set') = 'object' AND jsonb_typeof(body -> 'clear') = 'array'
                    AND (refusal = '{NO_REFUSAL_TEXT}' OR jsonb_typeof(refusal::jsonb -> 'fields') = 'object'
                        AND jsonb_typeof(refusal::jsonb -> 'claims') = 'array')
                    AND decision IN ('accepted', 'partial', 'rejected', 'void') AND kind IN ('edit', 'void')
                    AND greatest(length(patch), length(refusal)) <= {PATCH_MAX}
                    AND greatest(length(entity), length(row_id), length(actor), length(made_at), length(hlc))
                        <= {WORD_MAX}
                    -- An erasing spelled otherwise would be read by counters and missed here.
                    AND (body -> 'erase' IS DISTINCT FROM 'true' OR position('"erase":true' IN patch) > 0) AS readable,
                op_hash = line_hash_after(hash_before, op, txn_no, txn_end, kind, entity, row_id, base, patch, actor,
                    made_at, hlc, schema_level)
                    AND chain = chain_after(chain_before, seq, client_id, op_hash, decision, refusal) AS follows
            FROM (
                -- What is no JSON fails at the cast; both ways the batch is refused as a bug.
                SELECT *, patch::jsonb AS body, lag(op_hash, 1, old_hash) OVER (ORDER BY seq) AS hash_before,
                    lag(chain, 1, old_chain) OVER (ORDER BY seq) AS chain_before
                FROM sync_change WHERE seq BETWEEN p_head + 1 AND p_head + size
            ) offered
        ) looked_at;
    IF amount > {BATCH_BYTES_MAX} THEN RAISE EXCEPTION 'too much at once' USING ERRCODE = '{BROKEN}'; END IF;
    IF unreadable > 0 THEN RAISE EXCEPTION 'entry % cannot be read', unreadable USING ERRCODE = '{BROKEN}'; END IF;
    IF loose IS NOT NULL THEN RAISE EXCEPTION 'entry % does not follow', loose USING ERRCODE = '{BROKEN}'; END IF;
    SELECT * INTO last FROM sync_change WHERE seq = p_head + size;
    IF NOT last.txn_end THEN RAISE EXCEPTION 'half a unit of work' USING ERRCODE = '{BROKEN}'; END IF;
    UPDATE sync_head SET seq = last.seq, chain = last.chain;
    UPDATE sync_client SET last_op = last.op, last_hash = last.op_hash WHERE client_id = p_client;
    PERFORM keep_state(p_head + 1, p_head + size, {_STATE_NAMES});
    IF doomed IS NOT NULL THEN
        -- Looks through the whole log: only for a batch that erases something.
        IF NOT doomed <@ erasable(doomed) THEN
            RAISE EXCEPTION 'a record is {TOO_YOUNG}' USING ERRCODE = '{BROKEN}', CONSTRAINT = '{YOUNG}';
        END IF;
    END IF;
    RETURN true;
END $$;

-- Between which entries the log was written back, and on which day of the office.
CREATE FUNCTION put_back(p_from bigint, p_to bigint) RETURNS void {SAFE} AS $$
BEGIN
    -- The same backup may come back more than once: see epoch_after in store_rules.
    UPDATE sync_meta SET v = greatest(v::int + 1, least({EPOCH_BOUND},
        extract(epoch FROM clock_timestamp() - timestamptz '{EPOCHS_BEGAN}'))::int) WHERE k = 'epoch';
    INSERT INTO sync_meta VALUES ('brought_back', p_from || '/' || p_to),
        ('put_back', ((clock_timestamp() AT TIME ZONE 'UTC') + interval '7 hours')::date)
        ON CONFLICT (k) DO UPDATE SET v = excluded.v;
END $$;

CREATE FUNCTION relog(p_head bigint, p_client text[], p_op bigint[], {_ENTRY_ARRAYS}, {_STATE_ARRAYS})
    RETURNS boolean {SAFE} AS $$
DECLARE link bytea; hash bytea; size int := cardinality(p_chain); began bigint; doomed text[];
BEGIN
    SELECT chain INTO link FROM sync_head WHERE seq = p_head FOR UPDATE;
    IF NOT FOUND OR EXISTS (SELECT FROM sync_change WHERE seq = p_head + 1) THEN RETURN false; END IF;
    IF size = 0 THEN
        PERFORM put_back(p_head, p_head);
        RETURN true;
    END IF;
    -- What the store still had is as safe from being written back as from being pushed; what comes back may go again.
    began := coalesce((SELECT split_part(v, '/', 1)::bigint FROM sync_meta
        WHERE k = 'brought_back' AND split_part(v, '/', 2) = p_head::text), p_head);
    SELECT array_agg(row_id) INTO doomed FROM unnest(p_row_id, p_patch, p_decision) d (row_id, patch, decision)
        WHERE position('"erase":true' IN patch) > 0 AND decision IN ('accepted', 'partial');
    IF doomed IS NOT NULL THEN
        SELECT array_agg(DISTINCT row_id) INTO doomed FROM sync_change
            WHERE row_id = ANY (doomed) AND seq <= began;
        IF NOT doomed <@ erasable(doomed) THEN RETURN false; END IF;
    END IF;
    FOR i IN 1..size LOOP
        link := chain_after(link, p_head + i, p_client[i], p_op_hash[i], p_decision[i], p_refusal[i]);
        -- The line before it is among those that come back, or stands here still; otherwise nothing follows it.
        hash := line_hash_after(
            CASE WHEN p_op[i] = 1 THEN line_genesis(p_client[i]) ELSE coalesce(
                (SELECT p_op_hash[j] FROM generate_series(1, i - 1) j
                    WHERE p_client[j] = p_client[i] AND p_op[j] = p_op[i] - 1),
                (SELECT op_hash FROM sync_change WHERE client_id = p_client[i] AND op = p_op[i] - 1)) END,
            p_op[i], p_txn_no[i], p_txn_end[i], p_kind[i], p_entity[i], p_row_id[i], p_base[i], p_patch[i],
            p_actor[i], p_made_at[i], p_hlc[i], p_schema_level[i]);
        IF link IS DISTINCT FROM p_chain[i] OR hash IS DISTINCT FROM p_op_hash[i] THEN RETURN false; END IF;
    END LOOP;
    INSERT INTO sync_change
        SELECT p_head + i, client_id, op, txn_no, txn_end, kind, entity, row_id, base, patch, actor,
            made_at, hlc, schema_level, op_hash, decision, refusal, chain
        FROM unnest(p_client, p_op, p_txn_no, p_txn_end, p_kind, p_entity, p_row_id, p_base, p_patch, p_actor,
            p_made_at, p_hlc, p_schema_level, p_op_hash, p_decision, p_refusal, p_chain) WITH ORDINALITY
            u (client_id, op, txn_no, txn_end, kind, entity, row_id, base, patch, actor, made_at, hlc,
            schema_level, op_hash, decision, refusal, chain, i);
    -- A counter that only comes back with entries of its own has no number until it registers again.
    INSERT INTO sync_client
        SELECT DISTINCT ON (client_id) client_id, 0, '', NULL, op, op_hash, 0, 0, '', 0, NULL, NULL
        FROM unnest(p_client, p_op, p_op_hash) u (client_id, op, op_hash) ORDER BY client_id, op DESC
        ON CONFLICT (client_id) DO UPDATE SET last_op = excluded.last_op, last_hash = excluded.last_hash;
    UPDATE sync_head SET seq = p_head + size, chain = p_chain[size];
    PERFORM put_back(began, p_head + size);
    PERFORM keep_state(p_head + 1, p_head + size, {_STATE_NAMES});
    RETURN true;
END $$;
"""
