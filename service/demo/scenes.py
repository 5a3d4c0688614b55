"""The demo's story as it is written in definitions/demo, turned into acts on days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from service.definition_files import read_file
from workflow.calendar.working_calendar import WorkingCalendar

FOLDER = "demo"


@dataclass(frozen=True, slots=True)
class Scene:
    """One act of the story: `at` (UTC) somebody does something to case `case`. The first scene of a case
    opens it."""

    at: datetime
    case: str
    place: int
    who: str
    what: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """The files of definitions/demo: offices and people, how cases went, and which cases there are."""

    office: Mapping[str, Any]
    routes: Mapping[str, Any]
    cases: Mapping[str, Any]


def read_story(definitions: Path) -> Story:
    """The story in a folder of definitions. Raises DefinitionInvalid."""
    office, routes, cases = (
        read_file(definitions / FOLDER / f"{name}.yaml").value for name in ("office", "routes", "cases")
    )
    return Story(office, routes, cases)


def scenes_of(story: Story, calendar: WorkingCalendar, as_of: date) -> list[Scene]:
    """Every act before the day `as_of`, in the order in which they happen."""
    scenes: list[Scene] = []
    for case_type in ("dispute", "complaint_first"):
        for number, case in enumerate(story.cases[case_type]):
            key = f"{case_type}:{number:02d}"
            scenes += _scenes_of_case(key, case_type, case, story.routes[case_type], calendar, as_of)
    return sorted(scenes, key=lambda scene: (scene.at, scene.case, scene.place))


def _scenes_of_case(
    key: str,
    case_type: str,
    case: Mapping[str, Any],
    routes: Mapping[str, Any],
    calendar: WorkingCalendar,
    as_of: date,
) -> Iterator[Scene]:
    start, acts = _route(routes, case["at"])
    day = case["on"] if "on" in case else calendar.add_working_days(as_of, -case["ago"])
    minute = sum(key.encode()) % 50
    if day >= as_of:
        return
    opening = {**case, "case_type": case_type, "state": start.get("state"), "channel": start.get("channel")}
    yield Scene(_instant(calendar, day, minute), key, 0, start["by"], "open", opening)
    for place, (gap, who, what, fields, *rest) in enumerate(acts, 1):
        day = calendar.add_working_days(day, gap)
        if day >= as_of:
            return
        papers, more = (rest[0] if rest else ()), (rest[1] if len(rest) > 1 else {})
        told = {name: _value(value, case, calendar, day) for name, value in fields.items()}
        if "told" in more:
            more = {**more, "told": calendar.add_working_days(day, more["told"])}
        yield Scene(_instant(calendar, day, minute + place), key, place, who, what, told, papers, more)


def _route(routes: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], list[Any]]:
    """(how the case is opened, every act up to where it stands)."""
    route = routes[name]
    if "after" not in route:
        return route, []
    start, acts = _route(routes, route["after"])
    return start, [*acts, *route["acts"]]


def _instant(calendar: WorkingCalendar, day: date, minute: int) -> datetime:
    """A moment of the morning, after the office has opened and the day's warnings have fired."""
    return calendar.midnight(day) + timedelta(hours=9, minutes=minute)


def _value(value: Any, case: Mapping[str, Any], calendar: WorkingCalendar, day: date) -> Any:
    """`@n`: nine o'clock n working days later; `#n`: that day; `$name`: a word of the case (people are put in
    later)."""
    if not isinstance(value, str) or value[:1] not in "@#$" or len(value) < 2:
        return value
    if value[0] == "$":
        return case.get(value[1:], value)
    later = calendar.add_working_days(day, int(value[1:]))
    return (
        later.isoformat() if value[0] == "#" else (calendar.midnight(later) + timedelta(hours=9)).isoformat()
    )
