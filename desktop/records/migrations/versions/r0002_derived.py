"""Documents, typed tables and full-text search: all of it is rebuilt from the log after this revision."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SEARCH = ("search_folded", "search_marked")


def upgrade() -> None:
    """Create the tables that are derived from the log."""
    op.create_table(
        "document",
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("entity", "row_id"),
    )
    _create_dossier_row()
    op.create_table(
        "person_number",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", "person_id"),
    )
    op.create_table(
        "reference",
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("belongs_to", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("first_op", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entity", "belongs_to", "row_id"),
    )
    op.create_table(
        "counter",
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("series", "day"),
    )
    for name in _SEARCH:
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', contentless_delete=1, detail=none, "
            "prefix='1 2 3', tokenize='unicode61 remove_diacritics 0')"
        )


def downgrade() -> None:
    """Remove what can be rebuilt; no record is lost."""
    for name in _SEARCH:
        op.execute(f"DROP TABLE {name}")
    for table in ("counter", "reference", "person_number", "dossier_row", "document"):
        op.drop_table(table)


def _create_dossier_row() -> None:
    op.create_table(
        "dossier_row",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("dossier_id", sa.Text, nullable=False, unique=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("portal_code", sa.Text, nullable=False),
        sa.Column("procedure_code", sa.Text, nullable=False),
        sa.Column("procedure_name", sa.Text, nullable=False),
        sa.Column("requester_id", sa.Text, nullable=False),
        sa.Column("requester_name", sa.Text, nullable=False),
        sa.Column("received_at", sa.String),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("due", sa.String),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("promise", sa.Text, nullable=False),
        sa.Column("slip_printed_at", sa.String),
        sa.Column("officer_id", sa.Text, nullable=False),
        sa.Column("answers_id", sa.Text, nullable=False),
    )
    op.create_index("dossier_row_day", "dossier_row", ["day", "id"])
    op.create_index("dossier_row_state", "dossier_row", ["state", "due"])
    op.create_index("dossier_row_number", "dossier_row", ["number"])
    op.create_index("dossier_row_portal_code", "dossier_row", ["portal_code"])
    op.create_index("dossier_row_requester", "dossier_row", ["requester_id", "id"])
