"""Bringing a database up to this program. All steps run in the caller's one transaction: all or none."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

_FOLDER: Final = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, target: str) -> None:
    """Take the schema forward to a revision."""
    command.upgrade(_config(connection), target)


def downgrade(connection: Connection, target: str) -> None:
    """Take the schema back to a revision; only tests and a supervised repair do this."""
    command.downgrade(_config(connection), target)


def _config(connection: Connection) -> Config:
    config = Config()
    # Alembic reads options through configparser, where a percent sign must be doubled.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
