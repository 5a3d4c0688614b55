"""The floor's endpoint: Flask, a connection per thread, tokens known by SHA-256, the transition by hand."""

from __future__ import annotations

import base64
import gc
import hashlib
import os
import signal
import socket
import sys
import threading
from multiprocessing import get_context
from uuid import UUID

import psycopg
import waitress
from flask import Flask, Response, jsonify, request

from bench.floor import connect, transition

_TOKEN = """SELECT user_id FROM floor.api_token
WHERE token_sha256 = %s AND revoked_at IS NULL AND expires_at > now()"""


def make_app(url: str) -> Flask:
    """The WSGI application with its one route."""
    app, held = Flask("floor"), threading.local()

    def connection() -> psycopg.Connection:
        if not hasattr(held, "connection"):
            held.connection = connect(url)
            held.connection.autocommit = True
        return held.connection  # type: ignore[no-any-return]

    @app.post("/api/v1/cases/<uuid:case_id>/transitions")
    def take(case_id: UUID) -> Response:
        secret = request.headers["Authorization"].removeprefix("Bearer ")
        shown = hashlib.sha256(base64.urlsafe_b64decode(secret + "=")).digest()
        user = connection().execute(_TOKEN, (shown,), prepare=True).fetchone()
        if user is None:
            return Response(status=401)
        request.get_json()
        state, version = transition(connection(), case_id, f"user:{user[0]}")
        answer = jsonify(case_id=str(case_id), state=state, row_version=version)
        answer.status_code, answer.headers["ETag"] = 201, f'"{version}"'
        return answer

    return app


def main() -> None:
    """The floor's workers, as `python -m bench.floor_web COUNT`: the server, threads and socket of ours,
    forked from one process that has loaded everything, and started again by nobody."""
    url = os.environ["TIEPDAN_DATABASE_URL"].replace("postgresql+psycopg://", "postgresql://")
    app = make_app(url)
    shared = socket.create_server(("127.0.0.1", int(os.environ["TIEPDAN_PORT"])), backlog=1024)
    shared.setblocking(False)
    gc.freeze()
    workers = [get_context("fork").Process(target=serve, args=(app, shared)) for _ in range(int(sys.argv[1]))]
    for one in workers:
        one.start()

    def end(_number: int, _frame: object) -> None:
        for one in workers:
            one.terminate()

    signal.signal(signal.SIGTERM, end)
    for one in workers:
        one.join()


def serve(app: Flask, shared: socket.socket) -> None:
    """One worker, until SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    waitress.create_server(app, sockets=[shared], threads=4, ident="floor").run()


if __name__ == "__main__":
    main()
