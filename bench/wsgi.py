"""The application for a server that asks for one by name, and what that server is told:
`gunicorn 'bench.wsgi:make()' --config python:bench.wsgi`."""

from __future__ import annotations

import os

from flask import Flask

from api.app import create_app
from service.logs import set_up_logs
from service.settings import read_settings
from service.wiring import make_wiring

bind = f"127.0.0.1:{os.environ.get('TIEPDAN_PORT', '8080')}"
workers = 2
preload_app = True
control_socket_disable = True
keepalive = 30


def make() -> Flask:
    """The application over the settings of the environment."""
    settings = read_settings(os.environ)
    set_up_logs(settings.log_level)
    return create_app(make_wiring(settings))
