"""The real world behind the rules: database, clock, ids and chance, and what the front doors get of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from api.request.wiring import DoorSettings, Wiring
from models.blobs import BlobStore
from models.crypto import load_keys
from models.session import Database
from service.settings import Settings


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


class IdSource:
    """UUIDs of version 7 (RFC 9562): milliseconds, then a counter that starts at random, so that ids of one
    process ascend."""

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._last, self._count = 0, 0

    def __call__(self) -> UUID:
        """A new id, greater than every id this source gave before, also when the clock is set back."""
        with self._turn:
            moment = int(self._clock().timestamp() * 1000)
            if moment > self._last:
                self._last, self._count = moment, int.from_bytes(os.urandom(4)) & 0xFFFFFF
            else:
                self._count += 1
                if self._count >= 1 << 26:
                    self._last, self._count = self._last + 1, 0
            stamp, count = self._last, self._count
        # 26 bits of counter go before 48 random ones: 12 into rand_a and 14 into the head of rand_b.
        value = stamp << 80 | 0x7 << 76 | (count >> 14) << 64 | 0b10 << 62 | (count & 0x3FFF) << 48
        return UUID(int=value | int.from_bytes(os.urandom(6)))


def make_database(settings: Settings) -> Database:
    """The database with its keys and its store of documents; makes the data folder and the keys at the first
    start."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = load_keys(settings.data_dir / "keys.json")
    return Database(settings.database_url, keys, BlobStore(settings.data_dir / "documents"))


def make_wiring(settings: Settings, database: Database | None = None) -> Wiring:
    """What the front doors are built on. The cookie key is drawn from the key ring: it stays the same over
    restarts."""
    opened = database or make_database(settings)
    doors = DoorSettings(
        secret_key=opened.keys.token("cookies", "flask").hex(),
        session_length=timedelta(hours=settings.session_hours),
        cookie_secure=settings.cookie_secure,
        max_upload=settings.max_upload_mb * 2**20,
        base_address=settings.base_address,
        trusted_proxies=settings.trusted_proxies,
    )
    return Wiring(opened, utc_now, IdSource(), os.urandom, doors)
