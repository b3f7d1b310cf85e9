"""Run by Alembic: uses the open, encrypted connection it is handed, in one transaction."""

from alembic import context

from desktop.records.tables import METADATA

_CONNECTION = context.config.attributes["connection"]

context.configure(connection=_CONNECTION, target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
