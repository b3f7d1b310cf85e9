"""The log of operations, the seal keys, and the tables of this PC alone."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what is never rebuilt."""
    op.create_table(
        "meta", sa.Column("k", sa.Text, primary_key=True), sa.Column("v", sa.Text, nullable=False)
    )
    op.create_table(
        "operation",
        sa.Column("op", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("txn_no", sa.Integer, nullable=False),
        sa.Column("txn_end", sa.Integer, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("base_rev", sa.Integer, nullable=False),
        sa.Column("patch", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("hlc", sa.Text, nullable=False),
        sa.Column("schema_level", sa.Integer, nullable=False),
        sa.Column("op_hash", sa.LargeBinary, nullable=False, unique=True),
    )
    op.create_index("operation_of_row", "operation", ["entity", "row_id", "op"])
    op.create_table(
        "seal_key",
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("draft_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("parked", sa.Integer, nullable=False),
        sa.Column("saved_at", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "print_job",
        sa.Column("job_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("printer", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("copies", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error_code", sa.Text),
        sa.Column("sent_at", sa.String),
        sa.Column("reprint_of", sa.Text),
        sa.Column("dossier_id", sa.Text),
    )
    op.create_index("print_job_state", "print_job", ["state", "printer", "created_at"])


def downgrade() -> None:
    """Remove everything."""
    for table in ("print_job", "draft", "seal_key", "operation", "meta"):
        op.drop_table(table)
