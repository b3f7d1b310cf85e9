"""The function that gives out the numbers of the common series in PostgreSQL, as `pg_functions` does for the log."""

from typing import Final

from desktop.sync.pg_functions import BROKEN
from desktop.sync.pg_schema import SAFE
from desktop.sync.remote import GIVEN_MAX

NUMBERS: Final = f"""
CREATE FUNCTION reserve(p_client text, p_series text, p_day date, p_count int) RETURNS int[] {SAFE} AS $$
DECLARE given int[];
BEGIN
    PERFORM active_client(p_client);
    IF p_count NOT BETWEEN 0 AND 100 THEN
        RAISE EXCEPTION 'too many numbers' USING ERRCODE = '{BROKEN}';
    END IF;
    -- Who has which numbers of the day on which the store was put back, nobody knows: each takes its own share.
    IF p_day <= (SELECT v::date FROM sync_meta WHERE k = 'put_back') THEN RETURN '{{}}'; END IF;
    -- Two counters may ask for the first number of a day at once, when there is no row to lock yet.
    PERFORM pg_advisory_xact_lock(hashtextextended(p_series || p_day, 0));
    WITH last AS (
        SELECT coalesce(max(number), 0) AS number FROM sync_given
            WHERE series = p_series AND day = p_day AND number <= {GIVEN_MAX}
    ), fresh AS (
        INSERT INTO sync_given SELECT p_series, p_day, last.number + i, p_client
            FROM last, generate_series(1, least(p_count, {GIVEN_MAX} - last.number)) i RETURNING number
    ) SELECT coalesce(array_agg(number ORDER BY number), '{{}}') INTO given FROM fresh;
    RETURN given;
END $$;
"""
