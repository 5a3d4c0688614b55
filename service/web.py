"""The web server: waitress over a socket that is opened first, so that several processes can share it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import waitress

from api.app import create_app
from api.request.wiring import Wiring
from service.opening import NotReady
from service.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LAST_REQUESTS = 10.0
"""Seconds that running requests have to end once the server was told to."""

KEPT_FOR_SLOW_LINES = 2**28
"""Bytes of one answer that are kept, in a file, for a line slower than we are. Until then no thread waits for
the line, and no transaction stays open behind it."""


def listen(settings: Settings) -> list[socket.socket]:
    """Sockets that listen on every address of the host. Raises NotReady where one cannot be had."""
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        return [
            _listening(family, place) for family, place in dict.fromkeys((one[0], one[4]) for one in found)
        ]
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        why = error.strerror or "unknown host"
        raise NotReady(f"Cannot listen on {place} ({why}); set TIEPDAN_HOST or TIEPDAN_PORT.") from error


def web_server(settings: Settings, wiring: Wiring, sockets: Sequence[socket.socket]) -> Callable[[], None]:
    """What serves until SystemExit or KeyboardInterrupt is raised in its thread, then lets running requests
    end (`LAST_REQUESTS`). The application is made now, threads only when it is called: a process forked
    meanwhile may call it."""
    app = create_app(wiring)

    def serve() -> None:
        server = make_server(app, settings, sockets)
        server.run()
        # The server has given them five seconds and would go.
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=LAST_REQUESTS - 5)

    return serve


def make_server(app: WSGIApplication, settings: Settings, sockets: Sequence[socket.socket]) -> Any:
    """The server of an application; its `run` serves. Its threads begin now."""
    return waitress.create_server(
        app,
        sockets=list(sockets),
        threads=settings.threads,
        ident="tiepdan",
        # The application limits bodies itself and answers with a problem; this only bounds what the server
        # spools.
        max_request_body_size=(settings.max_upload_mb + 2) * 2**20,
        outbuf_high_watermark=KEPT_FOR_SLOW_LINES,
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )


def _listening(family: int, place: tuple[object, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(place)
        made.listen(1024)
        # Whoever loses the race for a caller must not stand and wait for the next one.
        made.setblocking(False)
    except OSError:
        made.close()
        raise
    return made
