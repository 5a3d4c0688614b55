"""Web server and scheduler, in one process or in several behind one socket, stopped cleanly by SIGTERM and
SIGINT."""

from __future__ import annotations

from functools import partial

from models.session import Database
from service.forking import end_on_sigterm, keep_running
from service.opening import opened
from service.scheduler import schedule_until_told, start_scheduler
from service.settings import Settings
from service.web import listen, web_server
from service.wiring import make_wiring


def serve_both(settings: Settings) -> None:
    """Serve pages and fire clocks until told to end. Raises NotReady (schema, address taken), Busy.

    One worker does both in this process. More than one share the socket, and the scheduler has a process of
    its own: once per service, whoever dies.
    """
    demand_address(settings)
    with opened(settings) as database:
        if settings.workers == 1:
            run_both(settings, database)
        else:
            _run_apart(settings, database, with_scheduler=True)


def serve_pages(settings: Settings) -> None:
    """Serve pages alone."""
    demand_address(settings)
    with opened(settings) as database:
        if settings.workers == 1:
            end_on_sigterm()
            web_server(settings, make_wiring(settings, database), listen(settings))()
        else:
            _run_apart(settings, database, with_scheduler=False)


def run_both(settings: Settings, database: Database) -> None:
    """Both in this process, over a database that is open and migrated."""
    end_on_sigterm()
    serve = web_server(settings, make_wiring(settings, database), listen(settings))
    scheduler = start_scheduler(database, settings)
    try:
        serve()
    finally:
        # Jobs that run are let finish: each is one short transaction after another.
        scheduler.shutdown(wait=True)


def demand_address(settings: Settings) -> None:
    """Raise NotReady where the address cannot be listened on, before anything else is started."""
    for one in listen(settings):
        one.close()


def _run_apart(settings: Settings, database: Database, *, with_scheduler: bool) -> None:
    serve = web_server(settings, make_wiring(settings, database), listen(settings))
    works = {f"web-{number}": serve for number in range(1, settings.workers + 1)}
    if with_scheduler:
        works["scheduler"] = partial(schedule_until_told, database, settings)
    # A connection has one process; each opens its own when it first needs one.
    database.engine.dispose()
    keep_running(works)
