"""A caller who takes an answer slowly, or not at all, holds nobody up."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.settings import read_settings
from service.web import make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PART, PARTS = b"x" * 2**20, 48
"""More than what the operating system and the server's own memory hold."""


def test_a_long_answer_that_nobody_takes_leaves_the_only_thread_free() -> None:
    made = threading.Event()
    with serving(_answers(made), threads=1) as port, asked(port, "/export") as slow:
        assert made.wait(20), "the thread waits for the line"
        with asked(port, "/") as other:
            assert other.makefile("rb").readline() == b"HTTP/1.1 200 OK\r\n"
        # What was kept is all there.
        received = slow.makefile("rb").read()
        assert received.count(PART[:1]) >= PARTS * len(PART)


def _answers(made: threading.Event) -> WSGIApplication:
    def export() -> Iterator[bytes]:
        for _ in range(PARTS):
            yield PART
        made.set()

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "application/octet-stream")])
        return export() if environ["PATH_INFO"] == "/export" else [b"here"]

    return app


@contextmanager
def serving(app: WSGIApplication, threads: int) -> Iterator[int]:
    """The port of a server with so many threads, ended when left."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = make_server(app, read_settings({"TIEPDAN_THREADS": str(threads)}), [listening])
    loop = threading.Thread(target=server.run, daemon=True)
    loop.start()
    try:
        yield port
    finally:
        server.close()
        server.task_dispatcher.shutdown()


@contextmanager
def asked(port: int, path: str) -> Iterator[socket.socket]:
    """A connection on which a page was asked for, whose answer nobody has read."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
        yield line
