"""The calendar of the definitions, and days drawn from the years it covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from workflow.calendar.period import Length, Pause, Terms
from workflow.calendar.schema import build_calendar
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.source import Source, read_source

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"

ANY_DAY = st.dates(date(2019, 1, 1), date(2030, 12, 31))
KINDS = st.sampled_from(["duty", "window", "effect", "notice", "internal"])
FORWARD = st.sampled_from(["duty", "window", "effect", "internal"])
LENGTHS = st.builds(Length, st.integers(0, 120), st.sampled_from(["days", "working_days"]))


def sources(folder: str, pattern: str) -> list[Source]:
    """Definition files as sources, by name."""
    found = sorted((DEFINITIONS / folder).glob(pattern))
    return [read_source(path.read_text(encoding="utf-8"), path.name) for path in found]


@cache
def vn() -> WorkingCalendar:
    """The calendar of Vietnamese public offices."""
    return build_calendar(sources("calendars", "vn.yaml")[0], sources("calendars", "vn_*.yaml"))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
"""Any value a YAML text can hold."""


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value inside."""
    yield path
    if isinstance(value, Mapping | list):
        for key, inner in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from places(inner, (*path, key))


def spoiled(value: Any, path: tuple[str | int, ...], junk: Any) -> Any:
    """A copy with `junk` at `path`."""
    if not path:
        return junk
    copy: Any = dict(value) if isinstance(value, Mapping) else list(value)
    copy[path[0]] = spoiled(value[path[0]], path[1:], junk)
    return copy


def plain(kind: str, length: str) -> Terms:
    """Terms of that kind and length, without additions."""
    return Terms(kind, Length.parse(length), "limit", "article")


def pause(first: date, last: date | None) -> Pause:
    """A pause on paper."""
    return Pause(first, last, "suspended", "paper")
