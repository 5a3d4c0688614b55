"""No test reaches beyond this machine: connecting or resolving elsewhere raises."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

_armed = False


class OutsideReached(RuntimeError):
    """A test tried to reach another machine."""


def guard() -> None:
    """Refuse, for the rest of this process, every address that is neither loopback nor a Unix socket.

    libpq opens its sockets in C and is not seen; the tests give it only addresses of their own cluster.
    """
    global _armed
    if not _armed:
        _armed = True
        sys.addaudithook(_look)


def is_local(host: object) -> bool:
    """Whether a host name or address stays on this machine. No host (`None`, empty) means this machine."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
        # Servers that listen everywhere look themselves up; that sends nothing.
        is_fine = is_local(host) or host in {"0.0.0.0", "::"}
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        host = arguments[1]
        is_fine = not isinstance(host, tuple) or is_local(host[0])
    else:
        return
    if not is_fine:
        raise OutsideReached(f"a test tried to reach {host!r}")
