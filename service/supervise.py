"""Web server and scheduler in one process, stopped cleanly by SIGTERM and SIGINT."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from models.session import Database
from service.opening import NotReady, opened
from service.scheduler import start_scheduler
from service.settings import Settings
from service.web import serve_web
from service.wiring import make_wiring


def serve_both(settings: Settings) -> None:
    """Serve pages and fire clocks until told to end. Raises NotReady (schema, address taken), Busy."""
    demand_address(settings)
    with opened(settings) as database:
        run_both(settings, database)


def serve_pages(settings: Settings) -> None:
    """Serve pages alone."""
    demand_address(settings)
    end_on_sigterm()
    with opened(settings) as database:
        serve_web(settings, make_wiring(settings, database))


def run_both(settings: Settings, database: Database) -> None:
    """Both over a database that is open and migrated."""
    end_on_sigterm()
    scheduler = start_scheduler(database, settings)
    try:
        serve_web(settings, make_wiring(settings, database))
    finally:
        # Jobs that run are let finish: each is one short transaction after another.
        scheduler.shutdown(wait=True)


def demand_address(settings: Settings) -> None:
    """Raise NotReady where the address cannot be listened on, before anything else is started."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0], socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        why = error.strerror or "unknown host"
        raise NotReady(f"Cannot listen on {place} ({why}); set TIEPDAN_HOST or TIEPDAN_PORT.") from error


def end_on_sigterm() -> None:
    """SIGTERM ends the server as SIGINT does: waitress lets its threads finish."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
