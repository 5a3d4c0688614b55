"""What a move to another version comes to, as values: a case's state, and each timer before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from workflow.case_type.migration import LegalReason
from workflow.engine.decision import Arm, ClockEffect
from workflow.errors import Reason


@dataclass(frozen=True, slots=True)
class Dates:
    """The ends of a timer: by plain counting, legal, the office's own; the instant; the rule they rest on."""

    raw: date
    legal: date
    promised: date | None
    due_at: datetime
    rule: str | None

    def as_values(self) -> dict[str, str | None]:
        """The same as JSON values."""
        return {
            "raw": self.raw.isoformat(),
            "legal": self.legal.isoformat(),
            "promised": self.promised.isoformat() if self.promised else None,
            "due_at": self.due_at.astimezone(UTC).isoformat(),
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class TimerMove:
    """One open timer before and after. `before` None: the new version starts the clock, from what has
    already happened; `after` None: the new version has no such clock. `reason`: as listed, where a date
    moves."""

    clock: str
    effect: ClockEffect
    before: Dates | None
    after: Dates | None
    reason: LegalReason | None = None
    paused: bool = False

    @property
    def is_altered(self) -> bool:
        """Whether any date differs; the rule's name alone is none."""
        if self.before is None or self.after is None:
            return True
        return replace(self.before, rule=None) != replace(self.after, rule=None)

    def as_values(self) -> dict[str, Any]:
        """The same as JSON values."""
        timer_id = None if isinstance(self.effect, Arm) else str(self.effect.timer_id)
        found: dict[str, Any] = {
            "clock": self.clock,
            "timer": timer_id,
            "before": self.before.as_values() if self.before else None,
            "after": self.after.as_values() if self.after else None,
            "paused": self.paused,
        }
        if self.is_altered and self.reason is not None:
            because = self.reason.because
            found["reason"] = {"vi": because.vi, "en": because.en, "cites": self.reason.cites}
        return found


@dataclass(frozen=True, slots=True)
class Move:
    """Where a case would stand. With `refusals` it stays where it is. `lost`: what it holds that the new
    version does not know (kept, no longer shown); `lacks`: fields the new version requires and it does not
    hold."""

    state: str
    target: str
    previous: str | None
    timers: tuple[TimerMove, ...] = ()
    lost: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    refusals: tuple[Reason, ...] = ()

    def as_values(self) -> dict[str, Any]:
        """The same as JSON values: what two persons agree on, and what is compared when it is applied."""
        return {
            "state": self.state,
            "target": self.target,
            "timers": [one.as_values() for one in self.timers],
            "lost": {name: list(found) for name, found in self.lost.items()},
            "lacks": list(self.lacks),
        }


@dataclass(frozen=True, slots=True)
class Holding:
    """What else a case holds that a version must know: party fields, request kinds, those still
    unanswered."""

    party_fields: frozenset[str] = frozenset()
    requests: frozenset[str] = frozenset()
    unanswered: frozenset[str] = frozenset()
