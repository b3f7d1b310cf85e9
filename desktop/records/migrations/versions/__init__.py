"""Alembic's revisions of the local database; part of the installed package."""
