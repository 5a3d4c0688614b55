"""The words of the story turned into values: dates from working days, people drawn from the story's names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from string import Template
from typing import Any

from workflow.calendar.working_calendar import WorkingCalendar

_DAY = re.compile(r"^([@#])(-?\d+)$")
_WORD = re.compile(r"^\$\w+$")
SEVERAL = 5
"""So many people are named at most; a larger group names its representatives."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one case, and the people drawn for it: each is drawn once, in the order of the
    acts."""

    calendar: WorkingCalendar
    said: Mapping[str, Any]
    drawn: Iterator[Mapping[str, str]]

    def and_of(self, said: Mapping[str, Any]) -> Words:
        """The same people, with more said: the words of a child case."""
        return Words(self.calendar, {**self.said, **said}, self.drawn)

    def value(self, told: Any, day: date) -> Any:
        """`@n`: nine o'clock n working days later (or, below zero, before); `#n`: that day; `$word`: what the
        case says under it, anywhere in a text; `{drawn: n}`: that many people, `{drawn: name}` a part of one.
        A `$word` of which the case says nothing is left: people and offices are put in later."""
        if isinstance(told, list):
            return [self.value(one, day) for one in told]
        if isinstance(told, Mapping):
            if "drawn" in told:
                return self._people(self.value(told["drawn"], day))
            return {key: self.value(one, day) for key, one in told.items()}
        if not isinstance(told, str):
            return told
        if _WORD.match(told):
            found = self.said.get(told[1:], told)
            return found if found == told else self.value(found, day)
        if at := _DAY.match(told):
            return self._day(at[1], int(at[2]), day)
        return Template(told).safe_substitute(self.said) if "$" in told else told

    def _day(self, sign: str, count: int, day: date) -> str:
        later = self.calendar.add_working_days(day, count)
        if sign == "#":
            return later.isoformat()
        return (self.calendar.midnight(later) + timedelta(hours=9)).isoformat()

    def _people(self, wanted: int | str) -> Any:
        if isinstance(wanted, str):
            return next(self.drawn)[wanted]
        return [{**next(self.drawn), "representative": place == 0} for place in range(min(wanted, SEVERAL))]


def people_drawn(key: str, names: Sequence[str], homes: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """Invented people without end, in an order that the key alone decides; none comes twice before all
    came."""
    chance = Random(key)  # noqa: S311 - a story, not a secret
    while True:
        for name in chance.sample(list(names), len(names)):
            yield {"name": name, "address": chance.choice(list(homes))}
