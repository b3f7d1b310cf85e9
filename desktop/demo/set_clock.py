"""The demo's clock: it stands where it was put, so that any Tuesday can be played on any day."""

from datetime import datetime, timedelta


class SetClock:
    """Gives one moment until it is moved; never goes back."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        """Give the moment, aware."""
        return self._now

    def put(self, now: datetime) -> None:
        """Put the clock to a later moment; an earlier one is passed over."""
        self._now = max(self._now, now)

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by
