"""Many callers at once, all in one process: what they cost the machine does not grow with their number, as a
process for each would have it."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bench.web import connect, post, read_answer

_IDLE = 1.0


@dataclass(slots=True)
class _Caller:
    """One connection with cases of its own, the act that is underway on it, and when that was sent."""

    case_ids: Sequence[UUID]
    line: socket.socket | None = None
    turn: int = 0
    case_id: UUID | None = None
    sent: float = 0.0


class Callers:
    """A client of the crew: so many kept-alive connections, each of which posts the next transition of the
    next of its cases as soon as it is answered. They are given up when they lay idle between two rounds, so
    that each round spreads them over the workers anew."""

    def __init__(
        self, port: int, secret: str, shares: Sequence[Sequence[UUID]], versions: Mapping[UUID, int]
    ) -> None:
        self._port = port
        self._headers = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {secret}\r\n"
        self._callers = [_Caller(one) for one in shares]
        self._held = {one: (versions[one], "reply") for listed in shares for one in listed}
        self._watch = selectors.DefaultSelector()
        self._answered: list[_Caller] = []
        self._last = 0.0

    def take(self) -> float:
        """Read an answer and post the next act on its line; gives the seconds that the answer took."""
        now = time.perf_counter()
        if not any(one.sent for one in self._callers):
            for one in self._callers:
                if now - self._last > _IDLE:
                    self._hang_up(one)
                self._send(one)
        if not self._answered:
            self._answered += [key.data for key, _ in self._watch.select()]
        caller = self._answered.pop()
        took = self._hear(caller)
        self._send(caller)
        return took

    def rest(self) -> list[float]:
        """Read what is still underway; gives the seconds that each took."""
        self._answered.clear()
        found = [self._hear(one) for one in self._callers if one.sent]
        self._last = time.perf_counter()
        return found

    def _hang_up(self, caller: _Caller) -> None:
        if caller.line is not None:
            self._watch.unregister(caller.line)
            caller.line.close()
            caller.line = None

    def _send(self, caller: _Caller) -> None:
        if caller.line is None:
            caller.line = connect(self._port)
            self._watch.register(caller.line, selectors.EVENT_READ, caller)
        case_id = caller.case_id = caller.case_ids[caller.turn % len(caller.case_ids)]
        version, name = self._held[case_id]
        headers = f'{self._headers}If-Match: "{version}"\r\nIdempotency-Key: {case_id.hex}-{version}\r\n'
        body = f'{{"transition": "{name}", "fields": {{}}}}'
        caller.sent = time.perf_counter()
        caller.line.sendall(post(f"/api/v1/cases/{case_id}/transitions", body, headers))

    def _hear(self, caller: _Caller) -> float:
        assert caller.line is not None and caller.case_id is not None
        status, headers, content = read_answer(caller.line)
        took, caller.sent = time.perf_counter() - caller.sent, 0.0
        if status != 201:
            raise RuntimeError(f"{status}: {content.decode()[:500]}")
        name = self._held[caller.case_id][1]
        self._held[caller.case_id] = int(headers["etag"].strip('"')), "ask" if name == "reply" else "reply"
        caller.turn += 1
        if headers.get("connection", "").lower() == "close":
            self._hang_up(caller)
        return took
