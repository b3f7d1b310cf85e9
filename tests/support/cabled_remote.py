"""A store in PostgreSQL at the other end of a cable that a test pulls."""

from desktop.sync.pg_remote import PgRemote
from tests.support.postgres import PgKit
from tests.support.tcp_proxy import TcpProxy


def over(cable: TcpProxy, kit: PgKit, *, seconds: float = 5.0) -> PgRemote:
    """Give a counter's way to the store over a cable; a call ends after so many seconds of silence."""
    role = kit.role()
    return PgRemote(
        f"postgresql://{role.role}@127.0.0.1:{cable.port}/{kit.database}", role.password, call_seconds=seconds
    )
