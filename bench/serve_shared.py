"""Waitress in several processes on one socket, as `python -m bench.serve_shared PORT COUNT`.

The socket is opened first; then each process makes its own application and accepts from it.
"""

from __future__ import annotations

import os
import signal
import socket
import sys

import waitress

from api.app import create_app
from service.logs import set_up_logs
from service.settings import read_settings
from service.supervise import end_on_sigterm
from service.wiring import make_wiring


def main() -> None:
    """Serve until told to end."""
    settings = read_settings(os.environ)
    set_up_logs(settings.log_level)
    shared = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=128)
    shared.setblocking(False)
    end_on_sigterm()
    children: list[int] = []
    for _ in range(int(sys.argv[2])):
        child = os.fork()
        if child == 0:
            waitress.serve(create_app(make_wiring(settings)), sockets=[shared], threads=settings.workers)
            return
        children.append(child)
    try:
        signal.pause()
    finally:
        for child in children:
            os.kill(child, signal.SIGTERM)


if __name__ == "__main__":
    main()
