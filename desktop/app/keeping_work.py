"""Answers kept long enough, from the window; nothing here touches a widget."""

from desktop.core import Core
from desktop.domain.ids import StaffId
from desktop.services.erase_expired import Erasure, Expiry


class KeepingWork:
    """The port `Keeping` of the window on an open data folder."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def look(self) -> Expiry:
        """See `Keeping`."""
        return self._core.erase_expired.look()

    def erase(self, actor: StaffId) -> Erasure:
        """See `Keeping`."""
        return self._core.erase_expired(actor)

    def keep(self, actor: StaffId, days: int) -> Expiry:
        """See `Keeping`."""
        self._core.save_office.keep_answers(actor, days)
        return self.look()
