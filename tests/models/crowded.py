"""A world with a few dozen case rows of every kind that decides who sees them, written without the verbs."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from models import cases as stored
from models import clocks
from models.columns import FAR
from models.session import Session
from tests.world import MONDAY, World

NOW = MONDAY
SUBJECTS = ("Ranh giới đất", "Lối_đi/100% chung", "Hụi")
ENDS = (-400, -3, -3, 0, 5, 24, 70, 200, 900)
"""Hours from now at which clocks end; the same one twice, for lists must order what ends together."""


@dataclass
class Crowd:
    """The rows by case, and who was given or asked what."""

    world: World
    cases: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    running: list[dict[str, Any]] = field(default_factory=list)
    assigned_users: dict[UUID, set[UUID]] = field(default_factory=dict)
    assigned_orgs: dict[UUID, set[UUID]] = field(default_factory=dict)
    requested: dict[UUID, set[UUID]] = field(default_factory=dict)
    accused: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def offices(self) -> list[UUID]:
        return [self.world.orgs[name] for name in ("commune", "neighbour", "province")]

    @property
    def units(self) -> list[UUID]:
        return [self.world.orgs[name] for name in ("team", "police")]

    @property
    def people(self) -> list[UUID]:
        return [self.world.users[name] for name in ("officer", "mediator", "stranger")]


def crowded(world: World) -> Crowd:
    """The world with the rows in it."""
    crowd = Crowd(world)
    kinds = itertools.product(
        crowd.offices, ("dispute", "complaint_first"), (False, True), (False, True), (False, True)
    )
    for place, (org_id, case_type, sealed, escalated, closed) in enumerate(kinds):
        for _ in range(2 if not sealed else 1):
            _add(crowd, len(crowd.cases), org_id, case_type, sealed, escalated, closed, place)
    timers = [one for one in crowd.running if one["running"] == "running"]
    world.run(_store, crowd)
    crowd.running = [one for one in timers if one["kind"] in _JUDGED and not one["informative"]]
    return crowd


_JUDGED = ("duty", "internal", "notice")


def _store(session: Session, crowd: Crowd) -> None:
    stored.insert_cases(session, list(crowd.cases.values()))
    clocks.insert_timers(session, crowd.running)
    new_id = crowd.world.new_id
    for case_id in crowd.cases:
        pairs: list[tuple[UUID | None, UUID | None]] = [
            (one, None) for one in crowd.assigned_users.get(case_id, ())
        ]
        pairs += [(None, one) for one in crowd.assigned_orgs.get(case_id, ())]
        ended: list[tuple[UUID | None, UUID | None]] = [(crowd.people[2], None), (None, crowd.units[1])]
        for to_at, (user_id, org_id) in [*((None, one) for one in pairs), *((NOW, one) for one in ended)]:
            own = {"case_id": case_id, "assignment_id": new_id(), "part": "lead", "from_at": NOW}
            row = {**own, "user_id": user_id, "org_id": org_id, "to_at": to_at}
            stored.insert_rows(session, "assignment", [row])
        if case_id in crowd.accused:
            stored.insert_rows(session, "party", [_party(case_id, new_id(), crowd.accused[case_id])])
        for org_id in crowd.requested.get(case_id, ()):
            stored.insert_rows(session, "request", [_request(case_id, new_id, org_id)])


def _request(case_id: UUID, new_id: Any, org_id: UUID) -> dict[str, Any]:
    return {
        "case_id": case_id, "request_id": new_id(), "kind": "help", "org_id": org_id, "asked_by": new_id(),
        "question_value": new_id(), "carries": [], "sent_at": NOW, "answered_at": None, "answered_by": None,
        "answer_value": None, "due_on": None,
    }  # fmt: skip


def _party(case_id: UUID, party_id: UUID, user_id: UUID) -> dict[str, Any]:
    return {
        "case_id": case_id, "party_id": party_id, "field": "respondent", "kind": "official",
        "representative": False, "user_id": user_id, "org_id": None, "received_decision_on": None,
        "name_value": None, "address_value": None, "identity_value": None, "contact_value": None,
        "from_seq": 1, "to_seq": None,
    }  # fmt: skip


def _add(
    crowd: Crowd, number: int, org_id: UUID, case_type: str, sealed: bool, escalated: bool, closed: bool,
    kind: int,
) -> None:  # fmt: skip
    case_id = crowd.world.new_id()
    people, units = crowd.people, crowd.units
    for given, names, turn in (
        (crowd.assigned_users, people, number), (crowd.assigned_orgs, units, number + 1),
        (crowd.requested, units, number + 2),
    ):  # fmt: skip
        if turn % 4 == 0:
            given[case_id] = {names[turn // 4 % len(names)]}
    if number % 8 == 0:
        # Every other case that people handle accuses one of them, often the handler.
        crowd.accused[case_id] = people[number // 8 % 2 * (number // 4 % len(people))]
    if number % 7 == 0:
        crowd.requested.setdefault(case_id, set()).add(crowd.offices[1])
    timers = _timers(case_id, org_id, number, crowd.world.new_id)
    crowd.running += timers
    due = [
        one["due_at"]
        for one in timers
        if one["running"] == "running" and one["kind"] in _JUDGED and not one["informative"]
    ]
    subject = SUBJECTS[number % len(SUBJECTS)]
    crowd.cases[case_id] = {
        "case_id": case_id, "number": f"HG-{number:03}", "case_type": case_type, "version": "1",
        "definition_sha256": "0" * 64, "state": "received", "stage": "closed" if closed else "intake",
        "previous_state": None, "org_id": org_id, "opening_org_id": org_id,
        "holder_id": people[number % 5] if number % 5 < len(people) else None,
        "unit_id": units[0] if number % 6 == 0 else None, "subject": subject,
        "subject_key": subject.lower(), "channel": "in_person",
        "received_on": date(2026, 6, 1) + timedelta(days=number % 9), "opened_at": NOW, "moved_at": NOW,
        "moved_precision": "instant", "closed_at": NOW if closed else None,
        "escalated_at": NOW if escalated else None, "fields": {}, "row_version": 1, "head_seq": 1,
        "head_hash": "0" * 64, "due_at": min(due, default=FAR), "due_clock": None,
        "paused": number % 8 == 0, "marked_late": False, "sealed": sealed, "unconfirmed": False,
        "parent_id": None, "register": None,
    }  # fmt: skip


def _timers(case_id: UUID, org_id: UUID, number: int, new_id: Any) -> list[dict[str, Any]]:
    """None to three clocks, some of kinds and in standings that no list of deadlines shows."""
    found = []
    for place in range(number % 4):
        turn = number + place
        running = ("running", "running", "paused", "stopped")[turn % 4] if place else "running"
        kind = (*_JUDGED, "window")[turn % 4]
        found.append(_timer(case_id, org_id, new_id(), f"clock{place}", kind, running, turn))
    return found


def _timer(
    case_id: UUID, org_id: UUID, timer_id: UUID, clock: str, kind: str, running: str, turn: int
) -> dict[str, Any]:
    due: datetime = NOW + timedelta(hours=ENDS[turn % len(ENDS)])
    has_promise = kind == "duty" and turn % 3 == 0
    promised = NOW.date() + timedelta(days=turn % 5 - 2) if has_promise else None
    return {
        "case_id": case_id, "timer_id": timer_id, "clock": clock, "kind": kind, "subject_kind": "case",
        "subject_id": case_id, "start_seq": 1, "rule_id": None, "calendar_name": "vn",
        "calendar_sha256": "0" * 64, "precision": "day", "started_on": date(2026, 6, 1), "started_at": NOW,
        "running": running, "raw_due": due.date(), "legal_due": due.date(),
        "promised_due": promised,
        "due_at": due, "provisional": False, "informative": turn % 11 == 0, "acts": {}, "org_id": org_id,
        "stopped_on": None, "stopped_at": None, "stop_seq": None, "verdict": None, "verdict_promised": None,
        "verdict_inputs": None, "unconfirmed": False,
    }  # fmt: skip
