"""How often logging in may be tried: by account, and by address."""

from __future__ import annotations

from datetime import timedelta

from models.session import Session

NAME_FREE = 5
"""The attempts at one account before the first wait."""
ADDRESS_FREE = 50
"""The attempts from one address, which a whole office may share."""
FORGOTTEN_AFTER = timedelta(hours=1)
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(minutes=15)


def penalty(failures: int, free: int) -> timedelta | None:
    """The wait after so many failures: one minute, then twice as long each time, at most fifteen; None while
    they are free."""
    if failures < free:
        return None
    doubled: int = 1 << min(failures - free, 10)
    return min(_LONGEST, _FIRST * doubled)


def subjects(session: Session, username: str, address: str) -> tuple[str, str]:
    """The keys of an account and an address, as keyed digests."""
    return (
        f"user:{session.keys.token('login-name', username).hex()}",
        f"address:{session.keys.token('login-address', address).hex()}",
    )
