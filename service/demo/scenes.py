"""The demo's story as it is written in definitions/demo, turned into acts on days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from service.definition_files import read_file, read_plans
from service.demo.words import Words, people_drawn
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.obligation.plan import Plan

FOLDER, OFFICE = "demo", "office"
NOBODY, READ = "system", "+read"


@dataclass(frozen=True, slots=True)
class Scene:
    """One act of the story: `at` (UTC) somebody does something to case `case`. The first scene of a case
    opens it; a case that another one opened is named by its path, `complaint_first:03/emergency_stay`."""

    at: datetime
    case: str
    place: int
    who: str
    what: str
    case_type: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """The files of definitions/demo: offices and people, by case type how its cases went and which there are,
    and the plans whose duties the office has."""

    office: Mapping[str, Any]
    tales: Mapping[str, Mapping[str, Any]]
    plans: Sequence[Plan] = ()


def read_story(definitions: Path) -> Story:
    """The story in a folder of definitions. Raises DefinitionInvalid."""
    told = {path.stem: read_file(path).value for path in sorted((definitions / FOLDER).glob("*.yaml"))}
    return Story(told.pop(OFFICE), told, read_plans(definitions))


def scenes_of(story: Story, calendar: WorkingCalendar, as_of: date) -> list[Scene]:
    """Every act before the day `as_of`, in the order in which they happen."""
    teller = Teller(story, calendar, as_of)
    scenes = [
        scene
        for case_type, tale in story.tales.items()
        for number, case in enumerate(tale.get("cases", ()))
        for scene in teller.case(f"{case_type}:{number:02d}", case_type, case)
    ]
    return sorted(scenes, key=lambda scene: (scene.at, scene.case, scene.place))


def reading_scenes(story: Story, calendar: WorkingCalendar, as_of: date) -> list[Scene]:
    """Two working days before `as_of` everybody has read what they were told until then."""
    at = calendar.midnight(calendar.add_working_days(as_of, -2)) + timedelta(hours=15)
    return [Scene(at, f"notices:{name}", 0, name, READ, "") for name in story.office["people"]]


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells single cases of a story up to the day `as_of`, which is left out."""

    story: Story
    calendar: WorkingCalendar
    as_of: date

    def case(self, key: str, case_type: str, case: Mapping[str, Any]) -> Iterator[Scene]:
        """How a case was opened and what happened to it and to those that it opened."""
        tale = self.story.tales[case_type]
        start, acts = route_of(tale["routes"], case["at"])
        day = case["on"] if "on" in case else self.calendar.add_working_days(self.as_of, -case["ago"])
        if day >= self.as_of:
            return
        words = self.words(key, {**tale.get("otherwise", {}), **case})
        fields = {**tale["opens_with"], **start.get("with", {}), **case.get("with", {})}
        more = {name: start[name] for name in ("state", "channel", "office") if name in start}
        more |= {name: case[name] for name in ("channel", "called") if name in case}
        opening, papers = words.value(fields, day), start.get("papers", ())
        at = self.instant(key, day, 0)
        yield Scene(at, key, 0, start["by"], "open", case_type, opening, papers, more)
        yield from self.acts(key, case_type, acts, words, day, case.get("then", {}))

    def acts(
        self,
        key: str,
        case_type: str,
        acts: Sequence[Sequence[Any]],
        words: Words,
        day: date,
        then: Mapping[str, Any],
    ) -> Iterator[Scene]:
        """The acts of a case from a day on, and after the last of them those of the cases it opened."""
        for place, (gap, who, what, fields, *rest) in enumerate(acts, 1):
            day = self.calendar.add_working_days(day, gap)
            if day >= self.as_of:
                return
            papers, more = (rest[0] if rest else ()), dict(rest[1] if len(rest) > 1 else {})
            of = more.pop("of", None)
            if "told" in more:
                more["told"] = self.calendar.add_working_days(day, more["told"])
            yield Scene(
                self.instant(key, day, place),
                f"{key}/{of}" if of else key,
                place,
                str(words.value(who, day)).removeprefix("$"),
                what,
                type_of(of) if of else case_type,
                words.value(fields, day),
                papers,
                more,
            )
        for name, child in then.items():
            child_type = type_of(name)
            tale = self.story.tales[child_type]
            said = words.and_of({**tale.get("otherwise", {}), **child})
            _, further = route_of(tale["routes"], child["at"])
            yield from self.acts(f"{key}/{name}", child_type, further, said, day, child.get("then", {}))

    def words(self, key: str, said: Mapping[str, Any]) -> Words:
        """What is said of a case, with people of its own."""
        people = self.story.office["parties"]
        return Words(self.calendar, said, people_drawn(key, people["names"], people["homes"]))

    def instant(self, key: str, day: date, place: int) -> datetime:
        """A moment of the morning, after the office has opened and the day's warnings have fired."""
        minute = sum(key.partition("/")[0].encode()) % 50
        return self.calendar.midnight(day) + timedelta(hours=9, minutes=minute + place)


def route_of(routes: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], list[Any]]:
    """(how the case is opened, every act up to where it stands)."""
    route = routes[name]
    if "after" not in route:
        return route, list(route.get("acts", ()))
    start, acts = route_of(routes, route["after"])
    return start, [*acts, *route["acts"]]


def type_of(name: str) -> str:
    """`post_inspection_item.2` is the second case of that type that its parent opened."""
    return name.partition(".")[0]
