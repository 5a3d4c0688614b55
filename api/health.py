"""Is it alive, and is it ready?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, json

from api.request.wiring import wiring
from models import queues
from models.errors import StorageError
from models.revision import REVISION, revision_of


def make_health() -> Blueprint:
    """`/healthz` (the process answers) and `/readyz` (the database answers and has the present schema)."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @health.get("/readyz")
    def readyz() -> Response:
        found, is_ready = readiness()
        return Response(json.dumps(found), 200 if is_ready else 503, mimetype="application/json")

    return health


def readiness() -> tuple[Mapping[str, Any], bool]:
    """What the start page of an operator needs to know; the self-test's result never makes it unready
    (decision 33)."""
    database = wiring().database
    try:
        reached, wanted = revision_of(database.engine), REVISION
        if reached != wanted:
            return {"ready": False, "database": "ok", "schema": reached, "wanted": wanted}, False
        with database.transaction(read_only=True) as session:
            last = queues.last_selftest(session)
    except StorageError as error:
        return {"ready": False, "database": error.code}, False
    except Exception as error:
        # The driver's own errors come through `revision_of`, which is outside a transaction; their texts name
        # hosts and users.
        return {"ready": False, "database": type(error).__name__}, False
    selftest = None if last is None else {key: _plain(value) for key, value in last.items()}
    return {"ready": True, "database": "ok", "schema": reached, "selftest": selftest}, True


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
