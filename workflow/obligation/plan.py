"""A plan's duties: what comes back how often, who leads, who helps, and where the plan says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow.case_type.model import Text

RECURS = ("weekly", "monthly", "quarterly", "yearly", "once", "on_event")
"""How often a duty comes back; one `on_event` is opened by hand when the event happens."""


@dataclass(frozen=True, slots=True)
class Task:
    """A duty of a plan. `due`: (month, day) of a yearly one, the last day of its period; `until`: the last
    day of one that is done `once`; `opens_in`: the start state of its case; `lead`, `coordinating`: names of
    units."""

    code: str
    subject: Text
    source: str
    recurs: str
    lead: Text
    coordinating: tuple[Text, ...]
    opens_in: str
    due: tuple[int, int] | None
    until: date | None
    when: Text | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan in force from `first_day` to `last_day` inclusive (None: until another is loaded)."""

    code: str
    title: Text
    source: str
    first_day: date
    last_day: date | None
    reported_to: Text
    tasks: tuple[Task, ...]
