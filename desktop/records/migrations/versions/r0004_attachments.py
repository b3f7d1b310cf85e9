"""Attachments: which bytes the records name, and where the bytes are as this PC knows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table derived from the records, and the local one."""
    op.create_table(
        "attachment_row",
        sa.Column("attachment_id", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("added_at", sa.Text, nullable=False),
    )
    op.create_index("attachment_row_sha256", "attachment_row", ["sha256"])
    op.create_index("attachment_row_added", "attachment_row", ["added_at"])
    op.create_table(
        "attachment_bytes",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("here", sa.Integer, nullable=False),
        sa.Column("shared", sa.Integer, nullable=False),
    )
    op.create_index("attachment_bytes_to_send", "attachment_bytes", ["here", "shared"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("attachment_bytes")
    op.drop_table("attachment_row")
