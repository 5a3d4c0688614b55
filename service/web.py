"""The web server: waitress, one process, some threads."""

from __future__ import annotations

import waitress

from api.app import create_app
from api.request.wiring import Wiring
from service.settings import Settings
from service.wiring import make_wiring


def serve_web(settings: Settings, wiring: Wiring | None = None) -> None:
    """Serve until the process is told to end. The database must have been migrated (`/readyz` says so
    otherwise)."""
    app = create_app(wiring or make_wiring(settings))
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.workers,
        ident="tiepdan",
        # The application limits bodies itself and answers with a problem; this only bounds what the server
        # spools.
        max_request_body_size=(settings.max_upload_mb + 2) * 2**20,
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )
