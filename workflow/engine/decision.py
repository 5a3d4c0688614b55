"""What the engine answers: a Decision with its effects, or a Refusal with its reasons (house.md, principle
8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from workflow.engine.facts import Happened
from workflow.errors import Reason


class ReasonCode(StrEnum):
    """The closed list of why an act can be refused."""

    UNKNOWN = "unknown-transition"
    WRONG_STATE = "wrong-state"
    ROLE = "role-needed"
    CONFLICT = "conflict-of-interest"
    SENTRY = "sentry"
    FIELD = "field-missing"
    DOCUMENT = "document-missing"
    NOT_IN_FORCE = "not-in-force"
    SYSTEM_ONLY = "system-only"
    SECOND_PERSON = "second-person"
    PROPOSED = "already-proposed"
    BEFORE_LAST = "before-last-event"
    AFTER_END = "after-legal-end"
    CAP = "cap-reached"
    BEYOND = "beyond-extension"
    OPENED_ELSEWHERE = "opened-elsewhere"
    OTHER_LEVEL = "other-level"
    OFFICE_ENDED = "office-ended"
    OFFICE_ENDED_ALONE = "office-ended-without-successor"


@dataclass(frozen=True, slots=True)
class ArmedRung:
    """A rung to be stored: `standing` is "armed" or "passed" (its moment had gone by when the timer was
    armed)."""

    rung: str
    fires_at: datetime
    standing: str


@dataclass(frozen=True, slots=True)
class TimerPlan:
    """A timer's dates as they now stand. Days are local; `due_at` as in TimerFact."""

    raw_due: date
    legal_due: date
    promised_due: date | None
    due_at: datetime
    precision: str
    provisional: bool
    rule_id: str | None
    acts: Mapping[str, Any]
    rungs: tuple[ArmedRung, ...]


@dataclass(frozen=True, slots=True)
class Arm:
    """Start a clock for a subject. `ended`: it was stopped before it was armed (a limitation is judged on the
    day of receipt)."""

    clock: str
    subject_kind: str
    subject_id: UUID
    started: Happened
    plan: TimerPlan
    ended: Happened | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop a timer; `verdict` in_time | late | none, and the same for the office's own promise; both frozen
    with their inputs."""

    timer_id: UUID
    clock: str
    stopped: Happened
    verdict: str
    verdict_promised: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Pause a timer from a day on; its armed rungs are taken down."""

    timer_id: UUID
    clock: str
    acts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rearm:
    """Give a timer new dates: `why` is "resumed", "extended", "variant", "calendar" or "migrated". With
    `paused` it goes on standing still, and its rungs wait for the act that resumes it."""

    timer_id: UUID
    clock: str
    why: str
    plan: TimerPlan
    paused: bool = False


ClockEffect = Arm | Stop | Pause | Rearm


@dataclass(frozen=True, slots=True)
class Decision:
    """What the act does. `target` is a state name (same and previous already resolved); `proposes`: recorded,
    nothing moves yet."""

    transition: str
    source: str
    target: str
    happened: Happened
    fields: Mapping[str, Any] = field(default_factory=dict)
    on_behalf_of: UUID | None = None
    clocks: tuple[ClockEffect, ...] = ()
    proposes: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the act is not possible; every reason that could be found, so that all can be cured at once."""

    transition: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One transition of the present state for this actor: possible now, or the reasons why not.

    `lacks` are reasons the form itself cures (fields and papers it asks for); they do not stand against the
    offer.
    """

    transition: str
    possible: bool
    reasons: tuple[Reason, ...] = ()
