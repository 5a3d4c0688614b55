"""The web side as it is run in an office, and the smallest client that can ask it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from bench.measure import children, cpu_of
from tests.support.postgres_binaries import free_port

_PATIENCE = 30.0
_IDLE = 1.0
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
    """One kept-alive connection that speaks just enough HTTP/1.1. What lay idle between two rounds is given
    up, so that each round spreads the callers over the workers anew."""

    def __init__(self, port: int, headers: str) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._used = 0.0
        self._headers = f"Host: 127.0.0.1:{port}\r\n{headers}"

    def post(self, path: str, body: str, headers: str = "") -> tuple[int, dict[str, str], bytes]:
        """POST JSON; gives (status, headers in lower case, body)."""
        content = body.encode()
        length = f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{self._headers}{length}{headers}\r\n".encode() + content)

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """GET; gives (status, headers in lower case, body)."""
        return self._ask(f"GET {path} HTTP/1.1\r\n{self._headers}\r\n".encode())

    def _ask(self, sent: bytes) -> tuple[int, dict[str, str], bytes]:
        idle, self._used = time.monotonic() - self._used, time.monotonic()
        if self._socket is not None and idle > _IDLE:
            self._socket.close()
            self._socket = None
        try:
            return self._exchange(sent)
        except ConnectionError:
            # A server may close what was idle for a while; every act bears its key and may be sent again.
            self._socket = None
            return self._exchange(sent)

    def _exchange(self, sent: bytes) -> tuple[int, dict[str, str], bytes]:
        # Only now: a worker with one thread would wait for an idle connection and answer nobody else.
        line = self._socket = self._socket or _connect(self._port)
        line.sendall(sent)
        received = b""
        while b"\r\n\r\n" not in received:
            received += _more(line)
        head, _, body = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
        while len(body) < int(headers.get("content-length", "0")):
            body += _more(line)
        if headers.get("connection", "").lower() == "close":
            line.close()
            self._socket = None
        return int(first.split()[1]), headers, body


def worker(port: int, secret: str, case_ids: list[UUID], versions: Mapping[UUID, int]) -> Callable[[], None]:
    """What one client does again and again: post the next transition of the next of its cases."""
    caller = Caller(port, f"Authorization: Bearer {secret}\r\n")
    held = {one: (versions[one], "reply") for one in case_ids}
    turn = 0

    def work() -> None:
        nonlocal turn
        case_id = case_ids[turn % len(case_ids)]
        version, name = held[case_id]
        headers = f'If-Match: "{version}"\r\nIdempotency-Key: {case_id.hex}-{version}\r\n'
        body = f'{{"transition": "{name}", "fields": {{}}}}'
        status, answered, content = caller.post(f"/api/v1/cases/{case_id}/transitions", body, headers)
        if status != 201:
            raise RuntimeError(f"{status}: {content.decode()[:500]}")
        held[case_id] = int(answered["etag"].strip('"')), "ask" if name == "reply" else "reply"
        turn += 1

    return work


def _connect(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


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
