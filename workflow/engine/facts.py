"""What the engine knows of a case when it decides: plain values, read once, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from workflow.access.actor import Actor, Place


@dataclass(frozen=True, slots=True)
class Happened:
    """When something happened: a local day, and the instant where it is known (decision 11). `at` is always
    set; for a day without a time it is the midnight that begins the day, and `precision` says "day"."""

    day: date
    at: datetime
    precision: str = "instant"


@dataclass(frozen=True, slots=True)
class TimerFact:
    """A timer of the case. `running`: running | paused | stopped. `due_at`: the first instant that is too
    late (precision "day"), or the last that is in time (precision "instant"). `acts`: what the due day is
    made from, as `engine.terms` reads it."""

    timer_id: UUID
    clock: str
    subject_kind: str
    subject_id: UUID
    running: str
    started_on: date
    raw_due: date
    legal_due: date
    promised_due: date | None
    due_at: datetime
    precision: str = "day"
    rule_id: str | None = None
    provisional: bool = False
    stopped_on: date | None = None
    kind: str = "duty"
    acts: Mapping[str, Any] = field(default_factory=dict)
    settled_rungs: frozenset[str] = frozenset()  # fired or passed: they never fire again

    def reached(self, at: datetime) -> bool:
        """Whether the end has come by `at`, the clock not having been stopped or paused before."""
        return self.running == "running" and at >= self.due_at


@dataclass(frozen=True, slots=True)
class ProposalFact:
    """An open proposal of a two-person act."""

    proposal_id: UUID
    transition: str
    proposer: frozenset[UUID]  # the proposer and whoever the proposer stood in for
    happened: Happened


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as the rules see it. `fields` holds plain values of open fields, and a truthy mark for personal
    ones."""

    case_id: UUID
    state: str
    previous_state: str | None
    place: Place
    received_on: date
    moved: Happened
    fields: Mapping[str, Any] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    timers: tuple[TimerFact, ...] = ()
    leads: frozenset[UUID] = frozenset()
    coordinating: frozenset[UUID] = frozenset()
    lead_orgs: frozenset[UUID] = frozenset()
    coordinating_orgs: frozenset[UUID] = frozenset()
    barred: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    respondent_roles: frozenset[str] = frozenset()  # staff roles that the officials it is about hold here
    parties: tuple[UUID, ...] = ()  # who asked: complainants or the parties of a dispute
    proposal: ProposalFact | None = None
    version: int = 0
    open_children: int = 0  # read only where a sentry asks for it


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act somebody wants to take: the transition, what was entered (typed values), the kinds of papers
    attached or issued."""

    transition: str
    actor: Actor
    happened: Happened
    at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)  # kind of paper -> what a ledger calls it
    confirming: bool = False
