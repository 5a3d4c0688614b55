"""An event log as it is read: traces of events, each with its place in the file. Nothing is interpreted here.

A trace is one case's history. Attribute values are texts as written. XES is IEEE 1849; a CSV has one event a
row.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from workflow.errors import DefinitionInvalid, Finding

CASE = "case:"
"""What stands before the name of an attribute of the trace, where events have attributes of the same
names."""

MOST_EVENTS = 100_000
"""The longest trace that is read: a case is held in memory whole, a log never."""

LONGEST_VALUE = 20_000

BROKEN = (EOFError, OSError, zlib.error)
"""What reading a file that breaks off or is damaged raises, packed or not."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One event: where it begins (1-based; in a CSV the column is 1) and its attributes."""

    line: int
    column: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LogTrace:
    """One case: where it begins, its own attributes, and its events in the order of the file."""

    line: int
    column: int
    values: Mapping[str, str]
    events: tuple[LogEvent, ...]

    def value(self, event: LogEvent, name: str) -> str:
        """An attribute of the event, or of the trace where the name begins with `case:`, without outer
        blanks; "" where there is none."""
        if name.startswith(CASE):
            return self.values.get(name[len(CASE) :], "").strip()
        return event.values.get(name, "").strip()


def unreadable(file: str, line: int, column: int, said: str) -> DefinitionInvalid:
    """The file as a whole cannot be read: where, and what to do."""
    return DefinitionInvalid([Finding(file, line, column, "unreadable", "error", said)])
