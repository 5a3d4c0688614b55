"""The circumstances of an act, handed in from outside so that every verb is a function of its arguments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from workflow.access.actor import SYSTEM, Actor
from workflow.calendar.period import DAYS
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.engine.facts import Happened
from workflow.errors import FieldError, InvalidInput


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, when it is recorded (UTC), where ids and random bytes come from, and the caller's command id
    if any."""

    actor: Actor
    at: datetime
    new_id: Callable[[], UUID]
    fresh_bytes: Callable[[int], bytes]
    command_id: str | None = None

    def by_system(self) -> Act:
        """The same moment, acted by the system itself."""
        return replace(self, actor=SYSTEM, command_id=None)

    @property
    def actor_name(self) -> str:
        """The actor as the record names it: a user's id, "system", or "import:<register>"."""
        return str(self.actor.user_id) if self.actor.user_id else self.actor.name


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller says about when an act happened: None (now), a day, or an instant; and why it is
    entered late."""

    happened: date | datetime | None = None
    late_reason: str = ""


def when(told: Told, act: Act, calendar: WorkingCalendar) -> Happened:
    """When the act happened, in the office's own days. Raises InvalidInput for the future or a naive
    instant."""
    if told.happened is None:
        return Happened(calendar.local_day(act.at), act.at, "instant")
    if isinstance(told.happened, datetime):
        if told.happened.tzinfo is None:
            raise InvalidInput([FieldError("happened", "not-an-instant")])
        if told.happened > act.at:
            raise InvalidInput([FieldError("happened", "in-the-future")])
        return Happened(calendar.local_day(told.happened), told.happened, "instant")
    if told.happened > calendar.local_day(act.at):
        raise InvalidInput([FieldError("happened", "in-the-future")])
    return Happened(told.happened, calendar.midnight(told.happened), "day")


def is_late_entry(happened: Happened, act: Act, calendar: WorkingCalendar) -> bool:
    """Whether an act is entered later than the office allows without a reason (decision 11)."""
    allowed, today = calendar.late_entry, calendar.local_day(act.at)
    if allowed.unit == DAYS:
        return today > happened.day + timedelta(days=allowed.count)
    return calendar.working_days_between(happened.day, today) > allowed.count


def demand_reason(told: Told, late: bool) -> str:
    """The reason for a late entry, or nothing. Raises InvalidInput where it is needed and missing."""
    reason = told.late_reason.strip()
    if late and not reason:
        raise InvalidInput([FieldError("late_reason", "late-reason-needed")])
    if len(reason) > 1000:
        raise InvalidInput([FieldError("late_reason", "too-long", (("longest", "1000"),))])
    return reason if late else ""


def derived_id(*parts: str) -> UUID:
    """A UUID made of its parts alone (version 8, no time in it), so that a repeat meets the same primary key
    (decision 18)."""
    raw = bytearray(hashlib.sha256("\x00".join(parts).encode()).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    return UUID(bytes=bytes(raw))


def canonical(request: Mapping[str, Any]) -> str:
    """A request as one text, the same for equal requests."""
    return json.dumps(request, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
