"""The web side as it is run in an office, and the least of HTTP that asks it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.measure import children, cpu_of
from tests.support.postgres_binaries import free_port

_PATIENCE = 30.0
_COMMANDS = {
    # Without the scheduler: it would open the child cases that the transitions send messages for, which the
    # floor does not.
    "ours": ["service.cli", "web", "--workers"],
    "floor": ["bench.floor_web"],
}


@dataclass(frozen=True, slots=True)
class Web:
    """A server whose `count` workers take their callers from one socket; `child` is the process that was
    started."""

    child: subprocess.Popen[bytes]
    port: int
    count: int

    def cpu(self) -> float:
        """CPU seconds of everything that was started, so far."""
        return cpu_of(self.child.pid)

    def workers(self) -> list[int]:
        """The processes that answer callers: they are forked first."""
        return sorted(children(self.child.pid))[: self.count] if self.count > 1 else [self.child.pid]

    def everybody(self) -> list[int]:
        """All processes: whoever forked the workers, the workers, the scheduler."""
        return [self.child.pid, *children(self.child.pid)]


@contextmanager
def web(side: str, environment: Mapping[str, str], workers: int = 2) -> Iterator[Web]:
    """`ours` (`tiepdan web`) or the `floor`, with so many workers; ended when left."""
    with started(["-m", *_COMMANDS[side], str(workers)], environment, workers) as served:
        yield served


@contextmanager
def started(arguments: Sequence[str], environment: Mapping[str, str], workers: int = 2) -> Iterator[Web]:
    """A server by its arguments of Python, once it listens on TIEPDAN_PORT; ended when left."""
    port = free_port()
    # The log is written as in service, and thrown away.
    void, surroundings = subprocess.DEVNULL, {**os.environ, **environment, "TIEPDAN_PORT": str(port)}
    child = subprocess.Popen([sys.executable, *arguments], env=surroundings, stdout=void, stderr=void)
    try:
        _await(port)
        yield Web(child, port, workers)
    finally:
        child.terminate()
        child.wait(timeout=_PATIENCE)


class Caller:
    """One kept-alive connection that speaks just enough HTTP/1.1."""

    def __init__(self, port: int, headers: str) -> None:
        self._line = connect(port)
        self._headers = f"Host: 127.0.0.1:{port}\r\n{headers}"

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """GET; gives (status, headers in lower case, body)."""
        self._line.sendall(f"GET {path} HTTP/1.1\r\n{self._headers}\r\n".encode())
        return read_answer(self._line)


def connect(port: int) -> socket.socket:
    """A connection that sends at once what it is given."""
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def post(path: str, body: str, headers: str) -> bytes:
    """A request with JSON, as it is sent."""
    content = body.encode()
    length = f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    return f"POST {path} HTTP/1.1\r\n{headers}{length}\r\n".encode() + content


def read_answer(line: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """The next answer on a connection: (status, headers in lower case, body). Raises ConnectionError."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(line)
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += _more(line)
    return int(first.split()[1]), headers, body


def _more(line: socket.socket) -> bytes:
    part = line.recv(1 << 20)
    if not part:
        raise ConnectionError("the web worker closed the connection")
    return part


def _await(port: int) -> None:
    """Wait until something listens on the port."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the web worker does not listen")
