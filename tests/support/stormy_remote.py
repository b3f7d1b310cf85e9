"""Any store behind a bad network: calls get lost before or after they are done, pages come late or twice."""

from collections.abc import Callable
from typing import Any, cast

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.memory_faults import Fault, Weather
from desktop.sync.remote import Page, Remote


class StormyRemote:
    """Passes each call on to a real store, with the fault the weather asks for."""

    def __init__(self, remote: Remote, weather: Weather) -> None:
        self._remote = remote
        self._weather = weather
        self._last: Page | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *words, **named: self._call(name, *words, **named)

    def _call(self, name: str, *words: Any, **named: Any) -> Any:  # noqa: ANN401 - any call of the port
        fault = self._weather(name)
        if fault is Fault.REQUEST_LOST:
            raise DeskError(ErrorCode.OFFICE_UNREACHABLE)
        if fault is Fault.BUSY:
            raise DeskError(ErrorCode.OFFICE_BUSY)
        if fault is Fault.PAGE_STALE:
            return Page(entries=(), head=words[0])
        if fault is Fault.PAGE_REPEATED and self._last is not None:
            return self._last
        given = getattr(self._remote, name)(*words, **named)
        if name == "pull":
            self._last = given
        if fault is Fault.REPLY_LOST:
            raise DeskError(ErrorCode.OFFICE_UNREACHABLE)
        return given


def stormy(remote: Remote, weather: Weather) -> Remote:
    return cast("Remote", StormyRemote(remote, weather))
