"""What the front doors are given from outside; `service.wiring` makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from models.session import Database

EXTENSION = "tiepdan"


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """Settings of the front doors. `max_upload` is in bytes; `trusted_proxies` says how many proxies stand
    before us."""

    secret_key: str
    session_length: timedelta = timedelta(hours=12)
    cookie_secure: bool = False
    max_upload: int = 20 * 2**20
    base_address: str = ""
    trusted_proxies: int = 0


@dataclass(frozen=True, slots=True)
class Wiring:
    """Storage, time and chance: `clock` gives aware UTC instants, `new_id` UUIDs of version 7,
    `fresh_bytes(n)` random bytes."""

    database: Database
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    fresh_bytes: Callable[[int], bytes]
    settings: DoorSettings = field(repr=False)


def wiring() -> Wiring:
    """The wiring of the running application."""
    return wiring_of(current_app)


def wiring_of(app: Flask) -> Wiring:
    """The wiring of an application."""
    return cast(Wiring, app.extensions[EXTENSION])
