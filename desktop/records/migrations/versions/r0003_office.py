"""What a counter keeps of the office's shared log: its place, its outbox, the shared state beneath its own edits."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = (
    "reserved_number",
    "refused_field",
    "office_entry",
    "base_row",
    "quarantine",
    "outbox",
    "office_link",
)


def upgrade() -> None:
    """Create the tables of the shared log; let a record have several keys, for several counters may make one."""
    op.add_column("operation", sa.Column("source", sa.Integer, nullable=False, server_default="0"))
    _create_seal_key("seal_key_next", with_id=True)
    _give_keys_ids()
    op.drop_table("seal_key")
    op.rename_table("seal_key_next", "seal_key")
    op.create_table(
        "office_link", sa.Column("k", sa.Text, primary_key=True), sa.Column("v", sa.Text, nullable=False)
    )
    _create_outbox()
    op.create_table(
        "quarantine",
        sa.Column("local_op", sa.Integer, primary_key=True, autoincrement=False),
        *_line_columns(),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_table(
        "base_row",
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
        sa.Column("origins", sa.Text, nullable=False),
        sa.Column("erased", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entity", "row_id"),
    )
    op.create_table(
        "office_entry",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("op", sa.Integer, nullable=False),
        *_line_columns(),
        sa.Column("op_hash", sa.LargeBinary, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("refusal", sa.Text, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=False),
    )
    _create_office_lists()


def downgrade() -> None:
    """Forget the shared log; every record stays, with one key each."""
    for table in _TABLES:
        op.drop_table(table)
    _create_seal_key("seal_key_before", with_id=False)
    op.execute(
        "INSERT INTO seal_key_before (scope, key, made_at) "
        "SELECT scope, key, made_at FROM seal_key GROUP BY scope HAVING key_id = min(key_id)"
    )
    op.drop_table("seal_key")
    op.rename_table("seal_key_before", "seal_key")
    op.drop_column("operation", "source")


def _give_keys_ids() -> None:
    connection = op.get_bind()
    known = connection.execute(sa.text("SELECT scope, key, made_at FROM seal_key")).all()
    rows = [
        {
            "scope": row.scope,
            "key_id": hashlib.sha256(b"khongviet key\n" + bytes(row.key)).digest()[:8],
            "key": row.key,
            "made_at": row.made_at,
        }
        for row in known
    ]
    if rows:
        connection.execute(
            sa.text(
                "INSERT INTO seal_key_next (scope, key_id, key, made_at, shared) "
                "VALUES (:scope, :key_id, :key, :made_at, 0)"
            ),
            rows,
        )


def _create_seal_key(name: str, *, with_id: bool) -> None:
    if with_id:
        op.create_table(
            name,
            sa.Column("scope", sa.Text, nullable=False),
            sa.Column("key_id", sa.LargeBinary, nullable=False),
            sa.Column("key", sa.LargeBinary, nullable=False),
            sa.Column("made_at", sa.Text, nullable=False),
            sa.Column("shared", sa.Integer, nullable=False),
            sa.PrimaryKeyConstraint("scope", "key_id"),
        )
        return
    op.create_table(
        name,
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )


def _line_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("txn_no", sa.Integer, nullable=False),
        sa.Column("txn_end", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("patch", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("hlc", sa.Text, nullable=False),
        sa.Column("schema_level", sa.Integer, nullable=False),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("op", sa.Integer, primary_key=True, autoincrement=False),
        *_line_columns(),
        sa.Column("op_hash", sa.LargeBinary, nullable=False),
        sa.Column("local_op", sa.Integer, nullable=False),
        sa.Column("former_hash", sa.LargeBinary),
    )
    op.create_index("outbox_of_row", "outbox", ["entity", "row_id"])


def _create_office_lists() -> None:
    op.create_table(
        "refused_field",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("standing", sa.Integer, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", "field"),
    )
    op.create_table(
        "reserved_number",
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("series", "day", "number"),
    )
