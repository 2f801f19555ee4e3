"""Plain TCP on loopback: resets, half bodies, torn chunks, drips and bombs, as bytes."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.support.model.direct import LATE_S, Plan, carried_out, quiet
from tests.support.model.faults import End, Fault, drops
from tests.support.model.messages import Heard
from tests.support.model.server import ModelServer

_PATIENCE_S = 10.0
_DROP_S = 0.01


class TcpServer:
    """One request a connection, a thread a connection. ``plan`` may be replaced between requests; ``answered`` hears of
    every request after its answer was sent, or not."""

    def __init__(self, server: ModelServer, plan: Plan = quiet) -> None:
        self.server = server
        self.plan = plan
        self.late_s = LATE_S
        self.answered: Callable[[Heard], None] = lambda _heard: None
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._listener.settimeout(0.02)
        self._threads: set[threading.Thread] = set()

    @property
    def url(self) -> str:
        """The API's base address."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/api"

    @contextmanager
    def running(self) -> Iterator["TcpServer"]:
        """Serve inside the block; every thread is gone after it."""
        thread = threading.Thread(target=self._serve, name="model tcp")
        thread.start()
        try:
            yield self
        finally:
            self._stopped.set()
            thread.join(_PATIENCE_S)
            for one in tuple(self._threads):
                one.join(_PATIENCE_S)
            self._listener.close()

    def _serve(self) -> None:
        while not self._stopped.is_set():
            with suppress(TimeoutError):
                connection, _address = self._listener.accept()
                self._threads = {one for one in self._threads if one.is_alive()}
                thread = threading.Thread(target=self._talk, args=(connection,), name="model connection")
                self._threads.add(thread)
                thread.start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(_PATIENCE_S)
            heard = _heard(connection)
            fault = self.plan(heard)
            if fault is None:
                connection.sendall(self.server.answer(heard).bytes)
            else:
                self._go_wrong(connection, heard, fault)
            self.answered(heard)

    def _go_wrong(self, connection: socket.socket, heard: Heard, fault: Fault) -> None:
        data = fault.said(carried_out(self.server, heard, fault, self.late_s)).bytes
        sent = data if fault.cut is None else fault.cut(data)
        if not fault.unheard:
            connection.sendall(sent)
        if fault.end is End.RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif fault.end is End.SILENCE:
            self._wait_for_hang_up(connection)
        elif fault.end is End.DRIP:
            for drop in drops(sent):
                connection.sendall(drop)
                if self._stopped.wait(_DROP_S):
                    return

    def _wait_for_hang_up(self, connection: socket.socket) -> None:
        connection.settimeout(0.02)
        while not self._stopped.is_set():
            with suppress(TimeoutError):
                if not connection.recv(1):
                    return


def _heard(connection: socket.socket) -> Heard:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _blank, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): text.strip() for name, _colon, text in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += _more(connection)
    method, target, _version = first.split(" ")
    return Heard.of(method, target, headers, body)


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(65_536)
    if not part:
        raise ConnectionResetError
    return part


def closed_port() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/api"
