"""A cable between a program and a server that can be pulled, cut, or go silent."""

import contextlib
import selectors
import socket
import threading
import time
from types import TracebackType
from typing import Final, Self

_READ: Final = 65_536
_SIP: Final = 2_048
_LOOK_SECONDS: Final = 0.05


class TcpProxy:
    """Hands bytes on, both ways, until it is told otherwise.

    Attributes:
        port: Connect here instead.
        silent: Bytes are swallowed, connections stay open: a black hole.
        cut_after: Bytes from the program until every connection is broken off; None for never.
        rate: Bytes a second that go over it, both ways together; None for as many as there are.
        swallowed: Bytes that came while it was silent.
    """

    def __init__(self, target_port: int) -> None:
        self._target = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.silent = False
        self.cut_after: int | None = None
        self.rate: int | None = None
        self.swallowed = 0
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._from_program: set[socket.socket] = set()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tcp-proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            for key, _ in self._selector.select(_LOOK_SECONDS):
                if key.fileobj is self._listener:
                    self._accept()
                elif isinstance(key.fileobj, socket.socket):
                    self._hand_on(key.fileobj)
        while self._pairs:
            self._drop(next(iter(self._pairs)))
        self._selector.close()
        self._listener.close()

    def _accept(self) -> None:
        near, _ = self._listener.accept()
        try:
            far = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            near.close()
            return
        self._pairs |= {near: far, far: near}
        self._from_program.add(near)
        for end in (near, far):
            self._selector.register(end, selectors.EVENT_READ)

    def _hand_on(self, end: socket.socket) -> None:
        if end not in self._pairs:
            return
        try:
            content = end.recv(_READ if self.rate is None else _SIP)
            if content and end in self._from_program and self.cut_after is not None:
                content, self.cut_after = content[: self.cut_after], self.cut_after - len(content)
            if self.silent:
                self.swallowed += len(content)
            elif content:
                self._pairs[end].sendall(content)
                if self.rate is not None:
                    time.sleep(len(content) / self.rate)
        except OSError:
            content = b""
        if not content or (self.cut_after is not None and self.cut_after <= 0):
            self._drop(end)

    def _drop(self, end: socket.socket) -> None:
        other = self._pairs.pop(end, None)
        for one in (end, other):
            if one is not None:
                self._pairs.pop(one, None)
                self._from_program.discard(one)
                with contextlib.suppress(KeyError, OSError):
                    self._selector.unregister(one)
                one.close()
