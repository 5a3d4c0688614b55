"""The duties of the office's plans in the story: opened on the first working day of each month by the worker
that opens real ones, and done by the people the story names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.demo.scenes import NOBODY, Scene, Story, Teller, route_of
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.obligation.periods import periods_of

CASE_TYPE = "obligation"
OPEN = "open_duties"


def duty_scenes(story: Story, calendar: WorkingCalendar, as_of: date) -> list[Scene]:
    """The acts on duties before the day `as_of`."""
    return sorted(_scenes(story, calendar, as_of), key=lambda scene: (scene.at, scene.case, scene.place))


def duty_key(task: str, period: str) -> str:
    """What the story calls the case of a period of a task."""
    return f"{CASE_TYPE}:{task}:{period}"


def _scenes(story: Story, calendar: WorkingCalendar, as_of: date) -> Iterator[Scene]:
    tale, teller = story.tales[CASE_TYPE], Teller(story, calendar, as_of)
    opened: set[str] = set()
    for place, day in enumerate(_openings(calendar, as_of, tale["months"])):
        fields = {"office": tale["office"], "year": day.year}
        yield Scene(teller.instant(OPEN, day, 0), OPEN, place, NOBODY, OPEN, CASE_TYPE, fields)
        for code, period in _begun(story, day):
            key = duty_key(code, period)
            if key in opened:
                continue
            opened.add(key)
            said = {**tale["otherwise"], **tale["duties"].get(code, {})}
            _, acts = route_of(tale["routes"], said["at"])
            yield from teller.acts(key, CASE_TYPE, acts, teller.words(key, said), day, {})


def _openings(calendar: WorkingCalendar, as_of: date, months: int) -> Iterator[date]:
    """The first working day of each month before `as_of`, from so many months back."""
    number = as_of.year * 12 + as_of.month - 1
    for one in range(number - months, number + 1):
        day = calendar.next_working_on_or_after(date(one // 12, one % 12 + 1, 1))
        if day < as_of:
            yield day


def _begun(story: Story, day: date) -> Iterator[tuple[str, str]]:
    """(task, period) of each duty whose period holds the day."""
    for plan in story.plans:
        for task in plan.tasks:
            for period in periods_of(plan, task, day.year):
                if period.first <= day <= period.last:
                    yield f"{plan.code}.{task.code}", period.name
