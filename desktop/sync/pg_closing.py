"""What the roles of counters may not do on a PostgreSQL server beside the office."""

from typing import Final

import psycopg
from psycopg import sql

from desktop.sync.pg_schema import COUNTER_GROUP, OWNER_ROLE, ROLE_PREFIX, SCHEMA

_FILLERS: Final = ("lo_creat", "lo_create", "lo_from_bytea", "pg_logical_emit_message")
_TEMP_LIMIT: Final = "1GB"
"""For each connection. Nothing an office asks comes near it; building an index anew after a restore may."""


def _close_rest(connection: psycopg.Connection) -> None:
    """Leave counters nothing on the server that they could fill but the office itself, as far as it is ours to close.

    Only a superuser may; and where other people log in to the same server, its other databases are theirs to close.
    """
    keeper = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if keeper is None or not keeper[0]:
        return
    # Large objects belong to whoever makes them, beside every table; messages to replicas fill its log.
    makers = connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE proname = ANY (%s)", (list(_FILLERS),)
    ).fetchall()
    for (name,) in makers:
        connection.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(name)))
    # A sort that does not fit into memory is written to the disk of all.
    here = sql.Identifier(connection.info.dbname)
    connection.execute(
        sql.SQL("ALTER DATABASE {} SET temp_file_limit = {}").format(here, sql.Literal(_TEMP_LIMIT))
    )
    open_to_all = connection.execute(
        "SELECT datname FROM pg_database WHERE datname IN ('postgres', 'template1')"
        " AND has_database_privilege('public', oid, 'CONNECT') AND NOT EXISTS (SELECT FROM pg_roles"
        " WHERE rolcanlogin AND NOT rolsuper AND NOT starts_with(rolname, %s))",
        (ROLE_PREFIX,),
    ).fetchall()
    for (name,) in open_to_all:
        connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


def close_database(connection: psycopg.Connection) -> None:
    """Let only this office's counters in: by itself PostgreSQL lets every role of the server connect.

    The functions let each role in when they make it. A program before this one let the whole group in, and with it the
    counters of every other office on the server.
    """
    _close_rest(connection)
    name = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {} WITH GRANT OPTION").format(
            name, sql.Identifier(OWNER_ROLE)
        )
    )
    if connection.execute(f"SELECT to_regclass('{SCHEMA}.sync_client')").fetchone() != (None,):
        known = connection.execute(
            f"SELECT DISTINCT db_role FROM {SCHEMA}.sync_client JOIN pg_roles ON rolname = db_role"
        ).fetchall()
        for (role,) in known:
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(role))
            )
        connection.execute(
            sql.SQL("REVOKE CONNECT ON DATABASE {} FROM {}").format(name, sql.Identifier(COUNTER_GROUP))
        )
