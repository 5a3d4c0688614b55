"""The law book of the definitions."""

from __future__ import annotations

from functools import cache

from tests.calendar.calendars import sources
from workflow.law.rules import LawBook
from workflow.law.schema import build_law


@cache
def law() -> LawBook:
    """All rule files that are in the definitions."""
    return build_law(sources("rules", "*.yaml"))
