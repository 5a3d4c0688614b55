"""Officers at the API's door, in a process of their own: what they send and what they are answered."""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
import structlog
from flask.testing import FlaskClient

from tests.api.client import PREFIX, make_app, permissions
from tests.api.sample import bearer
from tests.world import World

Act = tuple[str, str, Mapping[str, Any], tuple[str, ...]]

ROUND: Mapping[str, tuple[Act, ...]] = {
    "mediating": (
        ("mediator", "hold_session", {}, ("log_entry",)),
        ("mediator", "fail", {"failure": "no_agreement"}, ("log_entry",)),
        ("mediator", "agree", {"agreement": "Mở lối đi rộng hai mét."}, ("log_entry",)),
    ),
    "failed": (
        ("leader", "try_again", {}, ("request",)),
        ("leader", "ask_committee", {"ground_escalated": "not_settled"}, ()),
    ),
    "escalated": (("chair", "send_back", {}, ("instruction",)),),
    "agreed": (("mediator", "monitor", {}, ()),),
    "monitored": (("leader", "mediate_again", {}, ()),),
}
"""Who does what in which state of a dispute: a round that never ends."""

PEOPLE = ("reception", "leader", "mediator", "chair")
Heads = Mapping[str, Mapping[str, str]]


def tokens(world: World) -> Heads:
    """A token for everybody who acts, good for two years."""
    return {who: bearer(world, who, *permissions(world, who), hours=24 * 730) for who in PEOPLE}


def client_of(world: World) -> FlaskClient:
    """The API over a world, for this process, which logs nothing."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    return make_app(world, pytest.MonkeyPatch()).test_client()


class Officer:
    """Takes acts of the round over the API and counts what is answered, by status and code."""

    def __init__(self, client: FlaskClient, heads: Heads, name: str) -> None:
        self.client, self.heads, self.name = client, heads, name
        self.dice = random.Random(name)
        self.answers = Counter[str]()
        self.acknowledged: list[tuple[str, str]] = []
        self._sent = 0

    def act_on(self, ref: str) -> None:
        """Look at a case and take one of the acts of its state, sent again once if the answer is that the
        house is busy."""
        seen = self.client.get(f"{PREFIX}/cases/{ref}", headers=self.heads["leader"])
        if not self._note("seen", seen):
            return
        who, transition, fields, papers = self.dice.choice(ROUND[seen.get_json()["state"]])
        documents = [{"kind": kind, "text": "Nội dung văn bản."} for kind in papers]
        body = {"transition": transition, "fields": dict(fields), "documents": documents}
        self._sent += 1
        key = f"{self.name}-{self._sent}"
        heads = {**self.heads[who], "Idempotency-Key": key, "If-Match": seen.headers["ETag"]}
        answer = self.client.post(f"{PREFIX}/cases/{ref}/transitions", json=body, headers=heads)
        if self._note("taken", answer):
            self.acknowledged.append((ref, key))

    def _note(self, what: str, answer: Any) -> bool:
        is_well = bool(answer.status_code < 300)
        told = what if is_well else f"{answer.status_code} {_code(answer)}"
        self.answers[told] += 1
        return is_well


def _code(answer: Any) -> str:
    found = answer.get_json(silent=True) or {}
    reasons = [one["code"] for one in found.get("reasons", ())]
    return " ".join([str(found.get("code", "?")), *reasons])
